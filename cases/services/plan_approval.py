"""A plan on its way to force: submitted, looked at by somebody else, returned with a comment or approved (ADR 0027)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.workdays import add_workdays, today_in
from institutions.parameters import value_for

from .. import permissions
from ..eligibility.common import open_problems
from ..eligibility.plan_approval import return_problems, step_problems, submission_problems
from ..eligibility.plans import plan_problems
from ..event_states import EventKind
from ..hands import approvers_of, people_at
from ..models import CarePlan, Case, PlanStep
from ..plan_states import PlanApproval, PlanState, PlanStepKind
from ..states import TaskKind
from .case_tasks import Hand, finish_tasks_of, open_task
from .events import add_event
from .locks import locked, locked_case, refuse_stale
from .papers import locked_draft

NEXT_WORK = {
    PlanState.SUBMITTED: TaskKind.PLAN_APPROVAL,
    PlanState.RETURNED: TaskKind.PLAN_REVISION,
    PlanState.APPROVED: TaskKind.PLAN_SIGNING,
}
OTHER_EYES = gettext_lazy("Rencana disetujui orang lain di kantor ini, bukan penulisnya.")


@transaction.atomic
@in_record_language
def submit_plan(
    *,
    plan: CarePlan,
    by: Actor,
    answer: str = "",
    read_at: datetime | None = None,
    reasons: dict[str, str] | None = None,
) -> CarePlan:
    """Put a whole plan before the supervisor: it waits unchanged, and a task tells them. answer: to what was said when
    it was returned. Raises NotAllowed, RuleViolation, StaleWrite."""
    case = locked_case(plan.case)
    plan = locked_draft(plan, by, read_at)
    plan.case, plan.submitted_by_id = case, by.user_id
    plan.add_writer(by.user_id)
    problems = submission_problems(plan, answer) + plan_problems(plan, by)
    plan.soft_reasons = require_no_problems(problems, reasons={**plan.soft_reasons, **(reasons or {})})
    plan.state, plan.submitted_at = PlanState.SUBMITTED, timezone.now()
    plan.save()
    finish_tasks_of(case=case, kind=TaskKind.PLAN_REVISION, by=by, note=str(plan))
    _tell(plan, PlanStepKind.SUBMITTED, EventKind.PLAN_SUBMITTED, by, answer)
    _ask(plan, TaskKind.PLAN_APPROVAL, by, approvers_of(plan).first(), answer)
    record("plan.submit", case, by=by, data={"plan": plan.pk, "soft": sorted(plan.soft_reasons)})
    return plan


@transaction.atomic
@in_record_language
def take_plan_back(*, plan: CarePlan, by: Actor) -> CarePlan:
    """Take a waiting plan back to work on it. Raises NotAllowed, RuleViolation."""
    require(permissions.can_sign_paper(by, plan.case))
    plan = _locked(plan)
    require_no_problems(open_problems(plan.case) + step_problems(plan, PlanState.DRAFT))
    plan.state = PlanState.DRAFT
    plan.save()
    finish_tasks_of(case=plan.case, kind=TaskKind.PLAN_APPROVAL, by=by, note=_("Ditarik kembali"))
    _note(plan, PlanStepKind.TAKEN_BACK, by, "")
    record("plan.take_back", plan.case, by=by, data={"plan": plan.pk})
    return plan


@transaction.atomic
@in_record_language
def return_plan(*, plan: CarePlan, by: Actor, comment: str, read_at: datetime | None = None) -> CarePlan:
    """Give a waiting plan back to who submitted it, with what to mend. Raises NotAllowed, RuleViolation, StaleWrite."""
    plan = _to_judge(plan, by, read_at)
    require_no_problems(open_problems(plan.case) + return_problems(plan, comment))
    plan.state = PlanState.RETURNED
    plan.save()
    _judged(plan, PlanStepKind.RETURNED, EventKind.PLAN_RETURNED, by, comment)
    _ask(plan, TaskKind.PLAN_REVISION, by, _submitter(plan), comment)
    record("plan.return", plan.case, by=by, data={"plan": plan.pk}, reason=comment)
    return plan


@transaction.atomic
@in_record_language
def approve_plan(*, plan: CarePlan, by: Actor, comment: str = "", read_at: datetime | None = None) -> CarePlan:
    """Approve a waiting plan: its text is settled, the parties sign it next.

    Raises NotAllowed, RuleViolation, StaleWrite."""
    plan = _to_judge(plan, by, read_at)
    require_no_problems(open_problems(plan.case) + step_problems(plan, PlanState.APPROVED))
    plan.state, plan.approval = PlanState.APPROVED, PlanApproval.REVIEWED
    plan.approved_at, plan.approved_by_id = timezone.now(), by.user_id
    plan.save()
    _judged(plan, PlanStepKind.APPROVED, EventKind.PLAN_APPROVED, by, comment)
    _ask(plan, TaskKind.PLAN_SIGNING, by, _submitter(plan), comment)
    record("plan.approve", plan.case, by=by, data={"plan": plan.pk})
    return plan


def ask_again(case: Case, by: Actor) -> None:
    """The next work on a plan that is on its way to force, anew: closing the case dropped its task. Part of a service
    that holds the case's row."""
    for plan in case.plans.filter(state__in=NEXT_WORK, signed_at=None):
        plan.case = case
        hand = approvers_of(plan).first() if plan.state == PlanState.SUBMITTED else _submitter(plan)
        _ask(plan, NEXT_WORK[PlanState(plan.state)], by, hand, "")


def _locked(plan: CarePlan) -> CarePlan:
    """Case first, as everywhere."""
    case = locked_case(plan.case)
    plan = locked(plan)
    plan.case = case
    return plan


def _to_judge(plan: CarePlan, by: Actor, read_at: datetime | None) -> CarePlan:
    plan = _locked(plan)
    require(permissions.can_approve_plan(by, plan), OTHER_EYES)
    refuse_stale(plan, read_at)
    return plan


def _judged(plan: CarePlan, step: str, event: str, by: Actor, comment: str) -> None:
    finish_tasks_of(case=plan.case, kind=TaskKind.PLAN_APPROVAL, by=by, note=comment.strip())
    _tell(plan, step, event, by, comment)


def _tell(plan: CarePlan, step: str, event: str, by: Actor, text: str) -> None:
    _note(plan, step, by, text)
    add_event(case=plan.case, kind=event, by=by, text=f"{plan}. {text.strip()}" if text.strip() else str(plan))


def _note(plan: CarePlan, step: str, by: Actor, text: str) -> None:
    PlanStep.objects.create(plan=plan, kind=step, text=text.strip(), happened_at=timezone.now(), by_id=by.user_id)


def _submitter(plan: CarePlan) -> User | None:
    """Who submitted it, while they still work on the case."""
    return people_at(plan.case).filter(pk=plan.submitted_by_id).first()


def _ask(plan: CarePlan, kind: str, by: Actor, hand: Hand | None, note: str) -> None:
    """The next work on the plan, as a task of the case: in the supervisor's hand, or back with the worker."""
    case = plan.case
    today = today_in(case.office.region)
    days = value_for("plan_approval_workdays", case.office, on=today)
    due_on = add_workdays(today, days, region=case.office.region)
    open_task(case=case, kind=kind, title=str(plan), due_on=due_on, by=by, hand=hand, note=note)
