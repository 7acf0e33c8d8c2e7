"""The day on which a court is to hear a guardianship or an adoption: set, moved, called off, kept."""

from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.clock import date_words
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.workdays import today_in
from atensi.versions import refuse_other_version
from cases.eligibility.common import open_problems
from cases.event_states import EventKind
from cases.models import Case
from cases.services.events import add_event
from cases.services.locks import locked

from ..eligibility.hearings import hearing_called_off_problems, hearing_moved_problems, hearing_problems
from ..models import CareHearing, CareProcess, CareProcessStep
from ..permissions import can_lead_process
from ..states import Verdict
from ..ways import HEARING
from .locks import locked_process

SEEN_OF_HEARING = ("due_on", "at", "court", "place")


@transaction.atomic
@in_record_language
def set_care_hearing(
    *, process: CareProcess, due_on: date, court: str, by: Actor, at: time | None = None, place: str = ""
) -> CareHearing:
    """Write down when the court will hear it. Raises NotAllowed, RuleViolation."""
    process = locked_process(process)
    case = process.case
    require(can_lead_process(by, case))
    require_no_problems([*open_problems(case), *hearing_problems(process, due_on=due_on, court=court)])
    told = {"due_on": due_on, "at": at, "court": court.strip(), "place": place.strip()}
    hearing = CareHearing.objects.create(process=process, set_by_id=by.user_id, **told)
    words = _("%(form)s: sidang %(court)s pada %(day)s")
    _tell(case, words % {"form": process, "court": hearing.court, "day": date_words(due_on)}, by)
    record("care_hearing.set", case, by=by, data={"hearing": hearing.pk, "on": due_on.isoformat()})
    return hearing


@transaction.atomic
@in_record_language
def move_care_hearing(
    *,
    hearing: CareHearing,
    due_on: date,
    court: str,
    reason: str,
    by: Actor,
    at: time | None = None,
    place: str = "",
    seen: str = "",
) -> CareHearing:
    """Put it to another day, hour or place: courts postpone. seen: the version (`SEEN_OF_HEARING`) that the user read.

    Raises NotAllowed, RuleViolation, StaleWrite when somebody moved it meanwhile.
    """
    hearing = _locked_hearing(hearing)
    case = hearing.process.case
    require(can_lead_process(by, case))
    refuse_other_version(hearing, SEEN_OF_HEARING, seen)
    told = {"due_on": due_on, "at": at, "court": court, "place": place}
    require_no_problems([*open_problems(case), *hearing_moved_problems(hearing, reason=reason, **told)])
    was = hearing.due_on
    hearing.due_on, hearing.at, hearing.court, hearing.place = due_on, at, court.strip(), place.strip()
    hearing.save(update_fields=list(SEEN_OF_HEARING))
    words = _("Sidang %(court)s dipindah dari %(old)s ke %(new)s. %(reason)s")
    said = {"court": hearing.court, "old": date_words(was), "new": date_words(due_on), "reason": reason.strip()}
    _tell(case, words % said, by)
    days = {"hearing": hearing.pk, "from": was.isoformat(), "to": due_on.isoformat()}
    record("care_hearing.move", case, by=by, data=days, reason=reason)
    return hearing


@transaction.atomic
@in_record_language
def call_off_care_hearing(*, hearing: CareHearing, reason: str, by: Actor) -> CareHearing:
    """Say that it does not take place, and why; its clock ends. Raises NotAllowed, RuleViolation."""
    hearing = _locked_hearing(hearing)
    case = hearing.process.case
    require(can_lead_process(by, case))
    require_no_problems([*open_problems(case), *hearing_called_off_problems(hearing, reason)])
    return _call_off(hearing, reason.strip(), by)


def drop_hearings_of(*, process: CareProcess, reason: str, by: Actor) -> None:
    """A process that ended has no day in court. The caller holds the case."""
    for hearing in process.hearings.waiting():
        hearing.process = process
        _call_off(hearing, reason, by)


def keep_hearing(*, step: CareProcessStep) -> None:
    """The step of the hearing was written down: the day that waited for it is kept. One still ahead waits on after an
    earlier session without result. The caller holds the case."""
    waiting = CareHearing.objects.waiting().filter(process=step.process)
    if step.verdict != Verdict.MET:
        waiting = waiting.filter(due_on__lte=step.done_on)
    waiting.update(kept_by=step)


def reopen_hearing(*, step: CareProcessStep) -> None:
    """The step was withdrawn: its day waits again, unless another one was set since or the court has heard it. The
    caller holds the case."""
    rows = CareProcessStep.objects.standing().filter(process=step.process)
    is_heard = rows.filter(code=HEARING, verdict=Verdict.MET).exists()
    if not is_heard and not CareHearing.objects.waiting().filter(process=step.process).exists():
        CareHearing.objects.filter(kept_by=step).update(kept_by=None)


def _call_off(hearing: CareHearing, reason: str, by: Actor) -> CareHearing:
    case = hearing.process.case
    hearing.called_off_on, hearing.called_off_by_id = today_in(case.office.region), by.user_id
    hearing.called_off_reason = reason
    hearing.save(update_fields=["called_off_on", "called_off_by", "called_off_reason"])
    words = _("Sidang %(court)s pada %(day)s dibatalkan. %(reason)s")
    _tell(case, words % {"court": hearing.court, "day": date_words(hearing.due_on), "reason": reason}, by)
    record("care_hearing.call_off", case, by=by, data={"hearing": hearing.pk}, reason=reason)
    return hearing


def _tell(case: Case, words: str, by: Actor) -> None:
    add_event(case=case, kind=EventKind.CARE_STEP, by=by, text=words)
    keep_deadlines(cases=[case.pk], by=by)


def _locked_hearing(hearing: CareHearing) -> CareHearing:
    """The day as it stands now, its case and process locked until the transaction ends."""
    process = locked_process(hearing.process)
    hearing = locked(hearing)
    hearing.process = process
    return hearing
