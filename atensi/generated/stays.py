"""The life of children in a home: contacts of the family, days elsewhere, caregivers who hand over, and incidents."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from cases.event_states import EventKind
from cases.states import Sex
from institutions.parameters import DEFINITIONS
from living.models import Assignment, Caregiver, FamilyContact, Incident, IncidentChild, IncidentStep, Leave
from living.states import GRAVE, VIOLENT, WITHOUT_REPORT, ContactWay, IncidentKind, StepKind

from .book import Book, File
from .names import full_name
from .nation import Body
from .trail import Entry

CAREGIVERS, CONTACT_DAYS, MOST_CONTACTS = 3, 30, 4
CHANGED_DAYS = 100  # after which another caregiver of the home takes the child over
LEFT, OUT, LATE, OPEN = 0.2, 0.05, 0.4, 0.2
HAPPENED_EVERY = 12  # stays in a home of the regency, counted, so that a small nation has some
LEAVE_DAYS = 5
WAYS = list(ContactWay)
KINDS = (
    IncidentKind.ILLNESS,
    IncidentKind.ILLNESS,
    IncidentKind.ABSCONDING,
    IncidentKind.CONTACT_DENIED,
    IncidentKind.VIOLENCE,
)
GRAVE_HOURS = DEFINITIONS["incident_grave_hours"].default
HOURS = DEFINITIONS["incident_hours"].default


class Stays:
    """Writes what a home and its office write down about one stay."""

    def __init__(self, book: Book):
        self.book = book
        self.caregivers: dict[int, list[int]] = {}
        self.counted = 0
        self.members = FamilyContact.members.through

    def write(self, file: File, placement: int, start: datetime, end: date | None, body: Body) -> list[Entry]:
        """Everything of a stay from `start` to `end` (None: the child lives there); returns the entries of its chain.
        What happened in a home is told about those of the case's own regency."""
        last = end or self.book.today
        days = (last - start.date()).days
        chain = self._contacts(file, placement, start, days, body)
        chain += self._care(file, placement, start, days, end, body)
        chain += self._leaves(file, placement, start, days, end, body)
        if body in file.office.homes and days > 1:
            self.counted += 1
            if self.counted % HAPPENED_EVERY == 1:
                self._incident(file, placement, start + timedelta(days=self.book.rng.randint(1, days - 1)), body)
        return chain

    def _contacts(self, file: File, placement: int, start: datetime, days: int, body: Body) -> list[Entry]:
        rng, found = self.book.rng, []
        for number in range(1, min(MOST_CONTACTS, days // CONTACT_DAYS) + 1):
            at = start + timedelta(days=number * CONTACT_DAYS - rng.randint(0, 9))
            pk = self.book.writer[FamilyContact].add(
                placement_id=placement,
                way=rng.choice(WAYS),
                held_on=at.date(),
                went="Bibi dan anak bermain dan makan bersama.",
                child_words="Aku senang Bibi datang.",
                recorded_at=at,
                recorded_by_id=body.staff.user,
                recorded_for_id=body.pk,
            )
            self.book.writer[self.members].add(familycontact_id=pk, familymember_id=file.child.aunt)
            self.book.tell(file, EventKind.FAMILY_MET, at, body.staff)
            found.append(self._entry("stay.contact", at, body, {"case": file.pk, "contact": pk}))
        return found

    def _care(
        self, file: File, placement: int, start: datetime, days: int, end: date | None, body: Body
    ) -> list[Entry]:
        """One caregiver from the first day; in a long stay a second one, to whom the first has handed over."""
        first, second = self.book.rng.sample(self._caregivers(body), 2)
        if days <= CHANGED_DAYS:
            return [self._assign(file, placement, first, start, end, body, None)]
        change = start + timedelta(days=CHANGED_DAYS)
        return [
            self._assign(file, placement, first, start, change.date(), body, None),
            self._assign(file, placement, second, change, end, body, first),
        ]

    def _assign(
        self,
        file: File,
        placement: int,
        caregiver: int,
        at: datetime,
        until: date | None,
        body: Body,
        before: int | None,
    ) -> Entry:
        self.book.writer[Assignment].add(
            placement_id=placement,
            caregiver_id=caregiver,
            since=at.date(),
            until=until,
            hand_over="Anak tidur dengan lampu menyala; alergi udang." if before else "",
            recorded_at=at,
            recorded_by_id=body.staff.user,
        )
        self.book.tell(file, EventKind.CAREGIVER_CHANGED, at, body.staff)
        told = {"case": file.pk, "caregiver": caregiver, "before": before, "soft": []}
        return self._entry("stay.caregiver", at, body, told)

    def _caregivers(self, body: Body) -> list[int]:
        """Those of a home, written when its first child comes; the next look at one of them may be late."""
        if body.pk not in self.caregivers:
            since = self.book.today - timedelta(days=1500)
            self.caregivers[body.pk] = [self._caregiver(body, number, since) for number in range(CAREGIVERS)]
        return self.caregivers[body.pk]

    def _caregiver(self, body: Body, number: int, since: date) -> int:
        rng, at = self.book.rng, datetime.combine(since, time(3), self.book.now.tzinfo)
        pk = self.book.writer[Caregiver].add(
            institution_id=body.pk,
            name=f"{full_name(rng, Sex.FEMALE)} {number + 1}",
            since=since,
            training="Pengasuhan positif, 2024",
            statement_on=since,
            review_due_on=self.book.today + timedelta(days=rng.randint(-15, 170)),
            recorded_at=at,
            recorded_by_id=body.staff.user,
        )
        self.book.trail.add(f"caregiver:{pk}", [self._entry("caregiver.add", at, body, {"institution": body.pk})])
        return pk

    def _leaves(
        self, file: File, placement: int, start: datetime, days: int, end: date | None, body: Body
    ) -> list[Entry]:
        """Some days with the aunt, from which the child came back, or is not back yet."""
        rng = self.book.rng
        if end is None and days > 2 * LEAVE_DAYS and rng.random() < OUT:
            late = rng.random() < LATE
            until = self.book.today + timedelta(days=-1 if late else 2)
            return self._leave(file, placement, self.book.now - timedelta(days=LEAVE_DAYS), until, body, back=False)
        if days > 4 * LEAVE_DAYS and rng.random() < LEFT:
            at = start + timedelta(days=2 * LEAVE_DAYS)
            return self._leave(file, placement, at, at.date() + timedelta(days=LEAVE_DAYS), body, back=True)
        return []

    def _leave(self, file: File, placement: int, at: datetime, until: date, body: Body, *, back: bool) -> list[Entry]:
        returned: dict[str, Any] = {}
        then = at + timedelta(days=LEAVE_DAYS)
        if back:
            returned = {"back_on": until, "back_note": "Sehat dan senang.", "back_at": then}
            returned["back_by_id"] = body.staff.user
        pk = self.book.writer[Leave].add(
            placement_id=placement,
            from_on=at.date(),
            until_on=until,
            place="Rumah bibi",
            member_id=file.child.aunt,
            recorded_at=at,
            recorded_by_id=body.staff.user,
            recorded_for_id=body.pk,
            **returned,
        )
        told = {"case": file.pk, "leave": pk}
        self.book.tell(file, EventKind.LEAVE_BEGUN, at, body.staff)
        chain = [self._entry("stay.leave", at, body, told)]
        if back:
            self.book.tell(file, EventKind.LEAVE_ENDED, then, body.staff)
            chain.append(self._entry("stay.back", then, body, told))
        return chain

    def _incident(self, file: File, placement: int, at: datetime, body: Body) -> None:
        """What happened, who was told, the report of the Dinas where one is due, and most of them closed by now."""
        rng, office = self.book.rng, file.office
        kind = rng.choice(KINDS)
        is_open = rng.random() < OPEN
        by = office.supervisor if kind in GRAVE else body.staff
        closer = office.pk if kind in GRAVE else body.pk
        done = min(at + timedelta(hours=20), self.book.now)
        more: dict[str, Any] = {}
        if kind not in WITHOUT_REPORT:
            more["report_due_at"] = at + timedelta(hours=GRAVE_HOURS if kind in GRAVE else HOURS)
            if not is_open:
                more |= {"reported_at": done, "reported_by_id": office.supervisor.user}
                more |= {"report_number": f"LAP/{placement}", "findings": "Anak aman; lembaga memperbaiki pengawasan."}
        if not is_open:
            more |= {"closed_at": done, "closed_by_id": by.user, "closed_for_id": closer}
            more["outcome"] = "Anak didampingi; tidak terulang."
        pk = self.book.writer[Incident].add(
            number=self._number(body, at),
            institution_id=body.pk,
            office_id=office.pk,
            kind=kind,
            happened_at=at - timedelta(minutes=40),
            place="Ruang makan",
            story="Pengasuh mendengar tangis dan menemukan anak.",
            measures="Anak ditenangkan dan diperiksa.",
            recorded_at=at,
            recorded_by_id=body.staff.user,
            recorded_for_id=body.pk,
            **more,
        )
        self.book.writer[IncidentChild].add(incident_id=pk, placement_id=placement)
        self._step(pk, StepKind.TOLD_FAMILY, at, body, "Bibi diberi tahu lewat telepon.")
        if kind in VIOLENT:
            self._step(pk, StepKind.TOLD_POLICE, at, body, "Dilaporkan.", number=f"LP/REKAAN/{placement}")
        self.book.tell(file, EventKind.INCIDENT_RECORDED, at, body.staff)
        told = {"kind": kind._value_, "placements": [placement]}
        chain = [self._entry("incident.record", at, body, told)]
        if not is_open:
            self.book.tell(file, EventKind.INCIDENT_CLOSED, done, by)
            chain.append(Entry("incident.close", done, by.user, by.membership, {"soft": []}))
        self.book.trail.add(f"incident:{pk}", chain)

    def _number(self, body: Body, at: datetime) -> str:
        return self.book.number("incident", f"LKSA-{body.pk}", at.year, "KJ/{n:04}/{region}/{year}")

    def _step(self, incident: int, kind: StepKind, at: datetime, body: Body, text: str, *, number: str = "") -> None:
        self.book.writer[IncidentStep].add(
            incident_id=incident,
            kind=kind,
            done_on=at.date(),
            text=text,
            number=number,
            written_at=at,
            written_by_id=body.staff.user,
            written_for_id=body.pk,
        )

    def _entry(self, verb: str, at: datetime, body: Body, told: dict[str, Any]) -> Entry:
        return Entry(verb, at, body.staff.user, body.staff.membership, told)
