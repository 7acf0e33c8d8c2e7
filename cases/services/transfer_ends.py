"""How an offer to hand a case over ends: taken, declined, withdrawn, or overtaken by what happened to the case."""

from django.utils import timezone

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.deadlines.services.keeping import keep_deadlines

from ..event_states import EventKind
from ..hand_over_states import TransferState
from ..models import Case, CaseTransfer
from ..notifications import tell_transfer_answer
from .events import add_event

EVENTS = {
    TransferState.ACCEPTED: EventKind.TRANSFER_ACCEPTED,
    TransferState.DECLINED: EventKind.TRANSFER_DECLINED,
    TransferState.WITHDRAWN: EventKind.TRANSFER_WITHDRAWN,
}
VERBS = {
    TransferState.ACCEPTED: "transfer.accept",
    TransferState.DECLINED: "transfer.decline",
    TransferState.WITHDRAWN: "transfer.withdraw",
}


def write_end(transfer: CaseTransfer, state: TransferState, by: Actor, reason: str = "") -> None:
    """Write the answer of a locked offer whose case is locked, for a service that has checked it."""
    transfer.state, transfer.answered_at, transfer.answered_by_id = state, timezone.now(), by.user_id
    transfer.answer_reason = reason.strip()
    transfer.save()


def tell_end(transfer: CaseTransfer, by: Actor) -> None:
    """Say that an offer ended: on the timeline, to the other side, in the trail; its clock stops."""
    state = TransferState(transfer.state)
    text = f"{transfer}. {transfer.answer_reason}" if transfer.answer_reason else str(transfer)
    add_event(case=transfer.case, kind=EVENTS[state], by=by, text=text)
    keep_deadlines(subjects={"transfer": [transfer.pk]}, by=by)
    tell_transfer_answer(transfer, by=by)
    told = {"transfer": transfer.pk, "office": transfer.to_office_id, "worker": transfer.to_worker_id}
    record(VERBS[state], transfer.case, by=by, data=told, reason=transfer.answer_reason)


def drop_offers(*, case: Case, by: Actor, reason: str, inside: bool = False) -> None:
    """Withdraw the open offer of a locked case, which what happened to it has overtaken. inside: only one to a worker
    of the same office: a new worker there leaves an offer to another office as it is."""
    rows = case.transfers.open().select_related("to_office", "to_worker").select_for_update(of=("self",))
    for transfer in rows:
        if not (inside and transfer.goes_out):
            transfer.case = case
            write_end(transfer, TransferState.WITHDRAWN, by, reason)
            tell_end(transfer, by)
