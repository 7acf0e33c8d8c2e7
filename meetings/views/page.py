"""What the pages of one meeting share: the meeting or 404, the right or 403, its form."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from atensi.errors import Problem, RuleViolation, StaleWrite, attempt, require
from atensi.forms import sent
from atensi.sections import SectionedForm
from atensi.versions import Difference, beside

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
    request: HttpRequest,
    meeting: Meeting,
    form: SectionedForm,
    service: Callable[..., Any],
    done: str,
    *,
    of: str = "",
) -> HttpResponse:
    """Ask what a step needs, take it with what the form says, and lead back to the meeting."""
    back, problems = reverse("meetings:detail", args=[meeting.pk]), []
    if form.is_valid():
        made, problems = attempt(lambda: service(by=request.actor, **form.cleaned_data))
        if made:
            messages.success(request, done)
            return redirect(back)
    return show_form(request, form, problems, back=back, of=of or meeting.title)


def write_version(
    request: HttpRequest, meeting: Meeting, build: Callable[[Any], Any], service: Callable[..., Any], done: str
) -> HttpResponse:
    """`take_step` over what others may have changed meanwhile: then both versions are shown side by side. build: the
    form, whose `content` the service takes, over the row as it stands now, from posted data or None."""
    back, form = reverse("meetings:detail", args=[meeting.pk]), build(sent(request))
    problems: list[Problem] = []
    differences: list[Difference] = []
    if form.is_valid():
        try:
            service(by=request.actor, **form.content)
        except StaleWrite as violation:
            form, differences = beside(form, build)
            form.add_problems(violation.problems)
        except RuleViolation as violation:
            problems = violation.problems
        else:
            messages.success(request, done)
            return redirect(back)
    return show_form(request, form, problems, back=back, of=meeting.title, differences=differences)
