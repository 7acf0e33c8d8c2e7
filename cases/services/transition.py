"""Writing the plan for life from 18 on, with the young person (domain.md 3.1)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.workdays import today_in

from .. import permissions
from ..eligibility.common import open_problems
from ..eligibility.transition import transition_problems
from ..event_states import EventKind
from ..models import Case, TransitionPlan
from ..states import TaskKind
from ..transition import ASPECTS, WORDS, last_day
from .case_tasks import finish_tasks_of, open_task
from .events import add_event
from .locks import locked_case, refuse_stale


@transaction.atomic
@in_record_language
def write_transition_plan(
    *, case: Case, by: Actor, content: Mapping[str, Any], read_at: datetime | None = None
) -> TransitionPlan:
    """Write the plan down as far as it is known; a task by the day before the 18th birthday asks for the rest, and ends
    when nothing is missing and the young person was heard. content: any of ASPECTS and WORDS.

    Raises NotAllowed, RuleViolation, StaleWrite.
    """
    require(permissions.can_work_on(by, case))
    case = locked_case(case)
    require_no_problems([*open_problems(case), *transition_problems(case)])
    plan = TransitionPlan.objects.filter(case=case).first() or TransitionPlan(case=case, recorded_by_id=by.user_id)
    if plan.pk:
        refuse_stale(plan, read_at)
    for name in (*ASPECTS, *WORDS):
        setattr(plan, name, str(content.get(name, getattr(plan, name))).strip())
    was_whole = plan.completed_at is not None
    is_whole = all(getattr(plan, name) for name in ASPECTS) and any(getattr(plan, name) for name in WORDS)
    if is_whole != was_whole:
        plan.completed_at, plan.completed_by_id = (timezone.now(), by.user_id) if is_whole else (None, None)
    plan.save()
    _keep_task(case, is_whole, by)
    if is_whole and not was_whole:
        add_event(case=case, kind=EventKind.TRANSITION_PLANNED, by=by)
    keep_deadlines(cases=[case.pk], by=by)
    record("transition.write", case, by=by, data={"is_whole": is_whole})
    return plan


def _keep_task(case: Case, is_whole: bool, by: Actor) -> None:
    day = last_day(case)
    if is_whole:
        finish_tasks_of(case=case, kind=TaskKind.TRANSITION, by=by)
    elif day is not None:
        due_on = max(day, today_in(case.office.region))
        open_task(case=case, kind=TaskKind.TRANSITION, title=_("Lengkapi rencana peralihan"), due_on=due_on, by=by)
