"""What the writing of every case shares: tables, dice, calendar, codes, number series; and the case being written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.auth.models import Permission

from atensi.reference.models import Code
from cases.event_states import EventKind
from cases.models import CaseEvent, CaseGroupObjectPermission
from cases.querysets import SHARE_PERMISSION, WORK_PERMISSION

from .nation import Office, Person
from .people import Child
from .trail import Entry, Trail
from .writing import NOTHING, Writer


class Start(NamedTuple):
    """By whom a case was opened, which may be another office than the one that has it now."""

    office: Office
    worker: Person


@dataclass(slots=True)
class File:
    """The case being written, with its chain of audit events so far. began: given right after it was opened."""

    pk: int
    number: str
    office: Office
    worker: Person
    child: Child
    stage: str
    opened: datetime
    closed: datetime | None
    age: int
    codes: list[str]
    began: Start = field(init=False)
    evidence: int = 0
    component: int = 0
    risk: str = ""
    assessment: int = 0
    agreement: int = 0
    goal: int = 0
    placed: bool = False
    shared: set[int] = field(default_factory=set)
    # The homes and Sentra that work on it by a share.
    partners: list[int] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def at(self, days: float) -> datetime:
        """`days` after it was opened."""
        return self.opened + timedelta(days=days)


class Book:
    """The writer and everything that runs through all cases."""

    def __init__(self, writer: Writer, rng: Random, today: date, seed: int = 0):
        self.writer, self.rng, self.today, self.now, self.seed = writer, rng, today, writer.now, seed
        self.trail = Trail(writer)
        self.timeline = writer[CaseEvent]
        self.line = self.timeline.form("id", "case_id", "kind", "happened_at", "by_id")
        self.series: Counter[str] = Counter()
        rows = Code.objects.filter(valid_from__lte=today).order_by("valid_from", "pk")
        self.codes = {(code.list, code.code): code.pk for code in rows}
        self.components = [pk for (name, _code), pk in self.codes.items() if name == Code.List.COMPONENT]
        permissions = Permission.objects.filter(content_type__app_label="cases", content_type__model="case")
        named = dict(permissions.values_list("codename", "pk"))
        self.share_permissions = (named[SHARE_PERMISSION], named[WORK_PERMISSION])

    def dice(self, part: str) -> Random:
        """Dice of one part's own: how often it throws changes nothing for the others."""
        return Random(f"{self.seed} {part}")  # noqa: S311  (dice, no secrets)

    def number(self, series: str, region: str, year: int, shape: str) -> str:
        """The next number of a series, as the services form it."""
        key = f"{series}:{region}:{year}"
        self.series[key] += 1
        return shape.format(region=region, year=year, n=self.series[key])

    def form_id(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)

    def tell(self, file: File, kind: EventKind, at: datetime, by: Person | None) -> None:
        """A line of the case's timeline. by: None where it was no person."""
        self.timeline.last += 1
        values = (self.timeline.last, file.pk, kind._value_, at.isoformat(), by.user if by else NOTHING)
        self.timeline.lines.append(self.line % values)

    def record(self, file: File, verb: str, at: datetime, by: Person, **data: Any) -> None:
        """An event of the case's own chain."""
        file.entries.append(Entry(verb, at, by.user, by.membership, data))

    def share(self, file: File, institution: int, group: int, at: datetime, *, works: bool = True) -> None:
        """The case shared with an institution's group: to see it and, unless a Dinas weighs it, to work on it."""
        if group in file.shared:
            return
        file.shared.add(group)
        if works and institution not in (file.office.pk, file.office.province and file.office.province.pk):
            file.partners.append(institution)
        shares = self.writer[CaseGroupObjectPermission]
        for permission in self.share_permissions[: 2 if works else 1]:
            shares.add(group_id=group, permission_id=permission, content_object_id=file.pk)
        self.record(file, "case.share", at, file.worker, institution=institution)


def signature(file: File, at: datetime, *, signed: bool) -> dict[str, object]:
    """The columns of a paper by the case's worker, signed at `at` or still a draft."""
    facts: dict[str, object] = {"author_id": file.worker.user, "created_at": at, "updated_at": at}
    if signed:
        facts |= {"signed_at": at, "signed_by_id": file.worker.user, "str_number": file.worker.number}
    return facts
