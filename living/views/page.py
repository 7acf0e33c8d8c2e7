"""What the pages of this room share: the home they are about, the page of a form."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from atensi.errors import Problem
from atensi.forms import reasons_from
from atensi.sections import SectionedForm
from institutions.models import Institution
from institutions.states import RESIDENCES


def home_or_404(request: HttpRequest, pk: int) -> Institution:
    """A home where children live. Raises Http404 for any other institution."""
    rows = Institution.objects.visible_to(request.user).filter(kind__in=RESIDENCES)
    return get_object_or_404(rows.select_related("region"), pk=pk)


def show_form(
    request: HttpRequest,
    form: SectionedForm,
    problems: list[Problem],
    *,
    back: str,
    of: str,
    against: list[Problem] | None = None,
    template: str = "living/form.html",
    **context: Any,
) -> HttpResponse:
    """The page of a form: with its errors (422), or the problems against it (409); the typed text is kept. of: what it
    leads back to. against: what stands in the way already."""
    status = 409 if problems else 422 if form.errors else 200
    context.setdefault("differences", [])
    context.setdefault("missing", [])
    context |= {"form": form, "problems": problems or against or [], "reasons": reasons_from(request.POST)}
    return render(request, template, {**context, "back": back, "of": of}, status=status)
