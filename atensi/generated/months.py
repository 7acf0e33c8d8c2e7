"""When cases open, and with which primary category: exact numbers by month where they are given, else by chance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from random import Random

# Children by category in a usual month, out of a hundred.
USUAL = {
    "MALTREATED": 28,
    "VIOLENCE": 14,
    "JUSTICE": 12,
    "DISABILITY": 10,
    "SEXUAL_CRIME": 9,
    "EMERGENCY": 7,
    "EXPLOITED": 6,
    "STIGMA": 4,
    "SUBSTANCE": 3,
    "DEVIANT": 2,
    "HIV": 1,
    "MINORITY": 1,
    "PORNOGRAPHY": 1,
    "ABDUCTED_TRAFFICKED": 1,
    "TERROR_NETWORK": 1,
}
YEARS_BACK = 3
Counts = Mapping[tuple[int, int], Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Plan:
    """How many cases, between which days, and how many exactly of a category in a month (`exact[2020, 6]["JUSTICE"]`).

    Of a category and month that `exact` names there are no others.
    """

    cases: int
    first: date
    last: date
    exact: Counts = field(default_factory=dict)

    @property
    def exact_total(self) -> int:
        return sum(sum(counts.values()) for counts in self.exact.values())


def interpolated(
    code: str, first: tuple[int, int], numbers: tuple[int, int], months: int
) -> dict[tuple[int, int], int]:
    """`numbers` at both ends of `months` months, a straight line between them."""
    start, end = numbers
    return {month_after(first, step): round(start + (end - start) * step / (months - 1)) for step in range(months)}


def month_after(month: tuple[int, int], steps: int) -> tuple[int, int]:
    years, place = divmod(month[1] - 1 + steps, 12)
    return month[0] + years, place + 1


def june_august_2020() -> dict[tuple[int, int], dict[str, int]]:
    """The growth that the ministry reported for June to August 2020, children in conflict with the law and victims of
    sexual crime; July lies between."""
    found: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    for code, numbers in {"JUSTICE": (3555, 5364), "SEXUAL_CRIME": (1433, 2489)}.items():
        for month, count in interpolated(code, (2020, 6), numbers, 3).items():
            found[month][code] = count
    return dict(found)


PRESETS = {"june-august-2020": june_august_2020}


def openings(plan: Plan, rng: Random) -> Iterator[tuple[date, str, frozenset[str]]]:
    """Day, primary category and the codes that a second category may not have, in the order of days."""
    rest = _by_day(plan.cases - plan.exact_total, plan.first, plan.last)
    given = _exact_by_day(plan.exact)
    for day in sorted(rest.keys() | given.keys()):
        taken = frozenset(plan.exact.get((day.year, day.month), ()))
        codes = [code for code in USUAL if code not in taken]
        weights = list(accumulate(USUAL[code] for code in codes))
        found = [code for code, count in given[day].items() for _ in range(count)]
        found += rng.choices(codes, cum_weights=weights, k=rest.get(day, 0))
        rng.shuffle(found)
        for code in found:
            yield day, code, taken


def _by_day(cases: int, first: date, last: date) -> dict[date, int]:
    """`cases` over the days, a little more each day."""
    days = (last - first).days + 1
    shares = [_grown(day, days) for day in range(days + 1)]
    counts = (round(cases * shares[day + 1]) - round(cases * shares[day]) for day in range(days))
    return {first + timedelta(days=day): count for day, count in enumerate(counts) if count}


def _grown(day: int, days: int) -> float:
    """Share of all cases opened before `day`; at the end of the time twice as many a day as at its beginning."""
    share = day / days
    return (share + share * share / 2) / 1.5


def _exact_by_day(exact: Counts) -> dict[date, dict[str, int]]:
    found: dict[date, dict[str, int]] = defaultdict(dict)
    for (year, month), counts in exact.items():
        first = date(year, month, 1)
        days = (date(*month_after((year, month), 1), 1) - first).days
        for code, count in counts.items():
            for day in range(days):
                if share := count * (day + 1) // days - count * day // days:
                    found[first + timedelta(days=day)][code] = share
    return found
