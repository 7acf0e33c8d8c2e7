"""What the pages of one meeting share: the meeting or 404, the right or 403, its form."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from atensi.errors import Problem, attempt, require
from atensi.sections import SectionedForm

from ..models import Meeting
from ..permissions import can_lead


def open_meeting(request: HttpRequest, pk: int, *, leading: bool = False) -> Meeting:
    """The meeting with all that stands in it. Raises Http404 for one out of sight, NotAllowed for who must lead it and
    does not."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).whole(), pk=pk)
    require(not leading or can_lead(request.actor, meeting))
    return meeting


def show_form(
    request: HttpRequest, form: SectionedForm, problems: Sequence[Problem], *, back: str, of: str, **context: Any
) -> HttpResponse:
    """The page of a form: with its errors (422), or the problems against it (409); the typed text is kept. of: what it
    leads back to."""
    status = 409 if problems else 422 if form.errors else 200
    context = {"form": form, "problems": problems, "back": back, "of": of, "differences": [], **context}
    return render(request, "meetings/meeting_form.html", context, status=status)


def take_step(
    request: HttpRequest, meeting: Meeting, form: SectionedForm, service: Callable[..., Any], done: str
) -> HttpResponse:
    """Ask what a step needs, take it with what the form says, and lead back to the meeting."""
    back, problems = reverse("meetings:detail", args=[meeting.pk]), []
    if form.is_valid():
        made, problems = attempt(lambda: service(by=request.actor, **form.cleaned_data))
        if made:
            messages.success(request, done)
            return redirect(back)
    return show_form(request, form, problems, back=back, of=meeting.title)
