"""A home that stops: saying so, how far its children have moved, lifting it; and where one child goes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from atensi.audit.services import record_view
from atensi.errors import attempt, require
from atensi.forms import sent
from atensi.paging import page_by
from atensi.reference.workdays import today_in
from institutions.models import Institution

from ..closing import LATE, counts_of, lines_for, moves_of
from ..forms.closures import ClosureForm, LiftForm, MoveForm
from ..models import HomeClosure
from ..permissions import can_close_home, can_plan_move
from ..reading import seen_move
from ..services.closures import announce_closure, lift_closure, plan_move
from ..states import ClosureWhy, MoveState

ALLOWED = gettext_lazy("Hanya pejabat pemutus Dinas Sosial wilayah lembaga ini.")
FILTERS = {"lewat": LATE, "belum": MoveState.WAITING, "direncanakan": MoveState.PLANNED, "keluar": MoveState.LEFT}


@require_http_methods(["GET", "HEAD", "POST"])
def closure_announce(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a home stops. One that has stopped is shown instead. pk: the home's."""
    rows = Institution.objects.visible_to(request.user).select_related("region")
    home = get_object_or_404(rows, pk=pk)
    require(can_close_home(request.actor, home), ALLOWED)
    standing = HomeClosure.objects.visible_to(request.user).standing().filter(institution=home).first()
    if standing is not None and request.method != "POST":
        return redirect("referrals:closure", standing.pk)
    asked = request.GET.get("sebab", "")
    form = ClosureForm(sent(request), initial={"why": asked} if asked in ClosureWhy.values else {})
    if form.is_valid():
        made, problems = attempt(lambda: announce_closure(institution=home, by=request.actor, **form.cleaned_data))
        if made is not None:
            messages.success(request, _("Penutupan diumumkan. Setiap anak mendapat tinjauan dan rencana pindah."))
            return redirect("referrals:closure", made.pk)
        form.add_problems(problems)
    children = home.placements.open().count()
    context = {"form": form, "home": home, "children": children}
    page = render(request, "referrals/closure_form.html", context, status=422 if form.errors else 200)
    record_view("institution.view", home, by=request.actor)
    return page


def _closure(request: HttpRequest, pk: int) -> HomeClosure:
    related = ("institution__region", "office", "announced_by", "lifted_by")
    return get_object_or_404(HomeClosure.objects.visible_to(request.user).select_related(*related), pk=pk)


@require_safe
def closure(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the children have moved: counts by state, and the list, the late ones first."""
    found = _closure(request, pk)
    today = today_in(found.institution.region)
    state = FILTERS.get(request.GET.get("keadaan", ""), "")
    page = page_by("place", moves_of(found, state=state, today=today), request.GET)
    lines = lines_for(request.user, page.rows, today)
    context = {
        "closure": found,
        "counts": counts_of(found, today),
        "page": page,
        "lines": lines,
        "state": state,
        "words": page.words(_("anak")),
        "may_lift": found.is_standing and can_close_home(request.actor, found.institution),
    }
    response = render(request, "referrals/closure.html", context)
    shown = [line.case for line in lines if line.case is not None]
    record_view("closure.view", found, by=request.actor, shown=shown)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def closure_lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the home care again, saying why. One that is lifted already is shown instead."""
    found = _closure(request, pk)
    require(can_close_home(request.actor, found.institution), ALLOWED)
    if not found.is_standing:
        return redirect("referrals:closure", found.pk)
    form = LiftForm(sent(request))
    if form.is_valid():
        lifted, problems = attempt(lambda: lift_closure(closure=found, by=request.actor, **form.cleaned_data))
        if lifted is not None:
            messages.success(request, _("Penutupan dicabut."))
            return redirect("referrals:closure", found.pk)
        form.add_problems(problems)
    context = {"form": form, "closure": found}
    page = render(request, "referrals/closure_lift.html", context, status=422 if form.errors else 200)
    record_view("closure.view", found, by=request.actor)
    return page


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Where one child of a home that stops goes: what is planned, with the form for whoever may plan it."""
    found = seen_move(request.user, pk)
    may_plan = found.is_open and can_plan_move(request.actor, found)
    form = MoveForm(sent(request), move=found) if may_plan else None
    if request.method == "POST":
        require(may_plan, _("Hanya petugas kasus ini dan pejabat kantornya yang merencanakan pindah."))
    if form is not None and form.is_valid():
        planned, problems = attempt(lambda: plan_move(move=found, by=request.actor, **form.cleaned_data))
        if planned is not None:
            messages.success(request, _("Rencana pindah dicatat."))
            return redirect("referrals:move", found.pk)
        form.add_problems(problems)
    context = {"form": form, "move": found, "closure": found.closure, "case": found.placement.case}
    status = 422 if form is not None and form.errors else 200
    page = render(request, "referrals/move.html", context, status=status)
    record_view("move.view", found, by=request.actor)
    return page
