"""Training, work and business of somebody, step by step (domain.md 4.1, component 5)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language

from .. import permissions
from ..eligibility.vocational import end_problems, running_problems, start_problems, vocational_step_problems
from ..event_states import EventKind
from ..models import Case, VocationalStep, VocationalTrack
from ..states import TaskKind
from .case_tasks import finish_tasks_of, open_task
from .events import add_event
from .locks import locked_case


@transaction.atomic
@in_record_language
def start_track(*, case: Case, by: Actor, goal: str, interest: str, started_on: date) -> VocationalTrack:
    """Begin somebody's way towards a living. Raises NotAllowed, RuleViolation."""
    case, running = _locked(case, by)
    require_no_problems(start_problems(case, running, interest, started_on))
    track = VocationalTrack(case=case, goal=goal, interest=interest.strip(), started_on=started_on)
    track.recorded_by_id = by.user_id
    track.save()
    add_event(case=case, kind=EventKind.VOCATIONAL_STARTED, by=by, text=track.get_goal_display())
    record("vocational.start", case, by=by, data={"track": track.pk, "goal": goal})
    return track


@transaction.atomic
@in_record_language
def record_vocational_step(
    *,
    case: Case,
    by: Actor,
    kind: str,
    place: str,
    since: date,
    until: date | None = None,
    certificate: str = "",
    capital: str = "",
    asset: str = "",
    income: str = "",
    note: str = "",
    next_on: date | None = None,
) -> VocationalStep:
    """Write one step of the running track. next_on: the next visit, a task of the case; that of the step before is done
    with this one. Raises NotAllowed, RuleViolation."""
    case, track = _locked(case, by)
    require_no_problems(running_problems(case, track))
    step = VocationalStep(track=track, kind=kind, place=place.strip(), since=since, until=until, capital=capital)
    step.certificate, step.asset, step.income, step.note = certificate.strip(), asset.strip(), income, note.strip()
    step.recorded_by_id = by.user_id
    require_no_problems(vocational_step_problems(case, step, next_on))
    step.save()
    finish_tasks_of(case=case, kind=TaskKind.VOCATIONAL, by=by, note=str(step))
    if next_on is not None:
        title = _("Kunjungan pendampingan: %(place)s") % {"place": step.place}
        open_task(case=case, kind=TaskKind.VOCATIONAL, title=title[:200], due_on=next_on, by=by)
    add_event(case=case, kind=EventKind.VOCATIONAL_STEP, by=by, text=str(step))
    record("vocational.step", case, by=by, data={"step": step.pk, "kind": kind})
    return step


@transaction.atomic
@in_record_language
def end_track(*, case: Case, by: Actor, outcome: str, outcome_note: str, ended_on: date) -> VocationalTrack:
    """End the running track with what came of it; its open visits are done. Raises NotAllowed, RuleViolation."""
    case, track = _locked(case, by)
    require_no_problems(running_problems(case, track) or end_problems(case, track, ended_on, outcome_note))
    track.outcome, track.outcome_note = outcome, outcome_note.strip()
    track.ended_on, track.ended_by_id = ended_on, by.user_id
    track.save()
    finish_tasks_of(case=case, kind=TaskKind.VOCATIONAL, by=by, note=track.outcome_note)
    add_event(case=case, kind=EventKind.VOCATIONAL_ENDED, by=by, text=track.get_outcome_display())
    record("vocational.end", case, by=by, data={"track": track.pk, "outcome": outcome})
    return track


def _locked(case: Case, by: Actor) -> tuple[Case, VocationalTrack | None]:
    require(permissions.can_work_on(by, case))
    case = locked_case(case)
    return case, case.vocational_tracks.filter(ended_on=None).first()
