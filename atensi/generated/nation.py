"""Offices, homes and people of the made-up nation, as many as its cases need."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate, takewhile
from random import Random
from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from accreditation.models import Certificate
from atensi.accounts.models import User
from atensi.demo.world import PASSWORD
from atensi.reference.models import Region
from cases.states import Sex
from institutions.models import Institution, Membership
from institutions.states import Kind, Role, TargetGroup

from .homes import Homes
from .names import full_name
from .writing import Writer

# By this address a generated person is known; no mail ever goes there (RFC 2606).
ADDRESS = "rekaan.invalid"
CASES_OF_OFFICE, CASES_OF_WORKER, HOME_PLACES = 2000, 40, 40
FEWEST_OFFICES = 3
# Of a hundred cases of an office so many children live in a home at once, at most.
RESIDENTS = 0.08
FIRST_PROVINCE = "14"
SENTRA_KEY = "sentra:"
REGIONAL, REGIONAL_SHARE = "penyelia-wilayah", 0.1


class Person(NamedTuple):
    user: int
    membership: int
    name: str
    number: str


@dataclass(slots=True)
class Body:
    """A home or Sentra: id, share group, and who answers for it."""

    pk: int
    group: int
    staff: Person


@dataclass(slots=True)
class Office:
    """A Dinas of a regency with its people, homes, districts and share of the nation's cases."""

    pk: int
    group: int
    region: str
    weight: float
    districts: list[str]
    supervisor: Person
    decider: Person
    workers: list[Person] = field(default_factory=list)
    loads: list[float] = field(default_factory=list)
    homes: list[Body] = field(default_factory=list)
    sentra: Body | None = None
    province: Office | None = None

    def worker(self, rng: Random) -> Person:
        return self.workers[bisect(self.loads, rng.random() * self.loads[-1])]


@dataclass(slots=True)
class Nation:
    offices: list[Office]
    sentras: list[Body]
    loads: list[float]

    def office(self, rng: Random) -> Office:
        return self.offices[bisect(self.loads, rng.random() * self.loads[-1])]


class Builder:
    """Writes institutions and people; `build` gives the nation back."""

    def __init__(self, writer: Writer, cases: int, rng: Random, today: date):
        self.writer, self.cases, self.rng, self.today = writer, cases, rng, today
        # One hash for all: that of the demo's password takes a second to make.
        self.password = make_password(PASSWORD, salt=f"rekaan{rng.getrandbits(64):016x}")

    def build(self) -> Nation:
        sentras = [self._sentra(pk, group) for pk, group in self._sentra_rows()]
        regencies = self._regencies()
        total = sum(weight for _code, _districts, weight in regencies)
        provinces: dict[str, Office] = {}
        offices = []
        for number, (code, districts, weight) in enumerate(regencies):
            office = self._office(Kind.DINAS_REGENCY, code, districts, weight)
            if code[:2] not in provinces:
                provinces[code[:2]] = self._office(Kind.DINAS_PROVINCE, code[:2], districts, 0)
            office.province = provinces[code[:2]]
            office.sentra = sentras[number % len(sentras)]
            self._staff(office, self.cases * weight / total)
            offices.append(office)
        self._regional(offices, total * REGIONAL_SHARE)
        return Nation(offices, sentras, list(accumulate(office.weight for office in offices)))

    def more_homes(self, count: int) -> None:
        """Beside those that the cases need."""
        if count:
            parts = {"institution": self._institution, "person": self._person}
            Homes(self.writer, self.rng, self.today, **parts).write(count)

    def _regencies(self) -> list[tuple[str, list[str], float]]:
        """As many regencies as the cases fill, whole provinces first, weighed by their districts: region rows hold no
        population, and districts follow it."""
        districts: dict[str, list[str]] = {}
        for code in Region.objects.filter(level=Region.Level.DISTRICT).order_by("code").values_list("code", flat=True):
            districts.setdefault(code[:5], []).append(code)
        found = sorted(districts, key=lambda code: (code[:2] != FIRST_PROVINCE, code))
        found = found[: max(FEWEST_OFFICES, round(self.cases / CASES_OF_OFFICE))]
        return [(code, districts[code], len(districts[code]) * self.rng.lognormvariate(0, 0.4)) for code in found]

    def _sentra_rows(self) -> list[tuple[int, int]]:
        rows = Institution.objects.filter(kind=Kind.SENTRA, group__name__startswith=SENTRA_KEY)
        return list(rows.order_by("pk").values_list("pk", "group_id"))

    def _sentra(self, pk: int, group: int) -> Body:
        self._person(f"admin-sentra-{pk}", pk, Role.ADMINISTRATOR)
        return Body(pk, group, self._person(f"sentra-{pk}", pk, Role.INTAKE_OFFICER, is_head=True))

    def _office(self, kind: str, code: str, districts: list[str], weight: float) -> Office:
        name = f"Dinas Sosial {Region.objects.get(pk=code).name} (rekaan)"
        pk, group = self._institution(kind=kind, name=name, region_id=code)
        self.writer[Institution.coverage.through].add(institution_id=pk, region_id=code)
        self._person(f"admin-{code}", pk, Role.ADMINISTRATOR)
        supervisor = self._person(f"penyelia-{code}", pk, Role.SUPERVISOR)
        decider = self._person(f"pemutus-{code}", pk, Role.SOCIAL_OFFICE_DECIDER, is_head=True)
        return Office(pk, group, code, weight, districts, supervisor, decider)

    def _regional(self, offices: list[Office], weight: float) -> None:
        """Somebody who supervises so many offices that a tenth of all cases is theirs to see."""
        found = takewhile(lambda pair: pair[0] < weight, zip(_before(offices), offices, strict=True))
        (_nothing, first), *others = found
        person = self._person(REGIONAL, first.pk, Role.SUPERVISOR)
        for _before_it, office in others:
            self.writer[Membership].add(
                user_id=person.user,
                institution_id=office.pk,
                role=Role.SUPERVISOR,
                valid_from=date(2018, 1, 1),
                str_number=person.number,
                str_valid_until=self.today + timedelta(days=365),
            )

    def _staff(self, office: Office, cases: float) -> None:
        for number in range(max(2, round(cases / CASES_OF_WORKER))):
            person = self._person(f"peksos-{office.region}-{number + 1}", office.pk, Role.FIELD_SOCIAL_WORKER)
            office.workers.append(person)
        office.loads = list(accumulate(self.rng.lognormvariate(0, 0.5) for _worker in office.workers))
        for number in range(1 + int(cases * RESIDENTS / HOME_PLACES)):
            office.homes.append(self._home(office, number + 1))

    def _home(self, office: Office, number: int) -> Body:
        place = self.rng.choice(office.districts)
        pk, group = self._institution(
            kind=Kind.LKSA,
            name=f"LKSA Rekaan {office.region} {number}",
            region_id=place,
            places=HOME_PLACES,
            target_groups=[TargetGroup.CHILDREN.value],
            licence_number=f"IZIN/REKAAN/{office.region}/{number}",
            licence_valid_from=self.today - timedelta(days=1000),
            licence_valid_until=self.today + timedelta(days=self.rng.randint(-60, 900)),
        )
        self.writer[Certificate].add(
            institution_id=pk,
            rank=self.rng.choice("AABBBC"),
            number=f"AKR/REKAAN/{office.region}/{number}",
            valid_from=self.today - timedelta(days=900),
            valid_until=self.today + timedelta(days=self.rng.randint(-60, 900)),
        )
        return Body(pk, group, self._person(f"lksa-{office.region}-{number}", pk, Role.LKSA_STAFF, is_head=True))

    def _institution(self, **facts: object) -> tuple[int, int]:
        groups = self.writer[Group]
        group = groups.add(name=f"rekaan-{groups.last + 1}")
        return self.writer[Institution].add(group_id=group, **facts), group

    def _person(self, username: str, institution: int, role: str, *, is_head: bool = False) -> Person:
        name = full_name(self.rng, self.rng.choice([Sex.FEMALE, Sex.MALE]))
        user = self.writer[User].add(
            username=username, name=name, email=f"{username}@{ADDRESS}", password=self.password, is_active=True
        )
        registered = role in {Role.FIELD_SOCIAL_WORKER, Role.SUPERVISOR}
        number = f"STR-REKAAN-{user}" if registered else ""
        membership = self.writer[Membership].add(
            user_id=user,
            institution_id=institution,
            role=role,
            is_head=is_head,
            valid_from=date(2018, 1, 1),
            str_number=number,
            str_valid_until=self.today + timedelta(days=self.rng.randint(-30, 1800)) if registered else None,
        )
        return Person(user, membership, name, number)


def _before(offices: list[Office]) -> list[float]:
    """The weight of all offices before each."""
    return list(accumulate((office.weight for office in offices), initial=0.0))[:-1]
