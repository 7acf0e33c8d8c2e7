"""The numbers that somebody may read, out of the kept ones: a fixed number of queries, however many cases there are.

Exact numbers are those of the cases that the acting membership is about; everything else is read as it is published.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.utils import timezone

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.reference.models import Code, Region
from cases.models import Case, CaseCategory
from institutions.parameters import value_for
from institutions.states import CASE_ROLES, OFFICE_ROLES, Kind, Role

from ..models import CaseCount, Counting, PublishedCount
from ..services.counting import ENTERED_IN_ERROR
from .categories import CATEGORIES, OTHER, POOL
from .figures import Number, total
from .suppression import NATION, PROVINCE, REGENCY

Cell = tuple[date, str]
NATIONWIDE = ""


@dataclass(frozen=True, slots=True)
class Area:
    """A region of the map or the list, with its number."""

    code: str
    name: str
    number: Number


class Numbers:
    """Numbers by month and category. Between reading and showing nothing else is asked of the database."""

    def __init__(self, months: list[date], cells: dict[Cell, Number], pooled: dict[date, Number]):
        """pooled: by month, the small categories together, where they are told so."""
        self.months, self.cells, self.pooled = months, cells, pooled

    def codes(self, category: str = "") -> list[str]:
        """The categories of a table: the one asked for, or all, with the pool where it is told."""
        return [category] if category else [*CATEGORIES, *([POOL] if self.pooled else [])]

    def cell(self, month: date, category: str) -> Number:
        if category == POOL:
            return self.pooled.get(month, Number.exact(0))
        return self.cells[month, category]

    def of_month(self, month: date, category: str = "") -> Number:
        """One category, or all together: those that are hidden one by one count in the pool where it is told."""
        if category:
            return self.cell(month, category)
        if month not in self.pooled:
            return total(self.cells[month, one] for one in CATEGORIES)
        return total(
            [self.pooled[month], *(c for one in CATEGORIES if (c := self.cells[month, one]) and not _is_pooled(c))]
        )

    def of_category(self, category: str) -> Number:
        return total(self.cell(month, category) for month in self.months)

    def of_all(self, category: str = "") -> Number:
        return total(self.of_month(month, category) for month in self.months)


def _is_pooled(cell: Number) -> bool:
    """Whether the nation hides the category of this month."""
    return cell.limit > 0 and cell.highest == cell.limit - 1


def last_counting() -> Counting | None:
    """When the numbers were kept last, and below which number they are hidden."""
    return Counting.objects.first()


def limit_in_force(kept: Counting | None) -> int:
    """Below which number cells are hidden: as the kept ones were published; where none are, the nation's setting."""
    return kept.limit if kept else value_for("small_cell_threshold")


def first_and_last_month() -> tuple[date, date]:
    """The months that numbers are kept of; this month when there are none."""
    found = CaseCount.objects.aggregate(first=Min("month"), last=Max("month"))
    this = timezone.localdate().replace(day=1)
    return found["first"] or this, found["last"] or this


def has_own(actor: Actor) -> bool:
    """Whether the acting membership is about cases: then their numbers are exact."""
    return actor.role in CASE_ROLES


def may_zoom(actor: Actor, kind: str, own_region: str, region: str) -> bool:
    """Whether the regencies of province `region` are told to the actor: to those who see no case, and a Dinas of the
    province its own. Who works on cases knows exact numbers that could be taken from a neighbour's (docs/adr/0020).
    """
    if not has_own(actor):
        return True
    return kind == Kind.DINAS_PROVINCE and actor.role in OFFICE_ROLES and region[:2] == own_region[:2]


def own_numbers(user: User, actor: Actor, months: list[date]) -> Numbers:
    """Exact numbers of the cases the acting membership is about: the office's, kept; or one's own, which are few."""
    if actor.role in OFFICE_ROLES:
        rows = CaseCount.objects.filter(office_id=actor.institution_id, month__in=months)
        found = Counter({(month, code): n for month, code, n in rows.values_list("month", "category", "cases")})
    else:
        found = _counted_now(_own_cases(user, actor), months)
    cells = {(month, code): Number.exact(found[month, code]) for month in months for code in CATEGORIES}
    return Numbers(months, cells, {})


def _own_cases(user: User, actor: Actor) -> QuerySet[Case]:
    if actor.role == Role.FIELD_SOCIAL_WORKER:
        return Case.objects.scopes(user)["mine"].filter(office_id=actor.institution_id)
    return Case.objects.shared_under(user, actor.institution_id)


def _counted_now(cases: QuerySet[Case], months: list[date]) -> Counter[Cell]:
    """As the sweep counts them (services/counting.py), for the few cases of one person or home. Two queries."""
    error = Q(closed_at__isnull=False, closure_reason__code=ENTERED_IN_ERROR)
    rows = {
        pk: opened_at.astimezone(ZoneInfo(zone)).date().replace(day=1)
        for pk, opened_at, zone in cases.exclude(error).values_list("pk", "opened_at", "office__region__time_zone")
    }
    primary = CaseCategory.objects.filter(case__in=list(rows), is_primary=True)
    found: Counter[Cell] = Counter()
    for pk, code_list, code in primary.values_list("case_id", "code__list", "code__code"):
        known = code_list == Code.List.AMPK and code in CATEGORIES
        found[rows[pk], code if known else OTHER] += 1
    return Counter({cell: n for cell, n in found.items() if cell[0] in set(months)})


def published_numbers(months: list[date], region: str, limit: int) -> Numbers:
    """What is published of the nation or a region: one query."""
    rows = PublishedCount.objects.filter(month__in=months, region__in={NATIONWIDE, region})
    found = {(row.region, row.month, row.category): row for row in rows}

    def number(month: date, category: str) -> Number:
        nation = found.get((NATIONWIDE, month, category))
        if nation is None:
            return Number.hidden(limit)
        if region == NATIONWIDE:
            return Number.exact(nation.shown)
        return _part(found.get((region, month, category)), limit)

    cells = {(month, code): number(month, code) for month in months for code in CATEGORIES}
    pooled = {month: number(month, POOL) for month in months if (NATIONWIDE, month, POOL) in found}
    return Numbers(months, cells, pooled)


def _part(row: PublishedCount | None, limit: int) -> Number:
    if row is None:
        return Number.small(limit)
    return Number(row.lowest, row.shown, row.highest, limit, rounded=True)


def areas_of(months: Collection[date], region: str, category: str, limit: int) -> list[Area]:
    """The provinces of the nation, or the regencies of a province, by code: three queries."""
    rows = PublishedCount.objects.filter(month__in=months)
    rows = rows.filter(category=category) if category else rows
    told = rows.filter(level=NATION).count()
    regions = Region.objects.filter(parent=region[:2])
    if region:
        rows = rows.filter(level=REGENCY, region__startswith=region[:2])
    else:
        rows = rows.filter(level=PROVINCE)
        regions = Region.objects.filter(parent=None)
    sums = rows.order_by().values("region").annotate(Sum("lowest"), Sum("shown"), Sum("highest"), parts=Count("pk"))
    found = {row["region"]: row for row in sums}
    by_code = sorted(regions.order_by(), key=lambda one: one.pk)
    return [Area(one.pk, one.name, _sum(found.get(one.pk), told, limit)) for one in by_code]


def _sum(row: dict[str, int] | None, told: int, limit: int) -> Number:
    """A region's number over `told` published numbers of the nation, of which it has rows for some."""
    if not told:
        return Number.hidden(limit)
    if row is None:
        small = Number.small(limit)
        return Number(0, 0, told * small.highest, limit, rounded=True, parts=told)
    rest = (told - row["parts"]) * (2 * limit - 2)
    highest = row["highest__sum"] + rest
    return Number(row["lowest__sum"], row["shown__sum"], highest, limit, rounded=True, parts=told)


def rows_of(numbers: Numbers, codes: Iterable[str]) -> list[tuple[str, list[Number], Number]]:
    """Category, its number of each month, and of all months."""
    return [
        (code, [numbers.cell(month, code) for month in numbers.months], numbers.of_category(code)) for code in codes
    ]
