"""What the law does with the children of the nation who come before it (UU 11/2012; domain.md 9)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from cases.event_states import EventKind
from cases.justice_states import (
    OFFENDER_AGE,
    JusticeAgency,
    JusticeDateKind,
    JusticeDuty,
    JusticeOutcome,
    JusticeRole,
)
from cases.models import ChildInJustice, JusticeContact, JusticeDate, JusticeDutyDone
from cases.states import JUSTICE_CATEGORIES

from .book import Book, File

OFFENDER, DIVERTED, ENDED, SUMMONED = 0.6, 0.5, 0.5, 0.6
LONG = 120  # days after which the matter of an open case may have ended
DIVERSION_DAYS = (7, 37)
MATTERS = ("Pencurian ringan", "Perkelahian pelajar", "Perusakan barang", "Kekerasan terhadap anak")
DUTIES = list(JusticeDuty)
YEAR = 365.25


class Matters:
    """Writes the matter of a case of a category that says so."""

    def __init__(self, book: Book):
        self.book = book

    def write(self, file: File) -> None:
        if not JUSTICE_CATEGORIES.intersection(file.codes) or file.age < 3:
            return
        rng = self.book.rng
        at = file.at(1)
        act_on = at.date() - timedelta(days=2 + int(rng.random() * 18))
        old = (act_on - file.child.birth).days >= (OFFENDER_AGE + 1) * YEAR
        role = JusticeRole.OFFENDER if old and rng.random() < OFFENDER else JusticeRole.VICTIM
        ended = file.closed or (file.at(file.age - 1) if file.age > LONG and rng.random() < ENDED else None)
        diverted = role == JusticeRole.OFFENDER and rng.random() < DIVERTED
        track = self.book.writer[ChildInJustice].add(
            case_id=file.pk,
            role=role,
            act_on=act_on,
            reported_on=at.date(),
            matter=rng.choice(MATTERS),
            diversion=diverted,
            recorded_at=at,
            recorded_by_id=file.worker.user,
            updated_at=ended or at,
            **self._outcome(role, ended, diverted=diverted),
        )
        self.book.tell(file, EventKind.JUSTICE_RECORDED, at, file.worker)
        self.book.record(file, "justice.record", at, file.worker, role=role._value_, act_on=act_on.isoformat(), soft=[])
        self._contact(file, track, at)
        self._days(file, track, at, ended, diverted=diverted)
        self._duties(file, track, ended)
        if ended:
            self.book.tell(file, EventKind.JUSTICE_ENDED, ended, file.worker)
            self.book.record(file, "justice.end", ended, file.worker, on=ended.date().isoformat())

    def _outcome(self, role: JusticeRole, ended: datetime | None, *, diverted: bool) -> dict[str, object]:
        if ended is None:
            return {}
        outcome = JusticeOutcome.DIVERSION if diverted else JusticeOutcome.VERDICT_ACTION
        if role != JusticeRole.OFFENDER:
            outcome = JusticeOutcome.PROTECTED
        return {"outcome": outcome, "outcome_on": ended.date(), "outcome_note": "Didampingi sampai selesai."}

    def _contact(self, file: File, track: int, at: datetime) -> None:
        pk = self.book.writer[JusticeContact].add(
            track_id=track,
            agency=JusticeAgency.POLICE,
            office="Unit PPA Polres Rekaan",
            officer="Bripka Umpama",
            file_number=f"LP/REKAAN/{file.pk}",
            recorded_at=at,
            recorded_by_id=file.worker.user,
            updated_at=at,
        )
        self.book.record(file, "justice.contact", at, file.worker, contact=pk, agency=JusticeAgency.POLICE._value_)

    def _days(self, file: File, track: int, at: datetime, ended: datetime | None, *, diverted: bool) -> None:
        """The days of a diversion; a hearing that was or that is ahead."""
        today, until = self.book.today, (ended or self.book.now).date()
        if diverted:
            kinds = (JusticeDateKind.DIVERSION_START, JusticeDateKind.DIVERSION_END)
            for kind, days in zip(kinds, DIVERSION_DAYS, strict=True):
                due = at.date() + timedelta(days=days)
                self._day(file, track, kind, due, at, done=due < until)
        elif ended or self.book.rng.random() < SUMMONED:
            due = today + timedelta(days=1 + int(self.book.rng.random() * 21))
            due = at.date() + (until - at.date()) // 2 if ended else due
            self._day(file, track, JusticeDateKind.HEARING, due, at, done=bool(ended))

    def _day(self, file: File, track: int, kind: JusticeDateKind, due: date, at: datetime, *, done: bool) -> None:
        kept: dict[str, object] = {"done_on": due, "note": "Anak didampingi; hasil dicatat."} if done else {}
        pk = self.book.writer[JusticeDate].add(
            track_id=track,
            kind=kind,
            due_on=due,
            place="Pengadilan Negeri Rekaan" if kind == JusticeDateKind.HEARING else "",
            recorded_at=at,
            recorded_by_id=file.worker.user,
            updated_at=at,
            **kept,
        )
        self.book.record(file, "justice.date_set", at, file.worker, date=pk, kind=kind._value_)
        if done:
            then = datetime.combine(due, at.timetz())
            self.book.tell(file, EventKind.JUSTICE_STEP, then, file.worker)
            self.book.record(file, "justice.date_kept", then, file.worker, date=pk, kind=kind._value_)

    def _duties(self, file: File, track: int, ended: datetime | None) -> None:
        rng = self.book.rng
        last = ((ended or self.book.now) - file.opened).days - 1
        for _duty in range(1 + int(rng.random() * 3)):
            at, duty = file.at(1 + int(rng.random() * max(0, last - 1))), rng.choice(DUTIES)
            pk = self.book.writer[JusticeDutyDone].add(
                track_id=track,
                duty=duty,
                done_on=at.date(),
                done_by=file.worker.name,
                note="Mendampingi anak selama pemeriksaan.",
                recorded_at=at,
                recorded_by_id=file.worker.user,
            )
            self.book.record(file, "justice.duty", at, file.worker, duty=duty._value_, row=pk)
