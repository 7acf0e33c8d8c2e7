"""The scores then and now as shapes for the template: attributes of SVG and classes, no style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .comparing import Step

WIDTH, LEFT, LONGEST_BAR = 340, 1, 280
ROW, TOP, THICK = 52, 8, 10


@dataclass(frozen=True, slots=True)
class Bar:
    """One score. label_x: where its figure stands; kind: the class of its colour."""

    y: int
    width: int
    percent: int
    kind: str

    @property
    def label_x(self) -> int:
        return LEFT + self.width + 6

    @property
    def label_y(self) -> int:
        return self.y + THICK


@dataclass(frozen=True, slots=True)
class Row:
    """One domain: its name above the bars of then and now, as far as both have a score."""

    name: str
    y: int
    bars: list[Bar]


@dataclass(frozen=True, slots=True)
class Bars:
    height: int
    rows: list[Row]
    width: int = WIDTH


def bars_of(steps: Sequence[Step]) -> Bars | None:
    """The chart of these steps; None where nothing is scored."""
    rows = [_row(step, TOP + ROW * place) for place, step in enumerate(steps)]
    return Bars(TOP + ROW * len(rows), rows) if rows else None


def _row(step: Step, top: int) -> Row:
    both = ((step.before, "b3", 18), (step.after, "b1", 18 + THICK + 3))
    bars = [
        Bar(top + down, max(2, LONGEST_BAR * score.percent // 100), score.percent, kind)
        for score, kind, down in both
        if score
    ]
    return Row(str(step.domain.title), top + 12, bars)
