"""Coordination meetings of the made-up offices: one a quarter, with who was asked and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from meetings.models import AgendaPoint, Invitation, Meeting, MeetingFollowUp, WorkingGroup

from .book import Book, File
from .nation import Office, Person
from .trail import Entry

CALLED_DAYS = 16  # a meeting is called so many days before
MORNING, AFTERNOON = time(2), time(7)  # in UTC: before and after noon in every zone of the country
MOST_HOMES, MOST_WORKERS = 4, 2
SETTLED_DAYS, LEFT_EVERY = 20, 3  # what was agreed is done at last; of the newer every so many waits
AGENDA = ("Laporan tiap lembaga", "Anak yang bisa pulang ke keluarga", "Tempat kosong dan antrean")
DECISIONS = "Tiap lembaga melaporkan tempat kosong setiap tanggal 5.\nPertemuan berikutnya tiga bulan lagi."
# Title, and days after the meeting; the first for the first home or the office, the second for a worker.
AGREED = (("Laporkan tempat kosong per kelompok umur", 14), ("Kumpulkan alamat posyandu di tiga kecamatan", 30))


@dataclass(slots=True)
class Called:
    """A meeting being written, with its trail so far. guests: id of the invitation, and who comes for it."""

    pk: int
    office: Office
    entries: list[Entry] = field(default_factory=list)
    guests: list[tuple[int, Person]] = field(default_factory=list)

    def record(self, verb: str, at: datetime, by: Person, **data: Any) -> None:
        self.entries.append(Entry(verb, at, by.user, by.membership, data))


class Meetings:
    """Writes a meeting of an office for each quarter in which it opened a case, called on the day of the first."""

    def __init__(self, book: Book):
        self.book = book
        self.quarters: dict[int, tuple[int, int]] = {}
        self.agreed = 0

    def write(self, file: File) -> None:
        quarter = (file.opened.year, (file.opened.month - 1) // 3)
        if self.quarters.get(file.office.pk) == quarter:
            return
        self.quarters[file.office.pk] = quarter
        meets_on = file.opened.date() + timedelta(days=CALLED_DAYS)
        held = meets_on < self.book.today
        meeting = self._call(file.office, file.opened, meets_on, held=held)
        self._invite(meeting, file.opened, held=held)
        if held:
            self._follow(meeting, meets_on)
        self.book.trail.add(f"meeting:{meeting.pk}", meeting.entries)

    def _call(self, office: Office, at: datetime, meets_on: date, *, held: bool) -> Called:
        by = office.supervisor
        came: dict[str, Any] = {
            "held_on": meets_on,
            "attendees": "Camat Rekaan",
            "decisions": DECISIONS,
            "recorded_at": datetime.combine(meets_on, AFTERNOON, UTC),
            "recorded_by_id": by.user,
        }
        pk = self.book.writer[Meeting].add(
            number=self.book.number("meeting", f"DINSOS-{office.region}", at.year, "RK/{n:04}/{region}/{year}"),
            office_id=office.pk,
            region_id=office.region,
            title="Pertemuan lembaga sekabupaten",
            meets_at=datetime.combine(meets_on, MORNING, UTC),
            meets_on=meets_on,
            place="Aula Dinas Sosial",
            called_at=at,
            called_by_id=by.user,
            **(came if held else {}),
        )
        for position, text in enumerate(AGENDA, 1):
            self.book.writer[AgendaPoint].add(meeting_id=pk, position=position, text=text)
        meeting = Called(pk, office)
        meeting.record("meeting.call", at, by, region=office.region, on=meets_on.isoformat())
        return meeting

    def _invite(self, meeting: Called, at: datetime, *, held: bool) -> None:
        """The office itself, homes, the province, and workers by name; the last home stays away."""
        office = meeting.office
        homes = office.homes[:MOST_HOMES]
        asked = [(office.pk, office.supervisor), *((home.pk, home.staff) for home in homes)]
        if office.province:
            asked.append((office.province.pk, office.province.supervisor))
        for place, (institution, person) in enumerate(asked):
            comes = place == 0 or place != len(homes)
            came = {"came": comes, "represented_by": person.name if comes else ""} if held else {}
            self._ask(meeting, at, person, institution_id=institution, **came)
        for person in office.workers[:MOST_WORKERS]:
            named = {"institution_id": office.pk, "person_id": person.user, "came": True if held else None}
            self._ask(meeting, at, person, **named)
        pks = [pk for pk, _person in meeting.guests]
        meeting.record("meeting.invite", at, office.supervisor, invitations=pks[1:])
        self._group(meeting, at, pks[:2], held=held)

    def _ask(self, meeting: Called, at: datetime, person: Person, **facts: Any) -> None:
        by = meeting.office.supervisor.user
        pk = self.book.writer[Invitation].add(meeting_id=meeting.pk, invited_at=at, invited_by_id=by, **facts)
        meeting.guests.append((pk, person))

    def _group(self, meeting: Called, at: datetime, guests: list[int], *, held: bool) -> None:
        groups, members = self.book.writer[WorkingGroup], self.book.writer[WorkingGroup.members.through]
        result = "Tiga anak disiapkan pulang." if held else ""
        pk = groups.add(meeting_id=meeting.pk, name="Kelompok 1", topic="Anak yang bisa pulang", result=result)
        for guest in guests:
            members.add(workinggroup_id=pk, invitation_id=guest)
        meeting.record("meeting.group", at, meeting.office.supervisor, group=pk, members=guests)

    def _follow(self, meeting: Called, held_on: date) -> None:
        """What was recorded of it, and what a home or the office, and a worker, shall do."""
        at, by = datetime.combine(held_on, AFTERNOON, UTC), meeting.office.supervisor
        came = len(meeting.guests) - bool(meeting.office.homes)
        meeting.record("meeting.record", at, by, held=held_on.isoformat(), came=came)
        owners = (meeting.guests[min(1, len(meeting.guests) - 1)], meeting.guests[-1])
        for (title, days), (owner, person) in zip(AGREED, owners, strict=True):
            self._agree(meeting, title, owner, person, at, held_on + timedelta(days=days))

    def _agree(self, meeting: Called, title: str, owner: int, person: Person, at: datetime, due: date) -> None:
        by, today = meeting.office.supervisor, self.book.today
        self.agreed += 1
        late = self.agreed % LEFT_EVERY == 0 and due >= today - timedelta(days=SETTLED_DAYS)
        ended = None if due >= today or late else datetime.combine(due, MORNING, UTC)
        done = {"done_at": ended, "done_by_id": person.user, "done_note": "Sudah dikirim."} if ended else {}
        pk = self.book.writer[MeetingFollowUp].add(
            meeting_id=meeting.pk,
            title=title,
            owner_id=owner,
            due_on=due,
            agreed_at=at,
            agreed_by_id=by.user,
            **done,
        )
        meeting.record("meeting.follow_up", at, by, follow_up=pk, owner=owner)
        if ended:
            meeting.record("meeting.follow_up_done", ended, person, follow_up=pk)
