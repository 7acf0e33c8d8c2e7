"""The board: deadlines by how soon they are, and what was done this month. Capped counts, a few lines of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atensi.accounts.models import User
from atensi.audit.actor import Actor

from .asking import HELD, LATE, LATER, LIST, MONTH, WEEK, Asked
from .querying import held_rows, kept_for, of_status, open_rows
from .rows import Row, held_related, held_rows_shown, open_rows_shown

SHOWN, CAP = 6, 99
LANES = {
    LATE: (_("Lewat waktu"), "stop"),
    WEEK: (_("Minggu ini"), "care"),
    MONTH: (_("Sisa bulan ini"), "half"),
    LATER: (_("Nanti"), "wait"),
}


@dataclass(frozen=True, slots=True)
class Lane:
    """One column. count: up to CAP + 1. url: the list of all of it."""

    code: str
    label: str | Promise
    mark: str
    count: int
    rows: list[Row]
    url: str

    @property
    def count_words(self) -> str:
        return f"{CAP}+" if self.count > CAP else str(self.count)

    @property
    def has_more(self) -> bool:
        return self.count > len(self.rows)


def lanes(user: User, actor: Actor, question: Asked, at: datetime) -> list[Lane]:
    """The columns of the question's board: two queries for each, and those of the lines together."""
    waiting = open_rows(user, actor, question)
    parts = {code: of_status(waiting, code, at) for code in LANES}
    counts = {code: _capped(rows) for code, rows in parts.items()}
    firsts = {
        code: list(rows.select_related("worker", "holder").order_by("due_at", "pk")[:SHOWN])
        for code, rows in parts.items()
    }
    links = {code: question.link(view=LIST, status=code) for code in LANES}
    lines = iter(open_rows_shown(user, actor, [row for rows in firsts.values() for row in rows], at))
    found = [
        Lane(code, *LANES[code], counts[code], [next(lines) for _row in firsts[code]], links[code]) for code in LANES
    ]
    return [*found, *_held_lane(user, actor, question, at)]


def _held_lane(user: User, actor: Actor, question: Asked, at: datetime) -> list[Lane]:
    """What was done this month; no column for a clock that keeps no day of it."""
    kept = kept_for(question)
    if kept is None:
        return []
    first = timezone.localdate(at).replace(day=1)
    rows = held_rows(user, actor, question, kept).filter(**{f"{kept.by_day}__gte": first})
    newest = rows.select_related(*held_related(kept)).order_by(f"-{kept.day}", "-pk")[:SHOWN]
    lines = held_rows_shown(user, question.clock, list(newest), at)
    url = question.link(view=LIST, status=HELD)
    return [Lane(HELD, _("Dilaksanakan bulan ini"), "fine", _capped(rows), lines, url)]


def _capped(rows: QuerySet[Any]) -> int:
    return rows.order_by()[: CAP + 1].count()
