"""The care plan: the one in force, its versions, and drafts with goals, actions and contacts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atensi.versions import CHOICE, STORED

from .. import overview
from ..forms.base import initial_of
from ..forms.plan_contacts import CONTACTS, ContactRows, PlanRows, contact_differences
from ..forms.plans import ADD, GOALS, GoalRows, PlanForm, goal_differences
from ..models import CarePlan
from ..plan_states import PlanState
from ..relatives import family_of
from ..services.plans import FIELDS, contacts_of, draft_plan, edit_plan, planned_of
from .page import CasePage, attempt, number_of, open_case, show, show_form
from .papers import is_stale, reread
from .plan_steps import TAB, version_of

TEMPLATE = "cases/case_plan_form.html"


@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan in force with its progress, what waits, and every version."""
    page = open_case(request, pk, tab=TAB)
    in_force = overview.plan_in_force(page.case)
    versions = list(page.case.plans.select_related("author", "signed_by", "approved_by"))
    context = {
        "plan": in_force,
        "progress": overview.progress_of(in_force),
        "versions": versions,
        "waiting": [one for one in versions if not one.is_signed and one.state != PlanState.DRAFT],
    }
    return show(request, page, "cases/case_plan.html", context)


def _form(request: HttpRequest, initial: dict | None) -> PlanForm:
    """Bound to what was sent; while rows are being added only carrying it along, so that nothing is judged yet."""
    if ADD in request.POST:
        return PlanForm(initial={name: request.POST.get(name, "") for name in PlanForm.base_fields})
    return PlanForm(request.POST or None, initial=initial)


def _rows(request: HttpRequest, page: CasePage, source: CarePlan | None) -> PlanRows:
    """The goals and the contacts, as typed or as in `source`."""
    data = request.POST if request.method == "POST" else None
    relatives = family_of(page.case, request.user).relatives
    contacts = ContactRows(relatives, data, contacts_of(source) if source else ())
    return PlanRows(GoalRows(data, source), contacts)


def _is_valid(form: PlanForm, rows: PlanRows) -> bool:
    """Whether the form and all its rows are; the rows say what they lack themselves, the form that they do."""
    if not form.is_bound:
        return False
    if not rows.is_valid():
        form.add_error(None, _("Lengkapi tujuan, kegiatan, dan kontak yang ditandai."))
    return form.is_valid()


def plan_new(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft of the next version; it begins with the words of the newest one (`?koreksi=`: of that one)."""
    page = open_case(request, pk, tab=TAB, right="sign")
    wanted = number_of(request.GET.get("koreksi"))
    source = (page.case.plans.filter(pk=wanted) if wanted else page.case.plans.all()).first()
    form, problems = _form(request, initial_of(source, FIELDS) if source else None), []
    rows = _rows(request, page, source)
    if _is_valid(form, rows):
        parts = {"goals": rows.goals.planned, "contacts": rows.contacts.planned}
        draft, problems = attempt(lambda: draft_plan(case=page.case, by=request.actor, content=form.content, **parts))
        if draft:
            messages.success(request, _("Draf disimpan."))
            return redirect("cases:plan_version", pk=pk, paper_pk=draft.pk)
    return _show(request, page, form, problems, rows)


def plan_edit(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    page = open_case(request, pk, tab=TAB, right="sign")
    paper = version_of(page, paper_pk)
    form, rows = _form(request, initial_of(paper, FIELDS)), _rows(request, page, paper)
    problems, changed = [], []
    if _is_valid(form, rows):
        read_at, parts = form.cleaned_data["read_at"], _chosen(request, rows, paper)
        edited, problems = attempt(
            lambda: edit_plan(plan=paper, by=request.actor, content=form.content, read_at=read_at, **parts)
        )
        if edited:
            messages.success(request, _("Draf disimpan."))
            return redirect("cases:plan_version", pk=pk, paper_pk=paper_pk)
        if is_stale(problems):
            form, changed = reread(form, paper, PlanForm)
            stored = version_of(page, paper_pk)
            changed += goal_differences(rows.goals.planned, planned_of(stored))
            changed += contact_differences(rows.contacts.planned, contacts_of(stored))
    return _show(request, page, form, problems, rows, returned=overview.returned_with(paper), differences=changed)


def _chosen(request: HttpRequest, rows: PlanRows, paper: CarePlan) -> dict[str, Any]:
    """Of two versions of the rows the one that the user chose, else what they typed."""
    mine = {name: request.POST.get(f"{CHOICE}{name}") != STORED for name in (GOALS, CONTACTS)}
    return {
        "goals": rows.goals.planned if mine[GOALS] else planned_of(paper),
        "contacts": rows.contacts.planned if mine[CONTACTS] else contacts_of(paper),
    }


def _show(request: HttpRequest, page: CasePage, form: PlanForm, problems: list, rows: PlanRows, **context):
    more = {"rows": rows, "goals": rows.goals, "contacts": rows.contacts, "returned": None, **context}
    return show_form(request, page, form, problems, template=TEMPLATE, **more)
