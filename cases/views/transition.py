"""The plan for life from 18 on: its page, and its form."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..forms.base import initial_of
from ..forms.transition import TransitionForm
from ..models import TransitionPlan
from ..services.transition import write_transition_plan
from ..transition import ASPECTS, WORDS, transition_of
from .page import attempt, open_case, show, show_form
from .papers import is_stale, reread


@require_safe
def transition(request: HttpRequest, pk: int) -> HttpResponse:
    page = open_case(request, pk, tab="plan")
    plan = TransitionPlan.objects.visible_to(request.user).filter(case=page.case).first()
    lines = [(plan._meta.get_field(name).verbose_name, getattr(plan, name)) for name in ASPECTS] if plan else []
    context = {"plan": plan, "lines": lines, "asked": transition_of(page.case)}
    return show(request, page, "cases/case_transition.html", context)


def transition_edit(request: HttpRequest, pk: int) -> HttpResponse:
    page = open_case(request, pk, tab="plan", right="work")
    plan = TransitionPlan.objects.visible_to(request.user).filter(case=page.case).first()
    initial = initial_of(plan, (*ASPECTS, *WORDS)) if plan else {}
    form, problems, differences = TransitionForm(request.POST or None, initial=initial), [], []
    if form.is_valid():
        read_at = form.cleaned_data["read_at"]
        written, problems = attempt(
            lambda: write_transition_plan(case=page.case, by=request.actor, content=form.content, read_at=read_at)
        )
        if written:
            messages.success(request, _("Rencana peralihan disimpan."))
            return redirect("cases:transition", pk=pk)
        if plan and is_stale(problems):
            form, differences = reread(form, plan, TransitionForm)
    return show_form(request, page, form, problems, differences=differences)
