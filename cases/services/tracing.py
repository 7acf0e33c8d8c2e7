"""Looking for a child's family (30/HUK/2011): each try with what came of it, and where the search stands."""

from datetime import date

from django.db import transaction

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language

from .. import permissions
from ..eligibility.common import open_problems
from ..eligibility.kin import settling_problems, step_problems
from ..event_states import EventKind
from ..models import Case, FamilyTracing, TracingStep
from ..states import TaskKind, TracingResult, TracingState
from .case_tasks import finish_tasks_of, open_task
from .events import add_event
from .locks import locked_case


@transaction.atomic
@in_record_language
def record_tracing_step(
    *,
    case: Case,
    by: Actor,
    done_on: date,
    method: str,
    asked: str,
    result: str,
    finding: str,
    next_step: str = "",
    next_on: date | None = None,
) -> TracingStep:
    """Write down one try to find the family; the search runs from then on, or has found it.

    next_step, next_on: become a task of the case; the tasks of earlier steps are done with this one. Raises NotAllowed,
    RuleViolation.
    """
    case = _locked(case, by)
    asked_of = step_problems(case, done_on=done_on, asked=asked, finding=finding, next_step=next_step, next_on=next_on)
    require_no_problems([*open_problems(case), *asked_of])
    tracing = FamilyTracing.objects.filter(case=case).first() or FamilyTracing(case=case, since=done_on, state="")
    _stand(tracing, TracingState.FOUND if result == TracingResult.FOUND else TracingState.RUNNING, done_on, finding)
    step = TracingStep(tracing=tracing, done_on=done_on, method=method, result=result, next_on=next_on)
    step.asked, step.finding, step.next_step = asked.strip(), finding.strip(), next_step.strip()
    step.recorded_by_id = by.user_id
    step.save()
    finish_tasks_of(case=case, kind=TaskKind.TRACING, by=by, note=step.finding)
    if step.next_on:
        open_task(case=case, kind=TaskKind.TRACING, title=step.next_step, due_on=step.next_on, by=by)
    text = f"{step.get_method_display()}, {step.asked}: {step.get_result_display()}"
    add_event(case=case, kind=EventKind.FAMILY_TRACED, by=by, text=text)
    record("tracing.step", case, by=by, data={"step": step.pk, "result": result})
    return step


@transaction.atomic
@in_record_language
def settle_tracing(*, case: Case, by: Actor, state: str, since: date, reason: str = "") -> FamilyTracing:
    """Say where the search stands: not needed, taken up again, found, or failed; then Dinas consents in the family's
    place until a permanent family is found (domain.md 5.3). Raises NotAllowed, RuleViolation."""
    case = _locked(case, by)
    tracing = FamilyTracing.objects.filter(case=case).first()
    require_no_problems(
        [
            *open_problems(case),
            *settling_problems(case, tracing=tracing, state=state, since=since, reason=reason),
        ]
    )
    tracing = tracing or FamilyTracing(case=case)
    tracing.state, tracing.since, tracing.reason = state, since, reason.strip()
    tracing.save()
    if state != TracingState.RUNNING:
        finish_tasks_of(case=case, kind=TaskKind.TRACING, by=by, note=tracing.reason)
    text = f"{tracing.get_state_display()}. {tracing.reason}" if tracing.reason else tracing.get_state_display()
    add_event(case=case, kind=EventKind.FAMILY_TRACED, by=by, text=text)
    record("tracing.settle", case, by=by, data={"state": state}, reason=reason)
    return tracing


def _locked(case: Case, by: Actor) -> Case:
    require(permissions.can_work_on(by, case))
    return locked_case(case)


def _stand(tracing: FamilyTracing, state: str, day: date, finding: str) -> None:
    """Keep since when the search stands where it does; a find says what was found."""
    if tracing.state != state:
        tracing.state, tracing.since = state, day
    tracing.reason = finding.strip() if state == TracingState.FOUND else ""
    tracing.save()
