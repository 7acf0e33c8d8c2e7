"""The register of households that offer to care for a child, and the children for whom one of them was chosen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from atensi.fields import blind_index, encrypt
from atensi.reference.workdays import add_months
from carers.models import (
    Candidate,
    CandidateCheck,
    CandidatePermit,
    CandidatePerson,
    CandidateStep,
    CareMatch,
)
from carers.requirements import KIND_OF_FORM, Requirement, requirements_of
from carers.states import CandidateKind, CandidateState, CandidateStepKind, Standing, Verdict
from cases.event_states import EventKind
from cases.models import FamilyMember
from cases.nik import FEMALE_OFFSET
from cases.states import Relation, Sex
from institutions.parameters import DEFINITIONS

from .book import Book, File
from .names import full_name
from .nation import Nation, Office, Person
from .people import FAITHS
from .trail import Entry

# A household for every so many cases of an office, and as many at least.
CASES_OF_HOUSEHOLD, FEWEST = 12, 12
# What becomes of twenty that offer themselves, and what those of seven offer to be; counted, so that a small nation has
# all of it.
STATES = (
    *(CandidateState.APPROVED, CandidateState.REGISTERED, CandidateState.APPROVED, CandidateState.SUBMITTED),
    *(CandidateState.APPROVED, CandidateState.APPROVED, CandidateState.REGISTERED, CandidateState.APPROVED),
    *(CandidateState.SUSPENDED, CandidateState.APPROVED, CandidateState.REGISTERED, CandidateState.REJECTED),
    *(CandidateState.APPROVED, CandidateState.APPROVED, CandidateState.SUBMITTED, CandidateState.REGISTERED),
    *(CandidateState.APPROVED, CandidateState.ENDED, CandidateState.APPROVED, CandidateState.REGISTERED),
)
KINDS = (
    *(CandidateKind.FOSTER, CandidateKind.ADOPTER, CandidateKind.FOSTER, CandidateKind.GUARDIAN),
    *(CandidateKind.FOSTER, CandidateKind.ADOPTER, CandidateKind.FOSTER),
)
DECIDED_OF = {CandidateState.REJECTED: CandidateStepKind.REJECTED}  # else it was approved first
RETURNED_EVERY, LAPSED_EVERY = 4, 13
LOOKING, CHECKED, WAITING, RESTING, LONGEST = 120, 25, 6, 300, 1000  # days
PERMIT_MONTHS = DEFINITIONS["foster_permit_months"].default
DECISION_DAYS = 7  # the five working days of the setting
AGES, MARRIED_DAYS, PLACES = (31, 52), (6 * 365, 12 * 365), (1, 3)
WISHES = ((None, None), (None, None), (0, 5), (3, 9), (6, 12))
ALONE = 0.2  # of those who are no couple; adopters are
UNMET = "Surat sudah tidak berlaku; diminta yang baru."
FOUND = "Rumah layak dan aman; keluarga siap."


@dataclass(slots=True)
class Household:
    """One that may still take a child. since: the first day of its first permit."""

    pk: int
    number: str
    name: str
    faith: str
    since: date
    places: int


@dataclass(slots=True)
class Choice:
    """That a household was chosen for a child: who of it stands in the family, and what became of it."""

    household: Household
    form: str
    carer: int
    at: datetime
    lives_from: date | None = None
    ended_on: date | None = None
    end_reason: str = ""


@dataclass(slots=True)
class Life:
    """One household being written: its chain so far, and where its days stand."""

    pk: int
    office: Office
    worker: Person
    entries: list[Entry] = field(default_factory=list)


class Register:
    """Writes the households of every Dinas, and the choice of one for a child. With dice of its own."""

    def __init__(self, book: Book):
        self.book, self.rng = book, book.dice("register")
        self.free: defaultdict[tuple[int, str], list[Household]] = defaultdict(list)
        self.serials: Counter[str] = Counter()
        self.count = 0

    def write(self, nation: Nation, cases: int) -> None:
        """The registers of all offices, as large as the share of the nation's cases that each has."""
        for office in nation.offices:
            share = cases * office.weight / nation.loads[-1]
            for _one in range(max(FEWEST, round(share / CASES_OF_HOUSEHOLD))):
                self._household(office)
            if self.book.writer.is_full:
                self.book.writer.flush()

    def _household(self, office: Office) -> None:
        state, kind = STATES[self.count % len(STATES)], KINDS[self.count % len(KINDS)]
        rng, worker = self.rng, office.workers[self.count % len(office.workers)]
        self.count += 1
        registered = self._moment(self._days_ago(state))
        year, code = registered.year, f"DINSOS-{office.region}"
        number = self.book.number("candidate", code, year, "CP/{n:04}/{region}/{year}")
        married = kind == CandidateKind.ADOPTER or rng.random() > ALONE
        low, high = rng.choice(WISHES)
        steps = self._steps(state, registered)
        permits, put = self._permits(state, dict(steps)), dict(steps).get(CandidateStepKind.SUBMITTED)
        waits = put if state == CandidateState.SUBMITTED else None
        pk = self.book.writer[Candidate].add(
            number=number,
            kind=kind,
            office_id=office.pk,
            state=state,
            region_id=rng.choice(office.districts),
            address="Dusun Rekaan, dekat balai desa",
            phone=encrypt(f"0811{self.count:08}"),
            married_on=self._ago(*MARRIED_DAYS, before=registered) if married else None,
            wants_age_from=low,
            wants_age_to=high,
            decision_due_on=waits.date() + timedelta(days=DECISION_DAYS) if waits else None,
            permit_until=permits[-1][1] if permits else None,
            registered_at=registered,
            registered_by_id=worker.user,
        )
        life = Life(pk, office, worker)
        name, faith = self._people(pk, office, married=married)
        self._tell(life, "candidate.register", registered, worker, kind=kind._value_)
        self._checks(life, requirements_of(kind, married=married), registered, steps, permits)
        self._decisions(life, kind, steps)
        places = self._sign(life, code, permits, is_foster=kind == CandidateKind.FOSTER)
        self.book.trail.add(f"candidate:{pk}", life.entries)
        if state == CandidateState.APPROVED and permits[-1][1] > self.book.today:
            household = Household(pk, number, name, faith, permits[0][0], places)
            self.free[office.pk, kind].append(household)

    def _days_ago(self, state: str) -> int:
        """Since when it is in the register."""
        if state == CandidateState.REGISTERED:
            return self.rng.randint(1, LOOKING)
        if state == CandidateState.SUBMITTED:
            return CHECKED + self.rng.randint(1, DECISION_DAYS + 2)
        return self.rng.randint(LOOKING, RESTING if state == CandidateState.SUSPENDED else LONGEST)

    def _steps(self, state: str, registered: datetime) -> list[tuple[CandidateStepKind, datetime]]:
        """What was done with it and when, in order; days between are always the same, so that nothing lies ahead."""
        found = [(CandidateStepKind.REGISTERED, registered)]
        put = registered + timedelta(days=CHECKED)
        if state == CandidateState.REGISTERED:
            if self.count % RETURNED_EVERY == 0 and put + timedelta(days=WAITING) < self.book.now:
                return [*found, (CandidateStepKind.RETURNED, put + timedelta(days=WAITING))]
            return found
        found.append((CandidateStepKind.SUBMITTED, put))
        if state == CandidateState.SUBMITTED:
            return found
        decided = put + timedelta(days=WAITING)
        found.append((DECIDED_OF.get(CandidateState(state), CandidateStepKind.APPROVED), decided))
        later = decided + timedelta(days=LOOKING // 2)
        if state == CandidateState.SUSPENDED:
            found.append((CandidateStepKind.SUSPENDED, later))
        elif state == CandidateState.ENDED:
            found.append((CandidateStepKind.ENDED, later))
        return found

    def _permits(self, state: str, steps: dict[CandidateStepKind, datetime]) -> list[tuple[date, date]]:
        """From which to which day; the next begins after the one before, up to today or a little short of it."""
        if CandidateStepKind.APPROVED not in steps:
            return []
        start, found = steps[CandidateStepKind.APPROVED].date(), []
        while not found or (start <= self.book.today and state == CandidateState.APPROVED):
            until = add_months(start, PERMIT_MONTHS) - timedelta(days=1)
            found.append((start, until))
            start = until + timedelta(days=1)
        return found[:-1] if len(found) > 1 and self.count % LAPSED_EVERY == 0 else found

    def _people(self, candidate: int, office: Office, *, married: bool) -> tuple[str, str]:
        """One or a couple, of one faith; returns the name of the first and that faith."""
        rng, faith = self.rng, self.rng.choice(FAITHS)
        first = Sex.FEMALE if rng.random() < 0.5 else Sex.MALE
        other = Sex.MALE if first == Sex.FEMALE else Sex.FEMALE
        names = []
        for sex in (first, other)[: 2 if married else 1]:
            born = self.book.today - timedelta(days=rng.randint(AGES[0] * 366, AGES[1] * 365) + LONGEST)
            nik = self._nik(rng.choice(office.districts), born, sex)
            names.append(full_name(rng, sex))
            self.book.writer[CandidatePerson].add(
                candidate_id=candidate,
                is_first=len(names) == 1,
                name=names[-1],
                nik=encrypt(nik),
                nik_index=blind_index(nik),
                sex=sex,
                birth_date=born,
                faith=faith,
                occupation="Petani",
            )
        return names[0], faith

    def _nik(self, district: str, born: date, sex: str) -> str:
        """By the day of birth no child's; by the serial nobody else's."""
        self.serials[district] += 1
        day = born.day + (FEMALE_OFFSET if sex == Sex.FEMALE else 0)
        return f"{district.replace('.', '')}{day:02}{born:%m%y}{self.serials[district] % 10_000:04}"

    def _checks(
        self,
        life: Life,
        asked: Sequence[Requirement],
        registered: datetime,
        steps: Sequence[tuple[CandidateStepKind, datetime]],
        permits: Sequence[tuple[date, date]],
    ) -> None:
        """Everything before it is submitted; of one that still collects as far as it came, the last not met. Letters
        that count for a time and the visit anew before each renewal."""
        whole = len(steps) > 1
        here = asked if whole else asked[: self.rng.randint(1, len(asked) - 1)]
        for turn, one in enumerate(here):
            at = min(registered + timedelta(days=1 + turn), self.book.now)
            met = whole or turn < len(here) - 1 or self.rng.random() < 0.5
            self._check(life, one, at, Verdict.MET if met else Verdict.NOT_MET)
        again = [one for one in asked if one.counts_for or one.is_visit]
        for start, _until in permits[1:]:
            for turn, one in enumerate(again, 1):
                self._check(life, one, self._on(start) - timedelta(days=turn), Verdict.MET)

    def _check(self, life: Life, one: Requirement, at: datetime, verdict: Verdict) -> None:
        met = verdict == Verdict.MET
        months = DEFINITIONS[one.counts_for].default if one.counts_for and met else None
        pk = self.book.writer[CandidateCheck].add(
            candidate_id=life.pk,
            code=one.code,
            verdict=verdict,
            done_on=at.date(),
            paper_number="" if one.is_visit or not met else f"{one.code}/REKAAN/{life.pk}",
            note=(FOUND if met else UNMET) if one.is_visit or not met else "",
            valid_until=add_months(at.date(), months) if months else None,
            recorded_at=at,
            recorded_by_id=life.worker.user,
        )
        self._tell(life, "candidate.check", at, life.worker, check=pk, code=one.code, verdict=verdict._value_)

    def _decisions(self, life: Life, kind: str, steps: Sequence[tuple[CandidateStepKind, datetime]]) -> None:
        office = life.office
        for step, at in steps:
            by = life.worker if step in (CandidateStepKind.REGISTERED, CandidateStepKind.SUBMITTED) else office.decider
            if step == CandidateStepKind.RETURNED:  # it was submitted before
                self._step(life, CandidateStepKind.SUBMITTED, at - timedelta(days=WAITING), life.worker)
                self._tell(life, "candidate.submit", at - timedelta(days=WAITING), life.worker, soft=[])
            self._step(life, step, at, by)
            if step == CandidateStepKind.SUBMITTED:
                self._tell(life, "candidate.submit", at, by, soft=[])
            elif step in Standing.values:
                self._tell(life, "candidate.standing", at, by, standing=step._value_)
            elif step != CandidateStepKind.REGISTERED:
                self._tell(life, "candidate.decide", at, by, choice=step._value_)

    def _step(self, life: Life, step: CandidateStepKind, at: datetime, by: Person) -> None:
        said = step not in (CandidateStepKind.REGISTERED, CandidateStepKind.SUBMITTED)
        self.book.writer[CandidateStep].add(
            candidate_id=life.pk,
            kind=step,
            reason="Menurut hasil seleksi dan kunjungan." if said else "",
            taken_at=at,
            taken_by_id=by.user,
        )

    def _sign(self, life: Life, code: str, permits: Sequence[tuple[date, date]], *, is_foster: bool) -> int:
        """The permits, each signed by the decider the day it begins; returns for how many children."""
        places = self.rng.randint(*PLACES) if is_foster else 1
        for turn, (start, until) in enumerate(permits):
            at, decider = min(self._on(start), self.book.now), life.office.decider
            pk = self.book.writer[CandidatePermit].add(
                candidate_id=life.pk,
                number=self.book.number("carer_permit", code, start.year, "IP/{n:04}/{region}/{year}"),
                valid_from=start,
                valid_until=until,
                max_children=places,
                considerations="Syarat lengkap; keluarga siap.",
                signed_at=at,
                signed_by_id=decider.user,
            )
            if turn:
                self._step(life, CandidateStepKind.RENEWED, at, decider)
                self._tell(life, "candidate.renew", at, decider, permit=pk)
        return places

    # --- chosen for a child ----------------------------------------------------------------------------------------

    def choose(self, file: File, form: str, at: datetime) -> Choice | None:
        """A household of the office's register with room, of the child's faith, permitted by then; it gives one of its
        places away for good. None where there is none. `settle` writes the choice."""
        households = self.free[file.office.pk, KIND_OF_FORM[form]]
        day = at.date()
        found = next((one for one in households if one.faith == file.child.faith and one.since <= day), None)
        if found is None:
            return None
        found.places -= 1
        if not found.places:
            households.remove(found)
        carer = self.book.writer[FamilyMember].add(
            beneficiary_id=file.child.pk,
            name=found.name,
            relation=Relation.NOT_KIN,
            faith=found.faith,
            created_at=at,
        )
        self.book.record(file, "family.add", at, file.worker, member=carer, relation=Relation.NOT_KIN._value_)
        return Choice(found, form, carer, at)

    def settle(self, file: File, choice: Choice) -> None:
        """Write a choice with what became of it."""
        ended: dict[str, Any] = {}
        if choice.ended_on:
            ended = {"ended_on": choice.ended_on, "ended_by_id": file.worker.user, "end_reason": choice.end_reason}
        pk = self.book.writer[CareMatch].add(
            case_id=file.pk,
            form=choice.form,
            candidate_id=choice.household.pk,
            carer_id=choice.carer,
            reason="Seagama, dekat sekolah anak, dan siap mengasuh.",
            lives_from=choice.lives_from,
            chosen_at=choice.at,
            chosen_by_id=file.worker.user,
            **ended,
        )
        self.book.tell(file, EventKind.HOUSEHOLD_STEP, choice.at, file.worker)
        told = {"match": pk, "candidate": choice.household.pk, "form": str(choice.form), "soft": []}
        self.book.record(file, "care_match.choose", choice.at, file.worker, **told)
        if choice.ended_on:
            at = min(self._on(choice.ended_on), self.book.now)
            self.book.tell(file, EventKind.HOUSEHOLD_STEP, at, file.worker)
            self.book.record(file, "care_match.end", at, file.worker, match=pk)

    # --- days ------------------------------------------------------------------------------------------------------

    def _moment(self, days: int) -> datetime:
        return self._on(self.book.today - timedelta(days=days))

    def _on(self, day: date) -> datetime:
        return datetime.combine(day, time(2), self.book.now.tzinfo)

    def _ago(self, fewest: int, most: int, *, before: datetime) -> date:
        return before.date() - timedelta(days=self.rng.randint(fewest, most))

    def _tell(self, life: Life, verb: str, at: datetime, by: Person, **data: Any) -> None:
        life.entries.append(Entry(verb, at, by.user, by.membership, data))
