"""Finding a case by a name of the person as somebody spells it, by NIK, or by its number, among the cases a user may
see."""

from __future__ import annotations

import re

from django.db.models import Q

from atensi.fields import blind_index

from .models import BeneficiaryAlias, Case
from .names import name_keys
from .nik import LENGTH, clean_number

SHOWN = 50
NUMBER = re.compile(r"\d{2}(\.\d{2})?/\d{4}(/\d{1,6})?")


def find_cases(user, text: str) -> list[Case]:
    """The newest visible cases that `text` names, at most `SHOWN`: one short walk per scope.

    A restricted case is found by number by all who may know of it, by name or NIK only by those who may read them:
    else the search would tell whose case it is.
    """
    conditions, by_person = _meaning(text)
    cases = Case.objects.named_to(user) if by_person else Case.objects.all()
    cases = cases.select_related("beneficiary__region__parent", "office", "worker")
    found = {
        case.pk: case
        for condition in conditions
        for scope in cases.filter(condition).scopes(user).values()
        for case in scope.order_by("-opened_at", "-pk")[:SHOWN]
    }
    return sorted(found.values(), key=lambda case: (case.opened_at, case.pk), reverse=True)[:SHOWN]


def _meaning(text: str) -> tuple[list[Q], bool]:
    """What to look for, each a walk of its own, and whether that is a person rather than a case number."""
    text = text.strip()
    if NUMBER.fullmatch(text):
        return [Q(number__startswith=text)], False
    digits = clean_number(text)
    if digits.isascii() and digits.isdecimal():
        return ([Q(beneficiary__nik_index=blind_index(digits))] if len(digits) == LENGTH else []), True
    keys = name_keys(text)
    return ([Q(beneficiary__name_keys__contains=keys), _by_alias(keys)] if keys else []), True


def _by_alias(keys: list[str]) -> Q:
    named = BeneficiaryAlias.objects.filter(name_keys__contains=keys)
    return Q(beneficiary__in=named.values("beneficiary_id"))
