"""The way of a child to kin, a guardian or adoption: how far it has come, and each step written down."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atensi.errors import Problem, attempt, require
from atensi.forms import sent
from atensi.reference.workdays import today_in
from cases.models import Case
from cases.states import CareForm
from cases.views.page import CasePage, open_case, show, take_step

from ..eligibility.processes import blocking_problems, kin_of, way_of
from ..models import CareMatch, CareProcess, CareProcessStep
from ..permissions import can_lead_process, can_look_for_household, can_record_step
from ..process_forms import CareStepForm, ProcessEndForm, StepWithdrawalForm
from ..requirements import FORM_CHOICES
from ..services.processes import (
    ONLY_THEY,
    end_care_process,
    open_care_process,
    record_care_step,
    withdraw_care_step,
)
from ..ways import HEARING, LAW_OF_FORM, WAY_FORMS, WAYS, WayStep, step_of


@require_http_methods(["GET", "HEAD", "POST"])
def care_process(request: HttpRequest, pk: int) -> HttpResponse:
    """Every process of the case; a POST opens the one that `form` names, of kin with `relative`."""
    page = open_case(request, pk, tab="placements")
    kin, problems = list(kin_of(page.case)), list[Problem]()
    if request.method == "POST":
        named = request.POST.get("relative", "")
        asked = {
            "form": request.POST.get("form", ""),
            "relative": next((one for one in kin if str(one.pk) == named), None),
        }
        made, problems = attempt(lambda: open_care_process(case=page.case, by=request.actor, **asked))
        if made:
            messages.success(request, _("Proses dibuka."))
            return redirect(page_of(pk))
    rows = list(CareProcess.objects.visible_to(request.user).filter(case=page.case).whole())
    going = {process.form for process in rows if process.is_open}
    context = {
        "problems": problems,
        "ways": [_shown(request, page.case, process) for process in rows if process.is_open],
        "ended": [process for process in rows if not process.is_open],
        "openable": [pair for pair in WAY_FORMS if pair[0] not in going],
        "kin": kin,
        "may_name_kin": not kin and CareForm.KINSHIP not in going,
        "forms": FORM_CHOICES if can_look_for_household(request.actor, page.case) else [],
        "matches": CareMatch.objects.visible_to(request.user).standing().filter(case=page.case).whole(),
        "may_lead": page.case.is_open and can_lead_process(request.actor, page.case),
    }
    return show(request, page, "carers/care_process.html", context, 409 if problems else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def care_step(request: HttpRequest, pk: int, form_of_care: str, step_code: str) -> HttpResponse:
    """Write one step down."""
    page, process = open_process(request, pk, form_of_care)
    step = step_of(process.form, step_code)
    if step is None:
        raise Http404
    require(can_record_step(request.actor, page.case, step), ONLY_THEY)
    hint = ""
    if request.method != "POST":
        way = way_of(page.case, process.form, process, today_in(page.case.office.region))
        hint = " ".join(str(one.text) for one in blocking_problems(way, step, way.on))
    form, service = CareStepForm(sent(request), step=step), partial(record_care_step, process=process, code=step.code)
    return take_step(request, page, form, service, _("Langkah dicatat."), leads_to=page_of(pk), hint=hint)


@require_http_methods(["GET", "HEAD", "POST"])
def care_step_withdraw(request: HttpRequest, pk: int, step_pk: int) -> HttpResponse:
    """Take back a step that was written down wrongly."""
    page = open_case(request, pk, tab="placements")
    rows = CareProcessStep.objects.visible_to(request.user).standing().select_related("process__case__office__region")
    step = get_object_or_404(rows, pk=step_pk, process__case=page.case)
    asked = step_of(step.process.form, step.code)
    require(asked is not None and can_record_step(request.actor, page.case, asked), ONLY_THEY)
    form, service = StepWithdrawalForm(sent(request)), partial(withdraw_care_step, step=step)
    return take_step(request, page, form, service, _("Catatan dicabut."), leads_to=page_of(pk), hint=str(step))


@require_http_methods(["GET", "HEAD", "POST"])
def care_process_end(request: HttpRequest, pk: int, form_of_care: str) -> HttpResponse:
    """End a process that leads nowhere."""
    page, process = open_process(request, pk, form_of_care)
    require(can_lead_process(request.actor, page.case), ONLY_THEY)
    form, service = ProcessEndForm(sent(request)), partial(end_care_process, process=process)
    return take_step(request, page, form, service, _("Proses diakhiri."), leads_to=page_of(pk), hint=str(process))


def page_of(pk: int) -> str:
    return reverse("carers:care_process", args=[pk])


def open_process(request: HttpRequest, pk: int, form_of_care: str) -> tuple[CasePage, CareProcess]:
    """The case, and its process that goes on. Raises Http404, PermissionDenied."""
    page = open_case(request, pk, tab="placements")
    rows = CareProcess.objects.visible_to(request.user).standing()
    process = get_object_or_404(rows, case=page.case, form=form_of_care)
    if not page.case.is_open:
        raise PermissionDenied(_("Kasus ini sudah ditutup."))
    process.case = page.case
    return page, process


def _shown(request: HttpRequest, case: Case, process: CareProcess) -> dict[str, object]:
    """A process for its page: each step with what was written, where it stands, and who may write it."""
    way = way_of(case, process.form, process, today_in(case.office.region))
    written = list(process.steps.all())
    hearings = list(process.hearings.all())

    def row(step: WayStep) -> dict[str, object]:
        problems = [] if way.is_done(step) else list(blocking_problems(way, step, way.on))
        return {
            "step": step,
            "state": "done" if way.is_done(step) else "blocked" if problems else "next",
            "problems": problems,
            "times": way.times(step),
            "count": way.counts[step.code],
            "written": [one for one in written if one.code == step.code and one.withdraws_id is None],
            "may": case.is_open and can_record_step(request.actor, case, step),
            "hearings": hearings if step.code == HEARING else [],
            "may_set_hearing": step.code == HEARING and not any(one.is_ahead for one in hearings),
        }

    return {
        "process": process,
        "law": LAW_OF_FORM[process.form],
        "rows": [row(step) for step in WAYS[process.form]],
        "is_whole": not way.missing(of_court=True),
    }
