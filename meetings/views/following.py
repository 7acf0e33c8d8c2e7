"""What meetings agreed that somebody does."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from atensi.errors import attempt, require
from atensi.forms import sent
from atensi.paging import page_by

from ..forms import FinishForm, FollowUpForm
from ..models import MeetingFollowUp
from ..permissions import can_finish
from ..services.following import agree_follow_up, finish_follow_up
from .page import open_meeting, take_step


@require_safe
def follow_ups(request: HttpRequest) -> HttpResponse:
    """What one has to do oneself or for the institution, and what the own office's meetings agreed, by its day; with
    `selesai` what is done, newest first."""
    actor, done = request.actor, request.GET.get("selesai") == "1"
    rows = MeetingFollowUp.objects.visible_to(request.user).with_owner()
    rows = rows.of_membership(request.user, actor.role, actor.institution_id)
    page = page_by("due_on", rows.done() if done else rows.open(), request.GET, newest_first=done)
    context = {"page": page, "words": page.words(_("tindak lanjut")), "done": done}
    return render(request, "meetings/follow_ups.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one of those asked something to do that the meeting agreed."""
    row = open_meeting(request, pk, leading=True)
    form = FollowUpForm(sent(request), meeting=row)
    return take_step(request, row, form, partial(agree_follow_up, meeting=row), _("Tindak lanjut tersimpan."))


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them, and the form with which its owner says that it is done."""
    rows = MeetingFollowUp.objects.visible_to(request.user).with_owner()
    row = get_object_or_404(rows, pk=pk)
    may_finish = can_finish(request.actor, row)
    require(may_finish or request.method != "POST")
    form, problems = FinishForm(sent(request)), []
    if form.is_valid():
        made, problems = attempt(lambda: finish_follow_up(follow_up=row, by=request.actor, **form.cleaned_data))
        if made:
            messages.success(request, _("Tindak lanjut selesai."))
            return redirect(reverse("meetings:follow_up", args=[row.pk]))
        row = rows.get(pk=pk)  # somebody else may have been first
    context = {"follow_up": row, "form": form, "problems": problems, "may_finish": may_finish and row.is_open}
    status = 409 if problems else 422 if form.errors else 200
    return render(request, "meetings/follow_up.html", context, status=status)
