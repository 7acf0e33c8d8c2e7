"""What somebody asks of the board of deadlines: read from the address, and written back into every link of it."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atensi.deadlines.clocks import Clock
from atensi.deadlines.hooks import CLOCKS
from atensi.paging import AFTER, BEFORE
from institutions.states import OFFICE_ROLES, Role

from ..clocks import REVIEW

LIST, BOARD, CALENDAR = "", "papan", "kalender"
ALL_CLOCKS = "semua"
OWN, HELD_BY_US, SHARED = "", "ditangani", "dibagikan"
LATE, NEAR, WEEK, MONTH, LATER, HELD = "lewat", "dekat", "minggu", "bulan", "nanti", "selesai"

VIEWS = {LIST: _("Daftar"), BOARD: _("Papan"), CALENDAR: _("Kalender")}
SCOPES = {OWN: _("Kantor saya"), HELD_BY_US: _("Menunggu kami"), SHARED: _("Dibagikan kepada kami")}
STATUSES = {
    "": _("Semua yang belum"),
    LATE: _("Lewat waktu"),
    NEAR: _("14 hari ke depan"),
    WEEK: _("Minggu ini"),
    MONTH: _("Sisa bulan ini"),
    LATER: _("Nanti"),
    HELD: _("Sudah dilaksanakan"),
}
# Parts of the board that have a list of their own, reached from it.
COLUMNS = (WEEK, MONTH, LATER)
OPTIONS: dict[str, dict[str, Any]] = {"tampilan": VIEWS, "lingkup": SCOPES, "keadaan": STATUSES}


@dataclass(frozen=True, slots=True)
class Chip:
    """One choice among several, as a link."""

    label: str | Promise
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """view: list, board or calendar. clock: code of one clock, "" for all. scope, status: keys of SCOPES, STATUSES.

    home: id of the institution that has to act. month: its first day. day: one day of it.
    """

    view: str
    clock: str
    scope: str
    status: str
    home: int | None
    month: date
    day: date | None

    def link(self, **changes: Any) -> str:
        """The query string of the same question with `changes`."""
        other = replace(self, **changes)
        words = {
            "tampilan": other.view,
            "jam": "" if other.clock == REVIEW.code else other.clock or ALL_CLOCKS,
            "lingkup": other.scope,
            "keadaan": other.status,
            "lembaga": other.home or "",
            "bulan": f"{other.month:%Y-%m}" if other.view == CALENDAR and other.month != _month(None) else "",
            "hari": other.day.isoformat() if other.view == CALENDAR and other.day else "",
        }
        return "?" + urlencode({name: word for name, word in words.items() if word})

    def chips(self, field: str, options: dict[str, Any]) -> list[Chip]:
        """A chip for each of `options`; a day that was picked goes with the change."""
        now = getattr(self, field)
        return [Chip(label, self.link(**{field: value, "day": None}), value == now) for value, label in options.items()]

    @property
    def last(self) -> date:
        """The last day of the month."""
        return self.month.replace(day=monthrange(self.month.year, self.month.month)[1])

    @property
    def kept(self) -> dict[str, str]:
        """What a form that changes the clock has to send along."""
        words = {"tampilan": self.view, "lingkup": self.scope, "lembaga": str(self.home or "")}
        return {name: word for name, word in words.items() if word}


def asked(query: QueryDict, role: str) -> Asked:
    """What the address asks for; a word that nobody knows asks for nothing."""
    chosen = {name: query.get(name, "") if query.get(name, "") in known else "" for name, known in OPTIONS.items()}
    codes = [clock.code for clock in clocks_of(role)]
    word, home = query.get("jam", ""), query.get("lembaga", "")
    day = _day(query.get("hari", ""))
    return Asked(
        view=chosen["tampilan"],
        clock="" if word == ALL_CLOCKS else word if word in codes else REVIEW.code,
        scope=chosen["lingkup"] if role in OFFICE_ROLES else OWN,
        status=chosen["keadaan"],
        home=int(home) if home.isascii() and home.isdecimal() and len(home) < 10 else None,
        month=day.replace(day=1) if day else _month(_day(f"{query.get('bulan', '')}-01")),
        day=day,
    )


def clocks_of(role: str) -> list[Clock]:
    """The clocks that somebody acting as `role` may have something of: reviews first."""
    found = [clock for clock in CLOCKS if clock.code != REVIEW.code]
    if role == Role.FIELD_SOCIAL_WORKER:
        found = [clock for clock in found if clock.worker is not None]
    elif role not in OFFICE_ROLES:
        found = [clock for clock in found if clock.holder is not None]
    return [REVIEW, *found]


def month_before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def month_after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _month(day: date | None) -> date:
    return (day or timezone.localdate()).replace(day=1)


def _day(text: str) -> date | None:
    """A day of this century as the address writes it."""
    try:
        day = date.fromisoformat(text) if len(text) == len("2026-01-01") else None
    except ValueError:
        return None
    return day if day and 2000 <= day.year <= 2099 else None


def paging_of(query: QueryDict, question: Asked) -> QueryDict:
    """The query of the page of a list: the question as it was understood, and where the page begins."""
    found = QueryDict(question.link().removeprefix("?"), mutable=True)
    for name in (AFTER, BEFORE):
        if name in query:
            found[name] = query[name]
    return found
