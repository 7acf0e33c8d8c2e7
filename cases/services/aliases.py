"""Other names of a person: added and taken away by those who work on the case."""

from django.db import transaction

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import require, require_no_problems

from ..eligibility.persons import alias_problems
from ..models import BeneficiaryAlias, Case
from ..names import name_keys
from .persons import begin


@transaction.atomic
def add_alias(*, case: Case, name: str, kind: str, by: Actor) -> BeneficiaryAlias:
    """Record another name of the person. kind: an `AliasKind`. Raises NotAllowed, RuleViolation."""
    _case, person = begin(case, by)
    name = " ".join(name.split())
    require_no_problems(alias_problems(person, name))
    alias = BeneficiaryAlias.objects.create(
        beneficiary=person, name=name, name_keys=name_keys(name), kind=kind, recorded_by_id=by.user_id
    )
    record("beneficiary.alias_add", person, by=by, data={"alias": alias.pk, "kind": kind})
    return alias


@transaction.atomic
def remove_alias(*, case: Case, alias: BeneficiaryAlias, by: Actor) -> None:
    """Take a wrong name away; the trail keeps that there was one. Raises NotAllowed, RuleViolation."""
    _case, person = begin(case, by)
    require(alias.beneficiary_id == person.pk)
    found = person.aliases.select_for_update().filter(pk=alias.pk).first()
    if found is None:
        return  # a second click: it is gone
    number, kind = found.pk, found.kind
    found.delete()
    record("beneficiary.alias_remove", person, by=by, data={"alias": number, "kind": kind})
