"""A version of the plan: read, submitted, judged, signed, compared; and how far its actions have come."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from atensi.forms import reasons_from

from .. import overview
from ..eligibility.plan_approval import next_step_problems
from ..forms.base import StampField
from ..forms.plan_contacts import ActionMoveForm, CompareForm, JudgeForm, SubmitForm
from ..hands import approvers_of
from ..models import CarePlan
from ..permissions import can_approve_plan
from ..plan_differences import differences
from ..plan_states import PlanState
from ..services.plan_approval import approve_plan, return_plan, submit_plan, take_plan_back
from ..services.plan_progress import move_action
from ..services.plans import sign_plan
from ..transfers import office_at
from .page import CasePage, attempt, open_case, show, show_form
from .papers import read_paper, sign_paper

TAB = "plan"


def version_of(page: CasePage, pk: int) -> CarePlan:
    """One version of the case's plan, with everything in it."""
    return get_object_or_404(overview.plans_of(page.case), pk=pk)


def _read(request: HttpRequest, page: CasePage, paper: CarePlan, **kwargs) -> HttpResponse:
    """The version with what may be done with it now; its steps to approval, newest first."""
    more = {
        "office": office_at(page.case, paper.signed_at),
        "steps": list(paper.steps.select_related("by")),
        "returned": overview.returned_with(paper),
        "may_judge": paper.state == PlanState.SUBMITTED and can_approve_plan(request.actor, paper),
        "signs_alone": paper.is_editable and page.may.sign and not approvers_of(paper).exists(),
        "judging": JudgeForm(request.POST or None),
        "submitting": SubmitForm(request.POST or None),
        "reasons": {**paper.soft_reasons, **reasons_from(request.POST)},
        "refused": [],
        **kwargs.pop("more", {}),
    }
    return read_paper(request, page, paper, name="plan", template="cases/case_plan_version.html", more=more, **kwargs)


@require_safe
def plan_version(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    page = open_case(request, pk, tab=TAB)
    paper = version_of(page, paper_pk)
    problems = [] if paper.is_signed or not page.may.sign else next_step_problems(paper, request.actor)
    return _read(request, page, paper, problems=problems)


@require_POST
def plan_sign(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    page = open_case(request, pk, tab=TAB, right="sign")
    paper = version_of(page, paper_pk)
    return sign_paper(
        request,
        paper,
        lambda **kwargs: sign_plan(plan=paper, **kwargs),
        name="plan_version",
        again=lambda **kwargs: _read(request, page, version_of(page, paper_pk), **kwargs),
    )


def _step(request: HttpRequest, page: CasePage, paper: CarePlan, act: Callable[[], CarePlan], told: str):
    """Do one step on the way to approval; else the version again with what stands against it (409)."""
    done, problems = attempt(act)
    if done is None:
        return _read(
            request, page, version_of(page, paper.pk), problems=problems, status=409, more={"refused": problems}
        )
    messages.success(request, told)
    return redirect("cases:plan_version", pk=page.case.pk, paper_pk=paper.pk)


def _read_at(request: HttpRequest):
    return StampField().to_python(request.POST.get("read_at", ""))


@require_POST
def plan_submit(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    page = open_case(request, pk, tab=TAB, right="sign")
    paper = version_of(page, paper_pk)
    given = {"answer": request.POST.get("answer", ""), "reasons": reasons_from(request.POST)}
    act = partial(submit_plan, plan=paper, by=request.actor, read_at=_read_at(request), **given)
    return _step(request, page, paper, act, _("Rencana diajukan ke penyelia."))


@require_POST
def plan_take_back(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    page = open_case(request, pk, tab=TAB, right="sign")
    paper = version_of(page, paper_pk)
    told = _("Rencana ditarik kembali dan bisa diubah.")
    return _step(request, page, paper, lambda: take_plan_back(plan=paper, by=request.actor), told)


@require_POST
def plan_judge(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    """Approve a waiting plan, or return it with a comment: which of the two says the button."""
    page = open_case(request, pk, tab=TAB)
    paper, comment = version_of(page, paper_pk), request.POST.get("comment", "")
    judge, told = approve_plan, _("Rencana disetujui.")
    if request.POST.get("putusan") == "return":
        judge, told = return_plan, _("Rencana dikembalikan.")
    given = {"comment": comment, "read_at": _read_at(request)}
    return _step(request, page, paper, lambda: judge(plan=paper, by=request.actor, **given), told)


@require_safe
def plan_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed from one version to another, in words."""
    page = open_case(request, pk, tab=TAB)
    form = CompareForm(request.GET or None, case=page.case)
    context = {"form": form, "back": page.url, "before": None, "after": None, "found": None}
    if form.is_valid():
        by_version = {one.version: one for one in overview.plans_of(page.case)}
        before, after = (by_version[form.cleaned_data[name]] for name in ("lama", "baru"))
        context |= {"before": before, "after": after, "found": differences(before, after)}
    return show(request, page, "cases/case_plan_compare.html", context)


def plan_action(request: HttpRequest, pk: int, action_pk: int) -> HttpResponse:
    """How far one action of the plan in force has come."""
    page = open_case(request, pk, tab=TAB, right="work")
    plan = overview.plan_in_force(page.case)
    action = get_object_or_404(overview.all_actions(plan), pk=action_pk)
    form, problems = ActionMoveForm.of(action, request.POST or None), []
    if form.is_valid():
        moved, problems = attempt(lambda: move_action(action=action, by=request.actor, **form.content))
        if moved:
            messages.success(request, _("Kemajuan dicatat."))
            return redirect("cases:plan", pk=pk)
    return show_form(request, page, form, problems, hint=action.text)
