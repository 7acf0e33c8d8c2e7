"""Which home falls behind with its reviews, for the Dinas of its region; for a province how its regencies stand.

Counts alone, no child and no name. Set-based: a fixed number of queries for any number of homes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q
from django.utils import timezone

from atensi.deadlines.models import Deadline
from institutions.models import Institution
from institutions.states import RESIDENCES, SOCIAL_OFFICES, Kind

from ..clocks import REVIEW
from ..models import Placement, PlacementReview

YEAR = timedelta(days=365)


@dataclass(slots=True)
class Standing:
    """How an institution, or an office, stands with the reviews of the children in care.

    due: reviews that stand open, late ones among them. own_late: late ones of the asking office's own cases, which
    its list shows. oldest: the last day of the longest overdue. held, in_time: of the last twelve months.
    """

    institution: Institution
    placements: int = 0
    due: int = 0
    late: int = 0
    own_late: int = 0
    oldest: date | None = None
    held: int = 0
    in_time: int = 0
    days_late: int = 0

    @property
    def share(self) -> int | None:
        """Held in time, in percent of what was held; None when nothing was."""
        return round(100 * self.in_time / self.held) if self.held else None

    @property
    def badness(self) -> tuple[int, int, int, str]:
        """Sorts the worst first: the longest overdue, then the most, then the least held in time."""
        return -self.days_late, -self.late, self.share if self.share is not None else 101, self.institution.name


def standings_below(office: Institution, at: datetime) -> list[Standing]:
    """How the homes of `office` stand, of a province its regencies."""
    return regencies_of(office, at) if is_province(office) else homes_of(office, at)


def homes_of(office: Institution, at: datetime) -> list[Standing]:
    """The homes in the region of `office`, a regency's Dinas, and those that care for its children elsewhere, worst
    first. Five queries."""
    in_region = Institution.objects.active().filter(kind__in=RESIDENCES)
    homes = list(in_region.in_region(office.region_id).values_list("pk", flat=True))
    return _standings("institution", Q(case__office=office) | Q(institution__in=homes), office, at)


def regencies_of(province: Institution, at: datetime) -> list[Standing]:
    """The offices of a province, by the cases each is responsible for, worst first. Four queries."""
    offices = Institution.objects.active().filter(kind__in=SOCIAL_OFFICES).in_region(province.region_id)
    return _standings("case__office", Q(case__office__in=list(offices.values_list("pk", flat=True))), province, at)


def is_province(office: Institution) -> bool:
    return office.kind == Kind.DINAS_PROVINCE


def _standings(by: str, condition: Q, office: Institution, at: datetime) -> list[Standing]:
    """The open placements, open reviews and held reviews that `condition` (on placements) names, grouped by `by`."""
    open_ = Placement.objects.open().filter(condition, institution__isnull=False)
    rows: dict[int, dict[str, Any]] = {}
    for pk, count in open_.order_by().values_list(by).annotate(n=Count("pk")):
        rows.setdefault(pk, {})["placements"] = count
    for row in _due(by, condition, office, at):
        rows.setdefault(row.pop("place"), {}).update(row)
    since = timezone.localdate(at) - YEAR
    held = PlacementReview.objects.held().filter(_through_placement(condition), placement__institution__isnull=False)
    for row in (
        held.filter(held_on__gte=since)
        .order_by()
        .values(place=F(f"placement__{by}"))
        .annotate(held=Count("pk"), in_time=Count("pk", filter=Q(held_on__lte=F("due_on"))))
    ):
        rows.setdefault(row.pop("place"), {}).update(row)
    return _sorted(rows, timezone.localdate(at))


def _due(by: str, condition: Q, office: Institution, at: datetime) -> Iterable[dict[str, Any]]:
    """The deadlines of reviews by holder or office: late as `Deadline.objects.late` has it."""
    names = {"case__office": "office", "case__office__in": "office__in", "institution__in": "holder__in"}
    late = Q(due_at__lte=at)
    return (
        Deadline.objects.filter(_renamed(condition, names), clock=REVIEW.code, holder__isnull=False)
        .order_by()
        .values(place=F("holder" if by == "institution" else "office"))
        .annotate(
            due=Count("pk"),
            late=Count("pk", filter=late),
            own_late=Count("pk", filter=late & Q(office=office)),
            oldest=Min("due_on", filter=late),
        )
    )


def _through_placement(condition: Q) -> Q:
    return _renamed(condition, {str(name): f"placement__{name}" for name, _value in condition.children})


def _renamed(condition: Q, names: dict[str, str]) -> Q:
    """The same condition on another table's columns."""
    return Q(*[(names[name], value) for name, value in condition.children], _connector=condition.connector)


def _sorted(rows: dict[int, dict[str, Any]], today: date) -> list[Standing]:
    institutions = Institution.objects.select_related("region").in_bulk(list(rows))
    found = [Standing(institutions[pk], **numbers) for pk, numbers in rows.items()]
    for standing in found:
        standing.days_late = (today - standing.oldest).days if standing.oldest else 0
    return sorted(found, key=lambda standing: standing.badness)
