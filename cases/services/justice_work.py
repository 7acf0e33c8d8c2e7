"""What the social worker does for a child before the law: the duties of UU 11/2012 art. 68, and the social report."""

from datetime import date

from django.db import transaction

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language

from .. import permissions
from ..eligibility.common import open_problems
from ..eligibility.justice import duty_problems, sending_problems
from ..event_states import EventKind
from ..justice_states import JusticeDateKind
from ..models import ChildInJustice, JusticeContact, JusticeDutyDone, JusticeReport, SocialReport
from .events import add_event
from .locks import locked_case


@transaction.atomic
@in_record_language
def record_duty(
    *, track: ChildInJustice, by: Actor, duty: str, done_on: date, done_by: str, note: str
) -> JusticeDutyDone:
    """Record that a duty of art. 68 was done once more, by whom and what. Raises NotAllowed, RuleViolation."""
    require(permissions.can_work_on(by, track.case))
    track.case = locked_case(track.case)
    require_no_problems([*open_problems(track.case), *duty_problems(track, done_on, done_by, note)])
    row = JusticeDutyDone.objects.create(
        track=track, duty=duty, done_on=done_on, done_by=done_by.strip(), note=note.strip(), recorded_by_id=by.user_id
    )
    record("justice.duty", track.case, by=by, data={"duty": duty, "row": row.pk})
    return row


@transaction.atomic
@in_record_language
def send_report(
    *, track: ChildInJustice, by: Actor, report: SocialReport, contact: JusticeContact, sent_on: date
) -> JusticeReport:
    """Record that a signed social report went to law enforcement; a day that asked for one is kept with it.

    Raises NotAllowed, RuleViolation.
    """
    require(permissions.can_work_on(by, track.case))
    case = track.case = locked_case(track.case)
    require_no_problems([*open_problems(case), *sending_problems(track, report, contact, sent_on)])
    row = JusticeReport.objects.create(
        track=track, report=report, contact=contact, sent_on=sent_on, recorded_by_id=by.user_id
    )
    for asked in track.dates.filter(kind=JusticeDateKind.SOCIAL_REPORT, done_on=None, called_off_at=None):
        asked.done_on = sent_on
        asked.save(update_fields=["done_on", "updated_at"])
    text = f"{report}: {contact.get_agency_display()}"
    add_event(case=case, kind=EventKind.JUSTICE_STEP, by=by, text=text)
    keep_deadlines(cases=[case.pk], by=by)
    record("justice.send_report", case, by=by, data={"report": report.pk, "contact": contact.pk})
    return row
