"""Opening a case and saying who is responsible for it."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.documents.numbers import next_number
from atensi.errors import Problem, RuleViolation, require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.models import Code
from atensi.reference.workdays import add_workdays, local_day
from institutions.models import Institution
from institutions.parameters import value_for

from .. import permissions
from ..eligibility.cases import category_problems, open_already_problems, worker_problems
from ..event_states import EventKind
from ..models import Beneficiary, Case, CaseCategory
from ..notifications import tell_worker
from ..states import RESTRICTED_CATEGORIES
from .case_tasks import hand_tasks_on
from .events import add_event
from .locks import locked, locked_case
from .registration import keep_registration_task
from .transfer_ends import drop_offers


@transaction.atomic
@in_record_language
def open_case(*, office: Institution, by: Actor, **opening: Any) -> Case:
    """Open a case at `office`, for whoever takes reports there. Takes what `begin_case` takes, and raises NotAllowed
    besides."""
    require(permissions.can_log_response(by) and by.institution_id == office.pk)
    return begin_case(office=office, by=by, **opening)


def begin_case(
    *,
    beneficiary: Beneficiary,
    office: Institution,
    worker: User,
    risk: str,
    categories: list[Code],
    primary: Code,
    by: Actor,
    at: datetime | None = None,
) -> Case:
    """Open a case of `beneficiary` at `office` with `worker` responsible, in stage INTAKE, for a service that has
    checked who may and holds the transaction: a residence enters the children who lived there before the office began.

    risk: a `Risk`. categories hold `primary`. at: when it was opened (now). Raises RuleViolation.
    Source: domain.md 3.1, 9; the assessment is due by the office's setting in working days.
    """
    beneficiary, at = locked(beneficiary), at or timezone.now()
    require_no_problems(
        [*open_already_problems(beneficiary), *category_problems(categories, primary), *worker_problems(worker, office)]
    )
    day = local_day(at, office.region)
    case = Case.objects.create(
        number=numbered("case", office, day.year),
        beneficiary=beneficiary,
        office=office,
        worker=worker,
        risk=risk,
        restricted=is_restricted(categories),
        opened_at=at,
        opened_by_id=by.user_id,
        assessment_due_on=add_workdays(day, value_for("assessment_due_workdays", office, on=day), region=office.region),
    )
    add_categories(case, categories, primary)
    add_event(case=case, kind=EventKind.CASE_OPENED, by=by, at=at)
    keep_registration_task(case=case, by=by)
    keep_deadlines(cases=[case.pk], by=by)
    tell_worker(case, by=by, at=at)
    record("case.open", case, by=by, data={"beneficiary": beneficiary.pk, "worker": worker.pk})
    return case


@transaction.atomic
@in_record_language
def assign_worker(*, case: Case, worker: User, by: Actor) -> Case:
    """Make `worker`, a field social worker of the case's office, responsible for an open case.

    Raises NotAllowed, RuleViolation. Source: domain.md 5.3 (Dinas assigns a professional social worker).
    """
    require(permissions.can_assign(by, case))
    case = locked_case(case)
    if not case.is_open:
        raise RuleViolation(Problem("case_closed", _("Kasus ini sudah ditutup.")))
    if case.worker_id == worker.pk:
        raise RuleViolation(Problem("worker_same", _("Petugas ini sudah menangani kasus."), field="worker"))
    require_no_problems(worker_problems(worker, case.office))
    change_worker(case, worker, by)
    tell_worker(case, by=by, at=timezone.now())
    return case


def change_worker(case: Case, worker: User, by: Actor, reason: str = "") -> None:
    """Write who is responsible for a locked case, tasks and clocks with it, for a service that has checked it."""
    before, case.worker = case.worker_id, worker
    case.save(update_fields=["worker", "updated_at"])
    drop_offers(case=case, by=by, reason=_("Petugas ditetapkan: %(worker)s") % {"worker": worker}, inside=True)
    hand_tasks_on(case=case, before=before, worker=worker, by=by)
    add_event(case=case, kind=EventKind.WORKER_ASSIGNED, by=by, text=f"{worker}. {reason}" if reason else str(worker))
    keep_deadlines(cases=[case.pk], by=by)
    record("case.assign_worker", case, by=by, data={"from": before, "to": worker.pk}, reason=reason)


def is_restricted(categories: Iterable[Code]) -> bool:
    """Whether one of the categories makes a case restricted (design.md 3)."""
    return any(category.code in RESTRICTED_CATEGORIES for category in categories)


def add_categories(case: Case, categories: Collection[Code], primary: Code | None) -> None:
    """Add what the case does not name yet; without `primary` the case keeps the one it has."""
    known = set(case.category_rows.values_list("code__list", "code__code"))
    CaseCategory.objects.bulk_create(
        CaseCategory(case=case, code=category, is_primary=category == primary)
        for category in categories
        if (category.list, category.code) not in known
    )


def numbered(series: str, office: Institution, year: int) -> str:
    """ "14.01/2026/00118": the office's region, the year, and the next number of the two."""
    return f"{office.region_id}/{year}/{next_number(f'{series}:{office.region_id}:{year}'):05}"
