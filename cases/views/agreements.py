"""Consent: recorded after the notice was read out, read, taken back; and the notice itself."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from atensi.errors import require
from atensi.forms import reasons_from
from atensi.instruments.permissions import can_keep
from atensi.versions import Difference

from ..forms.agreements import AgreementForm, ConsentNoticeForm, WithdrawForm
from ..forms.base import StampField, initial_of
from ..models import Agreement, ConsentNotice
from ..services.agreements import sign_agreement, withdraw_agreement
from ..services.consent_notices import FIELDS, ONLY_KEEPERS, draft_notice, edit_notice, publish_notice
from ..transfers import office_at
from .page import CasePage, attempt, open_case, show, show_form
from .papers import is_stale, reread


def agreement_new(request: HttpRequest, pk: int) -> HttpResponse:
    page = open_case(request, pk, tab="documents", right="work")
    form, problems = AgreementForm(request.POST or None, case=page.case), []
    if form.is_valid():
        agreement, problems = attempt(
            lambda: sign_agreement(
                case=page.case, by=request.actor, reasons=reasons_from(request.POST), **form.cleaned_data
            ),
        )
        if agreement:
            messages.success(request, _("Kesepakatan dicatat."))
            return redirect("cases:agreement", pk=pk, paper_pk=agreement.pk)
    notice = ConsentNotice.objects.visible_to(request.user).in_force()
    return show_form(request, page, form, problems, notice=notice, template="cases/case_agreement_form.html")


def _paper(page: CasePage, pk: int) -> Agreement:
    papers = page.case.agreements.select_related("signatory", "recorded_by", "notice")
    return get_object_or_404(papers.prefetch_related("consents__institution"), pk=pk)


@require_safe
def agreement(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    page = open_case(request, pk, tab="documents")
    paper = _paper(page, paper_pk)
    more = {"paper": paper, "office": office_at(page.case, paper.recorded_at)}
    return show(request, page, "cases/case_agreement.html", more)


def agreement_withdraw(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    page = open_case(request, pk, tab="documents", right="withdraw")
    paper = _paper(page, paper_pk)
    form, problems = WithdrawForm(request.POST or None, agreement=paper), []
    if form.is_valid():
        withdrawn, problems = attempt(
            lambda: withdraw_agreement(agreement=paper, by=request.actor, **form.content),
        )
        if withdrawn:
            messages.success(request, _("Penarikan persetujuan dicatat."))
            return redirect("cases:agreement", pk=pk, paper_pk=paper_pk)
    return show_form(request, page, form, problems)


@require_safe
def consent_notices(request: HttpRequest) -> HttpResponse:
    """Every wording that people were ever told, newest first."""
    rows = ConsentNotice.objects.visible_to(request.user)
    return render(request, "cases/consent_notices.html", {"rows": rows, "may_keep": can_keep(request.actor)})


def _notice(request: HttpRequest, pk: int) -> ConsentNotice:
    return get_object_or_404(ConsentNotice.objects.visible_to(request.user).select_related("published_by"), pk=pk)


@require_safe
def consent_notice(request: HttpRequest, pk: int) -> HttpResponse:
    context = {"notice": _notice(request, pk), "may_keep": can_keep(request.actor), "problems": []}
    return render(request, "cases/consent_notice.html", context)


def consent_notice_new(request: HttpRequest) -> HttpResponse:
    """The next wording; it begins with the words of the one in force."""
    require(can_keep(request.actor), ONLY_KEEPERS)
    source = ConsentNotice.objects.visible_to(request.user).in_force()
    form = ConsentNoticeForm(request.POST or None, initial=_words_of(source) if source else None)
    if form.is_valid():
        made, problems = attempt(lambda: draft_notice(by=request.actor, **form.content))
        if made:
            return redirect("cases:consent_notice", made.pk)
        form.add_problems(problems)
    return _notice_form(request, form, None)


def consent_notice_edit(request: HttpRequest, pk: int) -> HttpResponse:
    require(can_keep(request.actor), ONLY_KEEPERS)
    notice = _notice(request, pk)
    form, changed = ConsentNoticeForm(request.POST or None, initial=initial_of(notice, ("code", *FIELDS))), []
    if form.is_valid():
        given = {**form.content, "read_at": form.cleaned_data["read_at"]}
        made, problems = attempt(lambda: edit_notice(notice=notice, by=request.actor, **given))
        if made:
            return redirect("cases:consent_notice", made.pk)
        if is_stale(problems):
            form, changed = reread(form, notice, ConsentNoticeForm)
        form.add_problems(problems)
    return _notice_form(request, form, notice, changed)


def _words_of(notice: ConsentNotice) -> dict[str, str]:
    return {name: getattr(notice, name) for name in FIELDS}


def _notice_form(
    request: HttpRequest, form: ConsentNoticeForm, notice: ConsentNotice | None, differences: Sequence[Difference] = ()
) -> HttpResponse:
    context = {"form": form, "notice": notice, "differences": differences}
    return render(request, "cases/consent_notice_form.html", context, status=422 if form.errors else 200)


@require_POST
def consent_notice_publish(request: HttpRequest, pk: int) -> HttpResponse:
    require(can_keep(request.actor), ONLY_KEEPERS)
    notice = _notice(request, pk)
    read_at = StampField().to_python(request.POST.get("read_at", ""))
    published, problems = attempt(lambda: publish_notice(notice=notice, by=request.actor, read_at=read_at))
    if published is None:
        context = {"notice": notice, "may_keep": True, "problems": problems}
        return render(request, "cases/consent_notice.html", context, status=409)
    messages.success(request, _("Pemberitahuan terbit."))
    return redirect("cases:consent_notice", pk)
