"""Who set which value of a setting from when."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from .models import Institution, Parameter
from .parameters import InForce, lineage
from .values import show


def history_of(key: str, institution: Institution) -> list[Parameter]:
    """Every version of `key` that ever counted or will count for `institution`, its own and the inherited ones, newest
    first; its own taken-back ones, too. Two queries."""
    inherited = Q(institution_id__in=lineage(institution)) | Q(institution=None)
    rows = Parameter.objects.filter(inherited, key=key).select_related("institution", "set_by", "cancelled_by")
    own_or_standing = Q(institution=institution) | Q(cancelled_at=None)
    return list(rows.filter(own_or_standing).order_by("-valid_from", "-pk"))


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a setting, as it stands to an office: its own or inherited, in force now, still to come."""

    row: Parameter
    is_own: bool
    is_now: bool
    is_coming: bool

    @property
    def words(self) -> str:
        """Its value as people read it."""
        return show(self.row.value)


def versions_of(office: Institution, found: InForce) -> list[Version]:
    """The versions of one setting for `office`, its own and those it inherits, newest first. Of several that one
    institution set for the same day the last alone counts."""
    rows = history_of(found.definition.key, office)
    last = {(row.institution_id, row.valid_from): row.pk for row in reversed(rows) if row.cancelled_at is None}
    return [
        Version(
            row=row,
            is_own=row.institution_id == office.pk,
            is_now=found.row is not None and row.pk == found.row.pk,
            is_coming=row.is_coming() and row.pk == last.get((row.institution_id, row.valid_from)),
        )
        for row in rows
    ]
