"""Lists: cases by scope with filters, the search, and the reports of an office or a worker."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from atensi.audit.services import record_view
from atensi.fields import decrypt, encrypt
from atensi.language import counted
from institutions.states import OFFICE_ROLES, SHARE_ROLES

from .. import permissions
from ..asked import SHORTEST
from ..clusters import clusters
from ..flagging import flags_on
from ..masking import cases_with_names, display_name
from ..models import Case, CaseResponse
from ..paging import COUNT_CAP, Page, page_of
from ..search import SHOWN, search_cases
from ..service_states import FlagKind
from ..states import Risk, Stage

SEARCHES = "case_searches"
KEPT_SEARCHES = 10
LONGEST_SEARCH = 200
OPEN_SHOWN = 100
# Scope -> its word in the address, its label.
TABS = {
    "mine": ("saya", gettext_lazy("Kasus saya")),
    "office": ("kantor", gettext_lazy("Kantor")),
    "shared": ("dibagikan", gettext_lazy("Dibagikan")),
}
# What the box understands, for who found nothing.
EXAMPLES = (
    ("Siti", gettext_lazy("satu bagian nama saja, atau nama panggilannya")),
    ("Siti Lembang", gettext_lazy("nama dengan kecamatan, kabupaten, atau kampung")),
    ("Siti 2014", gettext_lazy("nama dengan tahun lahir")),
    ("0812 3456 7890", gettext_lazy("telepon orang tua atau pengasuh")),
    ("00118", gettext_lazy("bagian akhir nomor kasus")),
    ("16 angka", gettext_lazy("NIK atau nomor KK, selalu utuh")),
)
NARROWED = {"stage": "tahap", "risk": "risiko", "flag": "tanda"}  # what -> its word in the address
STATES = {"terbuka": gettext_lazy("Terbuka"), "ditutup": gettext_lazy("Ditutup"), "semua": gettext_lazy("Semua")}


@dataclass(frozen=True, slots=True)
class Link:
    """A tab or a filter as a link."""

    url: str
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One case as this user may see it in a list."""

    case: Case
    name: str
    place: str
    masked: bool
    url: str
    flags: Sequence[str]
    found_by: Sequence[str] = ()


def address(request: HttpRequest, **changes: str) -> str:
    """This page's address with some of its query changed; an empty value leaves out, and a new filter starts anew."""
    query = {key: value for key, value in request.GET.items() if key != "kunci"} | changes
    return f"{request.path}?{urlencode({key: value for key, value in query.items() if value})}"


def scope_of(request: HttpRequest, offered: Sequence[str]) -> str:
    """The scope asked for (`tab`), else the first that is offered."""
    return next((scope for scope in offered if TABS[scope][0] == request.GET.get("tab")), offered[0])


def tabs_of(request: HttpRequest, offered: Sequence[str]) -> list[Link]:
    now = scope_of(request, offered)
    return [Link(f"{request.path}?tab={TABS[s][0]}", TABS[s][1], s == now) for s in offered]


def as_rows(
    request: HttpRequest, cases: list[Case], found_by: Mapping[int, Sequence[str]] = MappingProxyType({})
) -> list[Row]:
    """found_by: why a search found each case."""
    named = cases_with_names(request.user, cases)
    flags = flags_on(cases, named)
    return [
        Row(
            case,
            display_name(case, sees_names=case.pk in named),
            str(case.beneficiary.region) if case.pk in named else "",
            case.restricted,
            reverse("cases:case", args=[case.pk]),
            [str(FlagKind(kind).label) for kind in flags.get(case.pk, [])],
            found_by.get(case.pk, ()),
        )
        for case in cases
    ]


def _filtered(request: HttpRequest, cases, known: set[str]):
    """The list narrowed by what the address asks for; values nobody offered are left out. known: the clusters."""
    cluster = request.GET.get("klaster", "")
    state = request.GET.get("keadaan", "terbuka")
    is_open = state == "terbuka" if state in STATES and state != "semua" else None
    asked = {name: request.GET.get(word, "") for name, word in NARROWED.items()}
    return cases.narrowed(is_open=is_open, cluster=cluster if cluster in known else "", reader=request.user, **asked)


def most_urgent(rows: QuerySet[Any], *, by: str) -> tuple[list[Any], str]:
    """What is due first (by the field `by`) of an open list, as much as a page shows, and in words how much waits
    beside it, "" for nothing: one query more then."""
    found = list(rows.order_by(by, "pk")[: OPEN_SHOWN + 1])
    if len(found) <= OPEN_SHOWN:
        return found, ""
    words = counted(
        "%(more)d lainnya juga menunggu; yang tampil di sini %(shown)d yang paling mendesak.",
        more=rows.count() - OPEN_SHOWN,
        shown=OPEN_SHOWN,
    )
    return found[:OPEN_SHOWN], words


def pager(request: HttpRequest, page: Page) -> dict[str, str]:
    """The words and links of `<c-pager>`."""
    total = number_format(COUNT_CAP if page.total is None else page.total)
    words = _("%(shown)d dari lebih dari %(total)s") if page.total is None else _("%(shown)d dari %(total)s")
    return {
        "words": words % {"shown": len(page.rows), "total": total} if page.rows else "",
        "next": address(request, kunci=page.next) if page.next else "",
        "previous": address(request, kunci=page.previous) if page.previous else "",
    }


@require_GET
def case_list(request: HttpRequest) -> HttpResponse:
    """The cases of one scope, newest first; or what a search found (`cari`: its key in the session)."""
    text = request.session.get(SEARCHES, {}).get(request.GET.get("cari", ""))
    if text is not None:
        return _search_page(request, decrypt(text))
    scopes = permissions.case_scopes(request.memberships)
    scope = scope_of(request, scopes)
    cases = Case.objects.scopes(request.user)[scope]
    offered = list(clusters())
    cases = _filtered(request, cases, {row.code for row in offered}).select_related(
        "beneficiary__region__parent", "office", "worker"
    )
    page = page_of(cases, field="opened_at", key=request.GET.get("kunci", ""))
    state = request.GET.get("keadaan") if request.GET.get("keadaan") in STATES else "terbuka"
    context = {
        "rows": as_rows(request, page.rows),
        "tabs": tabs_of(request, scopes),
        "states": [Link(address(request, keadaan=key), label, key == state) for key, label in STATES.items()],
        "stages": Stage.choices,
        "risks": Risk.choices,
        "flags": FlagKind.choices,
        "clusters": [(row.code, row.words) for row in offered],
        "chosen": {key: request.GET.get(key, "") for key in ("tab", "keadaan", "tahap", "risiko", "klaster", "tanda")},
        "shows_worker": scope != "mine",
        "oversees": request.actor.role in OFFICE_ROLES,
        "keeps_services": request.actor.role in SHARE_ROLES,
        **pager(request, page),
        "may_log": permissions.can_log_response(request.actor),
    }
    response = render(request, "cases/case_list.html", context)
    record_view("case.list", f"user:{request.user.pk}", by=request.actor, shown=page.rows)
    return response


def _search_page(request: HttpRequest, text: str) -> HttpResponse:
    hits = search_cases(request.user, text)
    cases = [hit.case for hit in hits]
    context = {
        "rows": as_rows(request, cases, {hit.case.pk: hit.reasons for hit in hits}),
        "text": text,
        "too_short": len(text.strip()) < SHORTEST,
        "limit": SHOWN if len(cases) == SHOWN else 0,
        "shows_worker": True,
        "examples": EXAMPLES,
        "may_log": permissions.can_log_response(request.actor),
    }
    response = render(request, "cases/case_search.html", context)
    record_view("case.search", f"user:{request.user.pk}", by=request.actor, shown=cases)
    return response


@require_POST
def case_search(request: HttpRequest) -> HttpResponse:
    """Keep what is searched for, encrypted, in the session: a name or NIK never stands in an address or readable."""
    text = request.POST.get("q", "").strip()[:LONGEST_SEARCH]
    if not text:
        return redirect("cases:list")
    key = secrets.token_hex(4)
    kept = [*request.session.get(SEARCHES, {}).items(), (key, encrypt(text))][-KEPT_SEARCHES:]
    request.session[SEARCHES] = dict(kept)
    return redirect(f"{reverse('cases:list')}?{urlencode({'cari': key})}")


@require_GET
def response_list(request: HttpRequest) -> HttpResponse:
    """Reports of the worker or the office: those awaiting first contact on top, by what is due first."""
    scopes = permissions.case_scopes(request.memberships, permissions.RESPONSE_SCOPES)
    responses = CaseResponse.objects.scopes(request.user)[scope_of(request, scopes)].select_related(
        "beneficiary", "case__beneficiary", "region", "logged_by"
    )
    awaiting, more = most_urgent(responses.awaiting_contact(), by="first_contact_due_at")
    answered = responses.filter(first_contact_at__isnull=False)
    page = page_of(answered, field="received_at", key=request.GET.get("kunci", ""))
    named = cases_with_names(request.user, [row.case for row in [*awaiting, *page.rows] if row.case])
    context = {
        "awaiting": [(row, _who(row, named), _hidden(row, named)) for row in awaiting],
        "more": more,
        "answered": [(row, _who(row, named), _hidden(row, named)) for row in page.rows],
        "tabs": tabs_of(request, scopes),
        **pager(request, page),
        "may_log": permissions.can_log_response(request.actor),
    }
    response = render(request, "cases/response_list.html", context)
    record_view("response.list", f"user:{request.user.pk}", by=request.actor, shown=[*awaiting, *page.rows])
    return response


def _hidden(response: CaseResponse, named: set[int]) -> bool:
    return response.case is not None and response.case_id not in named


def _who(response: CaseResponse, named: set[int]) -> str:
    if response.case is None:
        return str(response.beneficiary)
    return display_name(response.case, sees_names=response.case_id in named)
