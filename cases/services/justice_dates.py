"""Days of a matter before the law that are put to another day, or called off: courts postpone (UU 11/2012)."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.clock import date_words
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import require_no_problems
from atensi.language import in_record_language
from atensi.versions import refuse_other_version

from ..eligibility.common import open_problems
from ..eligibility.justice import called_off_problems, moved_problems
from ..event_states import EventKind
from ..models import JusticeDate
from .events import add_event
from .justice import held_matter
from .locks import locked

SEEN_OF_DATE = ("due_on", "place")


@transaction.atomic
@in_record_language
def move_justice_date(
    *, row: JusticeDate, by: Actor, due_on: date, reason: str, place: str = "", seen: str = ""
) -> JusticeDate:
    """Put a hearing, a verdict's day or the day of a social report to another day or place; where it was stands in the
    story. place: the one that holds from now on. seen: the version (`SEEN_OF_DATE`) that the user read.

    Raises NotAllowed, RuleViolation, StaleWrite when somebody moved it meanwhile.
    """
    row = _held(row, by)
    case = row.track.case
    refuse_other_version(row, SEEN_OF_DATE, seen)
    require_no_problems([*open_problems(case), *moved_problems(row, due_on, place, reason)])
    was = row.due_on.isoformat()
    text = _moved_words(row, due_on, place.strip(), reason.strip())
    row.due_on, row.place = due_on, place.strip()
    row.save(update_fields=["due_on", "place", "updated_at"])
    add_event(case=case, kind=EventKind.JUSTICE_STEP, by=by, text=text)
    keep_deadlines(cases=[case.pk], by=by)
    told = {"date": row.pk, "kind": row.kind, "from": was, "to": due_on.isoformat()}
    record("justice.date_move", case, by=by, data=told, reason=reason)
    return row


@transaction.atomic
@in_record_language
def call_off_justice_date(*, row: JusticeDate, by: Actor, reason: str) -> JusticeDate:
    """Say that what a day was set for does not take place, and why; the day stays in the matter, its clock ends.

    Raises NotAllowed, RuleViolation.
    """
    row = _held(row, by)
    case = row.track.case
    require_no_problems([*open_problems(case), *called_off_problems(row, reason)])
    row.called_off_at, row.called_off_by_id, row.called_off_reason = timezone.now(), by.user_id, reason.strip()
    row.save(update_fields=["called_off_at", "called_off_by", "called_off_reason", "updated_at"])
    told = {"what": row.get_kind_display(), "day": date_words(row.due_on), "reason": row.called_off_reason}
    text = _("%(what)s pada %(day)s dibatalkan. %(reason)s") % told
    add_event(case=case, kind=EventKind.JUSTICE_STEP, by=by, text=text)
    keep_deadlines(cases=[case.pk], by=by)
    record("justice.date_call_off", case, by=by, data={"date": row.pk, "kind": row.kind}, reason=reason)
    return row


def _held(row: JusticeDate, by: Actor) -> JusticeDate:
    """The day as it stands now, for somebody who works on its case."""
    _case, track = held_matter(row.track, by)
    row = locked(row)
    row.track = track
    return row


def _moved_words(row: JusticeDate, due_on: date, place: str, reason: str) -> str:
    """From which day to which, and where it is then."""
    told = {"what": row.get_kind_display(), "old": date_words(row.due_on), "new": date_words(due_on), "place": place}
    if place == row.place:
        words = _("%(what)s dipindah dari %(old)s ke %(new)s.") % told
    elif due_on == row.due_on:
        words = _("%(what)s pada %(old)s pindah tempat: %(place)s.") % told
    else:
        words = _("%(what)s dipindah dari %(old)s ke %(new)s, %(place)s.") % told
    return f"{words} {reason}"
