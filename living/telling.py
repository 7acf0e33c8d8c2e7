"""What one reader may know of the children of an incident: an incident of several children never tells who reads the
file of one of them how the others are called."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from cases.masking import initials_of, person_words, with_initials
from cases.models import Case

from .models import Incident, IncidentChild


@dataclass(frozen=True, slots=True)
class ChildTold:
    """A child of an incident as one reader may know it. case: whose page they may open; None for another's."""

    words: str
    case: Case | None


@dataclass(frozen=True, slots=True)
class Told:
    """children: as the reader may know them. said: words that people wrote, without the names of the others."""

    children: Sequence[ChildTold]
    said: Callable[[str], str]

    @property
    def cases(self) -> list[Case]:
        """The cases that the reader sees by it, for the trail."""
        return [child.case for child in self.children if child.case is not None]


def tell(user: Any, incident: Incident) -> Told:
    """incident: read with its children (`whole`). One query, and one more for each text and child that is not named to
    the reader."""
    rows = list(incident.children.all())
    named = set(IncidentChild.objects.visible_to(user).filter(incident=incident).values_list("pk", flat=True))
    others = [row.placement.case for row in rows if row.pk not in named]

    def said(words: str) -> str:
        for case in others:
            words = with_initials(case, words)
        return words

    return Told([_told(row, row.pk in named) for row in rows], said)


def _told(row: IncidentChild, named: bool) -> ChildTold:
    case = row.placement.case
    if named:
        return ChildTold(str(case.beneficiary), case)
    return ChildTold(person_words(case) if case.restricted else initials_of(str(case.beneficiary)), None)
