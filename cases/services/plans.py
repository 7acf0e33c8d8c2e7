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
from atensi.language import in_record_language
from atensi.reference.models import Code

from .. import permissions
from ..eligibility.plan_approval import editing_problems, signing_problems
from ..eligibility.plans import contact_problems, plan_item_problems, plan_problems
from ..event_states import EventKind
from ..models import CarePlan, CarePlanAction, CarePlanContact, CarePlanGoal, Case, FamilyMember
from ..plan_states import ActionState, ContactPace, PlanApproval, PlanState
from ..states import PLAN_TASKS, Stage
from .case_tasks import finish_tasks_of
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
    "assessment_summary",
    "exit_plan",
)
PROGRESS = ("state", "done_on", "state_reason", "moved_at", "moved_by")
# What a plan's way to force asks of people; the signature ends it.
CONTACT_FIELDS = ("member", "pace", "way", "is_supervised", "supervised_by", "siblings", "apart_reason")


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """One action of a plan: what, which ATENSI component on which base, by whom, until when (domain.md 4.1, hard)."""

    text: str
    component: Code
    base: str
    responsible: str
    due_on: date
    indicator: str = ""


@dataclass(frozen=True, slots=True)
class PlannedGoal:
    """What shall be true at the end, the need in a part of life that it answers, and the actions that lead there."""

    text: str
    actions: Sequence[PlannedAction] = ()
    domain: str = ""
    need: str = ""


@dataclass(frozen=True, slots=True)
class PlannedContact:
    """How often and how the beneficiary and a person of the family shall meet; of a sibling, whether they live
    together."""

    member: FamilyMember
    pace: str = ContactPace.NONE
    way: str = ""
    is_supervised: bool = False
    supervised_by: str = ""
    siblings: str = ""
    apart_reason: str = ""

    @property
    def is_empty(self) -> bool:
        return self.pace == ContactPace.NONE and not self.siblings


def planned_of(plan: CarePlan) -> list[PlannedGoal]:
    """The goals and actions of a stored plan, as they would be given."""
    return [
        PlannedGoal(
            goal.text,
            [
                PlannedAction(
                    action.text, action.component, action.base, action.responsible, action.due_on, action.indicator
                )
                for action in goal.actions.all()
            ],
            goal.domain,
            goal.need,
        )
        for goal in plan.goals.all()
    ]


def contacts_of(plan: CarePlan) -> list[PlannedContact]:
    """The contacts of a stored plan, as they would be given."""
    rows = plan.contacts.all()
    return [PlannedContact(**{name: getattr(row, name) for name in CONTACT_FIELDS}) for row in rows]


def _put_goals(plan: CarePlan, goals: Sequence[PlannedGoal]) -> None:
    """Replace the goals and actions of a draft."""
    plan.goals.all().delete()
    rows = [
        CarePlanGoal(plan=plan, text=goal.text, order=place, domain=goal.domain, need=goal.need)
        for place, goal in enumerate(goals)
    ]
    CarePlanGoal.objects.bulk_create(rows)
    CarePlanAction.objects.bulk_create(
        CarePlanAction(
            goal=row,
            text=action.text,
            component=action.component,
            base=action.base,
            responsible=action.responsible,
            due_on=action.due_on,
            indicator=action.indicator,
        )
        for row, goal in zip(rows, goals, strict=True)
        for action in goal.actions
    )


def _put_contacts(plan: CarePlan, contacts: Sequence[PlannedContact]) -> None:
    """Replace the contacts of a draft; the people are of the case's family, and allowed to have contact."""
    require(all(one.member.beneficiary_id == plan.case.beneficiary_id for one in contacts))
    kept = [one for one in contacts if not one.is_empty]
    require_no_problems(contact_problems(kept))
    plan.contacts.all().delete()
    CarePlanContact.objects.bulk_create(
        CarePlanContact(plan=plan, **{name: getattr(one, name) for name in CONTACT_FIELDS}) for one in kept
    )


@transaction.atomic
@in_record_language
def draft_plan(
    *,
    case: Case,
    by: Actor,
    content: Mapping[str, Any],
    goals: Sequence[PlannedGoal],
    contacts: Sequence[PlannedContact] = (),
) -> CarePlan:
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
    plan.add_writer(by.user_id)
    plan.save()
    _put_goals(plan, goals)
    _put_contacts(plan, contacts)
    record("plan.draft", case, by=by, data={"plan": plan.pk, "version": version})
    return plan


@transaction.atomic
@in_record_language
def edit_plan(
    *,
    plan: CarePlan,
    by: Actor,
    content: Mapping[str, Any],
    goals: Sequence[PlannedGoal],
    contacts: Sequence[PlannedContact] | None = None,
    read_at: datetime | None = None,
) -> CarePlan:
    """Change a draft or a returned plan, goals and actions as a whole; contacts: None leaves them.

    Raises NotAllowed, RuleViolation for one that waits or was approved, or whose last possible approver would become
    its writer, StaleWrite.
    """
    plan = locked_draft(plan, by, read_at)
    require_no_problems(plan_item_problems(plan.case) + editing_problems(plan, by))
    fill(plan, content, FIELDS)
    plan.edited_by_id = by.user_id
    plan.add_writer(by.user_id)
    plan.save()
    _put_goals(plan, goals)
    if contacts is not None:
        _put_contacts(plan, contacts)
    record("plan.edit", plan.case, by=by, data={"plan": plan.pk})
    return plan


@transaction.atomic
@in_record_language
def sign_plan(
    *, plan: CarePlan, by: Actor, read_at: datetime | None = None, reasons: dict[str, str] | None = None
) -> CarePlan:
    """Sign an approved plan into force; the plan before it rests, and what goes on unchanged keeps how far it has come.
    The case goes on to the planning stage. reasons: those of the submission count, too.

    Raises NotAllowed, RuleViolation, StaleWrite. Source: domain.md 5.4; docs/adr/0027.
    """
    case = locked_case(plan.case)
    plan = locked_draft(plan, by, read_at)
    plan.case = case
    former = case.plans.filter(signed_at__isnull=False).first()
    problems = plan_problems(plan, by) + signing_problems(plan, former)
    if plan.state != PlanState.APPROVED:
        plan.state, plan.approval = PlanState.APPROVED, PlanApproval.NOBODY_ELSE
    put_signature(plan, by, problems, {**plan.soft_reasons, **(reasons or {})})
    if former is not None:
        _carry_on(former, plan)
    for kind in PLAN_TASKS:
        finish_tasks_of(case=case, kind=kind, by=by, note=str(plan))
    add_event(case=case, kind=EventKind.PLAN_SIGNED, by=by, text=str(plan))
    advance(case=case, to=Stage.PLAN, by=by)
    keep_deadlines(cases=[case.pk], by=by)
    record("plan.sign", case, by=by, data={"plan": plan.pk, "soft": sorted(plan.soft_reasons)})
    return plan


def _carry_on(former: CarePlan, plan: CarePlan) -> None:
    """What stands in both versions word for word, with the same day, is as far as it was."""
    names = ("text", "component_id", "base", "responsible", "due_on")
    begun = CarePlanAction.objects.filter(goal__plan=former).exclude(state=ActionState.PLANNED)
    known = {tuple(getattr(row, name) for name in names): row for row in begun}
    for action in CarePlanAction.objects.filter(goal__plan=plan):
        before = known.get(tuple(getattr(action, name) for name in names))
        if before is not None:
            for name in PROGRESS:
                setattr(action, name, getattr(before, name))
            action.save(update_fields=PROGRESS)
