"""The rows of each kind of file, by chunks: the list walked by its index, so that memory stays flat for any length.

Every chunk is asked for with the rights its person holds at that moment.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.paging import walk
from cases.masking import age_band, cases_named_in_files, display_name, display_place
from cases.models import Case, CaseCategory
from institutions.models import Institution
from institutions.states import OFFICE_ROLES, Role
from referrals.models import Placement, PlacementReview
from referrals.states import OPEN_REVIEWS

from ..numbers.answering import numbers_for
from ..numbers.asking import NumbersForm
from ..numbers.reading import last_counting, limit_in_force, rows_of
from ..states import ExportKind

CHUNK = 500
Row = Sequence[Any]
OPEN, CLOSED = "terbuka", "tertutup"


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a file is made: the person, and the membership they asked under. seen: told of the cases of each chunk,
    so that the trail of each says who took it away."""

    user: User
    actor: Actor
    office: Institution
    seen: Callable[[Collection[Case]], None]


@dataclass(frozen=True, slots=True)
class Table:
    """A file's content. total: about how many rows. chunks: some rows at a time."""

    columns: Sequence[str | Promise]
    total: int
    chunks: Iterator[list[Row]]


def table_of(kind: str, asked: dict[str, str], reader: Reader) -> Table:
    """The content of a file of `kind` by the filters `asked`."""
    return TABLES[kind](asked, reader)


def cases_of(reader: Reader) -> QuerySet[Case]:
    """The cases the acting membership is about, open and closed; of another membership of the person none."""
    scopes = Case.objects.scopes(reader.user)
    if reader.actor.role == Role.FIELD_SOCIAL_WORKER:
        return scopes["mine"].filter(office_id=reader.actor.institution_id)
    if reader.actor.role in OFFICE_ROLES:
        return scopes["office"].filter(office_id=reader.actor.institution_id)
    return Case.objects.shared_under(reader.user, reader.actor.institution_id)


def _chunks(field: str, rows: QuerySet[Any], shown: Callable[[list[Any]], list[Row]]) -> Iterator[list[Row]]:
    seen = None
    while True:
        found, _before, more = walk(field, rows, seen, back=False, newest_first=True, size=CHUNK)
        if found:
            yield shown(found)
            seen = (getattr(found[-1], field), found[-1].pk)
        if not more:
            return


# Numbers


def _numbers(asked: dict[str, str], reader: Reader) -> Table:
    """The table as it stands on the page: exact, or as it is published."""
    form = NumbersForm(asked, actor=reader.actor, office=reader.office)
    found = numbers_for(form, reader.user, limit_in_force(last_counting()))
    place = form.names.get(form.region) or (_("Kasus sendiri") if form.is_own else _("Seluruh Indonesia"))
    rows = [
        [place, str(form.labels[code]), *(_figure(number) for number in [*cells, whole])]
        for code, cells, whole in rows_of(found, found.codes(form.category))
    ]
    months = [date_format(month, "M Y") for month in form.months]
    return Table([_("Wilayah"), _("Kategori"), *months, _("Jumlah")], len(rows), iter([rows]))


def _figure(number: Any) -> int | str:
    return number.shown if number.lowest == number.highest else str(number)


# Cases

CASE_COLUMNS = [
    *(gettext_lazy("Nomor kasus"), gettext_lazy("Nama"), gettext_lazy("Umur"), gettext_lazy("Tempat")),
    *(gettext_lazy("Kategori utama"), gettext_lazy("Tahap"), gettext_lazy("Risiko"), gettext_lazy("Petugas")),
    *(gettext_lazy("Kantor"), gettext_lazy("Dibuka"), gettext_lazy("Ditutup")),
]


def _cases(asked: dict[str, str], reader: Reader) -> Table:
    rows = cases_of(reader)
    state = asked.get("keadaan", OPEN)
    if state in {OPEN, CLOSED}:
        rows = rows.filter(closed_at__isnull=state == OPEN)
    total = rows.order_by().count()
    primary = CaseCategory.objects.filter(case=OuterRef("pk"), is_primary=True).values("code__label")[:1]
    rows = rows.select_related("beneficiary__region__parent", "office", "worker").annotate(primary=Subquery(primary))

    def shown(found: list[Case]) -> list[Row]:
        named = cases_named_in_files(reader.user, found)
        reader.seen(found)
        return [_case_row(case, case.pk in named) for case in found]

    return Table(CASE_COLUMNS, total, _chunks("opened_at", rows, shown))


def _name(case: Any, sees_names: bool) -> str:
    """The name, or that there is none to read: no age band either, for a file is read by whoever gets it next."""
    return display_name(case, sees_names=True) if sees_names else _("Kasus terbatas")


def _age(person: Any) -> int | str:
    age = person.age_on()
    return age_band(person) if age is None else age


def _case_row(case: Any, sees_names: bool) -> Row:
    return [
        case.number,
        _name(case, sees_names),
        _age(case.beneficiary) if sees_names else "",
        display_place(case, sees_names=sees_names),
        case.primary if sees_names else _("terbatas"),
        case.get_stage_display(),
        case.get_risk_display(),
        str(case.worker),
        str(case.office),
        _day(case.opened_at),
        _day(case.closed_at),
    ]


def _day(moment: Any) -> date | None:
    return timezone.localtime(moment).date() if moment else None


# Placements and their reviews

PLACEMENT_COLUMNS = [
    *(gettext_lazy("Nomor kasus"), gettext_lazy("Nama"), gettext_lazy("Bentuk pengasuhan"), gettext_lazy("Tempat")),
    *(gettext_lazy("Dasar"), gettext_lazy("Masuk"), gettext_lazy("Direncanakan sampai")),
    *(gettext_lazy("Tinjauan jatuh tempo"), gettext_lazy("Lewat")),
]


def _placements(asked: dict[str, str], reader: Reader) -> Table:
    """The running placements of the cases, each with its next review."""
    rows = Placement.objects.open().filter(case__in=cases_of(reader))
    total = rows.order_by().count()
    due = PlacementReview.objects.filter(placement=OuterRef("pk"), state__in=OPEN_REVIEWS).order_by("due_on")
    rows = rows.select_related("case__beneficiary", "institution", "carer")
    rows = rows.annotate(due_on=Subquery(due.values("due_on")[:1]))

    def shown(found: list[Placement]) -> list[Row]:
        cases, today = [row.case for row in found], timezone.localdate()
        named = cases_named_in_files(reader.user, cases)
        reader.seen(cases)
        return [_placement_row(row, row.case_id in named, today) for row in found]

    return Table(PLACEMENT_COLUMNS, total, _chunks("starts_on", rows, shown))


def _placement_row(row: Any, sees_names: bool, today: date) -> Row:
    return [
        row.case.number,
        _name(row.case, sees_names),
        row.get_form_display() if sees_names else "",
        row.place_name if sees_names else "",
        row.get_title_display() if sees_names else "",
        row.starts_on,
        row.planned_end_on,
        row.due_on,
        _("ya") if row.due_on and row.due_on < today else "",
    ]


TABLES: dict[str, Callable[[dict[str, str], Reader], Table]] = {
    ExportKind.NUMBERS: _numbers,
    ExportKind.CASES: _cases,
    ExportKind.PLACEMENTS: _placements,
}
