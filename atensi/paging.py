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
    """The page of `rows`, ordered by (name, pk), that the query string asks for: two queries, three beyond
    the first page."""
    total = rows.order_by()[: CAP + 1].count()
    back = BEFORE in query
    seen = _seen(rows, query.get(BEFORE if back else AFTER, ""))
    if seen is not None:
        rows = rows.filter(_beyond(*seen, back=back))
    order = ("-name", "-pk") if back else ("name", "pk")
    found = list(rows.order_by(*order)[: size + 1])
    more, shown = len(found) > size, found[:size]
    if back:
        shown.reverse()
    has_previous, has_next = (more, True) if back else (seen is not None, more)
    return Page(
        rows=shown,
        total=total,
        previous=_link(query, BEFORE, shown[0]) if shown and has_previous else "",
        next=_link(query, AFTER, shown[-1]) if shown and has_next else "",
    )


def _seen(rows: QuerySet[Any], text: str) -> tuple[str, int] | None:
    """Name and key of the row that the page begins after. Only its key stands in the address, never a name; a row
    that is gone means the first page."""
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        return None
    return rows.order_by().filter(pk=int(text)).values_list("name", "pk").first()


def _beyond(name: str, pk: int, *, back: bool) -> Q:
    # The first condition lets the database start in the index at `name`; the second leaves out what was seen.
    if back:
        return Q(name__lte=name) & (Q(name__lt=name) | Q(pk__lt=pk))
    return Q(name__gte=name) & (Q(name__gt=name) | Q(pk__gt=pk))


def _link(query: QueryDict, direction: str, row: Model) -> str:
    kept = [(key, value) for key, values in query.lists() if key not in (AFTER, BEFORE) for value in values]
    return "?" + urlencode([*kept, (direction, row.pk)])
