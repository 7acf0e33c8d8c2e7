"""The decider's list: what awaits a decision, extensions to sign, what was decided, and decisions nobody uses."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from atensi.audit.services import record_view
from atensi.paging import Page, page_by
from institutions.states import Role

from ..models import CareDecision, PlacementExtension
from ..reading import waiting_extensions
from ..summaries import RELATED, summaries
from .inbox import STATE, Chip, received

WAITING_CAP, NEAREST = 100, 5
EXTENSIONS, DECIDED, UNUSED, REVOKED = "perpanjangan", "diputuskan", "belum-dipakai", "dicabut"
LIST_RELATED = ("case", "signed_by", "signed_for", "mandate", "institution", "revocation")


def waiting_count(request: HttpRequest) -> int:
    """How much awaits the decider's signature, requests and extensions, for the navigation; one query. What waits for
    its sender does not."""
    if request.actor is None or request.actor.role != Role.SOCIAL_OFFICE_DECIDER:
        return 0
    asked = received(request).awaiting_decision().in_hand().order_by().values("pk")
    longer = PlacementExtension.objects.visible_to(request.user).answerable_by(request.actor).order_by().values("pk")
    return asked.union(longer, all=True)[:WAITING_CAP].count()


@require_safe
def decision_list(request: HttpRequest) -> HttpResponse:
    """One list by its chip: requests by emergency, risk and age; extensions by the end that comes first; decisions
    newest first; unused ones by the day that a placement should have begun."""
    tab = request.GET.get(STATE, "")
    tab = tab if tab in TABS else ""
    chips = [Chip(words, f"?{STATE}={value}" if value else "?", value == tab) for value, (words, _of) in TABS.items()]
    return TABS[tab][1](request, {"chips": chips, "tab": tab, "nearest": []})


def _shown(request: HttpRequest, page: Page, verb: str, subject: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, "referrals/decision_list.html", {"page": page, "rows": page.rows} | context)
    record_view(verb, subject, by=request.actor, shown=page.rows)
    return response


def _awaiting(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    rows = received(request).awaiting_decision().with_question().select_related(*RELATED, "case__worker")
    page = page_by("turn", rows, request.GET)
    nearest = list(waiting_extensions(request.user, request.actor).order_by("ends_before", "pk")[: NEAREST + 1])
    context |= {"rows": summaries(request.user, request.actor, page.rows), "words": page.words(_("permohonan"))}
    context |= {"nearest": nearest[:NEAREST], "more": len(nearest) > NEAREST}
    return _shown(request, page, "decision.list_awaiting", "list:decisions", context)


def _extensions(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    page = page_by("ends_before", waiting_extensions(request.user, request.actor), request.GET)
    context |= {"words": page.words(_("perpanjangan"))}
    return _shown(request, page, "extension.list", "list:extensions", context)


def _signed(request: HttpRequest) -> QuerySet[CareDecision]:
    rows = CareDecision.objects.each_visible_to(request.user)
    rows = rows.filter(deciding_office_id=request.actor.institution_id)
    return rows.select_related(*LIST_RELATED)


def _decided(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    page = page_by("signed_at", _signed(request), request.GET, newest_first=True)
    return _shown(request, page, "decision.list", "list:decisions", context | {"words": page.words(_("keputusan"))})


def _revoked(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    page = page_by("signed_at", _signed(request).revoked(), request.GET, newest_first=True)
    return _shown(request, page, "decision.list", "list:decisions", context | {"words": page.words(_("keputusan"))})


def _unused(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    page = page_by("start_due_on", _signed(request).unused().prefetch_related("revisions"), request.GET)
    return _shown(request, page, "decision.list", "list:decisions", context | {"words": page.words(_("keputusan"))})


Shown = Callable[[HttpRequest, dict[str, Any]], HttpResponse]
# Value of the chip in the address -> its label, and what shows it; the first is what the page opens with.
TABS: dict[str, tuple[Promise, Shown]] = {
    "": (gettext_lazy("Perlu keputusan"), _awaiting),
    EXTENSIONS: (gettext_lazy("Perpanjangan"), _extensions),
    DECIDED: (gettext_lazy("Sudah diputuskan"), _decided),
    UNUSED: (gettext_lazy("Belum dipakai"), _unused),
    REVOKED: (gettext_lazy("Dicabut"), _revoked),
}
