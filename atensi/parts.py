"""What the components of `templates/components/` expect: plain rows that views build and templates draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """A document, visit, assessment or conference that stands behind a statement.

    state: "fresh", "old" or "missing" (missing is drawn as a gap, not as evidence).
    """

    label: Text
    url: str = ""
    age: Text = ""
    state: str = "fresh"
    icon: str = "doc"


@dataclass(frozen=True, slots=True)
class LadderStep:
    """One rank of the care continuum on the ladder (domain.md 5.1).

    state: "answered", "old" (evidence too old), "gap" (not answered), "open" (somebody said yes), "asked" (proposed
    here), "later" (beyond it).
    """

    label: Text
    state: str = "later"
    result: Text = ""
    reason: Text = ""
    evidence: Sequence[EvidenceItem] = ()
    url: str = ""
    action: Text = ""


@dataclass(frozen=True, slots=True)
class Rung:
    """One rank in the one-line continuum. state: "", "now", "goal" or "way" (between now and the goal)."""

    label: Text
    state: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A key fact: question, answer in large type, a line below, a date that obliges."""

    label: Text
    value: Text = ""
    note: Text = ""
    due: date | datetime | None = None
    words: Text = ""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something that happened. mark: "fine" done, "half" now, "care" incident, "stop" refused, "wait" not begun."""

    at: date | datetime
    title: Text
    text: Text = ""
    mark: str = "fine"
    url: str = ""


def rungs(labels: Sequence[Text], *, now: int | None = None, goal: int | None = None) -> list[Rung]:
    """The ranks from home outwards. now, goal: their numbers, from 1; the way home runs between them."""
    low, high = (goal, now) if now and goal and goal < now else (0, 0)
    return [
        Rung(
            label,
            "goal" if rank == goal else "now" if rank == now else "way" if low < rank < high else "",
        )
        for rank, label in enumerate(labels, start=1)
    ]
