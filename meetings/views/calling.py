"""Meetings that one called or is asked to: the list, one of them, a new one, whom it asks, moved, called off."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from atensi.errors import attempt, require
from atensi.forms import sent
from atensi.paging import AFTER, BEFORE, page_by
from institutions.acting import acting_office

from ..forms import CallForm, CancelForm, InviteForm, MoveForm, WithdrawForm
from ..minutes import paper_of
from ..models import Invitation, Meeting, MeetingFollowUp
from ..permissions import can_call, can_lead
from ..services.calling import call_meeting, cancel_meeting, invite, move_meeting, withdraw_invitation
from ..versions import version_of_minutes
from .page import open_meeting, show_form, take_step

UPCOMING = 50


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """What is ahead, the next first; what is still to be recorded, and what was held or called off, newest first."""
    rows = Meeting.objects.visible_to(request.user).with_office()
    page = page_by("meets_at", rows.ended(), request.GET, newest_first=True)
    first_page = AFTER not in request.GET and BEFORE not in request.GET
    actor = request.actor
    owed = MeetingFollowUp.objects.visible_to(request.user).owned_by(request.user, actor.role, actor.institution_id)
    now = timezone.now()
    context = {
        "ahead": rows.ahead(now).order_by("meets_at", "pk")[:UPCOMING] if first_page else [],
        "unrecorded": rows.unrecorded(now)[:UPCOMING] if first_page else [],
        "page": page,
        "words": page.words(_("rapat")),
        "may_call": can_call(actor, acting_office(request)),
        "owed": owed.open().count(),
    }
    return render(request, "meetings/meeting_list.html", context)


@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    row = open_meeting(request, pk)
    context = {"meeting": row, "paper": paper_of(row), "may_lead": can_lead(request.actor, row)}
    context["seen"] = version_of_minutes(row)
    return render(request, "meetings/meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_create(request: HttpRequest) -> HttpResponse:
    """Call a meeting; the next page asks whom."""
    office = acting_office(request)
    require(can_call(request.actor, office))
    form, problems = CallForm(sent(request), office=office), []
    if form.is_valid():
        made, problems = attempt(lambda: call_meeting(office=office, by=request.actor, **form.cleaned_data))
        if made:
            messages.success(request, _("Rapat tersimpan. Pilih siapa yang diundang."))
            return redirect("meetings:invite", made.pk)
    return show_form(request, form, problems, back=reverse("meetings:list"), of=_("Rapat koordinasi"))


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Institutions and field workers around the region, found by name, of whom some are asked."""
    row = open_meeting(request, pk, leading=True)
    words = request.GET.get("q", "")[:100].replace("\x00", "")
    form, problems = InviteForm(sent(request), meeting=row, words=words), []
    if form.is_valid():
        asked, problems = attempt(lambda: invite(meeting=row, by=request.actor, **form.cleaned_data))
        if asked:
            messages.success(request, _("Undangan terkirim. Penanggung jawab lembaga diberi tahu."))
            return redirect("meetings:detail", row.pk)
    context = {"meeting": row, "form": form, "problems": problems, "words": words}
    status = 409 if problems else 422 if form.errors else 200
    return render(request, "meetings/meeting_invite.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one invitation back."""
    guest = get_object_or_404(Invitation.objects.visible_to(request.user).with_guest(), pk=pk)
    row = open_meeting(request, guest.meeting_id, leading=True)
    form, done = WithdrawForm(sent(request)), _("Undangan ditarik. Yang diundang diberi tahu.")
    return take_step(request, row, form, partial(withdraw_invitation, invitation=guest), done, of=guest.who)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_move(request: HttpRequest, pk: int) -> HttpResponse:
    row = open_meeting(request, pk, leading=True)
    form = MoveForm(sent(request), initial={"meets_at": row.meets_at, "place": row.place})
    done = _("Rapat dipindahkan. Yang diundang diberi tahu.")
    return take_step(request, row, form, partial(move_meeting, meeting=row), done)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    row = open_meeting(request, pk, leading=True)
    done = _("Rapat dibatalkan. Yang diundang diberi tahu.")
    return take_step(request, row, CancelForm(sent(request)), partial(cancel_meeting, meeting=row), done)
