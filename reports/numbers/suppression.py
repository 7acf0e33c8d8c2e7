"""What of a month's exact numbers may be published, so that nobody is told by any of them (domain.md 11, hard).

One rule, proved by tests/reports/test_suppression.py (docs/adr/0020). Of each month, told apart by category:

- A category with at least `limit` cases in the nation is told exactly. Those with fewer are hidden; together they are
  told as one pool, when that leaves each of them any number from 0 to limit - 1.
- A category (or the pool) is told by region from its running total over all regions in the order of their codes: not
  the total is published but the step of `limit` that it stands on; the last step takes the rest in. A region is the
  difference of the steps at its ends. So every region, and every row of regions, keeps at least `limit` values that
  it could have, whatever else is known of what is published.

Every other number that is shown is a sum of published ones: it tells nothing that they do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .categories import CATEGORIES, POOL

NATION, PROVINCE, REGENCY = 0, 1, 2
PROVINCE_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Published:
    """One published number. shown: exact for the nation; else the truth lies from lowest to highest."""

    category: str
    region: str
    level: int
    lowest: int
    shown: int
    highest: int


def publish(
    cells: Mapping[str, Mapping[str, int]], *, limit: int, categories: Sequence[str] = CATEGORIES
) -> list[Published]:
    """What may be told of one month. cells: category -> region -> cases."""
    found, small = [], []
    for category in categories:
        regions = cells.get(category, {})
        total = sum(regions.values())
        if total >= limit:
            found += _told(category, regions, total, limit)
        else:
            small.append(regions)
    pool: dict[str, int] = {}
    for regions in small:
        for region, cases in regions.items():
            pool[region] = pool.get(region, 0) + cases
    pooled = sum(pool.values())
    if limit <= pooled <= (limit - 1) * (len(small) - 1):
        found += _told(POOL, pool, pooled, limit)
    return found


def _told(category: str, regions: Mapping[str, int], total: int, limit: int) -> Iterator[Published]:
    """The nation's number of a category, and those of its regions that differ from "hidden"."""
    yield Published(category, "", NATION, total, total, total)
    steps = Steps(total, limit)
    ends = _running(regions)
    for level, digits in ((PROVINCE, PROVINCE_DIGITS), (REGENCY, None)):
        before = 0
        for region, after in _last_of_each(ends, digits):
            if step := steps.between(before, after):
                yield Published(category, region, level, *step)
            before = after


def _running(regions: Mapping[str, int]) -> list[tuple[str, int]]:
    """Each region with the running total at its end, in the order of the codes."""
    total, ends = 0, []
    for region in sorted(regions):
        total += regions[region]
        ends.append((region, total))
    return ends


def _last_of_each(ends: list[tuple[str, int]], digits: int | None) -> Iterator[tuple[str, int]]:
    found = {region[:digits]: total for region, total in ends}
    return iter(found.items())


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps of `limit` from 0 to `total`, the last of which takes the rest in, so that none is shorter."""

    total: int
    limit: int

    @property
    def last(self) -> int:
        return max(0, (self.total + 1 - self.limit) // self.limit * self.limit)

    def under(self, running: int) -> int:
        """The step that a running total stands on."""
        return min(running // self.limit * self.limit, self.last)

    def top(self, step: int) -> int:
        """The highest running total that stands on `step`."""
        return self.total if step == self.last else step + self.limit - 1

    def between(self, before: int, after: int) -> tuple[int, int, int] | None:
        """Lowest, shown and highest number of a region between two running totals; None when it is hidden."""
        low, high = self.under(before), self.under(after)
        if low == high:
            return None
        return high - self.top(low), high - low, self.top(high) - low
