"""Referrals: sent, inbox and outbox, read, answered, taken back; the decision that answers one."""

import uuid

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Day, Reasons, Ref, Text
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.errors import require
from cases.api.finding import CaseView, family
from cases.masking import require_names
from cases.states import Base, CareForm

from ..eligibility.inquiries import answers_of
from ..models import Alternative, CareDecision, Referral
from ..permissions import (
    can_answer,
    can_complete,
    can_recommend,
    can_redirect,
    can_revoke,
    can_send,
    can_sign_decision,
    can_withdraw,
)
from ..receivers import receivers
from ..services.decisions import sign_decision
from ..services.recommendations import give_recommendation
from ..services.referrals import (
    accept_referral,
    complete_referral,
    decline_referral,
    redirect_referral,
    send_referral,
    withdraw_referral,
)
from ..services.revising import revise_decision
from ..services.revoking import revoke_decision
from ..standing import entries_for
from ..states import (
    ENDED_REFERRALS,
    Advice,
    AlternativeResult,
    DecisionOutcome,
    ReferralKind,
    ReferralState,
    Source,
    Term,
)
from ..summaries import RELATED, summaries
from ..views.inbox import received, sent
from .shown import (
    DecisionInList,
    DecisionShown,
    ReceiptShown,
    RecommendationShown,
    ReferralInList,
    ReferralShown,
    RevisionShown,
    RevocationShown,
)

SHOWN_WITH = (*RELATED, "case__office", "case__beneficiary__region")


class AlternativeSent(serializers.Serializer):
    """What asking one gentler rank brought, and a paper of the case that proves it."""

    form = serializers.ChoiceField(choices=CareForm.choices)
    considered_on = Day()
    result = serializers.ChoiceField(choices=AlternativeResult.choices)
    reason = Text()
    assessment = Ref(lambda context: context["case"].assessments.filter(signed_at__isnull=False), required=False)
    conference = Ref(lambda context: context["case"].conferences.all(), required=False)
    service = Ref(lambda context: context["case"].services.all(), required=False)

    def validate(self, data):
        if sum(name in data for name in ("assessment", "conference", "service")) != 1:
            raise serializers.ValidationError({"assessment": ["One of assessment, conference and service."]})
        return Alternative(**data)


class ReferralSent(serializers.Serializer):
    """A request to another body. For a CARE_DECISION `alternatives` hold an entry for every rank gentler than
    `asked_form`; left out, the answers on file stand in. An admission names its `decision`, or is an emergency."""

    kind = serializers.ChoiceField(choices=ReferralKind.choices)
    to_institution = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    source = serializers.ChoiceField(choices=Source.choices)
    legally_responsible = Text(max_length=200)
    reason = Text()
    summary = Text()
    asked_base = serializers.ChoiceField(choices=Base.choices)
    asked_form = serializers.ChoiceField(choices=CareForm.choices, required=False, allow_blank=True)
    asked_institution = Ref(lambda context: context["institutions"], required=False, allow_null=True)
    asked_carer = Ref(family, required=False, allow_null=True)
    asked_months = serializers.IntegerField(min_value=1, max_value=216, required=False, allow_null=True)
    is_emergency = serializers.BooleanField(required=False)
    social_report = Ref(
        lambda context: context["case"].social_reports.filter(signed_at__isnull=False), required=False, allow_null=True
    )
    conference = Ref(lambda context: context["case"].conferences.all(), required=False, allow_null=True)
    decision = Ref(lambda context: context["case"].care_decisions.all(), required=False, allow_null=True)
    alternatives = AlternativeSent(many=True, required=False, max_length=7)
    reasons = Reasons()

    def validate(self, data):
        found = receivers(data["kind"], self.context["case"]).filter(pk=data["to_institution"]).first()
        if found is None:
            raise serializers.ValidationError({"to_institution": [Ref.default_error_messages["unknown"]]})
        forms = [entry.form for entry in data.get("alternatives", [])]
        if len(forms) != len(set(forms)):
            raise serializers.ValidationError({"alternatives": ["One entry for each form."]})
        return data | {"to_institution": found}


class BoxQuery(PageQuery):
    state = serializers.ChoiceField(choices=ReferralState.choices, required=False)


class ReferralView(ApiView):
    def referral(self, pk: int) -> Referral:
        return get_object_or_404(Referral.objects.visible_to(self.request.user).select_related(*SHOWN_WITH), pk=pk)

    def told(self, referral: Referral):
        return summaries(self.request.user, self.request.actor, [referral])[0]

    def answered(self, referral: Referral):
        """The referral after an answer: by then it may be out of sight, its line is not."""
        return self.done(ReferralShown, self.told(referral))


class CaseReferrals(CaseView):
    @operation("Send a referral", ReferralShown, takes=ReferralSent, status=201)
    def post(self, request, pk):
        case = self.case(pk)
        require(can_send(request.actor, case))
        given = self.given(ReferralSent, case=case, institutions=receivers_of_any(case))
        if given["kind"] == ReferralKind.CARE_DECISION and given.get("asked_form"):
            given.setdefault("alternatives", list(entries_for(given["asked_form"], answers_of(case)).values()))
        made = send_referral(case=case, by=request.actor, form_id=uuid.uuid4(), **given)
        return self.done(ReferralShown, summaries(request.user, request.actor, [made])[0], 201)


def receivers_of_any(case):
    """Bodies that may be proposed: those that give a service or take a child in."""
    return receivers(ReferralKind.SERVICE, case) | receivers(ReferralKind.ADMISSION, case)


class Inbox(ApiView):
    @operation(
        "Open referrals to the acting institution, the most urgent first", page_form(ReferralInList), query=BoxQuery
    )
    def get(self, request):
        state = self.asked(BoxQuery).get("state", ReferralState.SENT)
        rows = received(request).filter(state=state).select_related(*RELATED).with_question()
        return self.box(rows, "turn", newest_first=False, verb="referral.list")

    def box(self, rows, field, *, newest_first, verb):
        return self.page(
            ReferralInList,
            rows,
            field=field,
            newest_first=newest_first,
            query=BoxQuery,
            verb=verb,
            subject="list:referrals",
            seen=lambda shown: [summary.referral for summary in shown],
            keep=lambda shown: summaries(self.request.user, self.request.actor, shown),
        )


class Outbox(Inbox):
    @operation("Referrals sent from the acting institution, newest first", page_form(ReferralInList), query=BoxQuery)
    def get(self, request):
        asked = self.asked(BoxQuery)
        rows = sent(request).filter(state=asked["state"]) if "state" in asked else sent(request)
        return self.box(
            rows.select_related(*RELATED).with_question(), "sent_at", newest_first=True, verb="referral.list_sent"
        )


class Receipts(ApiView):
    @operation("What remains of requests that have ended, newest first", page_form(ReceiptShown), query=PageQuery)
    def get(self, request):
        rows = Referral.objects.receipts_of(request.user).filter(
            to_institution_id=request.actor.institution_id, state__in=ENDED_REFERRALS
        )
        return self.page(
            ReceiptShown,
            rows,
            field="sent_at",
            newest_first=True,
            verb="referral.list_ended",
            subject="list:referrals",
        )


class ReferralDetail(ReferralView):
    @operation("One referral", ReferralShown)
    def get(self, request, pk):
        referral = self.referral(pk)
        return self.show(ReferralShown, self.told(referral), verb="referral.view", subject=referral)


class AcceptanceSent(serializers.Serializer):
    """`admitted_on`: the day the child came, of an admission."""

    admitted_on = Day(required=False, allow_null=True)
    reasons = Reasons()


class ReferralAcceptance(ReferralView):
    @operation("Accept: take on the service, or admit the child", ReferralShown, takes=AcceptanceSent)
    def post(self, request, pk):
        referral = self.referral(pk)
        require(can_answer(request.actor, referral))
        return self.answered(accept_referral(referral=referral, by=request.actor, **self.given(AcceptanceSent)))


class WhySent(serializers.Serializer):
    reason = Text()


class ReferralRefusal(ReferralView):
    @operation("Decline, saying why", ReferralShown, takes=WhySent)
    def post(self, request, pk):
        referral = self.referral(pk)
        require(can_answer(request.actor, referral))
        return self.answered(decline_referral(referral=referral, by=request.actor, **self.given(WhySent)))


class RedirectionSent(WhySent):
    to_institution = Ref(lambda context: receivers(context["referral"].kind, context["referral"].case))


class ReferralRedirection(ReferralView):
    @operation("Pass on to the body it belongs to; answers the new referral", ReferralShown, takes=RedirectionSent)
    def post(self, request, pk):
        referral = self.referral(pk)
        require(can_redirect(request.actor, referral))
        given = self.given(RedirectionSent, referral=referral)
        return self.answered(redirect_referral(referral=referral, by=request.actor, **given))


class ReferralWithdrawal(ReferralView):
    @operation("Take an unanswered referral back", ReferralShown)
    def post(self, request, pk):
        referral = self.referral(pk)
        require(can_withdraw(request.actor, referral))
        return self.answered(withdraw_referral(referral=referral, by=request.actor))


class ReferralCompletion(ReferralView):
    @operation("A referred service is done", ReferralShown)
    def post(self, request, pk):
        referral = self.referral(pk)
        require(can_complete(request.actor, referral))
        return self.answered(complete_referral(referral=referral, by=request.actor))


class RecommendationSent(serializers.Serializer):
    advice = serializers.ChoiceField(choices=Advice.choices)
    reason = Text()


class ReferralRecommendation(ReferralView):
    @operation("Recommend to the province that decides", RecommendationShown, takes=RecommendationSent, status=201)
    def post(self, request, pk):
        referral = self.referral(pk)
        require(can_recommend(request.actor, referral))
        require_names(request.user, referral.case)
        made = give_recommendation(referral=referral, by=request.actor, **self.given(RecommendationSent))
        return self.done(RecommendationShown, made, 201)


class DecisionSent(serializers.Serializer):
    """`ends_on` and `term` as decided; a rejection needs outcome, considerations and `try_first` alone."""

    outcome = serializers.ChoiceField(choices=DecisionOutcome.choices)
    considerations = Text()
    starts_on = Day(required=False)
    ends_on = Day(required=False, allow_null=True)
    term = serializers.ChoiceField(choices=Term.choices, required=False)
    try_first = Text(required=False, allow_blank=True)
    reasons = Reasons()

    def validate(self, data):
        for name in ("starts_on", "term"):
            if data["outcome"] == DecisionOutcome.APPROVED and name not in data:
                raise serializers.ValidationError({name: ["Required for an approval."]})
        return {"starts_on": None, "ends_on": None, "term": Term.LONG} | data


class ReferralDecision(ReferralView):
    @operation("Sign the care decision", DecisionShown, takes=DecisionSent, status=201)
    def post(self, request, pk):
        referral = self.referral(pk)
        require(can_sign_decision(request.actor, referral))
        made = sign_decision(referral=referral, by=request.actor, **self.given(DecisionSent))
        return self.done(DecisionShown, made, 201)


DECISION_WITH = ("case", "signed_by", "signed_for", "mandate")


class DecisionsQuery(PageQuery):
    """`unused`: only approvals by which no placement has begun."""

    unused = serializers.BooleanField(required=False)


class Decisions(ApiView):
    @operation("Decisions of the acting office, newest first", page_form(DecisionInList), query=DecisionsQuery)
    def get(self, request):
        rows = CareDecision.objects.visible_to(request.user).filter(deciding_office_id=request.actor.institution_id)
        if self.asked(DecisionsQuery).get("unused"):
            rows = rows.unused()
        return self.page(
            DecisionInList,
            rows.select_related(*DECISION_WITH).prefetch_related("revisions"),
            field="signed_at",
            newest_first=True,
            query=DecisionsQuery,
            verb="decision.list",
            subject="list:decisions",
        )


class RevisionSent(WhySent):
    until_on = serializers.DateField(required=False)
    correction = Text(required=False)


class DecidedView(ApiView):
    """A paper about a signed decision, by a decider of its office."""

    def decision(self, pk: int) -> CareDecision:
        rows = CareDecision.objects.visible_to(self.request.user).select_related(*DECISION_WITH, "deciding_office")
        found = get_object_or_404(rows, pk=pk)
        require(can_revoke(self.request.actor, found))
        require_names(self.request.user, found.case)
        return found


class DecisionRevised(DecidedView):
    @operation("End a decision sooner, or set its words right", RevisionShown, takes=RevisionSent, status=201)
    def post(self, request, pk):
        decision = self.decision(pk)
        made = revise_decision(decision=decision, by=request.actor, **self.given(RevisionSent))
        return self.done(RevisionShown, made, 201)


class DecisionRevoked(DecidedView):
    @operation("Take a decision back", RevocationShown, takes=WhySent, status=201)
    def post(self, request, pk):
        decision = self.decision(pk)
        made = revoke_decision(decision=decision, by=request.actor, **self.given(WhySent))
        return self.done(RevocationShown, made, 201)


class DecisionDetail(ApiView):
    @operation("One decision", DecisionShown)
    def get(self, request, pk):
        rows = CareDecision.objects.visible_to(request.user).select_related(*DECISION_WITH)
        decision = get_object_or_404(rows, pk=pk)
        require_names(request.user, decision.case)
        return self.show(DecisionShown, decision, verb="decision.view")
