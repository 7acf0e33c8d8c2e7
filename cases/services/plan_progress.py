"""How far the actions of the plan in force have come."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.workdays import today_in

from .. import permissions
from ..eligibility.plans import progress_problems
from ..event_states import EventKind
from ..models import CarePlanAction
from ..plan_states import ActionState
from .events import add_event
from .locks import locked_case


@transaction.atomic
@in_record_language
def move_action(
    *, action: CarePlanAction, to: str, by: Actor, reason: str = "", done_on: date | None = None
) -> CarePlanAction:
    """Say that an action runs, is done (done_on: today when left out), was dropped (with the reason) or begins anew.

    Raises NotAllowed, RuleViolation.
    """
    case = action.goal.plan.case
    require(permissions.can_work_on(by, case))
    case = locked_case(case)
    action = CarePlanAction.objects.select_for_update(of=("self",)).select_related("goal__plan").get(pk=action.pk)
    action.goal.plan.case = case
    require_no_problems(progress_problems(action, to, reason, done_on))
    before, action.state = action.state, to
    action.done_on = (done_on or today_in(case.office.region)) if to == ActionState.DONE else None
    action.state_reason = reason.strip() if to == ActionState.CANCELLED else ""
    action.moved_at, action.moved_by_id = timezone.now(), by.user_id
    action.save()
    text = f"{action.text}: {ActionState(to).label}. {action.state_reason}".rstrip(" .")
    add_event(case=case, kind=EventKind.ACTION_MOVED, by=by, text=text)
    record("plan.move_action", case, by=by, data={"action": action.pk, "from": before, "to": to}, reason=reason)
    return action
