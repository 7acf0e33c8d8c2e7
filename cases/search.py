"""Finding a case by the name as somebody spells it, by NIK, or by its number, among the cases a user may see."""

from __future__ import annotations

import re

from django.db.models import Q

from atensi.fields import blind_index

from .models import Case
from .names import name_keys
from .nik import LENGTH, clean_number

SHOWN = 50
NUMBER = re.compile(r"\d{2}(\.\d{2})?/\d{4}(/\d{1,6})?")


def find_cases(user, text: str) -> list[Case]:
    """The newest visible cases that `text` names, at most `SHOWN`: one short walk per scope.

    A restricted case is found by number by all who may know of it, by name or NIK only by those who may read them:
    else the search would tell whose case it is.
    """
    condition, by_person = _meaning(text)
    if condition is None:
        return []
    cases = Case.objects.named_to(user) if by_person else Case.objects.all()
    cases = cases.filter(condition).select_related("beneficiary__region__parent", "office", "worker")
    found = {
        case.pk: case for scope in cases.scopes(user).values() for case in scope.order_by("-opened_at", "-pk")[:SHOWN]
    }
    return sorted(found.values(), key=lambda case: (case.opened_at, case.pk), reverse=True)[:SHOWN]


def _meaning(text: str) -> tuple[Q | None, bool]:
    """What to look for, and whether that is a person rather than a case number."""
    text = text.strip()
    if NUMBER.fullmatch(text):
        return Q(number__startswith=text), False
    digits = clean_number(text)
    if digits.isascii() and digits.isdecimal():
        return (Q(beneficiary__nik_index=blind_index(digits)), True) if len(digits) == LENGTH else (None, True)
    keys = name_keys(text)
    return (Q(beneficiary__name_keys__contains=keys), True) if keys else (None, True)
