"""The questionnaires, and the editor of their drafts: administrators read, the nation's keepers write."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atensi.errors import Problem, RuleViolation, StaleWrite, require
from atensi.versions import beside

from .definition import Definition
from .editing import Do, Part, kind_of, part_of
from .forms.editing import FORMS, PartForm, form_of
from .forms.publishing import PublishForm
from .forms.questionnaire import QuestionnaireForm
from .models import Instrument, InstrumentVersion
from .permissions import can_keep
from .scoring import scores
from .services.drafting import ONLY_KEEPERS, arrange_part, begin_version, discard_version, put_part
from .services.publishing import can_go, faults_in, publish_version, retire_version

WORDS = {kind: word for word, (kind, _form) in FORMS.items()}


def _version(request: HttpRequest, pk: int) -> InstrumentVersion:
    rows = InstrumentVersion.objects.visible_to(request.user).select_related(
        "instrument", "published_by", "retired_by", "created_by"
    )
    return get_object_or_404(rows, pk=pk)


def _try(request: HttpRequest, act: Callable[[], Any]) -> Any:
    """What the service made; None when rules stand against it, which are then told."""
    try:
        return act()
    except RuleViolation as violation:
        for problem in violation.problems:
            messages.error(request, str(problem.text))
    return None


@require_safe
def instrument_list(request: HttpRequest) -> HttpResponse:
    versions = InstrumentVersion.objects.visible_to(request.user).defer("definition")
    rows = Instrument.objects.visible_to(request.user).prefetch_related(Prefetch("versions", versions))
    return render(request, "instruments/list.html", {"rows": rows, "may_keep": can_keep(request.actor)})


@require_POST
def version_begin(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft from the published version."""
    instrument = get_object_or_404(Instrument.objects.visible_to(request.user), pk=pk)
    draft = _try(request, lambda: begin_version(instrument=instrument, by=request.actor))
    return redirect("instruments:version", draft.pk) if draft else redirect("instruments:list")


@require_safe
def version_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, _version(request, pk))


def _show(
    request: HttpRequest,
    version: InstrumentVersion,
    problems: Sequence[Problem] = (),
    status: int = 200,
    form: PublishForm | None = None,
):
    """Its outline, and what stands against publishing it."""
    asked = version.questionnaire
    context = {
        "version": version,
        "asked": asked,
        "faults": faults_in(version) if version.is_draft else [],
        "may_keep": can_keep(request.actor),
        "may_retire": version.is_published and can_keep(request.actor) and can_go(version),
        "problems": problems,
        "form": form or PublishForm(initial={"legal_basis": version.legal_basis}),
    }
    return render(request, "instruments/version.html", context, status=status)


@require_safe
def version_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions as a worker will see them. Answers in the address try skip rules and scores; nothing is kept."""
    version = _version(request, pk)
    form = QuestionnaireForm.of(version.questionnaire)(request.GET or None)
    form.is_valid()
    context = {"version": version, "form": form, "scores": scores(version.questionnaire, form.standing())}
    return render(request, "instruments/preview.html", context)


@require_POST
def version_publish(request: HttpRequest, pk: int) -> HttpResponse:
    version, form = _version(request, pk), PublishForm(request.POST)
    require(can_keep(request.actor), ONLY_KEEPERS)
    if not form.is_valid():
        return _show(request, version, status=422, form=form)
    try:
        publish_version(version=version, by=request.actor, **form.cleaned_data)
    except RuleViolation as violation:
        return _show(request, _version(request, pk), violation.problems, 409, form)
    messages.success(request, _("Versi ini terbit. Asesmen yang dimulai sesudah ini memakainya."))
    return redirect("instruments:version", pk)


@require_POST
def version_retire(request: HttpRequest, pk: int) -> HttpResponse:
    version = _version(request, pk)
    if _try(request, lambda: retire_version(version=version, by=request.actor)):
        messages.success(request, _("Versi ini ditarik."))
    return redirect("instruments:version", pk)


@require_POST
def version_discard(request: HttpRequest, pk: int) -> HttpResponse:
    version = _version(request, pk)
    try:
        discard_version(version=version, by=request.actor)
    except RuleViolation as violation:
        return _show(request, version, violation.problems, 409)
    messages.success(request, _("Draf dibuang."))
    return redirect("instruments:list")


@require_POST
def part_arrange(request: HttpRequest, pk: int) -> HttpResponse:
    """One part up, down, or away: `move` is "question.health.up"."""
    version = _version(request, pk)
    kind, code, do = [*request.POST.get("move", "").split("."), "", "", ""][:3]
    if kind not in WORDS or do not in set(Do):
        require(can_keep(request.actor), ONLY_KEEPERS)
        return _show(request, version, [Problem("arrange_unknown", _("Pilih bagian yang dipindahkan."))], 409)
    _try(request, lambda: arrange_part(version=version, kind=kind, code=code, do=Do(do), by=request.actor))
    anchor = "" if do == Do.REMOVE else f"#{kind}-{code}"
    return redirect(f"{reverse('instruments:version', args=[pk])}{anchor}")


@require_http_methods(["GET", "HEAD", "POST"])
def part_create(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """A new domain, question (`?ranah=` says where) or scale."""
    version = _draft(request, pk)
    if part not in FORMS:
        raise Http404
    first = {"domain": request.GET.get("ranah", "")}
    return _part_page(request, version, lambda data, asked: form_of(part, asked, None, data, first))


@require_http_methods(["GET", "HEAD", "POST"])
def part_edit(request: HttpRequest, pk: int, part: str, code: str) -> HttpResponse:
    version = _draft(request, pk)
    if part not in FORMS or _first(version.questionnaire, part, code) is None:
        raise Http404
    return _part_page(
        request, version, lambda data, asked: form_of(part, asked, _first(asked, part, code), data), instead_of=code
    )


def _first(definition: Definition, part: str, code: str) -> Part | None:
    return part_of(definition, FORMS[part][0], code)


def _draft(request: HttpRequest, pk: int) -> InstrumentVersion:
    """The version to change; 403 for somebody who keeps none, 404 once it is published."""
    version = _version(request, pk)
    require(can_keep(request.actor), ONLY_KEEPERS)
    if not version.is_draft:
        raise Http404
    return version


def _part_page(
    request: HttpRequest,
    version: InstrumentVersion,
    build: Callable[[Any, Definition], PartForm],
    instead_of: str = "",
) -> HttpResponse:
    form, differences, status = build(request.POST or None, version.questionnaire), [], 200
    if form.is_valid():
        given = {"domain": form.cleaned_data.get("domain", ""), "seen": form.cleaned_data["seen"]}
        try:
            put_part(version=version, part=form.part(), by=request.actor, instead_of=instead_of, **given)
        except StaleWrite as violation:
            fresh = _version(request, version.pk).questionnaire
            form, differences = beside(form, lambda data: build(data, fresh))
            form.add_problems(violation.problems)
            status = 409
        except RuleViolation as violation:
            form.add_problems(violation.problems)
            status = 409
        else:
            messages.success(request, _("Draf disimpan."))
            return redirect("instruments:version", version.pk)
    context = {"version": version, "form": form, "differences": differences, "removes": ""}
    if form.first is not None:
        context["removes"] = f"{kind_of(form.first)}.{form.first.code}.{Do.REMOVE}"
    return render(
        request, "instruments/part_form.html", context, status=422 if form.errors and status == 200 else status
    )
