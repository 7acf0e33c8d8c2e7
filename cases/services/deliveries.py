"""Services delivered to the beneficiary: each cites one component and one base (domain.md 4.1, hard)."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.models import Code

from .. import permissions
from ..eligibility.plans import service_problems
from ..event_states import EventKind
from ..models import CarePlanAction, Case, ServiceRecord
from ..plan_states import OPEN_ACTIONS, ActionState
from ..states import Stage
from .events import add_event
from .locks import locked_case
from .stages import advance


@transaction.atomic
@in_record_language
def record_service(
    *,
    case: Case,
    by: Actor,
    provided_on: date,
    component: Code,
    base: str,
    provider: str,
    description: str,
    activity: Code | None = None,
    action: CarePlanAction | None = None,
    completes_action: bool = False,
    is_emergency_aid: bool = False,
) -> ServiceRecord:
    """Record a service; it may fulfil an action of the plan (completes_action: the action is done with it).

    The first service under a signed plan brings the case to implementation; emergency aid needs no plan and moves
    nothing. Raises NotAllowed, RuleViolation. Source: domain.md 4.1, 4.2.
    """
    require(permissions.can_work_on(by, case))
    case = locked_case(case)
    require_no_problems(
        service_problems(
            case=case,
            provided_on=provided_on,
            component=component,
            activity=activity,
            action=action,
            is_aid=is_emergency_aid,
        )
    )
    service = ServiceRecord.objects.create(
        case=case,
        action=action,
        provided_on=provided_on,
        component=component,
        activity=activity,
        base=base,
        provider=provider,
        description=description,
        is_emergency_aid=is_emergency_aid,
        recorded_by_id=by.user_id,
        recorded_for_id=by.institution_id,
    )
    if action is not None and completes_action:
        _complete(action, provided_on, by)
    add_event(case=case, kind=EventKind.SERVICE_RECORDED, by=by, text=str(activity or component))
    if not is_emergency_aid:
        advance(case=case, to=Stage.IMPLEMENT, by=by)
    record("service.record", case, by=by, data={"service": service.pk, "action": action.pk if action else None})
    return service


def _complete(action: CarePlanAction, done_on: date, by: Actor) -> None:
    """Mark a planned action as done; one that is done already keeps its first date."""
    action = CarePlanAction.objects.select_for_update().get(pk=action.pk)
    if action.state in OPEN_ACTIONS:
        action.state, action.done_on = ActionState.DONE, done_on
        action.moved_at, action.moved_by_id = timezone.now(), by.user_id
        action.save(update_fields=["state", "done_on", "moved_at", "moved_by"])
