"""The inbox of an institution, and the list of what was sent from it."""

from collections.abc import Iterable
from dataclasses import dataclass
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
from institutions.acting import acting_office
from institutions.states import RECEIVING_ROLES, Role

from ..models import Referral
from ..permissions import can_watch_area
from ..states import ENDED_REFERRALS, ReferralState
from ..summaries import RELATED, summaries

STATE, ASKED = "status", "ditanya"
# Value of `status` -> label and states; the first is what the page opens with.
TABS: dict[str, tuple[Promise, frozenset[str]]] = {
    "": (gettext_lazy("Perlu jawaban"), frozenset({ReferralState.SENT})),
    ASKED: (gettext_lazy("Menunggu pengirim"), frozenset({ReferralState.SENT})),
    "diterima": (gettext_lazy("Diterima"), frozenset({ReferralState.ACCEPTED})),
    "ditolak": (
        gettext_lazy("Ditolak, dialihkan"),
        frozenset({ReferralState.DECLINED, ReferralState.REDIRECTED}),
    ),
    "selesai": (
        gettext_lazy("Selesai, ditarik, gugur"),
        frozenset({ReferralState.COMPLETED, ReferralState.WITHDRAWN, ReferralState.LAPSED}),
    ),
}
SENT_WORDS = {"": gettext_lazy("Menunggu jawaban"), ASKED: gettext_lazy("Penerima bertanya")}


@dataclass(frozen=True, slots=True)
class Chip:
    label: str | Promise
    url: str
    current: bool


def received(request: HttpRequest) -> QuerySet[Referral]:
    """Referrals to the institution that the person acts for."""
    return Referral.objects.scopes(request.user)["received"].filter(to_institution_id=request.actor.institution_id)


def sent(request: HttpRequest) -> QuerySet[Referral]:
    """Referrals from the institution that the person acts for; a field social worker's are those of own cases."""
    rows = Referral.objects.scopes(request.user)["sent"].filter(from_institution_id=request.actor.institution_id)
    if request.actor.role == Role.FIELD_SOCIAL_WORKER:
        return rows.filter(case__worker=request.user)
    return rows


def waiting_count(request: HttpRequest) -> int:
    """How many referrals await an answer, for the navigation; one query."""
    if request.actor is None or request.actor.role not in RECEIVING_ROLES:
        return 0
    return received(request).needing_answer()[:100].count()


def chosen(request: HttpRequest) -> str:
    tab = request.GET.get(STATE, "")
    return tab if tab in TABS else ""


def chips(tab: str, own: dict[str, Promise] | None = None) -> list[Chip]:
    """One for each of `TABS`, with the labels that a list has of its own."""
    return [
        Chip((own or {}).get(value, label), f"?{STATE}={value}" if value else "?", value == tab)
        for value, (label, _states) in TABS.items()
    ]


def _readable(request: HttpRequest, receipts: Iterable[Referral]) -> set[int]:
    """Those of the receipts whose referral the person may still read, because they see its case: one query."""
    ids = [row.pk for row in receipts]
    return set(Referral.objects.visible_among(request.user, ids).values_list("pk", flat=True))


def _receipts(request: HttpRequest, tab: str) -> HttpResponse:
    """What remains here of requests that ended: a line each, with the answer that this institution gave."""
    rows = Referral.objects.receipts_of(request.user).filter(
        to_institution_id=request.actor.institution_id, state__in=TABS[tab][1]
    )
    page = page_by("sent_at", rows, request.GET, newest_first=True)
    readable = _readable(request, page.rows)
    context = {
        "page": page,
        "rows": [(row, row.pk in readable) for row in page.rows],
        "chips": chips(tab),
        "words": page.words(_("rujukan")),
    }
    response = render(request, "referrals/receipts.html", context)
    record_view("referral.list_ended", "list:referrals", by=request.actor, shown=page.rows)
    return response


def page_of(request: HttpRequest, rows: QuerySet[Referral], tab: str) -> Page:
    """Waiting ones by their turn: emergencies, then the case's risk, then who waited longest; answered ones newest
    first."""
    rows = rows.filter(state__in=TABS[tab][1]).select_related(*RELATED).with_question()
    if tab == ASKED:
        return page_by("turn", rows.waiting_for_sender(), request.GET)
    if tab:
        return page_by("sent_at", rows, request.GET, newest_first=True)
    return page_by("turn", rows.needing_answer(), request.GET)


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What came in and waits, the most urgent first; of what has ended, the lines that remain."""
    tab = chosen(request)
    if TABS[tab][1] & ENDED_REFERRALS:
        return _receipts(request, tab)
    page = page_of(request, received(request), tab)
    context: dict[str, Any] = {
        "page": page,
        "rows": summaries(request.user, request.actor, page.rows),
        "chips": chips(tab),
        "tab": tab,
        "words": page.words(_("rujukan")),
        "open": None,
        "watches_area": can_watch_area(request.actor, acting_office(request)),
    }
    response = render(request, "referrals/inbox.html", context)
    record_view("referral.list", "list:referrals", by=request.actor, shown=page.rows)
    return response


@require_safe
def sent_list(request: HttpRequest) -> HttpResponse:
    """What was sent, and where it stands."""
    tab = chosen(request)
    page = page_of(request, sent(request), tab)
    context = {
        "page": page,
        "rows": summaries(request.user, request.actor, page.rows),
        "chips": chips(tab, SENT_WORDS),
        "tab": tab,
        "words": page.words(_("rujukan")),
    }
    response = render(request, "referrals/sent.html", context)
    record_view("referral.list_sent", "list:referrals", by=request.actor, shown=page.rows)
    return response
