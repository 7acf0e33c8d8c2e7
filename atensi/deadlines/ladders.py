"""The steps of a deadline: the office's days before and after the last day, as moments (domain.md 13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate
from typing import Any

from institutions.parameters import DEFINITIONS, MONTHS, values_by_office

from .clocks import Ladder, Rung
from .hooks import clock_named
from .models import Deadline

DAY_HOURS = 24
DAYS_OF_MONTH = 30


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of a ladder. name: "before:14", "late:7". count: days (hours) before or after. hours: from `due_at`."""

    name: str
    count: int
    hours: int
    rungs: tuple[Rung, ...]

    @property
    def distance(self) -> timedelta:
        return timedelta(hours=self.hours)


def steps_for(ladder: Ladder, values: dict[str, Any]) -> list[Step]:
    """The steps of `ladder` under the settings `values`, first to last."""
    before = _days(ladder.before, values) if ladder.before else []
    after = sorted(_numbers(values[ladder.after])) if ladder.after else []
    # `due_at` is the midnight after the last day: a day ahead of that day begins one day earlier.
    steps = [Step(f"before:{days}", days, -DAY_HOURS * (days + 1), ladder.first) for days in before]
    reached = list(accumulate(ladder.climbing, lambda lower, more: lower + more))
    for place, count in enumerate(after):
        rungs = reached[-1] if count == after[-1] else reached[min(place, len(reached) - 1)]
        hours = count if ladder.in_hours else DAY_HOURS * (count - 1)
        steps.append(Step(f"late:{count}", count, hours, rungs))
    return sorted(steps, key=lambda step: step.hours)


def steps_of(rows: Sequence[Deadline]) -> dict[int, list[Step]]:
    """The steps of each of `rows` by its id, by the settings of its office: two queries for any number."""
    keys = sorted({key for row in rows for key in clock_named(row.clock).ladder.settings})
    values = values_by_office(keys, {row.office_id for row in rows})
    known: dict[tuple[str, int | None], list[Step]] = {}
    for row in rows:
        if (row.clock, row.office_id) not in known:
            known[row.clock, row.office_id] = steps_for(clock_named(row.clock).ladder, values[row.office_id])
    return {row.pk: known[row.clock, row.office_id] for row in rows}


def _days(key: str, values: dict[str, Any]) -> list[int]:
    """Days before the last day, farthest first, with the day itself; a setting in months is counted in days."""
    times = DAYS_OF_MONTH if DEFINITIONS[key].unit == MONTHS else 1
    return sorted({*(times * number for number in _numbers(values[key])), 0}, reverse=True)


def _numbers(value: Any) -> list[int]:
    return [int(number) for number in (value if isinstance(value, list) else [value])]
