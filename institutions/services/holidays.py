"""The holidays that a province or a regency holds by its own decision; the nation's are loaded."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import Problem, require, require_no_problems
from atensi.reference.models import Holiday, Region
from atensi.reference.workdays import SATURDAY, today_in

from .. import permissions
from ..eligibility import row_problems
from .offices import office_of

ONLY_A_DINAS = _("Hanya administrator Dinas Sosial yang mengubah hari libur di wilayahnya.")


@transaction.atomic
def add_holiday(*, day: date, name: str, basis: str, by: Actor) -> Holiday:
    """Close the offices of the acting Dinas's province or regency on `day`, by decision `basis`.

    Days that were counted before keep what was counted. Raises NotAllowed, RuleViolation.
    """
    office = office_of(by)
    require(permissions.can_keep_holidays(by, office), ONLY_A_DINAS)
    holiday = Holiday(day=day, name=name.strip(), basis=basis.strip(), region=office.region)
    require_no_problems([*day_problems(day, office.region), *row_problems(holiday)])
    holiday.save()
    record("holiday.add", holiday, by=by, data=_facts(holiday))
    return holiday


@transaction.atomic
def remove_holiday(*, holiday: Holiday, by: Actor) -> None:
    """Open the offices of the acting Dinas's own region on that day again. Raises NotAllowed, RuleViolation."""
    office = office_of(by)
    row = Holiday.objects.select_for_update().get(pk=holiday.pk)
    require(permissions.can_keep_holidays(by, office) and row.region_id == office.region_id, ONLY_A_DINAS)
    require_no_problems(past_problems(row.day, office.region))
    record("holiday.remove", row, by=by, data=_facts(row))
    row.delete()


def day_problems(day: date, region: Region) -> list[Problem]:
    """A working day of `region` that is still to come."""
    problems = past_problems(day, region)
    if day.weekday() >= SATURDAY:
        problems.append(Problem("holiday_on_weekend", _("Hari itu Sabtu atau Minggu."), field="day"))
    if Holiday.objects.held_in(region).filter(day=day).exists():
        problems.append(Problem("holiday_known", _("Hari itu sudah libur."), field="day"))
    return problems


def past_problems(day: date, region: Region) -> list[Problem]:
    """What was counted with a day stays counted, so days of the past stay as they were."""
    if day > today_in(region):
        return []
    return [Problem("holiday_not_ahead", _("Pilih hari sesudah hari ini."), field="day")]


def _facts(holiday: Holiday) -> dict[str, object]:
    return {"day": holiday.day.isoformat(), "region": holiday.region_id, "basis": holiday.basis}
