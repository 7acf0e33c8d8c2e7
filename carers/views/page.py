"""What the pages of one candidate share: the candidate or 404, the right or 403, its form, the trace of who saw it."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from atensi.audit.actor import Actor
from atensi.audit.services import record_view
from atensi.errors import Problem, attempt, require
from atensi.forms import reasons_from
from atensi.sections import SectionedForm

from ..models import Candidate


def open_candidate(
    request: HttpRequest, pk: int, *, right: Callable[[Actor | None, Candidate], bool] | None = None
) -> Candidate:
    """The candidate with all that stands in it. right: the predicate that the page needs. Raises Http404 for one out of
    sight, NotAllowed without the right."""
    candidate = get_object_or_404(Candidate.objects.visible_to(request.user).whole(), pk=pk)
    require(right is None or right(request.actor, candidate))
    return candidate


def show_form(
    request: HttpRequest,
    form: SectionedForm,
    problems: Sequence[Problem],
    *,
    back: str,
    of: Any,
    candidate: Candidate | None = None,
    **context: Any,
) -> HttpResponse:
    """The page of a form: with its errors (422), or the problems against it (409); the typed text is kept. of: what it
    leads back to."""
    status = 409 if problems else 422 if form.errors else 200
    context = {"differences": [], **context}
    context |= {"form": form, "problems": problems, "reasons": reasons_from(request.POST), "back": back, "of": of}
    response = render(request, "carers/carer_form.html", context, status=status)
    if candidate is not None:
        record_view("candidate.view", candidate, by=request.actor)
    return response


def take_candidate_step(
    request: HttpRequest, candidate: Candidate, form: SectionedForm, service: Callable[..., Any], done: str
) -> HttpResponse:
    """Ask what a step needs, take it with what the form says, and lead back to the candidate."""
    back, problems = reverse("carers:detail", args=[candidate.pk]), []
    if form.is_valid():
        given = getattr(form, "content", form.cleaned_data)
        made, problems = attempt(lambda: service(by=request.actor, **given))
        if made:
            messages.success(request, done)
            return redirect(back)
    return show_form(request, form, problems, back=back, of=candidate.name, candidate=candidate)
