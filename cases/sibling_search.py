"""The file of a brother or sister, among those that one may read; of the others an office alone, as the duplicate
search tells it, and counted there. Audits what `duplicates.candidates` audits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from atensi.audit.actor import Actor
from institutions.models import Institution

from .asked import NUMBER
from .duplicates import candidates
from .masking import cases_with_names
from .models import Case
from .person import Person
from .search import find_cases

SHOWN = 8


@dataclass(frozen=True, slots=True)
class SiblingsFound:
    """cases: the newest named one of each person. elsewhere: offices that hold a like file. limited: more was found
    than may be told this hour."""

    cases: Sequence[Case] = ()
    elsewhere: Sequence[Institution] = ()
    limited: bool = False


def siblings_like(case: Case, text: str, *, user: Any, by: Actor) -> SiblingsFound:
    """Who may be a sibling of the person of `case`. text: a name as somebody spells it, or the number of a case."""
    text = text.strip()
    if NUMBER.fullmatch(text):
        return SiblingsFound(_named(case, find_cases(user, text), user))
    told = candidates(person=Person(region=case.beneficiary.region, name=text), by=by)
    cases = [one.case for one in told.inside if one.case and not one.masked]
    return SiblingsFound(_named(case, cases, user), told.elsewhere, told.limited)


def _named(case: Case, cases: Sequence[Case], user: Any) -> list[Case]:
    """The first of each other person whose name may be read."""
    named = cases_with_names(user, cases)
    found: dict[int, Case] = {}
    for one in cases:
        if one.pk in named and one.beneficiary_id != case.beneficiary_id:
            found.setdefault(one.beneficiary_id, one)
    return list(found.values())[:SHOWN]
