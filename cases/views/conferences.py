"""Case conferences: called, called off, recorded, and what follows from them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..forms.conferences import CancelCallForm, ConferenceCallForm, ConferenceForm, FollowUpForm
from ..services.conferences import add_follow_up, call_conference, cancel_conference, hold_conference
from .attachments import files_of
from .page import attempt, open_case, show, show_form

TAB = "documents"


def conference_call(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask people to a conference."""
    page = open_case(request, pk, tab=TAB, right="confer")
    form, problems = ConferenceCallForm(request.POST or None, case=page.case), []
    if form.is_valid():
        call, problems = attempt(lambda: call_conference(case=page.case, by=request.actor, **form.cleaned_data))
        if call:
            messages.success(request, _("Undangan tersimpan. Pengguna ATENSI di antaranya diberi tahu."))
            return redirect(page.url)
    return show_form(request, page, form, problems)


def conference_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call the open one off."""
    page = open_case(request, pk, tab=TAB, right="confer")
    call = get_object_or_404(page.case.conference_calls.open())
    form, problems = CancelCallForm(request.POST or None), []
    if form.is_valid():
        gone, problems = attempt(lambda: cancel_conference(call=call, by=request.actor, **form.cleaned_data))
        if gone:
            messages.success(request, _("Pembahasan dibatalkan."))
            return redirect(page.url)
    return show_form(request, page, form, problems)


def conference_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a conference that was held; it answers the open call, if there is one."""
    page = open_case(request, pk, tab=TAB, right="confer")
    call = page.case.conference_calls.open().first()
    form, problems = ConferenceForm(request.POST or None, case=page.case, call=call), []
    if form.is_valid():
        conference, problems = attempt(lambda: hold_conference(case=page.case, by=request.actor, **form.content))
        if conference:
            messages.success(request, _("Pembahasan kasus dicatat."))
            return redirect("cases:conference", pk=pk, paper_pk=conference.pk)
    return show_form(request, page, form, problems)


@require_safe
def conference(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    page = open_case(request, pk, tab=TAB)
    paper = get_object_or_404(page.case.conferences.select_related("recorded_by"), pk=paper_pk)
    files = files_of(request, page.case).kept().filter(conference=paper)
    follow_ups = paper.follow_ups.select_related("task__assignee", "task__holder")
    context = {"paper": paper, "files": files.select_related("document", "added_by", "conference")}
    calls = page.case.conference_calls.filter(conference=paper).prefetch_related("guests__user")
    return show(
        request, page, "cases/case_conference.html", context | {"call": calls.first(), "follow_ups": follow_ups}
    )


def conference_follow_up(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    """Give somebody something to do that the conference agreed."""
    page = open_case(request, pk, tab=TAB, right="confer")
    paper = get_object_or_404(page.case.conferences, pk=paper_pk)
    back = reverse("cases:conference", args=[pk, paper_pk])
    form, problems = FollowUpForm(request.POST or None, case=page.case), []
    if form.is_valid():
        made, problems = attempt(lambda: add_follow_up(conference=paper, by=request.actor, **form.cleaned_data))
        if made:
            messages.success(request, _("Tindak lanjut disimpan sebagai tugas."))
            return redirect(back)
    return show_form(request, page, form, problems, back=back)
