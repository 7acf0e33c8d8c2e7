"""The chart of months and the map of tiles, as shapes for the template: attributes of SVG and classes, no style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format, number_format

from .figures import Number
from .reading import Area

LEFT, RIGHT, TOP, BOTTOM = 66, 442, 27, 178
GRID = 3
LABELS = 6
ROUND = (1, 2, 4, 5, 10)

# Our own arrangement of the provinces: abbreviation, column and row, by the Ministry of Home Affairs' code.
TILES: dict[str, tuple[str, int, int]] = {
    "11": ("AC", 0, 0),
    "12": ("SU", 1, 1),
    "13": ("SB", 1, 2),
    "14": ("RI", 2, 2),
    "15": ("JA", 2, 3),
    "16": ("SS", 3, 3),
    "17": ("BE", 2, 4),
    "18": ("LA", 3, 4),
    "19": ("BB", 4, 3),
    "21": ("KR", 3, 2),
    "31": ("JK", 5, 4),
    "32": ("JB", 5, 5),
    "33": ("JT", 6, 5),
    "34": ("YO", 6, 6),
    "35": ("JI", 7, 5),
    "36": ("BT", 4, 5),
    "51": ("BA", 8, 5),
    "52": ("NB", 9, 5),
    "53": ("NT", 10, 5),
    "61": ("KB", 6, 2),
    "62": ("KT", 6, 3),
    "63": ("KS", 7, 3),
    "64": ("KI", 7, 2),
    "65": ("KU", 7, 1),
    "71": ("SA", 11, 1),
    "72": ("ST", 9, 2),
    "73": ("SN", 9, 4),
    "74": ("SG", 10, 3),
    "75": ("GO", 10, 1),
    "76": ("SR", 9, 3),
    "81": ("MA", 12, 4),
    "82": ("MU", 12, 2),
    "91": ("PA", 15, 2),
    "92": ("PB", 14, 2),
    "93": ("PS", 15, 4),
    "94": ("PT", 14, 3),
    "95": ("PP", 15, 3),
    "96": ("PD", 13, 2),
}
SIDE, STEP = 44, 46
SHADES = 5


@dataclass(frozen=True, slots=True)
class Label:
    """A word beside an axis; x, y: where. minor: left out where there is little room."""

    x: int
    y: int
    text: str
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A line over months. path: of the months that have a figure; hidden: where those without one stand."""

    path: str
    dots: list[tuple[int, int]]
    hidden: list[tuple[int, int]]
    levels: list[Label]
    months: list[Label]
    last: Label | None


def chart_of(months: Sequence[date], numbers: Sequence[Number]) -> Chart:
    """The line of `numbers` over `months`."""
    top = _above(max((number.shown for number in numbers), default=0))
    places = [(_x(at, len(months)), _y(number.shown, top)) for at, number in enumerate(numbers)]
    told = [not number.is_hidden for number in numbers]
    every = max(1, -(-len(months) // LABELS))
    return Chart(
        path=_path(places, told),
        dots=[place for place, is_told in zip(places, told, strict=True) if is_told],
        hidden=[(x, BOTTOM) for (x, _y0), is_told in zip(places, told, strict=True) if not is_told],
        levels=[_level(top, step) for step in range(GRID + 1)],
        months=[
            Label(_x(at, len(months)), BOTTOM + 19, date_format(month, "M y"), minor=bool(at % every))
            for at, month in enumerate(months)
            if len(months) <= LABELS * 2 or not at % every
        ],
        last=_last(places, numbers) if told and told[-1] else None,
    )


def _last(places: list[tuple[int, int]], numbers: Sequence[Number]) -> Label:
    return Label(places[-1][0] + 4, places[-1][1] - 6, str(numbers[-1]))


def _above(most: int) -> int:
    """A round number that three even levels reach at or above `most`."""
    size = 1
    while True:
        for factor in ROUND:
            if factor * size * GRID >= most:
                return factor * size * GRID
        size *= 10


def _level(top: int, step: int) -> Label:
    value = top * step // GRID
    return Label(LEFT - 6, _y(value, top), number_format(value, force_grouping=True))


def _x(at: int, of: int) -> int:
    return LEFT + round((RIGHT - LEFT) * (at / (of - 1) if of > 1 else 0.5))


def _y(value: int, top: int) -> int:
    return BOTTOM - round((BOTTOM - TOP) * value / top)


def _path(places: Sequence[tuple[int, int]], told: Sequence[bool]) -> str:
    """Lines between neighbours that both have a figure."""
    parts, pen_down = [], False
    for (x, y), is_told in zip(places, told, strict=True):
        if is_told:
            parts.append(f"{'L' if pen_down else 'M'}{x} {y}")
        pen_down = is_told
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class Tile:
    """A province on the map; shade: q1 (fewest) to q5, qx for a hidden number."""

    area: Area
    short: str
    x: int
    y: int
    shade: str

    @property
    def middle(self) -> int:
        return self.x + SIDE // 2

    @property
    def name_y(self) -> int:
        return self.y + 18

    @property
    def number_y(self) -> int:
        return self.y + 34

    @property
    def figure(self) -> str:
        """Short enough for a tile."""
        return str(self.area.number).removeprefix("≈ ") if not self.area.number.is_hidden else "·"


def tiles_of(areas: Sequence[Area]) -> list[Tile]:
    """The tiles of the provinces that have a place on the map, in reading order, each with its fifth."""
    cuts = cuts_of(areas)
    found = []
    for area in areas:
        if area.code in TILES:
            short, column, row = TILES[area.code]
            found.append(Tile(area, short, 1 + column * STEP, 1 + row * STEP, shade_of(area.number, cuts)))
    return sorted(found, key=lambda tile: (tile.y, tile.x))


def cuts_of(areas: Sequence[Area]) -> list[int]:
    """The lowest number of each shade but the first: fifths of the provinces that have a figure."""
    values = sorted(area.number.shown for area in areas if not area.number.is_hidden)
    cuts = [values[len(values) * step // SHADES] for step in range(1, SHADES)] if values else []
    return sorted({cut for cut in cuts if cut > values[0]})


def shade_of(number: Number, cuts: Sequence[int]) -> str:
    if number.is_hidden:
        return "qx"
    return f"q{1 + sum(number.shown >= cut for cut in cuts)}"


def legend_of(areas: Sequence[Area]) -> list[tuple[str, str]]:
    """Shade and its numbers in words, lowest first."""
    values = [area.number.shown for area in areas if not area.number.is_hidden]
    if not values:
        return []
    starts = [min(values), *cuts_of(areas)]
    ends = [*(start - 1 for start in starts[1:]), max(values)]
    return [(f"q{at}", _range(start, end)) for at, (start, end) in enumerate(zip(starts, ends, strict=True), start=1)]


def _range(start: int, end: int) -> str:
    first, last = (number_format(value, force_grouping=True) for value in (start, end))
    return first if start >= end else f"{first}–{last}"
