"""Asking for more before a request is answered, and the sender's answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atensi.audit.services import record_view
from atensi.errors import Problem, RuleViolation, require

from ..forms.questions import QuestionAnswerForm, QuestionForm
from ..models import ReferralQuestion
from ..permissions import can_answer_question, receives
from ..services.questions import answer_question, ask_sender
from ..states import ReferralState
from ..summaries import RELATED, summaries
from .answers import find, gone, sees

ANSWER = ["answer", "answered_at", "answered_by", "due_after"]


@require_http_methods(["GET", "HEAD", "POST"])
def question_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the sender. Where a question is open, or the request is answered, the request's page says so instead."""
    if request.method == "POST" and not sees(request, pk):
        return gone(request, pk)
    referral = find(request, pk)
    require(receives(request.actor, referral), _("Hanya lembaga tujuan yang bertanya tentang rujukan ini."))
    may_ask = referral.state == ReferralState.SENT and not referral.questions.filter(answered_at=None).exists()
    if request.method != "POST" and not may_ask:
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
    rows = ReferralQuestion.objects.visible_to(request.user).select_related(*related)
    question = get_object_or_404(rows, pk=pk)
    referral = question.referral
    allowed = can_answer_question(request.actor, referral)
    if request.method == "POST":
        require(allowed, _("Hanya pengirim rujukan yang menjawab pertanyaan ini."))
    form, problems = QuestionAnswerForm(request.POST or None), []
    if form.is_valid():
        try:
            answer_question(question=question, by=request.actor, answer=form.cleaned_data["answer"])
        except RuleViolation as violation:
            problems = violation.problems
            question.refresh_from_db(fields=ANSWER)  # somebody may have been first
        else:
            messages.success(request, _("Jawaban dikirim. Penerima diberi tahu."))
            return redirect("referrals:detail", referral.pk)
    [summary] = summaries(request.user, request.actor, [referral])
    is_open = question.answered_at is None and referral.state == ReferralState.SENT
    context = {"question": question, "referral": referral, "summary": summary, "form": form, "problems": problems}
    context |= {"may_answer": allowed and (is_open or form.is_bound), "is_open": is_open}
    response = render(request, "referrals/question_answer.html", context, status=_status(form, problems))
    record_view("referral.view", referral, by=request.actor)
    return response


def _status(form: QuestionForm | QuestionAnswerForm, problems: list[Problem]) -> int:
    return 409 if problems else 422 if form.is_bound and form.errors else 200
