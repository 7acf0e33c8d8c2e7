"""SERASI: the one door of a Sentra. What people ask for, where it went, and what became of it."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from atensi.audit.services import record_view
from atensi.errors import attempt, require
from atensi.forms import form_id_from, sent
from institutions.acting import acting_office

from .. import permissions
from ..desk_requests import at_desk, gone_from_desk, requests_of, status_of, tells_answer, tells_person
from ..forms.desk_requests import ForwardForm, RequestForm
from ..keeping import kept_until
from ..models import DeskRequest
from ..overview import request_entry
from ..paging import page_of
from ..services.desk_requests import forward_request, register_request
from .lists import Link, address, most_urgent, pager

STATES = {"terbuka": gettext_lazy("Di meja kami"), "diteruskan": gettext_lazy("Diteruskan, dijawab")}


@require_GET
def request_list(request: HttpRequest) -> HttpResponse:
    """What waits at the desk, by what is due first; or what was sent on or answered, newest first, and its state."""
    sentra = acting_office(request)
    require(permissions.can_take_request(request.actor, sentra))
    state = request.GET.get("keadaan") if request.GET.get("keadaan") in STATES else "terbuka"
    context = {
        "states": [Link(address(request, keadaan=key), label, key == state) for key, label in STATES.items()],
        "state": state,
        "more": "",
    }
    if state == "terbuka":
        shown, more = most_urgent(at_desk(request.user, sentra), by="due_at")
        context |= {"rows": [(row, str(row.get_state_display())) for row in shown], "pager": None, "more": more}
    else:
        page = page_of(gone_from_desk(request.user, sentra), field="received_at", key=request.GET.get("kunci", ""))
        shown = list(page.rows)
        context |= {"rows": [(row, status_of(row)) for row in shown], "pager": pager(request, page)}
    response = render(request, "cases/request_list.html", context)
    record_view("request.list", f"user:{request.user.pk}", by=request.actor, shown=shown)
    return response


@require_http_methods(["GET", "POST"])
def request_create(request: HttpRequest) -> HttpResponse:
    """A request, and in the same step where it goes. A second send of the form leads to what the first one made."""
    sentra = acting_office(request)
    require(permissions.can_take_request(request.actor, sentra))
    form = RequestForm(sent(request), sentra_id=sentra.pk)
    if form.is_valid():
        write = partial(register_request, asked=form.asked, form_id=form_id_from(request.POST), going=form.going)
        made, problems = attempt(partial(write, by=request.actor))
        if made is not None:
            words = _("Permintaan %(number)s: %(state)s.")
            messages.success(request, words % {"number": made.number, "state": str(made.get_state_display()).lower()})
            return redirect("serasi:request", made.pk)
        form.show(problems)
    return render(request, "cases/request_form.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def request_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: what was asked, who has it in hand, and what became of it."""
    return _page(request, get_object_or_404(requests_of(request.user), pk=pk))


@require_http_methods(["POST"])
def request_forward(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a request on, or say what was done, from its page."""
    row = get_object_or_404(requests_of(request.user), pk=pk)
    require(permissions.can_forward_request(request.actor, row))
    form = ForwardForm(request.POST, sentra_id=row.sentra_id)
    if form.is_valid():
        made, problems = attempt(partial(forward_request, asking=row, going=form.going, by=request.actor))
        if made is not None:
            messages.success(request, _("Tersimpan."))
            return redirect("serasi:request", row.pk)
        form.show(problems)
        row = get_object_or_404(requests_of(request.user), pk=pk)  # as it stands: somebody else may have been faster
    return _page(request, row, form)


def _page(request: HttpRequest, row: DeskRequest, form: ForwardForm | None = None) -> HttpResponse:
    forwards = row.is_open and permissions.can_forward_request(request.actor, row)
    ours = tells_answer(row, request.user)
    steps = row.steps.select_related("by", "sentra")
    context = {
        "asked": row,
        "status": status_of(row),
        "ours": ours,
        "kept_until": kept_until(row),
        "told": tells_person(row, request.user),
        "entries": [request_entry(step, told=ours) for step in steps],
        "form": form or (ForwardForm(sentra_id=row.sentra_id) if forwards else None),
    }
    page = render(request, "cases/request_detail.html", context, status=422 if form and form.errors else 200)
    record_view("request.view", row, by=request.actor)
    return page
