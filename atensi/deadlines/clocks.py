"""What a clock is: from which rows its deadlines follow, by which rule, and who is told when (design.md 7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import BigIntegerField, CharField, DateField, DateTimeField, F, Func, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.utils.functional import Promise

from .models import Deadline


class Rung(StrEnum):
    """Who may be told: the worker, those who work for the holder, its head; supervisor and deciders of the office, the
    intake officers of one that has neither (a Sentra), and the deciders of the Dinas of its province."""

    WORKER = "WORKER"
    HOLDER = "HOLDER"
    SUPERVISOR = "SUPERVISOR"
    HEAD = "HEAD"
    OFFICE = "OFFICE"
    INTAKE = "INTAKE"
    PROVINCE = "PROVINCE"


@dataclass(frozen=True, slots=True)
class Ladder:
    """When and to whom a deadline is told (domain.md 13).

    before, after: settings with the days before and after the last day; in_hours: `after` counts hours.
    first: who hears of it before. climbing: who else hears at each step after; what is beyond the last step joins it.
    """

    before: str
    after: str
    first: tuple[Rung, ...]
    climbing: tuple[tuple[Rung, ...], ...]
    in_hours: bool = False

    @property
    def settings(self) -> list[str]:
        return [key for key in (self.before, self.after) if key]


@dataclass(frozen=True, slots=True)
class Clock:
    """One kind of deadline.

    code: stable. subject: kind of the row it is about, as in "placementreview:12". label: what has to be done.
    outside: the same for mail, gateway and calendar, where the label would tell the case's category.
    rule: where the duty comes from. counted_by: the settings that its last day follows from.
    rows: what is open now, a queryset. case, reference, office, holder, worker, zone, due_on or due_at: where each
    stands in a row of it (a path or an expression; None: nowhere). path: the page where it is done.
    """

    code: str
    subject: str
    label: str | Promise
    rule: str | Promise
    counted_by: tuple[str, ...]
    ladder: Ladder
    rows: Callable[[], QuerySet[Any]]
    reference: str | Combinable
    office: str | Combinable
    zone: str
    path: Callable[[Deadline], str]
    case: str | None = None
    holder: str | Combinable | None = None
    worker: str | Combinable | None = None
    due_on: str | Combinable | None = None
    due_at: str | None = None
    outside: str | Promise = ""

    @property
    def label_outside(self) -> str | Promise:
        return self.outside or self.label

    def wanted(self) -> QuerySet[Any]:
        """One tuple of `COLUMNS` per deadline that the clock asks for."""
        return (
            self.rows()
            .order_by()
            .annotate(
                d_subject=F("pk"),
                d_case=_column(self.case, BigIntegerField()),
                d_reference=_column(self.reference, CharField()),
                d_office=_column(self.office, BigIntegerField()),
                d_holder=_column(self.holder, BigIntegerField()),
                d_worker=_column(self.worker, BigIntegerField()),
            )
            .annotate(d_due_on=self._last_day(), d_due_at=self._too_late())
            .values_list(*(f"d_{name}" for name in COLUMNS))
        )

    def _last_day(self) -> Combinable:
        return LocalDay(F(self.due_at), F(self.zone)) if self.due_at else _day(self.due_on)

    def _too_late(self) -> Combinable:
        return F(self.due_at) if self.due_at else MidnightAfter(_day(self.due_on), F(self.zone))


COLUMNS = ("subject", "case", "reference", "office", "holder", "worker", "due_on", "due_at")


class LocalDay(Func):
    """The day that a moment falls on in a time zone."""

    arg_joiner = " AT TIME ZONE "
    template = "(%(expressions)s)::date"
    output_field = DateField()


class MidnightAfter(Func):
    """The moment a day is over in a time zone: midnight in WIB, WITA or WIT."""

    arg_joiner = " + 1)::timestamp AT TIME ZONE "
    template = "((%(expressions)s)"
    output_field = DateTimeField()


def _expression(column: str | Combinable) -> Combinable:
    return F(column) if isinstance(column, str) else column


def _day(column: str | Combinable | None) -> Combinable:
    return Cast(_expression(column or Value(None)), DateField())


def _column(column: str | Combinable | None, kind: Any) -> Combinable:
    # Cast, so that PostgreSQL knows what kind of nothing stands there in a UNION.
    return Cast(Value(None) if column is None else _expression(column), kind)
