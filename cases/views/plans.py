"""The care plan: the one in force, its versions; draft with goals and actions, read, sign."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from atensi.versions import CHOICE, STORED

from .. import overview
from ..eligibility.plans import plan_problems
from ..forms.base import initial_of
from ..forms.plans import ADD, GOALS, GoalRows, PlanForm, goal_differences
from ..models import CarePlan
from ..services.plans import FIELDS, draft_plan, edit_plan, planned_of, sign_plan
from ..states import ActionState
from .page import CasePage, attempt, number_of, open_case, show, show_form
from .papers import is_stale, read_paper, reread, sign_paper

TAB = "plan"
TEMPLATE = "cases/case_plan_form.html"


def _paper(page: CasePage, pk: int) -> CarePlan:
    return get_object_or_404(overview.plans_of(page.case), pk=pk)


@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan in force, and every version."""
    page = open_case(request, pk, tab=TAB)
    in_force = overview.plan_in_force(page.case)
    actions = overview.actions_of(in_force)
    context = {
        "plan": in_force,
        "actions_n": len(actions),
        "done_n": sum(action.state == ActionState.DONE for action in actions),
        "versions": page.case.plans.select_related("author", "signed_by"),
    }
    return show(request, page, "cases/case_plan.html", context)


def _form(request: HttpRequest, initial: dict | None) -> PlanForm:
    """Bound to what was sent; while rows are being added only carrying it along, so that nothing is judged yet."""
    if ADD in request.POST:
        return PlanForm(initial={name: request.POST.get(name, "") for name in PlanForm.base_fields})
    return PlanForm(request.POST or None, initial=initial)


def _goals(request: HttpRequest, source: CarePlan | None) -> GoalRows:
    return GoalRows(request.POST if request.method == "POST" else None, source)


def _is_valid(form: PlanForm, goals: GoalRows) -> bool:
    """Whether the form and all its rows are; the rows say what they lack themselves, the form that they do."""
    if not form.is_bound:
        return False
    if not goals.is_valid():
        form.add_error(None, _("Lengkapi tujuan dan kegiatan yang ditandai."))
    return form.is_valid()


def plan_new(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft of the next version; it begins with the words of the newest one (`?koreksi=`: of that one)."""
    page = open_case(request, pk, tab=TAB, right="sign")
    wanted = number_of(request.GET.get("koreksi"))
    source = (page.case.plans.filter(pk=wanted) if wanted else page.case.plans.all()).first()
    form, goals, problems = _form(request, initial_of(source, FIELDS) if source else None), _goals(request, source), []
    if _is_valid(form, goals):
        draft, problems = attempt(
            lambda: draft_plan(case=page.case, by=request.actor, content=form.content, goals=goals.planned)
        )
        if draft:
            messages.success(request, _("Draf disimpan."))
            return redirect("cases:plan_version", pk=pk, paper_pk=draft.pk)
    return show_form(request, page, form, problems, goals=goals, template=TEMPLATE)


def plan_edit(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    page = open_case(request, pk, tab=TAB, right="sign")
    paper = _paper(page, paper_pk)
    form, goals = _form(request, initial_of(paper, FIELDS)), _goals(request, paper)
    problems, differences = [], []
    if _is_valid(form, goals):
        read_at = form.cleaned_data["read_at"]
        planned = planned_of(paper) if request.POST.get(f"{CHOICE}{GOALS}") == STORED else goals.planned
        edited, problems = attempt(
            lambda: edit_plan(plan=paper, by=request.actor, content=form.content, goals=planned, read_at=read_at)
        )
        if edited:
            messages.success(request, _("Draf disimpan."))
            return redirect("cases:plan_version", pk=pk, paper_pk=paper_pk)
        if is_stale(problems):
            form, differences = reread(form, paper, PlanForm)
            differences += goal_differences(goals.planned, planned_of(_paper(page, paper_pk)))
    return show_form(request, page, form, problems, goals=goals, template=TEMPLATE, differences=differences)


def _read(request: HttpRequest, page: CasePage, paper: CarePlan, **kwargs) -> HttpResponse:
    return read_paper(request, page, paper, name="plan", template="cases/case_plan_version.html", **kwargs)


@require_safe
def plan_version(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    page = open_case(request, pk, tab=TAB)
    paper = _paper(page, paper_pk)
    problems = [] if paper.is_signed or not page.may.sign else plan_problems(paper, request.actor)
    return _read(request, page, paper, problems=problems)


@require_POST
def plan_sign(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    page = open_case(request, pk, tab=TAB, right="sign")
    paper = _paper(page, paper_pk)
    return sign_paper(
        request,
        paper,
        lambda **kwargs: sign_plan(plan=paper, **kwargs),
        name="plan_version",
        again=lambda **kwargs: _read(request, page, _paper(page, paper_pk), **kwargs),
    )
