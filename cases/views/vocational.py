"""Somebody's way towards a living: the page of a case, and what carries it on."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ..forms.base import CaseForm
from ..forms.vocational import StepForm, TrackEndForm, TrackForm
from ..overview import tracks_of
from ..services.vocational import end_track, record_vocational_step, start_track
from .page import attempt, open_case, show, show_form

TAB = "services"


@require_safe
def vocational(request: HttpRequest, pk: int) -> HttpResponse:
    """The running track with its steps, then those that ended."""
    page = open_case(request, pk, tab=TAB)
    tracks = tracks_of(page.case)
    running = next((track for track in tracks if track.ended_on is None), None)
    return show(request, page, "cases/case_vocational.html", {"tracks": tracks, "running": running})


def _act(
    request: HttpRequest, pk: int, form_of: type[CaseForm], service: Callable[..., Any], done: str | Promise
) -> HttpResponse:
    page = open_case(request, pk, tab=TAB, right="work")
    form, problems, back = form_of(request.POST or None), [], reverse("cases:vocational", args=[pk])
    if form.is_valid():
        made, problems = attempt(lambda: service(case=page.case, by=request.actor, **form.cleaned_data))
        if made:
            messages.success(request, str(done))
            return redirect(back)
    return show_form(request, page, form, problems, back=back)


def vocational_start(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, TrackForm, start_track, _("Jalur kemandirian dimulai."))


def vocational_step(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, StepForm, record_vocational_step, _("Langkah dicatat."))


def vocational_end(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, TrackEndForm, end_track, _("Jalur kemandirian berakhir."))
