"""The rows of a first page: what is to be done by when, in groups of time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.masking import display_name
from cases.models import Beneficiary, Case

LIMIT = 50  # tasks read per source; the page says when there are more
AHEAD_DAYS = 14
SHOWN = 8  # rows of a group that stand open; the rest unfold
# What weighs more stands first among tasks equally urgent: safety, then decisions and reviews, then papers.
SAFETY, DECISION, ROUTINE, PLANNED = range(4)


@dataclass(frozen=True, slots=True)
class Task:
    """One row of work: when it is due, what it is about, and the one tap that does it."""

    due: date | datetime
    title: str
    context: str
    url: str
    verb: str | Promise
    case: Case | None = None
    weight: int = ROUTINE
    zone: str = ""  # whose calendar counts, where that is not the reader's
    in_danger: bool = False
    shown: Any = None  # the row that the trail names as seen, where that is no case

    @property
    def due_day(self) -> date:
        return timezone.localtime(self.due).date() if isinstance(self.due, datetime) else self.due

    @property
    def sort_key(self) -> tuple[int, date, str]:
        """A child's safety before the clock of a paper; within that the longest overdue first."""
        return self.weight, self.due_day, self.title


@dataclass(slots=True)
class Group:
    """Tasks of one stretch of time, most urgent first."""

    label: str | Promise
    tasks: list[Task] = field(default_factory=list)

    @property
    def first(self) -> list[Task]:
        return self.tasks[:SHOWN]

    @property
    def rest(self) -> list[Task]:
        return self.tasks[SHOWN:]


def who(case: Case | None, beneficiary: Beneficiary | None = None) -> str:
    """The name for a row of work. A restricted case shows its name only inside the case."""
    return display_name(case, sees_names=False) if case else str(beneficiary)


def grouped(tasks: Iterable[Task], *, now: datetime | None = None) -> list[Group]:
    """Tasks as late, today, next seven days and later; empty groups are left out."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    groups = [Group(_("Lewat waktu")), Group(_("Hari ini")), Group(_("Tujuh hari ke depan")), Group(_("Nanti"))]
    for task in tasks:
        groups[_group_of(task, now, today)].tasks.append(task)
    return [group for group in groups if group.tasks]


def _group_of(task: Task, now: datetime, today: date) -> int:
    if task.zone:
        today = now.astimezone(ZoneInfo(task.zone)).date()
    late = task.due <= now if isinstance(task.due, datetime) else task.due < today
    if late:
        return 0
    if task.due_day == today:
        return 1
    return 2 if task.due_day <= today + timedelta(days=7) else 3
