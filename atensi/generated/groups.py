"""Group sessions of the made-up offices: cases join the one that is being gathered, until it is full or past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from atensi.reference.models import Code
from cases.event_states import EventKind
from cases.models import GroupSession, ServiceRecord, SessionParticipant
from cases.service_states import ACTIVITY_OF, Attendance, SessionKind
from cases.states import Base

from .book import Book, File
from .nation import Office
from .trail import Entry
from .writing import NOTHING

# Days after the report from which a case has a plan in force that a session can serve.
READY = 20
PEOPLE = 14
KINDS = (SessionKind.TEPAK,) * 3 + (SessionKind.FDS,) * 4 + tuple(SessionKind)
BASES = (Base.COMMUNITY, Base.COMMUNITY, Base.FAMILY)
CAME = (Attendance.CAME._value_,) * 8 + (Attendance.EXCUSED._value_, Attendance.ABSENT._value_)
SERVED = "Sesi kelompok; anak atau pengasuhnya hadir."


@dataclass(slots=True)
class Gathering:
    """A session that cases still join."""

    pk: int
    kind: SessionKind
    base: Base
    held_on: date
    facilitators: str
    people: int = 0


class Groups:
    """Writes sessions and who took part. share: part of the served cases that come; ahead: days from the first case's
    being ready to the session, in which others join."""

    share, ahead = 0.3, 45

    def __init__(self, book: Book):
        self.book = book
        self.gathered: dict[int, Gathering] = {}
        self.part = book.writer[SessionParticipant].form("id", "session_id", "case_id", "member_id", "attendance")
        rows = Code.objects.valid_on(book.today).filter(list=Code.List.ACTIVITY).select_related("parent")
        codes = {(row.parent.code, row.code): (row.parent.pk, row.pk) for row in rows if row.parent}
        self.codes = {kind: codes[named] for kind, named in ACTIVITY_OF.items()}

    def join(self, file: File) -> None:
        """The child, the aunt or both come to a session, if the case has one to come to."""
        rng = self.book.rng
        if not file.evidence or rng.random() > self.share:
            return
        first = file.at(READY).date()
        last = (file.closed.date() if file.closed else self.book.today) - timedelta(days=1)
        if first > last:
            return
        session = self.gathered.get(file.office.pk)
        if session is None or session.people >= PEOPLE or not first <= session.held_on <= last:
            session = self._begin(file, min(last, first + timedelta(days=self.ahead)))
        self._take_part(file, session)

    def _begin(self, file: File, held_on: date) -> Gathering:
        rng, office = self.book.rng, file.office
        kind, base = rng.choice(KINDS), rng.choice(BASES)
        pk = self.book.writer[GroupSession].add(
            institution_id=office.pk,
            kind=kind,
            base=base,
            held_on=held_on,
            starts=None,
            place="Balai desa rekaan",
            facilitators=file.worker.name,
            agenda="Pengasuhan tanpa kekerasan; berbagi pengalaman antarkeluarga.",
            result="Peserta menyusun rencana kecil untuk rumah masing-masing.",
            form_id=self.book.form_id(),
            recorded_at=moment_of(held_on),
            recorded_by_id=office.supervisor.user,
            updated_at=moment_of(held_on),
        )
        self.gathered[office.pk] = session = Gathering(pk, kind, base, held_on, file.worker.name)
        return session

    def _take_part(self, file: File, session: Gathering) -> None:
        rng = self.book.rng
        members = rng.choice(((None,), (None, file.child.aunt), (file.child.aunt,)))
        attended = [rng.choice(CAME) for _member in members]
        table = self.book.writer[SessionParticipant]
        for member, attendance in zip(members, attended, strict=True):
            table.last += 1
            values = (table.last, session.pk, file.pk, NOTHING if member is None else member, attendance)
            table.lines.append(self.part % values)
        session.people += len(members)
        at, by = moment_of(session.held_on), file.office.supervisor
        if Attendance.CAME in attended:
            self._serve(file, session, at, file.office)
        self.book.tell(file, EventKind.SESSION_HELD, at, by)
        data = {"session": session.pk, "kind": session.kind._value_}
        file.entries.append(Entry("session.record", at, by.user, by.membership, data))

    def _serve(self, file: File, session: Gathering, at: datetime, office: Office) -> None:
        component, activity = self.codes[session.kind]
        self.book.writer[ServiceRecord].add(
            case_id=file.pk,
            session_id=session.pk,
            provided_on=session.held_on,
            component_id=component,
            activity_id=activity,
            base=session.base,
            provider=session.facilitators,
            description=SERVED,
            recorded_at=at,
            recorded_by_id=office.supervisor.user,
            recorded_for_id=office.pk,
        )


def moment_of(day: date) -> datetime:
    """In the morning of `day`, in every zone of the country."""
    return datetime.combine(day, time(4), UTC)
