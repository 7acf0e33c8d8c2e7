"""One referral: what the reader may see of it, where it stands, and the receiver's answer."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from atensi.audit.actor import Actor
from atensi.audit.services import record_view
from atensi.errors import Problem, RuleViolation, require
from atensi.forms import reasons_from
from institutions.parameters import value_for
from institutions.states import RECEIVING_ROLES

from ..decision_files import advice_of
from ..eligibility.gate import MAX_AGE
from ..eligibility.placements import placement_problems
from ..forms.answers import ACCEPT, DECLINE, REDIRECT, AnswerForm, options_for
from ..history import history_of
from ..ladder import ladder_steps, proposal_words
from ..models import Referral, ReferralQuestion
from ..permissions import (
    can_answer_question,
    can_check_order,
    can_complete,
    can_recommend,
    can_send,
    can_sign_decision,
    can_withdraw,
    receives,
)
from ..services.answering import title_of
from ..services.moves import require_move
from ..services.referrals import (
    accept_referral,
    complete_referral,
    decline_referral,
    redirect_referral,
    withdraw_referral,
)
from ..states import ReferralKind, ReferralState
from ..summaries import RELATED, Summary, summaries
from .inbox import STATE, TABS, page_of, received
from .routing import route_url

DETAILS = (
    *RELATED,
    "from_institution__region",
    "case__office",
    "case__beneficiary__region",
    "sent_by",
    "answered_by",
    "asked_carer",
    "social_report",
    "conference",
    "redirected_from",
    "order_document",
    "care_decision",
)


def find(request: HttpRequest, pk: int) -> Referral:
    """A referral the user may see. Raises Http404."""
    rows = Referral.objects.visible_to(request.user).select_related(*DETAILS)
    return get_object_or_404(rows, pk=pk)


def gone(request: HttpRequest, pk: int) -> HttpResponse:
    """A request that has ended, to somebody who was about to answer it: who was first, the line that remains, and
    what they wrote. Not a redirect, which would say that the answer was taken. Raises Http404 for anybody else."""
    receipt = get_object_or_404(Referral.objects.receipts_of(request.user), pk=pk)
    problems: list[Problem] = []
    try:
        require_move(receipt, ReferralState.ACCEPTED)
    except RuleViolation as violation:
        problems = violation.problems
    tab = next(tab for tab, (_label, states) in TABS.items() if receipt.state in states)
    context = {
        "referral": receipt,
        "problems": problems,
        "line": f"{reverse('referrals:inbox')}?{STATE}={tab}",
        "written": request.POST.get("reason", "").strip(),
    }
    return render(request, "referrals/gone.html", context, status=409)


def sees(request: HttpRequest, pk: int) -> bool:
    return Referral.objects.visible_to(request.user).filter(pk=pk).exists()


def refused(request: HttpRequest, pk: int, form: AnswerForm | None, problems: list[Problem]) -> HttpResponse:
    """The page with what stands against the answer; when somebody else ended the request meanwhile, its line."""
    return show(request, find(request, pk), form, problems) if sees(request, pk) else gone(request, pk)


def show(
    request: HttpRequest, referral: Referral, form: AnswerForm | None = None, problems: list[Problem] | None = None
) -> HttpResponse:
    """The page of one referral, and the trace of who read it."""
    [summary] = summaries(request.user, request.actor, [referral])
    options, advice = options_for(request.actor, referral), advice_of(referral)
    if form is None and options:
        form = AnswerForm(referral=referral, actor=request.actor)
    context = {
        "summary": summary,
        "referral": referral,
        "form": form if options else None,
        "problems": fit_problems(referral, request.actor, options) if problems is None else problems,
        "reasons": reasons_from(request.POST) or referral.soft_reasons,
        "history": history_of(referral),
        "questions": (asked := questions_of(referral) if summary.told else []),
        "may_ask": may_ask(request.actor, referral, asked),
        "may_tell": summary.asks and can_answer_question(request.actor, referral),
        "steps": _steps(referral, summary),
        "proposal": proposal_words(referral, named=summary.named) if referral.asked_form else "",
        "decision_pk": referral.care_decision.pk if hasattr(referral, "care_decision") else None,
        "due_label": _("Batas jawab:"),
        "may_read_order": referral.order_document is not None
        and (summary.named or can_check_order(request.actor, referral)),
        "may_sign": referral.state == ReferralState.SENT and can_sign_decision(request.actor, referral),
        "advice": advice,
        "may_recommend": referral.state == ReferralState.SENT
        and advice is None
        and can_recommend(request.actor, referral),
        "elsewhere": _elsewhere(request, referral),
        "may_withdraw": referral.state == ReferralState.SENT and can_withdraw(request.actor, referral),
        "may_complete": (referral.state, referral.kind) == (ReferralState.ACCEPTED, ReferralKind.SERVICE)
        and can_complete(request.actor, referral),
        **_list_beside(request, referral),
    }
    status = 409 if problems else 422 if form and form.is_bound and form.errors else 200
    response = render(request, "referrals/detail.html", context, status=status)
    record_view("referral.view", referral, by=request.actor)
    return response


def questions_of(referral: Referral) -> list[ReferralQuestion]:
    """What was asked and said, newest first: one query."""
    return list(referral.questions.select_related("institution", "asked_by", "answered_by"))


def may_ask(actor: Actor, referral: Referral, asked: list[ReferralQuestion]) -> bool:
    """Whether a question is offered: of an unanswered request, by whoever weighs it, when none of `asked` is open. At
    most one query, for a regency that may have said its word."""
    if referral.state != ReferralState.SENT or any(question.answered_at is None for question in asked):
        return False
    return receives(actor, referral) or (can_recommend(actor, referral) and advice_of(referral) is None)


def _elsewhere(request: HttpRequest, referral: Referral) -> str:
    """For the sender of a request that lapsed, or that an institution declined: where to choose another, for what was
    sought; empty for others. A decision names its place: for another one a new decision is asked."""
    ended = referral.state == ReferralState.LAPSED or (
        referral.state == ReferralState.DECLINED and referral.kind != ReferralKind.CARE_DECISION
    )
    if not ended or not referral.case.is_open or not can_send(request.actor, referral.case):
        return ""
    if referral.decision_id is not None:
        return route_url(referral.case_id, kind=ReferralKind.CARE_DECISION, form=referral.asked_form)
    in_haste = referral.is_emergency and referral.kind == ReferralKind.ADMISSION
    return route_url(referral.case_id, kind=referral.kind, is_emergency=in_haste)


def _list_beside(request: HttpRequest, referral: Referral) -> dict[str, Any]:
    """For the receiver: what else waits, beside the open item on a wide screen."""
    if request.actor.role not in RECEIVING_ROLES or not receives(request.actor, referral):
        return {"rows": None, "waiting": 0}
    page = page_of(request, received(request), "")
    return {"rows": summaries(request.user, request.actor, page.rows), "waiting": page.total}


def _steps(referral: Referral, summary: Summary) -> list:
    if not referral.asked_form or referral.kind != ReferralKind.CARE_DECISION or not summary.told or summary.restricted:
        return []  # of a restricted case nobody else reads who was asked, and why it was refused
    return ladder_steps(
        referral.asked_form,
        referral.alternatives.with_evidence(),
        on=timezone.localdate(),
        max_age=value_for(MAX_AGE, referral.case.office),
        asked=proposal_words(referral, named=summary.named),
        links=summary.named,
    )


def fit_problems(referral: Referral, actor, options: list) -> list[Problem]:
    """What stands against admitting the child today, shown beside the answer."""
    if referral.kind != ReferralKind.ADMISSION or ACCEPT not in dict(options):
        return []
    title, term = title_of(referral)
    return placement_problems(
        case=referral.case,
        title=title,
        form=referral.asked_form,
        base=referral.asked_base,
        institution=referral.to_institution,
        carer=None,
        decision=referral.decision,
        starts_on=timezone.localdate(),
        term=term,
        order_number=referral.order_number,
        order_on=referral.order_on,
        order_document=referral.order_document,
    )


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The referral's page: summary, ladder, answer, history."""
    return show(request, find(request, pk))


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept, redirect or decline."""
    if not sees(request, pk):
        return gone(request, pk)
    referral = find(request, pk)
    form = AnswerForm(request.POST, referral=referral, actor=request.actor)
    if not options_for(request.actor, referral):
        return _refuse(request, referral)
    if not form.is_valid():
        return show(request, referral, form)
    try:
        said = _give(request, referral, form.cleaned_data)
    except RuleViolation as violation:
        return refused(request, pk, form, violation.problems)
    messages.success(request, said)
    return redirect("referrals:detail", pk) if sees(request, pk) else redirect("referrals:inbox")


def _refuse(request: HttpRequest, referral: Referral) -> HttpResponse:
    """Nothing is left for this person to answer: 403, or for a colleague of whoever was first, who and when."""
    require(receives(request.actor, referral), _("Hanya lembaga tujuan yang menjawab rujukan ini."))
    try:
        require_move(referral, ReferralState.ACCEPTED)
    except RuleViolation as violation:
        return show(request, referral, None, violation.problems)
    raise PermissionDenied


def _give(request: HttpRequest, referral: Referral, given: dict[str, Any]) -> str:
    """Call the one service that the answer names; what to tell the person."""
    by, reason = request.actor, given.get("reason", "")
    if given["answer"] == ACCEPT:
        reasons = reasons_from(request.POST)
        accept_referral(referral=referral, by=by, admitted_on=given.get("admitted_on"), reasons=reasons)
        return _("Rujukan diterima. Kasusnya sekarang terbuka untuk lembaga Anda.")
    if given["answer"] == REDIRECT:
        redirect_referral(referral=referral, by=by, to_institution=given["to_institution"], reason=reason)
        return _("Rujukan dialihkan. Pengirim melihat ke mana dan mengapa.")
    assert given["answer"] == DECLINE
    decline_referral(referral=referral, by=by, reason=reason)
    return _("Rujukan ditolak. Pengirim melihat alasannya.")


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an unanswered referral back."""
    referral = find(request, pk)
    try:
        withdraw_referral(referral=referral, by=request.actor)
    except RuleViolation as violation:
        return show(request, find(request, pk), None, violation.problems)
    messages.success(request, _("Rujukan ditarik."))
    return redirect("referrals:detail", pk)


@require_POST
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    """A referred service is done."""
    if not sees(request, pk):
        return gone(request, pk)
    referral = find(request, pk)
    try:
        complete_referral(referral=referral, by=request.actor)
    except RuleViolation as violation:
        return refused(request, pk, None, violation.problems)
    messages.success(request, _("Layanan selesai. Kasus tidak lagi dibagikan lewat rujukan ini."))
    return redirect("referrals:detail", pk) if sees(request, pk) else redirect("referrals:inbox")
