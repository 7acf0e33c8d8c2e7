"""Care plans (RPI): drafted with goals and actions, signed into force; the next version replaces the last (5.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import require, require_no_problems
from atensi.reference.models import Code

from .. import permissions
from ..eligibility.plans import plan_item_problems, plan_problems
from ..models import CarePlan, CarePlanAction, CarePlanGoal, Case
from ..states import EventKind, Stage
from .events import add_event
from .locks import locked_case
from .papers import fill, locked_draft, put_signature
from .stages import advance

FIELDS = (
    "horizon",
    "permanency_goal",
    "concurrent_goal",
    "child_view",
    "child_not_heard_reason",
    "family_view",
    "child_signs",
    "child_not_signed_reason",
    "family_signatory",
    "office_is_party",
    "institution_signatory",
)


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """One action of a plan: what, which ATENSI component on which base, by whom, until when (domain.md 4.1, hard)."""

    text: str
    component: Code
    base: str
    responsible: str
    due_on: date


@dataclass(frozen=True, slots=True)
class PlannedGoal:
    """What shall be true at the end, and the actions that lead there."""

    text: str
    actions: Sequence[PlannedAction] = ()


def planned_of(plan: CarePlan) -> list[PlannedGoal]:
    """The goals and actions of a stored plan, as they would be given."""
    return [
        PlannedGoal(
            goal.text,
            [
                PlannedAction(action.text, action.component, action.base, action.responsible, action.due_on)
                for action in goal.actions.all()
            ],
        )
        for goal in plan.goals.all()
    ]


def _put_goals(plan: CarePlan, goals: Sequence[PlannedGoal]) -> None:
    """Replace the goals and actions of a draft."""
    plan.goals.all().delete()
    rows = [CarePlanGoal(plan=plan, text=goal.text, order=place) for place, goal in enumerate(goals)]
    CarePlanGoal.objects.bulk_create(rows)
    CarePlanAction.objects.bulk_create(
        CarePlanAction(
            goal=row,
            text=action.text,
            component=action.component,
            base=action.base,
            responsible=action.responsible,
            due_on=action.due_on,
        )
        for row, goal in zip(rows, goals, strict=True)
        for action in goal.actions
    )


@transaction.atomic
def draft_plan(*, case: Case, by: Actor, content: Mapping[str, Any], goals: Sequence[PlannedGoal]) -> CarePlan:
    """Begin the next version of the case's plan. content: any of FIELDS, `horizon` and `permanency_goal` at least.

    Raises NotAllowed for anybody but a social worker of the case, RuleViolation while a placement review is overdue for
    too long (domain.md 5.3).
    """
    require(permissions.can_sign_paper(by, case))
    case = locked_case(case)
    require_no_problems(plan_item_problems(case))
    version = (case.plans.aggregate(last=Max("version"))["last"] or 0) + 1
    plan = CarePlan(case=case, author_id=by.user_id, version=version)
    fill(plan, content, FIELDS)
    plan.save()
    _put_goals(plan, goals)
    record("plan.draft", case, by=by, data={"plan": plan.pk, "version": version})
    return plan


@transaction.atomic
def edit_plan(
    *,
    plan: CarePlan,
    by: Actor,
    content: Mapping[str, Any],
    goals: Sequence[PlannedGoal],
    read_at: datetime | None = None,
) -> CarePlan:
    """Change a draft, goals and actions as a whole. Raises NotAllowed, RuleViolation, StaleWrite."""
    plan = locked_draft(plan, by, read_at)
    require_no_problems(plan_item_problems(plan.case))
    fill(plan, content, FIELDS)
    plan.save()
    _put_goals(plan, goals)
    record("plan.edit", plan.case, by=by, data={"plan": plan.pk})
    return plan


@transaction.atomic
def sign_plan(
    *, plan: CarePlan, by: Actor, read_at: datetime | None = None, reasons: dict[str, str] | None = None
) -> CarePlan:
    """Sign a draft into force; the plan before it rests. The case goes on to the planning stage.

    Raises NotAllowed, RuleViolation, StaleWrite. Source: domain.md 5.4.
    """
    plan = locked_draft(plan, by, read_at)
    case = plan.case = locked_case(plan.case)
    put_signature(plan, by, plan_problems(plan, by), reasons)
    add_event(case=case, kind=EventKind.PLAN_SIGNED, by=by, text=str(plan))
    advance(case=case, to=Stage.PLAN, by=by)
    keep_deadlines(cases=[case.pk], by=by)
    record("plan.sign", case, by=by, data={"plan": plan.pk, "soft": sorted(plan.soft_reasons)})
    return plan
