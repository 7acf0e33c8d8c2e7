"""Cases that another office opened and gave on: the family lives elsewhere (docs/adr/0031)."""

from __future__ import annotations

from datetime import datetime, timedelta

from cases.event_states import EventKind
from cases.hand_over_states import TransferState
from cases.models import CaseTransfer

from .book import Book, File, Start
from .called import ANSWER_DAYS, SUMMARY
from .nation import Nation, Office, Person

MOVED_EVERY = 40  # of so many cases one was opened by another office
# Days after the report: when it was offered, after the first contact, and when it was taken over, before the papers.
OFFERED, TAKEN = 1.3, 1.7
OLD_ENOUGH = 3


class Moved:
    """Writes the transfer of some cases from the office that opened them to the one that has them."""

    def __init__(self, book: Book, nation: Nation):
        self.book, self.nation = book, nation
        self.opened = 0

    def before(self, office: Office, age: int) -> Start | None:
        """Whether the next case of `office` was opened by another one, and by whom."""
        if age < OLD_ENOUGH:
            return None
        self.opened += 1
        if self.opened % MOVED_EVERY:
            return None
        others = [other for other in self.nation.offices if other is not office]
        turn = self.opened // MOVED_EVERY
        other = others[turn % len(others)]
        return Start(other, other.workers[turn % len(other.workers)])

    def write(self, file: File) -> None:
        """Offered by the worker who opened it, taken over by the supervisor of the office that has it now."""
        left, taker = file.began, file.office.supervisor
        offered, taken = file.at(OFFERED), file.at(TAKEN)
        pk = self.book.writer[CaseTransfer].add(
            case_id=file.pk,
            from_office_id=left.office.pk,
            from_worker_id=left.worker.user,
            to_office_id=file.office.pk,
            to_worker_id=file.worker.user,
            reason="Anak tinggal bersama bibi di kabupaten lain.",
            summary=SUMMARY,
            wanted_on=taken.date(),
            answer_due_on=offered.date() + timedelta(days=ANSWER_DAYS),
            state=TransferState.ACCEPTED,
            offered_at=offered,
            offered_by_id=left.worker.user,
            answered_at=taken,
            answered_by_id=taker.user,
        )
        told = {"transfer": pk, "office": file.office.pk}
        self.book.tell(file, EventKind.TRANSFER_OFFERED, offered, left.worker)
        self.book.record(file, "transfer.offer", offered, left.worker, **told, worker=None)
        self.book.tell(file, EventKind.TRANSFER_ACCEPTED, taken, taker)
        self.book.record(file, "transfer.accept", taken, taker, **told, worker=file.worker.user)
        self._assigned(file, left.worker, taken, taker)

    def _assigned(self, file: File, left: Person, at: datetime, by: Person) -> None:
        self.book.tell(file, EventKind.WORKER_ASSIGNED, at, by)
        given = {"from": left.user, "to": file.worker.user}
        self.book.record(file, "case.assign_worker", at, by, **given)
