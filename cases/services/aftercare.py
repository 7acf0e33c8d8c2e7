"""Follow-up after the child went home (domain.md 5.3)."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.workdays import add_months, today_in
from institutions.parameters import value_for

from .. import permissions
from ..eligibility.aftercare import visit_problems
from ..event_states import EventKind
from ..models import AftercareVisit, Case
from ..notifications import tell_unsafe_visit
from ..states import TaskKind
from .case_tasks import finish_tasks_of, open_task
from .events import add_event
from .locks import locked, locked_case


@transaction.atomic
@in_record_language
def schedule_aftercare(*, case: Case, home_on: date, by: Actor) -> Sequence[AftercareVisit]:
    """Plan the visits of one homecoming by the office's setting aftercare_visit_months; twice changes nothing.

    Returns the visits of this homecoming. Raises NotAllowed.
    """
    require(by.is_system or permissions.can_move(by, case))
    case = locked_case(case)
    months = value_for("aftercare_visit_months", case.office)
    AftercareVisit.objects.bulk_create(
        [
            AftercareVisit(case=case, month=month, due_on=add_months(home_on, month), home_on=home_on)
            for month in months
        ],
        ignore_conflicts=True,
    )
    record("aftercare.schedule", case, by=by, data={"home_on": home_on.isoformat(), "months": months})
    keep_deadlines(cases=[case.pk], by=by)
    return list(case.aftercare_visits.filter(home_on=home_on))


@transaction.atomic
@in_record_language
def record_aftercare_visit(
    *, visit: AftercareVisit, done_on: date, is_safe: bool, findings: str, by: Actor
) -> AftercareVisit:
    """Record a visit that was made, on an open or a closed case. Raises NotAllowed, RuleViolation."""
    case = locked_case(visit.case)
    require(permissions.can_move(by, case))
    visit = locked(visit)
    visit.case = case
    require_no_problems(visit_problems(visit, done_on, findings))
    visit.done_on, visit.done_by_id, visit.is_safe, visit.findings = done_on, by.user_id, is_safe, findings.strip()
    visit.save()
    _follow_up(visit, by)
    text = _("Aman.") if is_safe else _("Belum aman, perlu tindakan.")
    add_event(case=case, kind=EventKind.AFTERCARE_VISIT, by=by, text=text)
    record("aftercare.record", case, by=by, data={"visit": visit.pk, "is_safe": is_safe})
    keep_deadlines(cases=[case.pk], by=by)
    return visit


def _follow_up(visit: AftercareVisit, by: Actor) -> None:
    """A child who is not safe at home is told of at once; of an open case somebody has a task today, until the child is
    found safe on a later visit."""
    case = visit.case
    if visit.is_safe:
        later = case.aftercare_visits.filter(done_on__gt=visit.done_on, is_safe=False)
        if not later.exists():
            finish_tasks_of(case=case, kind=TaskKind.UNSAFE, by=by, note=visit.findings)
        return
    if case.is_open:
        title = _("Anak belum aman setelah pulang")
        open_task(case=case, kind=TaskKind.UNSAFE, title=title, due_on=today_in(case.office.region), by=by)
    tell_unsafe_visit(visit, by=by)
