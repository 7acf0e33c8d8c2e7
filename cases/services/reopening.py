"""Taking a closed case up again: the same number, its deadlines anew (docs/adr/0026)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.workdays import add_workdays, today_in
from institutions.parameters import value_for

from .. import permissions
from ..eligibility.reopening import reopening_problems
from ..event_states import EventKind
from ..models import Case
from ..notifications import tell_worker
from ..states import AFTER_CLOSURE, Stage, TaskKind
from .case_tasks import open_task
from .cases import change_worker, worker_problems
from .contact_bans import remind_again
from .events import add_event
from .locks import locked_case
from .plan_approval import ask_again


@transaction.atomic
@in_record_language
def reopen_case(*, case: Case, by: Actor, reason: str, worker: User) -> Case:
    """Take a closed case up again with `worker` responsible: it goes on where it stood before it was closed and keeps
    its number. It asks anew how the person is, for the plan that waits, and for bans of contact to be looked at.
    After-care that was planned stops; how it had ended is kept.

    Raises NotAllowed, RuleViolation.
    """
    require(permissions.can_reopen(by, case))
    case = locked_case(case)
    require_no_problems([*reopening_problems(case, reason), *worker_problems(worker, case.office)])
    now, today = timezone.now(), today_in(case.office.region)
    case.stage = end_closing(case, by, reason)
    case.closed_at, case.closed_by, case.closure_reason, case.final_evaluation = None, None, None, ""
    case.closing_reasons = {}
    case.save()
    case.aftercare_visits.open().update(stopped_on=today)
    add_event(case=case, kind=EventKind.CASE_REOPENED, by=by, text=reason.strip())
    if worker.pk != case.worker_id:
        change_worker(case, worker, by)
    due_on = add_workdays(today, value_for("assessment_due_workdays", case.office), region=case.office.region)
    open_task(case=case, kind=TaskKind.REASSESS, title=_("Nilai lagi keadaannya"), due_on=due_on, by=by)
    ask_again(case, by)
    remind_again(case, today, by)
    tell_worker(case, by=by, at=now)
    keep_deadlines(cases=[case.pk], by=by)
    record("case.reopen", case, by=by, data={"stage": case.stage, "worker": worker.pk}, reason=reason)
    return case


def end_closing(case: Case, by: Actor, reason: str) -> str:
    """Say on the closing that it stands no more; returns the stage to go on from."""
    closing = case.closings.filter(reopened_at=None).first()
    if closing is None:  # closed before closings were kept
        return Stage.MONITOR if case.stage in AFTER_CLOSURE else case.stage
    closing.reopened_at, closing.reopened_by_id = timezone.now(), by.user_id
    closing.reopening_reason = reason.strip()
    closing.save()
    return closing.stage
