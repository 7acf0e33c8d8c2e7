"""Asking for more before a request is answered, decided or recommended, and the sender's answer."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atensi.audit.services import record_view
from atensi.errors import Problem, RuleViolation, require

from ..forms.questions import QuestionAnswerForm, QuestionForm
from ..models import Placement, Referral, ReferralQuestion
from ..permissions import can_answer_question, can_ask
from ..services.questions import ONLY_WHO_WEIGHS, answer_question, ask_sender
from ..states import ReferralKind, ReferralState, Title
from ..summaries import RELATED, summaries
from .answers import find, gone, may_ask, sees

ANSWER = ["answer", "answered_at", "answered_by", "due_after"]


@require_http_methods(["GET", "HEAD", "POST"])
def question_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the sender. Where a question is open, or the request is answered, the request's page says so instead."""
    if request.method == "POST" and not sees(request, pk):
        return gone(request, pk)
    referral = find(request, pk)
    require(can_ask(request.actor, referral), ONLY_WHO_WEIGHS)
    if request.method != "POST" and not may_ask(request.actor, referral, list(referral.questions.all())):
        return redirect("referrals:detail", pk)
    form, problems = QuestionForm(request.POST or None), []
    if form.is_valid():
        try:
            ask_sender(referral=referral, by=request.actor, text=form.cleaned_data["text"])
        except RuleViolation as violation:
            problems = violation.problems
        else:
            messages.success(request, _("Pertanyaan dikirim. Pengirim dan petugas kasus diberi tahu."))
            return redirect("referrals:detail", pk)
    [summary] = summaries(request.user, request.actor, [referral])
    context = {"referral": referral, "summary": summary, "form": form, "problems": problems}
    context["emergency_ends_on"] = _emergency_limit(request, referral)
    status = _status(form, problems)
    response = render(request, "referrals/question_ask.html", context, status=status)
    record_view("referral.view", referral, by=request.actor)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def question_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One question, for the sender with the answer to write; answered, with what was said."""
    related = (
        *(f"referral__{name}" for name in RELATED),
        "referral__case__office",
        "referral__from_institution__region",
        "asked_by",
        "answered_by",
    )
    rows = ReferralQuestion.objects.visible_to(request.user).select_related("institution", *related)
    question = get_object_or_404(rows, pk=pk)
    referral = question.referral
    allowed = can_answer_question(request.actor, referral)
    if request.method == "POST":
        require(allowed, _("Hanya pengirim rujukan yang menjawab pertanyaan ini."))
    named = referral.kind == ReferralKind.CARE_DECISION
    form, problems = QuestionAnswerForm(request.POST or None, named=named), []
    if form.is_valid():
        try:
            answer_question(question=question, by=request.actor, answer=form.cleaned_data["answer"])
        except RuleViolation as violation:
            problems = violation.problems
            question.refresh_from_db(fields=ANSWER)  # somebody may have been first
        else:
            messages.success(request, _("Jawaban dikirim. Yang bertanya diberi tahu."))
            return redirect("referrals:detail", referral.pk)
    [summary] = summaries(request.user, request.actor, [referral])
    is_open = question.answered_at is None and referral.state == ReferralState.SENT
    context = {"question": question, "referral": referral, "summary": summary, "form": form, "problems": problems}
    context |= {"may_answer": allowed and (is_open or form.is_bound), "is_open": is_open}
    response = render(request, "referrals/question_answer.html", context, status=_status(form, problems))
    record_view("referral.view", referral, by=request.actor)
    return response


def _emergency_limit(request: HttpRequest, referral: Referral) -> date | None:
    """The last day of the child's emergency placement, which no question moves (30/HUK/2011): for a care decision."""
    if referral.kind != ReferralKind.CARE_DECISION:
        return None
    held = Placement.objects.visible_to(request.user).open().filter(case=referral.case_id, title=Title.EMERGENCY)
    return held.values_list("emergency_ends_on", flat=True).first()


def _status(form: QuestionForm | QuestionAnswerForm, problems: list[Problem]) -> int:
    return 409 if problems else 422 if form.is_bound and form.errors else 200
