"""Pelimpahan kasus: offering a case, and the answer of whoever shall take it over."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atensi.audit.services import record_view
from atensi.errors import Problem, attempt, require
from atensi.forms import sent

from .. import permissions
from ..forms.base import ReasonForm
from ..forms.transfers import AcceptTransferForm, DeclineTransferForm, TransferForm, WithdrawTransferForm
from ..models import CaseTransfer
from ..services.transfers import accept_transfer, decline_transfer, offer_transfer, withdraw_transfer
from ..transfers import offer_of, told_of, transfers_of
from .page import open_case, show_form


def transfer_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer the case to another worker or office; while an offer is open, its page."""
    page = open_case(request, pk, tab="case", right="transfer")
    if request.method != "POST" and (standing := offer_of(page.case)):
        return redirect("cases:transfer", standing.pk)
    form, problems = TransferForm(sent(request), case=page.case), []
    if form.is_valid():
        made, problems = attempt(lambda: offer_transfer(case=page.case, by=request.actor, **form.asked))
        if made:
            words = _("Kasus ditawarkan ke %(to)s. Penanggung jawab tetap sampai tawaran diterima.")
            messages.success(request, words % {"to": made})
            return redirect("cases:transfer", made.pk)
    return show_form(request, page, form, problems)


@require_safe
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """One offer: what the receiver must know to decide, and where it stands."""
    return _page(request, _found(request, pk))


@require_POST
def transfer_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the case over, from the page of the offer."""
    offer = _found(request, pk)
    require(permissions.can_answer_transfer(request.actor, offer))
    form, problems = AcceptTransferForm(request.POST, transfer=offer), []
    if form.is_valid():
        taken, problems = attempt(lambda: accept_transfer(transfer=offer, by=request.actor, **form.cleaned_data))
        if taken:
            words = _("Kasus diterima. Petugasnya sekarang %(worker)s.")
            messages.success(request, words % {"worker": taken.to_worker})
            return redirect("cases:case", offer.case_id)
    return _page(request, _found(request, pk), form, problems)


@require_http_methods(["GET", "POST"])
def transfer_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Say no to an offer, and why."""
    offer = _found(request, pk)
    require(permissions.can_answer_transfer(request.actor, offer))
    return _end(request, offer, DeclineTransferForm(sent(request)), decline_transfer, _("Pelimpahan ditolak."))


@require_http_methods(["GET", "POST"])
def transfer_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an offer back, and say why."""
    offer = _found(request, pk)
    require(permissions.can_withdraw_transfer(request.actor, offer))
    return _end(request, offer, WithdrawTransferForm(sent(request)), withdraw_transfer, _("Tawaran ditarik."))


def _found(request: HttpRequest, pk: int) -> CaseTransfer:
    return get_object_or_404(transfers_of(request.user), pk=pk)


def _end(
    request: HttpRequest, offer: CaseTransfer, form: ReasonForm, service: Callable[..., Any], done: str
) -> HttpResponse:
    problems: list[Problem] = []
    if form.is_valid():
        ended, problems = attempt(lambda: service(transfer=offer, by=request.actor, **form.cleaned_data))
        if ended:
            messages.success(request, done)
            return redirect("cases:transfer", offer.pk)
    context = {"transfer": offer, "form": form, "problems": problems}
    page = render(request, "cases/transfer_end.html", context, status=409 if problems else 422 if form.errors else 200)
    record_view("transfer.view", offer.case, by=request.actor)
    return page


def _page(
    request: HttpRequest,
    offer: CaseTransfer,
    form: AcceptTransferForm | None = None,
    problems: list[Problem] | None = None,
) -> HttpResponse:
    told = told_of(offer, request.user)
    answers = offer.is_open and permissions.can_answer_transfer(request.actor, offer)
    context = {
        "transfer": offer,
        "case": offer.case,
        "told": told,
        "form": (form or AcceptTransferForm(transfer=offer)) if answers else None,
        "problems": problems or [],
        "withdraws": offer.is_open and told.sees_case and permissions.can_transfer(request.actor, offer.case),
    }
    status = 409 if problems else 422 if form and form.errors else 200
    page = render(request, "cases/transfer.html", context, status=status)
    record_view("transfer.view", offer.case, by=request.actor)
    return page
