"""Settings in force for an office, and a new value for one of them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from atensi.errors import RuleViolation, require

from ..forms.parameters import ParameterForm
from ..history import versions_of
from ..hooks import effects_of
from ..models import Institution, Parameter
from ..parameters import DEFINITIONS, InForce, values_in_force
from ..services.parameters import NATIONAL, cancel_parameter, set_parameter
from ..values import show
from .institutions import acting_office


def _row(found: InForce) -> dict[str, object]:
    """What the page says about one setting."""
    return {
        "key": found.definition.key,
        "label": found.definition.label,
        "unit": found.definition.unit,
        "value": show(found.value),
        "default": show(found.definition.default),
        "version": found.row,
        "is_own": found.own,
        "coming": found.coming,
        "coming_value": show(found.coming.value) if found.coming else "",
        "is_national": found.definition.is_national,
        "source": found.definition.source,
    }


@require_GET
def parameter_list(request: HttpRequest) -> HttpResponse:
    """Every setting in force for the office acted for, and where its value comes from."""
    rows = [_row(found) for found in values_in_force(acting_office(request))]
    return render(request, "institutions/parameter_list.html", {"rows": rows, "office": acting_office(request)})


@require_http_methods(["GET", "POST"])
def parameter_edit(request: HttpRequest, key: str) -> HttpResponse:
    """A new value of one setting for the office acted for, from a day on."""
    definition, office = DEFINITIONS.get(key), acting_office(request)
    if definition is None:
        raise Http404
    require(not definition.is_national, NATIONAL)
    [found] = values_in_force(office, keys=[key])
    form = ParameterForm(request.POST or None, definition=definition, current=found.value)
    if form.is_valid():
        try:
            set_parameter(key=key, institution=office, by=request.actor, **form.cleaned_data)
        except RuleViolation as violation:
            form.add_problems(violation.problems)
        else:
            messages.success(request, _("Pengaturan tersimpan."))
            return redirect("institutions:parameter_list")
    context = {
        "form": form,
        "row": _row(found),
        "office": office,
        "effects": effects_of(key, office),
        "history": _history(office, found),
    }
    return render(request, "institutions/parameter_form.html", context, status=422 if form.errors else 200)


def _history(office: Institution, found: InForce) -> list[dict[str, object]]:
    """`versions_of` in the page's words."""
    return [
        {
            "version": one.row,
            "value": show(one.row.value),
            "is_own": one.is_own,
            "is_now": one.is_now,
            "is_coming": one.is_coming,
        }
        for one in versions_of(office, found)
    ]


@require_POST
def parameter_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a value of the office acted for that has not begun."""
    own = Parameter.objects.visible_to(request.user).filter(institution=acting_office(request))
    row = get_object_or_404(own, pk=pk)
    try:
        cancel_parameter(parameter=row, by=request.actor)
    except RuleViolation as violation:
        for problem in violation.problems:
            messages.error(request, str(problem.text))
    else:
        messages.success(request, _("Nilai yang akan datang dibatalkan."))
    return redirect("institutions:parameter_edit", row.key)
