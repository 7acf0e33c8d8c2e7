"""Conferences that people were called to, and cases that are offered to somebody else."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from cases.event_states import EventKind
from cases.hand_over_states import TransferState
from cases.models import CaseTransfer, ConferenceCall, ConferenceGuest
from cases.states import Stage

from .book import Book, File
from .nation import Person

# Of so many open cases one meets in the days to come, is offered to a colleague, was offered and declined.
CALLED_EVERY, OFFERED_EVERY, DECLINED_EVERY = 30, 80, 97
CALLED_DAYS = 4  # a conference is called so many days before
ANSWER_DAYS = 5
SUMMARY = "Rencana berjalan; kunjungan berikutnya minggu depan."


class Calls:
    """Writes calls with those who are asked: of conferences that were held, and of those ahead."""

    def __init__(self, book: Book):
        self.book = book
        self.served = 0

    def held(self, file: File, conference: int, at: datetime) -> None:
        """The call that a conference followed."""
        self._call(file, at - timedelta(days=CALLED_DAYS), at, conference)

    def ahead(self, file: File) -> None:
        """Some open cases meet in the days to come."""
        if file.closed or file.stage not in (Stage.IMPLEMENT, Stage.MONITOR):
            return
        self.served += 1
        if self.served % CALLED_EVERY:
            return
        day = self.book.today + timedelta(days=1 + int(self.book.rng.random() * 10))
        self._call(file, file.at(file.age - 1), datetime.combine(day, time(3), file.opened.tzinfo), None)

    def _call(self, file: File, at: datetime, meets_at: datetime, conference: int | None) -> None:
        pk = self.book.writer[ConferenceCall].add(
            case_id=file.pk,
            meets_at=meets_at,
            meets_on=meets_at.date(),
            place="Ruang rapat Dinas Sosial",
            agenda="Pengasuhan anak dan rencana pulang.",
            called_at=at,
            called_by_id=file.worker.user,
            conference_id=conference,
        )
        came = None if conference is None else True
        guests = self.book.writer[ConferenceGuest]
        for user in dict.fromkeys((file.worker.user, file.office.supervisor.user)):
            guests.add(call_id=pk, user_id=user, came=came)
        guests.add(call_id=pk, name=file.child.aunt_name, role="Bibi", came=came)
        self.book.tell(file, EventKind.CONFERENCE_CALLED, at, file.worker)
        self.book.record(file, "conference.call", at, file.worker, call=pk)


class Offers:
    """Writes offers of open cases to another worker of the office: some wait, some were declined."""

    def __init__(self, book: Book):
        self.book = book
        self.open = 0

    def write(self, file: File) -> None:
        others = [person for person in file.office.workers if person.user != file.worker.user]
        if file.closed or not others or file.age < 10:
            return
        self.open += 1
        if self.open % OFFERED_EVERY == 0:
            self._offer(file, self.book.rng.choice(others), file.at(file.age - 1), None)
        elif self.open % DECLINED_EVERY == 0:
            at = file.at(file.age - 7)
            self._offer(file, self.book.rng.choice(others), at, at + timedelta(days=2))

    def _offer(self, file: File, to: Person, at: datetime, declined: datetime | None) -> None:
        answer: dict[str, object] = {}
        if declined:
            answer = {"state": TransferState.DECLINED, "answered_at": declined, "answered_by_id": to.user}
            answer["answer_reason"] = "Beban kasus sedang penuh."
        pk = self.book.writer[CaseTransfer].add(
            case_id=file.pk,
            from_office_id=file.office.pk,
            from_worker_id=file.worker.user,
            to_office_id=file.office.pk,
            to_worker_id=to.user,
            reason="Keluarga pindah ke kecamatan lain.",
            summary=SUMMARY,
            wanted_on=at.date() + timedelta(days=ANSWER_DAYS),
            answer_due_on=at.date() + timedelta(days=ANSWER_DAYS),
            offered_at=at,
            offered_by_id=file.worker.user,
            **answer,
        )
        self.book.tell(file, EventKind.TRANSFER_OFFERED, at, file.worker)
        told = {"transfer": pk, "office": file.office.pk, "worker": to.user}
        self.book.record(file, "transfer.offer", at, file.worker, **told)
        if declined:
            self.book.tell(file, EventKind.TRANSFER_DECLINED, declined, to)
            self.book.record(file, "transfer.decline", declined, to, transfer=pk)
