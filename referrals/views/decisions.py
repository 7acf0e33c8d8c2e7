"""The decider's desk: the evidence beside the decision, and the signed paper."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from atensi.audit.actor import Actor
from atensi.audit.services import record_view
from atensi.documents.serving import serve
from atensi.errors import Problem, RuleViolation, require
from atensi.forms import reasons_from
from cases.masking import require_names
from cases.states import RESIDENTIAL_FORMS
from institutions.parameters import value_for

from ..decision_files import advice_of, agreement_of, files_of, voices_of
from ..eligibility.gate import MAX_AGE
from ..eligibility.inquiries import answers_since
from ..eligibility.signing import Signing, first_review_on, met_rules, signing_problems
from ..forms.decisions import DecisionForm
from ..ladder import ladder_steps, proposal_words
from ..models import CareDecision, DecisionRevocation, Referral
from ..permissions import can_revoke, can_sign_decision
from ..services.decisions import LEGAL_BASIS, sign_decision
from ..states import DecisionOutcome, ReferralState
from ..summaries import RELATED
from .answers import may_ask, questions_of
from .routing import route_url

SIGN_RELATED = (
    *RELATED,
    "from_institution__region",
    "case__office",
    "case__worker",
    "case__beneficiary__region",
    "sent_by",
    "asked_carer",
    "social_report__author",
    "social_report__assessment__author",
    "conference__recorded_by",
)
PAPER_RELATED = (
    "case__beneficiary",
    "case__office",
    "deciding_office__region",
    "institution",
    "carer",
    "signed_by",
    "signed_for",
    "mandate",
    "report_author",
    "social_report",
    "conference",
    "referral__from_institution",
    "document",
)


def _referral(request: HttpRequest, pk: int) -> Referral:
    """The request, for its decider. Raises Http404; NotAllowed."""
    rows = Referral.objects.visible_to(request.user).select_related(*SIGN_RELATED)
    referral = get_object_or_404(rows, pk=pk)
    require(
        can_sign_decision(request.actor, referral),
        _("Hanya pejabat pemutus dari Dinas Sosial tujuan yang boleh menandatangani."),
    )
    return referral


@require_http_methods(["GET", "HEAD", "POST"])
def decision_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Evidence left, decision right. A request that has been answered is shown instead."""
    referral = _referral(request, pk)
    if referral.state != ReferralState.SENT and request.method != "POST":
        return redirect("referrals:detail", referral.pk)
    form = DecisionForm(request.POST or None, referral=referral)
    problems: list[Problem] | None = None
    if form.is_valid() and "check" not in request.POST:
        try:
            decision = sign_decision(
                referral=referral, by=request.actor, reasons=reasons_from(request.POST), **form.signing()
            )
        except RuleViolation as violation:
            problems = violation.problems
        else:
            messages.success(request, _("Keputusan %(number)s ditandatangani.") % {"number": decision.number})
            return redirect("referrals:decision", decision.pk)
    return _desk(request, referral, form, problems)


def evidence(referral: Referral, actor: Actor, today: date) -> dict[str, Any]:
    """What stands on the left of whoever weighs a request: the ladder, the voices, the papers, what was asked of the
    sender."""
    agreement, asked = agreement_of(referral), questions_of(referral)
    open_questions = [row for row in asked if row.answered_at is None]
    return {
        "questions": asked,
        "may_ask": may_ask(actor, referral, asked),
        "waits_for_sender": not referral.is_emergency
        and any(actor.institution_id in {referral.to_institution_id, row.institution_id} for row in open_questions),
        "referral": referral,
        "case": referral.case,
        "steps": ladder_steps(
            referral.asked_form,
            referral.alternatives.with_evidence(),
            on=today,
            max_age=value_for(MAX_AGE, referral.case.office),
            asked=proposal_words(referral, named=True),
        ),
        "answers_since": answers_since(referral),
        "voices": voices_of(referral, agreement),
        "files": files_of(referral, agreement, today),
    }


def _desk(request: HttpRequest, referral: Referral, form: DecisionForm, refused: list[Problem] | None) -> HttpResponse:
    """The decision page as it stands with what the form says now."""
    today = timezone.localdate()
    signing = Signing(referral, request.actor, on=today, **form.signing_or_initial())
    problems = signing_problems(signing)
    if not form.is_bound:
        problems = [problem for problem in problems if problem.code != "considerations_missing"]
    if refused is not None:
        problems = refused
    context = evidence(referral, request.actor, today) | {
        "advice": advice_of(referral),
        "form": form,
        "problems": problems,
        "met": met_rules(signing, problems),
        "hard": sum(problem.is_hard for problem in problems),
        "soft": sum(not problem.is_hard for problem in problems),
        "reasons": referral.soft_reasons | reasons_from(request.POST),
        "review_due_on": first_review_on(
            referral, term=signing.term, starts_on=signing.starts_on, ends_on=signing.ends_on
        ),
        "legal_basis": LEGAL_BASIS,
        "on_behalf": signing.mandate.on_behalf if signing.mandate else "",
        "route": _compare(referral) if referral.asked_form in RESIDENTIAL_FORMS else "",
    }
    status = 409 if refused else 422 if form.is_bound and form.errors else 200
    response = render(request, "referrals/decision_sign.html", context, status=status)
    record_view("decision.view_request", referral, by=request.actor)
    return response


def _compare(referral: Referral) -> str:
    """Where the place that was asked for is compared with others."""
    return route_url(referral.case_id, kind=referral.kind, form=referral.asked_form, months=referral.asked_months)


def _decision(request: HttpRequest, pk: int) -> CareDecision:
    """A signed decision the user may read. Raises Http404; PermissionDenied when the case is restricted to its team."""
    rows = CareDecision.objects.visible_to(request.user).select_related(*PAPER_RELATED)
    decision = get_object_or_404(rows, pk=pk)
    require_names(request.user, decision.case)
    return decision


@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed decision on screen."""
    found = _decision(request, pk)
    related = ("signed_by", "mandate", "signed_for", "paper")
    revocations = DecisionRevocation.objects.visible_to(request.user).filter(decision=found)
    revocation = revocations.select_related(*related).first()
    open_to_revoke = revocation is None and found.outcome == DecisionOutcome.APPROVED
    context = {"decision": found, "case": found.case, "basis": found.legal_basis.split("\n"), "revocation": revocation}
    context["revisions"] = found.revisions.visible_to(request.user).select_related(*related)
    context["may_revoke"] = open_to_revoke and can_revoke(request.actor, found)
    response = render(request, "referrals/decision.html", context)
    record_view("decision.view", found, by=request.actor)
    return response


@require_safe
def decision_pdf(request: HttpRequest, pk: int) -> FileResponse:
    """The signed paper as it was made."""
    found = _decision(request, pk)
    response = serve(found.document)
    record_view("decision.download", found, by=request.actor)
    return response
