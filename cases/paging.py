"""The pages of the list of cases, as `atensi.paging`: the address carries the moment of the row besides its id, so that
a page needs no query to find where it begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from atensi.paging import walk

PAGE_SIZE = 25
COUNT_CAP = 1000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, newest first. next, previous: keys of the pages around, empty at an end.
    total: how many rows the list has, capped; None means more than `COUNT_CAP`."""

    rows: Sequence[Any]
    next: str
    previous: str
    total: int | None


def key_of(row: Any, field: str, way: str) -> str:
    """ "n1750212345000000-118": after that row ("n") or before it ("p")."""
    return f"{way}{(getattr(row, field) - EPOCH) // MICROSECOND}-{row.pk}"


def read_key(key: str) -> tuple[str, datetime, int] | None:
    """Way, moment and id of a key; None for what is no key, so that a forged one shows the first page."""
    moment, _dash, pk = key[1:].partition("-")
    numbers = (moment, pk)
    if key[:1] not in {"n", "p"} or not all(n.isascii() and n.isdecimal() and len(n) < 18 for n in numbers):
        return None
    return key[0], EPOCH + int(moment) * MICROSECOND, int(pk)


def page_of(rows: QuerySet, *, field: str, key: str = "", size: int = PAGE_SIZE) -> Page:
    """One page of `rows`, newest first by `field` and id: one query for the rows and one for the capped count."""
    total = rows.order_by()[: COUNT_CAP + 1].count()
    at = read_key(key)
    back = at is not None and at[0] == "p"
    seen = at[1:] if at else None
    found, has_previous, has_next = walk(field, rows, seen, back=back, newest_first=True, size=size)
    return Page(
        rows=found,
        next=key_of(found[-1], field, "n") if found and has_next else "",
        previous=key_of(found[0], field, "p") if found and has_previous else "",
        total=total if total <= COUNT_CAP else None,
    )
