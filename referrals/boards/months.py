"""The calendar: a month of deadlines and of what was done, day by day, with the days on which offices are closed."""

from __future__ import annotations

from calendar import Calendar
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.clock import as_day
from atensi.deadlines.querysets import DeadlineQuerySet
from atensi.reference.models import Holiday

from .asking import Asked
from .querying import held_rows, kept_for, open_rows, until
from .rows import Row, held_related, held_rows_shown, open_rows_shown

# Days counted in a month, and lines written out below the grid.
CAP, SHOWN = 2000, 60
MONDAY_FIRST = Calendar(0)


@dataclass(slots=True)
class Day:
    """One day of the grid. late, due, held: how many of each; holiday: its name. rows: lines of the list below."""

    day: date
    in_month: bool
    is_today: bool
    holiday: str
    url: str
    late: int = 0
    due: int = 0
    held: int = 0
    rows: list[Row] = field(default_factory=list)

    @property
    def is_busy(self) -> bool:
        return bool(self.late or self.due or self.held)


@dataclass(frozen=True, slots=True)
class Month:
    """weeks: rows of seven days. listed: the days that have something, or the one that was picked.

    more: whether there is more than the list writes out; capped: more than is counted.
    """

    weeks: list[list[Day]]
    listed: list[Day]
    more: bool
    capped: bool


def month_of(user: User, actor: Actor, question: Asked, at: datetime) -> Month:
    """The month of the question: six queries and those of the lines."""
    waiting = _in_month(open_rows(user, actor, question), question)
    dues = list(waiting.order_by("due_at", "pk").values_list("due_on", "due_at")[: CAP + 1])
    done = _done(user, actor, question)
    days_done = [as_day(moment) for moment in _days(done, question)]
    grid = _grid(question, timezone.localdate(at))
    for day, count in Counter(due for due, too_late in dues if too_late <= at).items():
        grid[day].late = count
    for day, count in Counter(due for due, too_late in dues if too_late > at).items():
        grid[day].due = count
    for day, count in Counter(days_done).items():
        grid[day].held = count
    written = _write(user, actor, question, grid, waiting, done, at)
    days = [day for day in grid.values() if day.in_month]
    picked = [day for day in days if day.day == question.day] if question.day else None
    listed = picked if picked is not None else [day for day in days if day.rows or day.holiday]
    counted = sum(day.late + day.due + day.held for day in (picked if picked is not None else days))
    weeks = [list(grid.values())[first : first + 7] for first in range(0, len(grid), 7)]
    return Month(weeks, listed, more=counted > written, capped=len(dues) > CAP or len(days_done) > CAP)


def _in_month(rows: DeadlineQuerySet, question: Asked) -> DeadlineQuerySet:
    return until(rows, question.last).filter(due_on__gte=question.month)


def _done(user: User, actor: Actor, question: Asked) -> QuerySet[Any] | None:
    """What was done in the month, where the clock keeps it."""
    kept = kept_for(question)
    if kept is None:
        return None
    rows = held_rows(user, actor, question, kept)
    return rows.filter(**{f"{kept.by_day}__gte": question.month, f"{kept.by_day}__lte": question.last})


def _days(done: QuerySet[Any] | None, question: Asked) -> list[Any]:
    kept = kept_for(question)
    return [] if done is None or kept is None else list(done.order_by().values_list(kept.day, flat=True)[: CAP + 1])


def _grid(question: Asked, today: date) -> dict[date, Day]:
    """Whole weeks from Monday to Sunday around the month, with its holidays."""
    days = list(MONDAY_FIRST.itermonthdates(question.month.year, question.month.month))
    closed = dict(Holiday.objects.filter(day__range=(days[0], days[-1])).values_list("day", "name"))
    return {
        day: Day(
            day,
            in_month=day.month == question.month.month,
            is_today=day == today,
            holiday=closed.get(day, ""),
            url=f"{question.link(day=day)}#daftar",
        )
        for day in days
    }


def _write(
    user: User,
    actor: Actor,
    question: Asked,
    grid: dict[date, Day],
    waiting: DeadlineQuerySet,
    done: QuerySet[Any] | None,
    at: datetime,
) -> int:
    """Put the first lines of the month, or of the picked day, under their days; returns how many."""
    if question.day:
        waiting = waiting.filter(due_on=question.day)
    rows = list(waiting.select_related("worker", "holder").order_by("due_at", "pk")[:SHOWN])
    lines = open_rows_shown(user, actor, rows, at)
    kept = kept_for(question)
    if done is not None and kept is not None:
        if question.day:
            done = done.filter(**{kept.by_day: question.day})
        held = list(done.select_related(*held_related(kept)).order_by(kept.day, "pk")[:SHOWN])
        lines += held_rows_shown(user, question.clock, held, at)
    for line in lines:
        grid[line.day].rows.append(line)
    return len(lines)
