"""Where a higher room may show something about institutions: typed lists that it fills in `AppConfig.ready()`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

from atensi.audit.actor import Actor
from atensi.errors import Problem

from .models import Institution, Membership


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the institution page that a higher room renders.

    place: "head" (one `<div><dt>…<dd>…</div>` among the answers), "main" or "side" column.
    template: fragment rendered with the loaded variables as `panel`, and `institution`, `can_keep`, `today`.
    load: institution, user -> the template's variables, in a fixed number of queries.
    """

    name: str
    place: str
    template: str
    load: Callable[[Institution, Any], dict[str, Any]]


INSTITUTION_PANELS: list[Panel] = []


@dataclass(frozen=True, slots=True)
class Mark:
    """A status word in a row: words, and tone and mark of the tag (docs/ui.md)."""

    words: str | Promise
    tone: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list of institutions. load: the rows shown -> mark by institution id, in one query."""

    name: str
    label: str | Promise
    load: Callable[[Sequence[Institution]], dict[int, Mark]]


INSTITUTION_COLUMNS: list[Column] = []


# Key of a setting, office -> what a new value of it would change besides what is yet to come, in words; "" for nothing.
PARAMETER_EFFECTS: list[Callable[[str, Institution], str]] = []


def effects_of(key: str, office: Institution) -> list[str]:
    """What a new value of setting `key` would change at `office` besides, in words."""
    return [words for effect_of in PARAMETER_EFFECTS if (words := effect_of(key, office))]


# What stands against switching an institution off: children who still live there. Asked under the lock of its row.
SWITCH_OFF_CHECKS: list[Callable[[Institution], Sequence[Problem]]] = []

# Sentra, partner, first day -> what speaks against working together: the partner's accreditation.
PARTNER_CHECKS: list[Callable[[Institution, Institution, date], Sequence[Problem]]] = []

# Institution or Membership, who changed it -> what a higher room has to keep then: the clock of a licence, of an STR.
INSTITUTION_CHANGED: list[Callable[[Institution, Actor], None]] = []
MEMBERSHIP_CHANGED: list[Callable[[Membership, Actor], None]] = []


def institution_changed(institution: Institution, *, by: Actor) -> None:
    """Tell the higher rooms; last in the transaction that registers or changes an institution."""
    for keep in INSTITUTION_CHANGED:
        keep(institution, by)


def membership_changed(membership: Membership, *, by: Actor) -> None:
    """Tell the higher rooms; last in the transaction that gives, changes or ends a membership."""
    for keep in MEMBERSHIP_CHANGED:
        keep(membership, by)
