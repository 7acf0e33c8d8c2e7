"""Registering and changing institutions."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import Problem, StaleWrite, require, require_no_problems
from atensi.reference.models import Code, Region

from .. import permissions
from ..eligibility import institution_problems
from ..hooks import SWITCH_OFF_CHECKS, institution_changed
from ..models import Institution
from .offices import office_of, require_keeper

# What may be said of an institution and changed later; its kind stays, because roles and duties hang on it.
FACTS = frozenset(
    {
        "name",
        "former_names",
        "region",
        "address",
        "phone",
        "email",
        "target_groups",
        "faith",
        "places",
        "licence_number",
        "licence_valid_from",
        "licence_valid_until",
        "is_active",
    }
)


def _known(facts: dict[str, Any]) -> dict[str, Any]:
    if unknown := facts.keys() - FACTS:
        raise TypeError(f"not a fact of an institution: {sorted(unknown)}")
    return facts


@transaction.atomic
def create_institution(
    *,
    kind: str,
    name: str,
    region: Region,
    by: Actor,
    coverage: Iterable[Region] = (),
    group_name: str = "",
    **facts: Any,
) -> Institution:
    """Register an institution together with the group that shares are written to.

    facts: any of FACTS. group_name: a lasting key for loaders; made up when empty.
    Raises NotAllowed unless the system or an administrator of a Dinas of the region; RuleViolation.
    """
    require(permissions.can_create(by, office_of(by), region.pk))
    group = Group.objects.create(name=group_name or f"institution-{uuid.uuid4()}")
    institution = Institution(kind=kind, name=name, region=region, group=group, **_known(facts))
    require_no_problems(institution_problems(institution))
    institution.save()
    institution.coverage.set(coverage)
    record("institution.create", institution, by=by, data={"kind": kind, "region": region.pk})
    institution_changed(institution, by=by)
    return institution


@transaction.atomic
def update_institution(
    *,
    institution: Institution,
    by: Actor,
    seen_at: datetime | None = None,
    coverage: Iterable[Region] | None = None,
    specialisations: Iterable[Code] | None = None,
    **facts: Any,
) -> Institution:
    """Change facts (any of FACTS) of an institution; a name it loses is kept among its former names.

    seen_at: `updated_at` of the version the user read. Raises NotAllowed, StaleWrite when it has changed since,
    RuleViolation.
    """
    row = Institution.objects.select_for_update(of=("self",)).select_related("region").get(pk=institution.pk)
    require_keeper(by, row)
    if seen_at is not None and row.updated_at != seen_at:
        raise StaleWrite(Problem("stale", _("Data lembaga ini diubah orang lain sejak Anda membukanya.")))
    changed = sorted(key for key, value in _known(facts).items() if getattr(row, key) != value)
    former = _former_names(row, facts)
    switched_off = row.is_active and not facts.get("is_active", True)
    for key, value in facts.items():
        setattr(row, key, value)
    row.former_names = former
    require_keeper(by, row)  # the region it moves to, too
    against = [problem for check in SWITCH_OFF_CHECKS for problem in check(row)] if switched_off else []
    require_no_problems([*institution_problems(row), *against])
    row.save()
    if coverage is not None:
        row.coverage.set(coverage)
    if specialisations is not None:
        row.specialisations.set(specialisations)
    record("institution.update", row, by=by, data={"changed": changed})
    institution_changed(row, by=by)
    return row


def _former_names(row: Institution, facts: dict[str, Any]) -> list[str]:
    names = list(dict.fromkeys(facts.get("former_names", row.former_names)))
    lost = row.name if facts.get("name", row.name) != row.name else ""
    return [*names, lost] if lost and lost not in names else names
