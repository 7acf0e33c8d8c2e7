"""Links to registers and programmes of social protection, each as of a day."""

from datetime import date

from django.db import transaction

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import require, require_no_problems

from ..eligibility.common import past_problems
from ..eligibility.persons import benefit_problems
from ..models import BenefitLink, Case
from .persons import begin


@transaction.atomic
def record_benefit(
    *,
    case: Case,
    registry: str,
    status: str,
    extract_on: date,
    by: Actor,
    decile: int | None = None,
    programme: str = "",
    number: str = "",
) -> BenefitLink:
    """Record what a register said of the person on `extract_on`; said again of that day it takes the former's place.

    registry: a `Registry`; status: a `BenefitStatus`; decile: 1-10, of DTSEN; programme: the name of another one.
    Raises NotAllowed, RuleViolation. Source: domain.md 12.
    """
    case, person = begin(case, by)
    problems = [*benefit_problems(registry, decile, programme), *past_problems(extract_on, "extract_on", case)]
    require_no_problems(problems)
    facts = {"status": status, "decile": decile, "number": number.strip(), "recorded_by_id": by.user_id}
    link, _made = BenefitLink.objects.update_or_create(
        beneficiary=person, registry=registry, programme=programme.strip(), extract_on=extract_on, defaults=facts
    )
    record("beneficiary.benefit", person, by=by, data={"benefit": link.pk, "registry": registry, "status": status})
    return link


@transaction.atomic
def remove_benefit(*, case: Case, link: BenefitLink, by: Actor) -> None:
    """Take away what was recorded by mistake; the trail keeps it. Raises NotAllowed, RuleViolation."""
    _case, person = begin(case, by)
    require(link.beneficiary_id == person.pk)
    found = person.benefits.select_for_update().filter(pk=link.pk).first()
    if found is None:
        return  # a second click: it is gone
    number, registry, status = found.pk, found.registry, found.status
    found.delete()
    data = {"benefit": number, "registry": registry, "status": status}
    record("beneficiary.benefit_remove", person, by=by, data=data)
