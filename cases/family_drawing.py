"""The family in generations, as shapes for the template: attributes of SVG and classes, no style.

The list beside the drawing says the same in words. Lines join parents to the child and to brothers and sisters of the
same parents; of other kin the record does not say whose side they are on, so no line claims it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Beneficiary
from .relatives import BANNED, CARES, DEAD, HARMER, Mark, Relative
from .states import Relation

BOX, GAP, EDGE = 156, 12, 4
LINE, PAD = 16, 8
LETTERS = 20  # that fit on one line of a box
TITLE, BUS = 18, 14  # above a generation: its name, then the line that leads to its boxes
PARENTS = (Relation.MOTHER, Relation.FATHER)
BANDS: Sequence[tuple[str | Promise, Sequence[str]]] = (
    (gettext_lazy("Kakek dan nenek"), (Relation.GRANDPARENT,)),
    (gettext_lazy("Orang tua, bibi, paman"), (*PARENTS, Relation.STEP_PARENT, Relation.AUNT_UNCLE)),
    (gettext_lazy("Bersama saudara"), (Relation.SIBLING, Relation.COUSIN)),
    (gettext_lazy("Orang lain di sekitarnya"), (Relation.OTHER_KIN, Relation.NOT_KIN)),
)
CHILDREN = 2  # the band in which the child stands


@dataclass(frozen=True, slots=True)
class Text:
    x: int
    y: int
    text: str | Promise
    css: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    """The shape of a mark, left of its words."""

    x: int
    y: int
    kind: str


@dataclass(frozen=True, slots=True)
class Box:
    x: int
    y: int
    height: int
    css: str
    texts: Sequence[Text]
    signs: Sequence[Sign]
    width: int = BOX

    @property
    def middle(self) -> int:
        return self.x + BOX // 2


@dataclass
class Drawing:
    """What the template draws, lines first. css: which widths of the page it is for."""

    css: str
    width: int
    height: int = 0
    titles: list[Text] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Person:
    """Who stands in a box. kind: parent, child, sibling or ""."""

    name: str
    relation: str | Promise
    marks: Sequence[Mark]
    css: str
    kind: str = ""

    @property
    def words(self) -> list[str]:
        return name_lines(self.name)

    @property
    def height(self) -> int:
        return PAD * 2 + LINE * (len(self.words) + 1 + len(self.marks))


def draw(child: Beneficiary, relatives: Sequence[Relative], *, columns: int, css: str) -> Drawing:
    """The family in `columns` boxes a row (an even number: the line of descent runs down the middle)."""
    drawing = Drawing(css, EDGE * 2 + BOX * columns + GAP * (columns - 1))
    spine: int | None = None  # where the line from the parents begins
    for band, (title, relations) in enumerate(BANDS):
        people = [_person(one) for relation in relations for one in relatives if one.member.relation == relation]
        if band == CHILDREN:
            people.insert(
                0, Person(str(child), _("Anak ini") if child.is_child else _("Penerima manfaat"), (), "me", "child")
            )
        if people:
            _generation(drawing, title, people, columns, spine)
            parents = [
                box for box, one in zip(drawing.boxes[-len(people) :], people, strict=True) if one.kind == "parent"
            ]
            spine = _couple(drawing, parents) if parents else spine
    drawing.height += EDGE
    return drawing


def _person(one: Relative) -> Person:
    member, marks = one.member, {mark.kind for mark in one.marks}
    css = ["no" if marks & {BANNED, HARMER} else "", "good" if CARES in marks else "", "gone" if DEAD in marks else ""]
    kind = "parent" if member.relation in PARENTS else "sibling" if member.relation == Relation.SIBLING else ""
    return Person(member.name, member.get_relation_display(), one.marks, " ".join(filter(None, css)), kind)


def name_lines(name: str) -> list[str]:
    """A name on at most two lines of a box; what is longer is cut, the list beside says it whole."""
    lines = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= LETTERS or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    cut = [line if len(line) <= LETTERS else f"{line[: LETTERS - 1]}…" for line in lines[:2]]
    if len(lines) > 2:
        cut[1] = f"{cut[1][: LETTERS - 1].rstrip('…')}…"
    return cut


def _generation(
    drawing: Drawing, title: str | Promise, people: Sequence[Person], columns: int, spine: int | None
) -> None:
    """One generation below what is drawn: its name, and rows of boxes filled from the middle outwards."""
    top = drawing.height + (TITLE if drawing.height else LINE)
    drawing.titles.append(Text(EDGE, top - 4, title, "band"))
    top += BUS if any(one.kind in ("child", "sibling") for one in people) else 2
    order = sorted(range(columns), key=lambda column: (abs(column - (columns - 1) / 2), column))
    for start in range(0, len(people), columns):
        row = people[start : start + columns]
        height = max(one.height for one in row)
        placed = [
            (one, _box(one, EDGE + column * (BOX + GAP), top, height)) for one, column in zip(row, order, strict=False)
        ]
        drawing.boxes.extend(box for _one, box in placed)
        spine = _descent(drawing, [box for one, box in placed if one.kind in ("child", "sibling")], spine)
        top += height + BUS + 2
    drawing.height = top


def _descent(drawing: Drawing, children: Sequence[Box], spine: int | None) -> int | None:
    """The line from the parents, or from the row above, to the children of one row. Returns where the next begins."""
    if not children or (spine is None and len(children) == 1):
        return spine
    bus, middle = children[0].y - BUS // 2 - 1, drawing.width // 2
    if spine is not None:
        drawing.lines.append(f"M{middle} {spine}V{bus}")
    places = [middle, *(box.middle for box in children)]
    drawing.lines.append(f"M{min(places)} {bus}H{max(places)}")
    drawing.lines.extend(f"M{box.middle} {bus}V{box.y}" for box in children)
    return bus


def _couple(drawing: Drawing, parents: Sequence[Box]) -> int:
    """The line between the parents, or from the one who is known to the middle. Returns its height."""
    level, middle = parents[0].y + LINE, drawing.width // 2
    drawing.lines.extend(f"M{box.middle} {level}H{middle}" for box in parents)
    return level


def _box(one: Person, x: int, y: int, height: int) -> Box:
    middle, base = x + BOX // 2, y + PAD + 12
    texts = [Text(middle, base + LINE * at, line, "b") for at, line in enumerate(one.words)]
    texts.append(Text(middle, base + LINE * len(one.words), one.relation, "m"))
    signs = []
    for at, mark in enumerate(one.marks, start=len(one.words) + 1):
        signs.append(Sign(x + PAD - 1, base + LINE * at - 10, mark.kind))
        texts.append(Text(x + PAD + 15, base + LINE * at, mark.text, f"w {mark.kind}"))
    return Box(x, y, height, one.css, texts, signs)
