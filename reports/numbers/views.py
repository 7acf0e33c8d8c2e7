"""The page of numbers. No person stands on it, so nothing is recorded."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from . import drawing
from .answering import areas_for, numbers_for
from .asking import ALL, OWN, NumbersForm
from .reading import Numbers, has_own, last_counting, limit_in_force, rows_of


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """New cases by month and category: one's own exactly, the nation and its regions as they are published."""
    form = NumbersForm(request.GET, actor=request.actor, office=request.membership.institution)
    kept = last_counting()
    limit = limit_in_force(kept)
    found = numbers_for(form, request.user, limit)
    areas = areas_for(form, limit)
    context = {
        "filters": form,
        "counted": kept,
        "limit": limit,
        "steps": 2 * limit,
        "has_own": has_own(request.actor),
        "own_url": _with(request.GET, sumber=OWN, wilayah=""),
        "all_url": _with(request.GET, sumber=ALL),
        "here": _with(request.GET),
        "place": form.names.get(form.region, "") if form.region else "",
        "areas": areas,
        **_shown(form, found),
        **(_map(areas, request.GET) if not form.region else {"tiles": []}),
    }
    return render(request, "reports/numbers.html", context)


def _shown(form: NumbersForm, found: Numbers) -> dict[str, Any]:
    """The chart with its months, and the table of categories."""
    by_month = [found.of_month(month, form.category) for month in form.months]
    rows = rows_of(found, found.codes(form.category))
    return {
        "months": form.months,
        "by_month": list(zip(form.months, by_month, strict=True)),
        "chart": drawing.chart_of(form.months, by_month),
        "what": form.labels[form.category] if form.category else _("Semua kategori"),
        "period": f"{date_format(form.months[0], 'F Y')} – {date_format(form.months[-1], 'F Y')}",
        "rows": [(form.labels[code], cells, whole) for code, cells, whole in rows],
        "totals": by_month if not form.category else [],
        "whole": found.of_all(form.category),
        "first": by_month[0],
        "last": by_month[-1],
    }


def _map(areas: list, query: QueryDict) -> dict[str, Any]:
    return {
        "tiles": [(tile, _with(query, wilayah=tile.area.code, sumber=ALL)) for tile in drawing.tiles_of(areas)],
        "legend": drawing.legend_of(areas),
    }


def _with(query: QueryDict, **changes: str) -> str:
    """The address of this page with other answers."""
    asked = query.copy()
    for name, value in changes.items():
        asked[name] = value
    return f"?{asked.urlencode()}"
