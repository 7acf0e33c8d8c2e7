"""What is due, late and done: one question as list, board and calendar; for reviews and for every other clock."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atensi.audit.services import record_view
from atensi.deadlines.models import Deadline
from atensi.paging import page_by
from institutions.models import Institution
from institutions.states import OFFICE_ROLES

from ..boards.asking import (
    BOARD,
    CALENDAR,
    COLUMNS,
    HELD,
    SCOPES,
    STATUSES,
    VIEWS,
    Asked,
    Chip,
    asked,
    clocks_of,
    month_after,
    month_before,
    paging_of,
)
from ..boards.homes import is_province, standings_below
from ..boards.lanes import lanes
from ..boards.months import month_of
from ..boards.querying import held_rows, kept_for, of_status, open_rows
from ..boards.rows import Row, held_related, held_rows_shown, open_rows_shown
from ..boards.tracing import record_board
from ..clocks import REVIEW

CAP = 100


def waiting_count(request: HttpRequest) -> int:
    """How many reviews are late or due today, for the navigation; one query."""
    actor = request.actor
    if actor is None or actor.institution_id is None:
        return 0
    question = asked(QueryDict(), actor.role)
    return open_rows(request.user, actor, question).ahead(1).order_by()[:CAP].count()


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The deadlines of the acting membership's work, as the address asks: soonest first, the overdue on top."""
    question = asked(request.GET, request.actor.role)
    show = {BOARD: _board, CALENDAR: _calendar}.get(question.view, _list)
    template, context, shown = show(request, question)
    response = render(request, template, _frame(request, question) | context)
    record_board(question, shown, by=request.actor)
    return response


def _frame(request: HttpRequest, question: Asked) -> dict[str, Any]:
    """What stands above every view: which clock, whose, and the three views."""
    role, clocks = request.actor.role, clocks_of(request.actor.role)
    return {
        "question": question,
        "clock": next((clock for clock in clocks if clock.code == question.clock), None),
        "clocks": clocks,
        "is_review": question.clock == REVIEW.code,
        "views": question.chips("view", VIEWS),
        "scopes": question.chips("scope", SCOPES) if role in OFFICE_ROLES else [],
        "home": _home(request, question),
        "without_home": question.link(home=None),
        "is_office": role in OFFICE_ROLES,
    }


def _home(request: HttpRequest, question: Asked) -> Institution | None:
    """The institution that the address narrows to."""
    return Institution.objects.visible_to(request.user).filter(pk=question.home).first() if question.home else None


def _list(request: HttpRequest, question: Asked) -> tuple[str, dict[str, Any], list[Row]]:
    kept, now = kept_for(question), timezone.now()
    held = question.status == HELD
    paging = paging_of(request.GET, question)
    if held and kept is not None:
        rows = held_rows(request.user, request.actor, question, kept).select_related(*held_related(kept))
        page = page_by(kept.day, rows, paging, newest_first=True)
        lines = held_rows_shown(request.user, question.clock, page.rows, now)
    else:
        waiting = open_rows(request.user, request.actor, question)
        rows = Deadline.objects.none() if held else of_status(waiting, question.status, now)
        page = page_by("due_at", rows.select_related("worker", "holder"), paging)
        lines = open_rows_shown(request.user, request.actor, page.rows, now)
    context = {
        "page": page,
        "rows": lines,
        "statuses": _statuses(question),
        "words": page.words(_("tinjauan") if question.clock == REVIEW.code else _("tenggat")),
        "held": held,
        "keeps": kept is not None,
    }
    return "referrals/board_list.html", context, lines


def _statuses(question: Asked) -> list[Chip]:
    """The filters of the list: the columns of the board besides only while one of them is shown."""
    chips = question.chips("status", STATUSES)
    return [chip for chip, status in zip(chips, STATUSES, strict=True) if chip.current or status not in COLUMNS]


def _board(request: HttpRequest, question: Asked) -> tuple[str, dict[str, Any], list[Row]]:
    found = lanes(request.user, request.actor, question, timezone.now())
    return "referrals/board_lanes.html", {"lanes": found}, [row for lane in found for row in lane.rows]


def _calendar(request: HttpRequest, question: Asked) -> tuple[str, dict[str, Any], list[Row]]:
    month = month_of(request.user, request.actor, question, timezone.now())
    context = {
        "month": month,
        "before": question.link(month=month_before(question.month), day=None),
        "after": question.link(month=month_after(question.month), day=None),
        "whole": question.link(day=None),
    }
    return "referrals/board_calendar.html", context, [row for day in month.listed for row in day.rows]


@require_safe
def homes_behind(request: HttpRequest) -> HttpResponse:
    """Which home falls behind with its reviews, worst first; for a province which of its regencies."""
    office = request.membership.institution
    found, province = standings_below(office, timezone.now()), is_province(office)
    shown = [standing.institution for standing in found]
    context = {"homes": [] if province else found, "offices": found if province else []}
    context |= {"office": office, "is_province": province}
    response = render(request, "referrals/homes_behind.html", context)
    record_view("institution.list_standings", "list:standings", by=request.actor, shown=shown)
    return response
