"""Flags on a case: raised and taken off, each with a reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from ..forms.flags import FlagEndForm, FlagForm
from ..models import CaseFlag
from ..services.flags import end_flag, raise_flag
from .page import attempt, open_case, show_form


def flag_raise(request: HttpRequest, pk: int) -> HttpResponse:
    page = open_case(request, pk, tab="case", right="task")
    form, problems = FlagForm(request.POST or None), []
    if form.is_valid():
        flag, problems = attempt(lambda: raise_flag(case=page.case, by=request.actor, **form.cleaned_data))
        if flag:
            messages.success(request, _("Tanda dipasang."))
            return redirect(page.url)
    return show_form(request, page, form, problems)


def flag_end(request: HttpRequest, pk: int) -> HttpResponse:
    """pk: the flag's."""
    flag = get_object_or_404(CaseFlag.objects.visible_to(request.user).select_related("case"), pk=pk)
    page = open_case(request, flag.case_id, tab="case", right="task")
    form, problems = FlagEndForm(request.POST or None), []
    if form.is_valid():
        ended, problems = attempt(lambda: end_flag(flag=flag, by=request.actor, **form.cleaned_data))
        if ended:
            messages.success(request, _("Tanda dicabut."))
            return redirect(page.url)
    return show_form(request, page, form, problems, hint=str(flag))
