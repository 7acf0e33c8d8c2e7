"""Pages by key: a list walks its index from the last row seen and stops, however long it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import gettext as _

AFTER, BEFORE = "sesudah", "sebelum"
SIZE, CAP = 25, 1000


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list. previous, next: query strings ("?…") of the neighbours, empty where there is none.

    total: how many rows there are, counted up to CAP + 1.
    """

    rows: list[Any]
    total: int
    previous: str
    next: str

    def words(self, noun: str) -> str:
        """ "25 dari lebih dari 1.000 kasus", "3 lembaga"."""
        if self.total > CAP:
            most = number_format(CAP, force_grouping=True)
            return _("%(n)d dari lebih dari %(most)s %(noun)s") % {"n": len(self.rows), "most": most, "noun": noun}
        if self.total == len(self.rows):
            return _("%(n)d %(noun)s") % {"n": self.total, "noun": noun}
        return _("%(n)d dari %(total)d %(noun)s") % {"n": len(self.rows), "total": self.total, "noun": noun}


def page_by_name(rows: QuerySet[Any], query: QueryDict, *, size: int = SIZE) -> Page:
    """The page of `rows`, ordered by (name, pk), that the query string asks for."""
    return page_by("name", rows, query, size=size)


def page_by(field: str, rows: QuerySet[Any], query: QueryDict, *, size: int = SIZE, newest_first: bool = False) -> Page:
    """The page of `rows`, ordered by (`field`, pk), that the query string asks for: two queries, three beyond
    the first page. newest_first: the other way round, both parts descending. `field` is never null in `rows`."""
    total = rows.order_by()[: CAP + 1].count()
    back = BEFORE in query
    seen = _seen(field, rows, query.get(BEFORE if back else AFTER, ""))
    shown, has_previous, has_next = walk(field, rows, seen, back=back, newest_first=newest_first, size=size)
    return Page(
        rows=shown,
        total=total,
        previous=_link(query, BEFORE, shown[0]) if shown and has_previous else "",
        next=_link(query, AFTER, shown[-1]) if shown and has_next else "",
    )


def walk(
    field: str, rows: QuerySet[Any], seen: tuple[Any, int] | None, *, back: bool, newest_first: bool, size: int
) -> tuple[list[Any], bool, bool]:
    """Up to `size` of `rows`, ordered by (`field`, pk), and whether there are some before and after them: one query.

    seen: `field` and pk of the row to begin after, or `back` before; None for the first ones.
    """
    falling = back != newest_first
    if seen is not None:
        rows = rows.filter(_beyond(field, *seen, falling=falling))
    order = (f"-{field}", "-pk") if falling else (field, "pk")
    found = list(rows.order_by(*order)[: size + 1])
    more, shown = len(found) > size, found[:size]
    if back:
        shown.reverse()
    return (shown, more, True) if back else (shown, seen is not None, more)


def _seen(field: str, rows: QuerySet[Any], text: str) -> tuple[Any, int] | None:
    """`field` and key of the row that the page begins after. Only its key stands in the address, never a name; a row
    that is gone means the first page."""
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        return None
    return rows.order_by().filter(pk=int(text)).values_list(field, "pk").first()


def _beyond(field: str, value: Any, pk: int, *, falling: bool) -> Q:
    # The first condition lets the database start in the index at `value`; the second leaves out what was seen.
    if falling:
        return Q(**{f"{field}__lte": value}) & (Q(**{f"{field}__lt": value}) | Q(pk__lt=pk))
    return Q(**{f"{field}__gte": value}) & (Q(**{f"{field}__gt": value}) | Q(pk__gt=pk))


def _link(query: QueryDict, direction: str, row: Model) -> str:
    kept = [(key, value) for key, values in query.lists() if key not in (AFTER, BEFORE) for value in values]
    return "?" + urlencode([*kept, (direction, row.pk)])
