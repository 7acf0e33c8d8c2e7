"""Pages about institutions: list, page, new, change."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from atensi.audit.services import record_view
from atensi.errors import RuleViolation, StaleWrite, require
from atensi.paging import page_by_name
from atensi.versions import Difference, words_of

from .. import permissions
from ..acting import acting_office, can_keep
from ..forms.institutions import (
    INACTIVE,
    InstitutionEditForm,
    InstitutionFilterForm,
    InstitutionForm,
    coverage_to_choose,
    initial_of,
    regions_to_choose,
    specialisations_to_choose,
)
from ..hooks import INSTITUTION_COLUMNS, INSTITUTION_PANELS
from ..models import Institution, Membership, Partnership
from ..services.institutions import create_institution, update_institution
from ..states import PARTNER_KINDS, Kind

PARTNERS_SHOWN = 200  # agreements on one page; the API lists all of them


def _filtered(rows: QuerySet[Institution], value: dict[str, str]) -> QuerySet[Institution]:
    is_active = value["status"] != INACTIVE
    return rows.narrowed(words=value["q"], kind=value["jenis"], region=value["wilayah"], is_active=is_active)


@require_GET
def institution_list(request: HttpRequest) -> HttpResponse:
    """All institutions, searched and filtered. No person stands here, so nothing is recorded."""
    office = acting_office(request)
    form = InstitutionFilterForm(request.GET, near=office.region_id if office else "")
    rows = _filtered(Institution.objects.visible_to(request.user), form.value)
    page = page_by_name(rows.select_related("region__parent__parent"), request.GET)
    columns = [(column.label, column.load(page.rows)) for column in INSTITUTION_COLUMNS]
    context = {
        "filters": form,
        "page": page,
        "rows": [(row, [(label, marks.get(row.pk)) for label, marks in columns]) for row in page.rows],
        "columns": [label for label, _marks in columns],
        "words": page.words(_("lembaga")),
        "is_filtered": any(form.value.values()),
        "narrowed": any(value for name, value in form.value.items() if name != "q"),
        "can_create": permissions.can_register(request.actor, office),
        "today": timezone.localdate(),
    }
    return render(request, "institutions/institution_list.html", context)


def _panels(institution: Institution, request: HttpRequest) -> dict[str, list[tuple[str, dict]]]:
    found: dict[str, list[tuple[str, dict]]] = {"head": [], "main": [], "side": []}
    for panel in INSTITUTION_PANELS:
        found[panel.place].append((panel.template, panel.load(institution, request.user)))
    return found


def _members(institution: Institution, request: HttpRequest) -> list[Membership]:
    """The people working here, for the administrators who keep it; seeing them is recorded."""
    rows = Membership.objects.visible_to(request.user).running().filter(institution=institution)
    members = list(rows.select_related("user").order_by("user__name", "pk"))
    record_view("institution.members", institution, by=request.actor, shown=members)
    return members


def _partners(institution: Institution, request: HttpRequest) -> dict[str, Any]:
    """The agreements of a Sentra, or of a body with a Sentra, newest first, those in force before those that are over;
    and what of it the reader keeps. One query, none for a body that has no partners."""
    with_partners = institution.kind == Kind.SENTRA or institution.kind in PARTNER_KINDS
    office = acting_office(request)
    keeps = with_partners and permissions.can_keep_partners(request.actor, office)
    rows: list[Partnership] = []
    if with_partners:
        found = Partnership.objects.visible_to(request.user).of(institution)
        found = found.select_related("sentra", "partner", "recorded_by")
        rows = sorted(found[:PARTNERS_SHOWN], key=lambda row: row.is_over())
    return {
        "has_partners": with_partners,
        "is_sentra": institution.kind == Kind.SENTRA,
        "partnerships": rows,
        "partners_shown": PARTNERS_SHOWN if len(rows) == PARTNERS_SHOWN else 0,
        "may_agree": keeps and institution.kind in PARTNER_KINDS and institution.is_active,
        "keeps_partners_of": office.pk if keeps and office else None,
    }


@require_GET
def institution_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One institution: what everybody may know of it, and its people for those who keep it."""
    rows = Institution.objects.visible_to(request.user).select_related("region__parent__parent")
    institution = get_object_or_404(rows.prefetch_related("coverage", "specialisations"), pk=pk)
    keeps, today = can_keep(request, institution), timezone.localdate()
    context = {
        "institution": institution,
        "can_keep": keeps,
        "members": _members(institution, request) if keeps else [],
        "panels": _panels(institution, request),
        **_partners(institution, request),
        "licence_valid": institution.licence_valid_on(today),
        "today": today,
    }
    return render(request, "institutions/institution_detail.html", context)


@require_http_methods(["GET", "POST"])
def institution_create(request: HttpRequest) -> HttpResponse:
    """Register an institution in the own region."""
    office = acting_office(request)
    require(permissions.can_register(request.actor, office))
    form = InstitutionForm(request.POST or None, regions=regions_to_choose(office.region_id))
    if form.is_valid():
        try:
            institution = create_institution(kind=form.cleaned_data["kind"], by=request.actor, **form.facts())
        except RuleViolation as violation:
            form.add_problems(violation.problems)
        else:
            messages.success(request, _("Lembaga tercatat."))
            return redirect("institutions:detail", institution.pk)
    return render(request, "institutions/institution_form.html", {"form": form, "institution": None, "differences": []})


@require_http_methods(["GET", "POST"])
def institution_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an institution; somebody else's change in the meantime is shown beside one's own."""
    rows = Institution.objects.visible_to(request.user).select_related("region")
    institution = get_object_or_404(rows.prefetch_related("coverage", "specialisations"), pk=pk)
    require(can_keep(request, institution))
    office, categories = acting_office(request), specialisations_to_choose(institution)
    prefix = office.region_id if office.is_social_office else institution.region.province_code
    form = InstitutionEditForm(
        request.POST or None,
        institution=institution,
        regions=regions_to_choose(prefix, institution.region),
        coverage=coverage_to_choose(institution),
        categories=categories,
    )
    differences: list[Difference] = []
    if form.is_valid():
        try:
            update_institution(
                institution=institution,
                by=request.actor,
                seen_at=form.cleaned_data["seen_at"],
                coverage=[row for row in coverage_to_choose(institution) if row.pk in form.cleaned_data["coverage"]],
                specialisations=[row for row in categories if str(row.pk) in form.cleaned_data["specialisations"]],
                **form.facts(),
            )
        except StaleWrite as violation:
            differences = _differences(form, institution)
            form.data = form.data.copy()
            form.data["seen_at"] = institution.updated_at.isoformat()
            form.add_problems(violation.problems)
        except RuleViolation as violation:
            form.add_problems(violation.problems)
        else:
            messages.success(request, _("Perubahan tersimpan."))
            return redirect("institutions:detail", institution.pk)
    context = {"form": form, "institution": institution, "differences": differences}
    return render(request, "institutions/institution_form.html", context)


def _differences(form: InstitutionEditForm, institution: Institution) -> list[Difference]:
    """Field by field: what the form holds and what is stored by now."""
    stored = initial_of(institution)
    mine = {**form.cleaned_data, "former_names": "\n".join(form.cleaned_data["former_names"])}
    mine |= {"places": mine["places"] or 0, "specialisations": [int(pk) for pk in mine["specialisations"]]}
    return [
        Difference(form.fields[name].label, words_of(form, name, mine[name]), words_of(form, name, stored[name]), name)
        for name in stored
        if name != "seen_at" and mine[name] != stored[name]
    ]
