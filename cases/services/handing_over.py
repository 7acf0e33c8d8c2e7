"""Giving all cases of a worker who leaves to another one, in one step."""

from django.db import transaction

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from institutions.models import Institution

from .. import permissions
from ..eligibility.cases import handing_over_problems, worker_problems
from ..models import Case
from ..notifications import tell_of_hand_over
from .cases import change_worker


@transaction.atomic
@in_record_language
def hand_over_cases(*, office: Institution, leaver: User, worker: User, reason: str, by: Actor) -> int:
    """Make `worker` responsible for every case that `leaver` answers for at `office`, after-care too; returns how many.

    All or none: nobody is left between two workers. Raises NotAllowed, RuleViolation.
    Source: domain.md 5.3 (Dinas assigns a professional social worker; there is always one).
    """
    require(permissions.can_oversee_office(by, office))
    require_no_problems([*worker_problems(worker, office), *handing_over_problems(leaver, worker, reason)])
    cases = Case.objects.in_hand().filter(office=office, worker=leaver).order_by("pk")
    held = list(cases.select_for_update(of=("self",)).select_related("beneficiary", "office"))
    for case in held:
        change_worker(case, worker, by, reason.strip())
    if held:
        tell_of_hand_over(office, leaver, worker, len(held), by=by)
    record("case.hand_over", leaver, by=by, data={"to": worker.pk, "cases": len(held)}, reason=reason)
    return len(held)
