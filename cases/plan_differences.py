"""What changed between two versions of a plan: its own words, then need by need and action by action. Reads only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext_lazy as _

from atensi.clock import date_words

from .models import CarePlan, CarePlanAction, CarePlanContact, CarePlanGoal

SAME, ADDED, REMOVED, CHANGED = "same", "added", "removed", "changed"
ALIKE = 0.5  # how much of two wordings is the same for them to be one, changed
OWN = (
    *("horizon", "permanency_goal", "concurrent_goal", "assessment_summary", "child_view", "child_not_heard_reason"),
    *("family_view", "exit_plan", "child_signs", "child_not_signed_reason", "family_signatory", "office_is_party"),
    "institution_signatory",
)
OF_GOAL = ("text", "domain", "need")
OF_ACTION = ("text", "component", "base", "responsible", "due_on", "indicator")
OF_CONTACT = ("pace", "way", "is_supervised", "supervised_by", "siblings", "apart_reason")


@dataclass(frozen=True, slots=True)
class Change:
    """One field: what it said and what it says."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Part:
    """A goal, an action or a contact of either version: kind says what became of it."""

    kind: str
    text: str
    changes: Sequence[Change] = ()
    parts: Sequence["Part"] = field(default=())

    @property
    def is_same(self) -> bool:
        return self.kind == SAME and all(part.is_same for part in self.parts)


@dataclass(frozen=True, slots=True)
class PlanDifferences:
    own: Sequence[Change]
    goals: Sequence[Part]
    contacts: Sequence[Part]

    @property
    def is_empty(self) -> bool:
        return not self.own and all(part.is_same for part in (*self.goals, *self.contacts))

    def count(self, kind: str) -> int:
        """How many goals, actions and contacts were added, removed or changed."""
        parts = [*self.goals, *self.contacts, *(action for goal in self.goals for action in goal.parts)]
        return sum(part.kind == kind for part in parts)

    @property
    def counts(self) -> dict[str, int]:
        return {kind: self.count(kind) for kind in (ADDED, REMOVED, CHANGED)}


def differences(before: CarePlan, after: CarePlan) -> PlanDifferences:
    """From one version to another, both loaded with goals, actions and contacts."""
    return PlanDifferences(
        own=_changes(before, after, OWN),
        goals=[_goal(old, new) for old, new in _pairs(before.goals.all(), after.goals.all(), _words)],
        contacts=[_contact(old, new) for old, new in _people(before.contacts.all(), after.contacts.all())],
    )


def _goal(old: CarePlanGoal | None, new: CarePlanGoal | None) -> Part:
    actions = _pairs(old.actions.all() if old else (), new.actions.all() if new else (), _words)
    return _part(old, new, OF_GOAL, [_part(one, other, OF_ACTION) for one, other in actions])


def _contact(old: CarePlanContact | None, new: CarePlanContact | None) -> Part:
    return _part(old, new, OF_CONTACT)


def _part(old: Any, new: Any, names: Sequence[str], parts: Sequence[Part] = ()) -> Part:
    if old is None or new is None:
        one = new or old
        known = [
            Change(_label(one, name), "", _said(one, name)) for name in names if name != "text" and _said(one, name)
        ]
        return Part(ADDED if old is None else REMOVED, str(one), known, parts)
    changes = _changes(old, new, names)
    return Part(CHANGED if changes else SAME, str(new), changes, parts)


def _changes(old: Any, new: Any, names: Sequence[str]) -> list[Change]:
    said = [(name, _said(old, name), _said(new, name)) for name in names]
    return [Change(_label(new, name), before, after) for name, before, after in said if before != after]


def _label(row: Any, name: str) -> str:
    return str(row._meta.get_field(name).verbose_name).capitalize()


def _said(row: Any, name: str) -> str:
    """A field in words."""
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    if isinstance(value, bool):
        return str(_("ya") if value else _("tidak"))
    return date_words(value) if name == "due_on" else str(value).strip()


def _words(row: CarePlanGoal | CarePlanAction) -> str:
    return " ".join(row.text.casefold().split())


def _people(old: Sequence[CarePlanContact], new: Sequence[CarePlanContact]) -> list[tuple[Any, Any]]:
    before, after = {row.member_id: row for row in old}, {row.member_id: row for row in new}
    return [(before.get(pk), after.get(pk)) for pk in dict.fromkeys([*after, *before])]


def _pairs(old: Sequence[Any], new: Sequence[Any], key: Callable[[Any], str]) -> list[tuple[Any, Any]]:
    """Which row of one version became which of the other: the same words first, then the most alike, each once; what is
    left was added or removed. In the order of the newer version, removed ones last."""
    left, found = list(old), {}
    for row in new:
        same = next((one for one in left if key(one) == key(row)), None)
        if same is not None:
            found[row.pk] = same
            left.remove(same)
    for row in new:
        if row.pk in found or not left:
            continue
        best = max(left, key=lambda one: SequenceMatcher(None, key(one), key(row)).ratio())
        if SequenceMatcher(None, key(best), key(row)).ratio() >= ALIKE:
            found[row.pk] = best
            left.remove(best)
    return [(found.get(row.pk), row) for row in new] + [(row, None) for row in left]
