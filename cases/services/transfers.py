"""Pelimpahan kasus: a case is offered, and goes to another worker or another office when they accept (ADR 0031)."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.workdays import add_workdays, today_in
from atensi.webhooks.services.announcing import withhold
from institutions.models import Institution
from institutions.parameters import value_for

from .. import permissions
from ..eligibility.common import open_problems
from ..eligibility.transfers import accepting_problems, answer_problems, decline_problems, offer_problems
from ..event_states import EventKind
from ..hand_over_states import TransferState
from ..hands import shared_with
from ..hooks import CASE_LEFT_OFFICE, CASE_TAKEN_OVER
from ..models import Case, CaseTransfer
from ..notifications import tell_transfer_offer, tell_worker
from .case_tasks import hand_all_tasks_on
from .cases import change_worker
from .events import add_event
from .locks import case_as_it_stands, locked_case
from .shares import unshare_case
from .transfer_ends import tell_end, write_end


@transaction.atomic
@in_record_language
def offer_transfer(
    *,
    case: Case,
    to_office: Institution,
    reason: str,
    summary: str,
    wanted_on: date,
    by: Actor,
    to_worker: User | None = None,
) -> CaseTransfer:
    """Offer an open case to `to_worker` of its own office, or to another Dinas, whose overseers name the worker when
    they accept. Nothing else changes: who is responsible stays so. They are told, and their answer has a clock.

    Raises NotAllowed, RuleViolation.
    """
    require(permissions.can_transfer(by, case))
    case = locked_case(case)
    words = {"reason": reason, "summary": summary, "wanted_on": wanted_on, "by": by}
    require_no_problems(open_problems(case) or offer_problems(case, to_office, to_worker, **words))
    today = today_in(to_office.region)
    days = value_for("transfer_answer_workdays", to_office, on=today)
    transfer = CaseTransfer.objects.create(
        case=case,
        from_office=case.office,
        from_worker_id=case.worker_id,
        to_office=to_office,
        to_worker=to_worker,
        reason=reason.strip(),
        summary=summary.strip(),
        wanted_on=wanted_on,
        answer_due_on=add_workdays(today, days, region=to_office.region),
        offered_at=timezone.now(),
        offered_by_id=by.user_id,
    )
    add_event(case=case, kind=EventKind.TRANSFER_OFFERED, by=by, text=f"{transfer}. {transfer.reason}")
    keep_deadlines(subjects={"transfer": [transfer.pk]}, by=by)
    tell_transfer_offer(transfer, by=by)
    told = {"transfer": transfer.pk, "office": to_office.pk, "worker": transfer.to_worker_id}
    record("transfer.offer", case, by=by, data=told, reason=reason)
    return transfer


@transaction.atomic
@in_record_language
def accept_transfer(*, transfer: CaseTransfer, by: Actor, worker: User | None = None) -> CaseTransfer:
    """Take a case over: office and worker change, tasks and clocks go along. worker: whom the overseer of another
    office makes responsible; an offer to a worker names them already.

    Raises NotAllowed; RuleViolation when somebody answered before, or when the case cannot leave its office now.
    """
    require(permissions.can_answer_transfer(by, transfer))
    case, transfer = _locked(transfer)
    require_no_problems(answer_problems(transfer))
    if transfer.goes_out:
        transfer.to_worker = worker
    require_no_problems(accepting_problems(transfer))
    write_end(transfer, TransferState.ACCEPTED, by)
    left, case.office = case.office, transfer.to_office
    case.save(update_fields=["office", "updated_at"])
    tell_end(transfer, by)
    change_worker(case, transfer.to_worker, by)
    if transfer.goes_out:
        _leave(case, left, by)
    tell_worker(case, by=by, at=transfer.answered_at)
    for tell in CASE_TAKEN_OVER:
        tell(case)
    return transfer


@transaction.atomic
@in_record_language
def decline_transfer(*, transfer: CaseTransfer, reason: str, by: Actor) -> CaseTransfer:
    """Say no to an offer, and why; the case stays where it is. Raises NotAllowed, RuleViolation."""
    require(permissions.can_answer_transfer(by, transfer))
    _case, transfer = _locked(transfer)
    require_no_problems([*answer_problems(transfer), *decline_problems(reason)])
    write_end(transfer, TransferState.DECLINED, by, reason)
    tell_end(transfer, by)
    return transfer


@transaction.atomic
@in_record_language
def withdraw_transfer(*, transfer: CaseTransfer, reason: str, by: Actor) -> CaseTransfer:
    """Take an offer back, and say why. Raises NotAllowed, RuleViolation."""
    _case, transfer = _locked(transfer)
    require(permissions.can_withdraw_transfer(by, transfer))
    require_no_problems([*answer_problems(transfer), *decline_problems(reason)])
    write_end(transfer, TransferState.WITHDRAWN, by, reason)
    tell_end(transfer, by)
    return transfer


def _locked(transfer: CaseTransfer) -> tuple[Case, CaseTransfer]:
    """The case and the offer as they stand now: case first, as everywhere."""
    case = case_as_it_stands(transfer.case)
    rows = CaseTransfer.objects.select_for_update(of=("self",))
    held = rows.select_related("to_office", "to_worker", "from_office", "answered_by").get(pk=transfer.pk)
    held.case = case
    return case, held


def _leave(case: Case, left: Institution, by: Actor) -> None:
    """Nothing of the case stays with the office that it left: no task, no share, no news to its programs.

    What that office shared with others stays: a home and a Sentra go on with their work. The new office needs no share
    any more, so that it loses sight, too, should the case go on from there.
    """
    for office in shared_with(case).filter(pk__in=(left.pk, case.office_id)):
        unshare_case(case=case, institution=office, by=by)
    case.beneficiary.office = case.office  # whom a search for the same person names
    case.beneficiary.save(update_fields=["office"])
    withhold(case_id=case.pk, institution=left)
    hand_all_tasks_on(case=case, worker=case.worker, by=by)
    for let_go in CASE_LEFT_OFFICE:
        let_go(case, by)
