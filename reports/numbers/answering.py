"""The numbers that the question of `NumbersForm` is answered by, on the page, in a file and to a program."""

from __future__ import annotations

from atensi.accounts.models import User

from .asking import NumbersForm
from .reading import Area, Numbers, areas_of, own_numbers, published_numbers


def numbers_for(form: NumbersForm, user: User, limit: int) -> Numbers:
    """Exact for the cases of the asking membership, else as it is published. limit: below it numbers are hidden."""
    if form.is_own:
        return own_numbers(user, form.actor, form.months)
    return published_numbers(form.months, form.region, limit)


def areas_for(form: NumbersForm, limit: int) -> list[Area]:
    """The regions below what was asked for, where they may be told."""
    return areas_of(form.months, form.region, form.category, limit) if form.tells_areas else []
