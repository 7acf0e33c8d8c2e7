"""A number as it may be told, and sums of such numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from django.utils.formats import number_format
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Number:
    """A number of cases: the truth lies from lowest to highest, `shown` is the best that may be said of it.

    limit: cells under it are hidden; 0 for somebody who reads exact numbers. rounded: a region's, told in steps of
    `limit`; parts: of how many published numbers it is the sum.
    """

    lowest: int
    shown: int
    highest: int
    limit: int = 0
    rounded: bool = False
    parts: int = 1

    @classmethod
    def exact(cls, cases: int) -> Number:
        return cls(cases, cases, cases)

    @classmethod
    def hidden(cls, limit: int) -> Number:
        """A cell of the nation that is not told."""
        return cls(0, 0, limit - 1, limit)

    @classmethod
    def small(cls, limit: int) -> Number:
        """A region that does not reach the next step."""
        return cls(0, 0, 2 * limit - 2, limit, rounded=True)

    @property
    def is_hidden(self) -> bool:
        """Whether no figure may be drawn for it."""
        return self.lowest != self.highest and self.shown < (2 * self.limit if self.rounded else 1)

    def __add__(self, other: Number) -> Number:
        return Number(
            self.lowest + other.lowest,
            self.shown + other.shown,
            self.highest + other.highest,
            max(self.limit, other.limit),
            self.rounded or other.rounded,
            self.parts + other.parts,
        )

    def __str__(self) -> str:
        if self.lowest == self.highest:
            return _told(self.shown)
        if self.is_hidden:
            if self.parts > 1:
                return _("sedikit")
            top = self.highest + 1
            return f"<{_told(-(-top // self.limit) * self.limit)}"
        return f"≈ {_told(self.shown)}" if self.rounded else f"≥ {_told(self.lowest)}"


def _told(cases: int) -> str:
    return str(number_format(cases, force_grouping=True))


def total(numbers: Iterable[Number]) -> Number:
    """Their sum; exactly none when there are none."""
    found = list(numbers)
    return reduce(Number.__add__, found) if found else Number.exact(0)
