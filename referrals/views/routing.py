"""The page of the router: who may take the child in or help, best first, and why not the others."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.views.page import open_case, show
from institutions.parameters import value_for

from ..forms.routing import RouteForm
from ..models import PlaceHold
from ..permissions import can_send
from ..routing.asking import route_case
from ..states import ReferralKind

MOST_FITS, MOST_EXCLUDED, MOST_AT_ALL = 20, 20, 500
ALL = "1"


@require_safe
def route_page(request: HttpRequest, pk: int) -> HttpResponse:
    """`?jenis=&bentuk=&lama=&kebutuhan=&darurat=&semua=`: each proposal leads to the form it was sought for."""
    page = open_case(request, pk, tab="placements")
    form = RouteForm(request.GET)
    wish = form.wish()
    found = route_case(page.case, user=request.user, sender=request.actor.institution_id, **wish)
    may = page.case.is_open and can_send(request.actor, page.case)
    whole = request.GET.get("semua") == ALL
    fits, excluded = (MOST_AT_ALL, MOST_AT_ALL) if whole else (MOST_FITS, MOST_EXCLUDED)
    holds = PlaceHold.objects.visible_to(request.user).standing()
    context: dict[str, Any] = {
        "form": form,
        "kind": wish["kind"],
        "wish": wish_in(request),
        "found": found,
        "fits": found.fits[:fits],
        "excluded": found.excluded[:excluded],
        "more": max(0, len(found.fits) - fits) + max(0, len(found.excluded) - excluded),
        "whole": f"?{urlencode({**request.GET.dict(), 'semua': ALL})}",
        "choose": _form_of(page.case.pk, wish) if may else "",
        "hold": holds.filter(case=page.case).select_related("institution").first(),
        "hours": value_for("place_hold_hours", page.case.office) if may and _is_stay(wish) else None,
        "may": may,
    }
    return show(request, page, "referrals/route.html", context)


def route_url(case: int, *, kind: str, form: str = "", months: int | None = None, is_emergency: bool = False) -> str:
    """The page for `case` (id), seeking this; as `RouteForm` reads it."""
    said = {"jenis": kind, "bentuk": form, "lama": months, "darurat": "on" if is_emergency else ""}
    return f"{reverse('referrals:route', args=[case])}?{urlencode({name: said[name] for name in said if said[name]})}"


def wish_in(request: HttpRequest) -> str:
    """What is sought, as the query string of the page; "" where nothing was said."""
    said = {name: request.GET[name] for name in RouteForm.base_fields if request.GET.get(name)}
    return f"?{urlencode(said)}" if said else ""


def _is_stay(wish: dict[str, Any]) -> bool:
    """Whether a place is sought, which may be held; a service needs none."""
    return bool(wish["kind"] != ReferralKind.SERVICE)


def _form_of(case: int, wish: dict[str, Any]) -> str:
    """The form that a proposal is chosen for; the id of the institution comes last."""
    asked = {"kasus": case, "jenis": wish["kind"]} | ({"bentuk": wish["form"]} if wish["form"] else {})
    return f"{reverse('referrals:referral_create')}?{urlencode(asked)}&lembaga="
