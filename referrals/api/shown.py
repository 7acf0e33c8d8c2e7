"""How referrals, decisions, placements and their reviews are told."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from atensi.api.fields import Person
from institutions.api.shown import InstitutionNamed

from ..models import (
    Alternative,
    CareDecision,
    DecisionRevision,
    DecisionRevocation,
    Placement,
    PlacementExtension,
    PlacementReview,
    Recommendation,
    Referral,
    ReferralQuestion,
    Reunification,
    ReunificationStep,
    ReviewGoalFinding,
    ReviewInvitation,
)
from ..summaries import Summary


class ReferralInList(serializers.Serializer):
    """A referral as its reader may see it: `who` is a name only for those who read the case. `why_here`: what its
    place in the inbox follows from. `waiting_for_sender`: the receiver has asked something."""

    id = serializers.IntegerField(source="referral.pk")
    number = serializers.CharField(source="referral.number")
    kind = serializers.CharField(source="referral.kind")
    state = serializers.CharField(source="referral.state")
    case = serializers.IntegerField(source="referral.case_id")
    who = serializers.CharField()
    why_here = serializers.CharField(source="why")
    waiting_for_sender = serializers.BooleanField(source="asks")
    named = serializers.BooleanField()
    from_institution = InstitutionNamed(source="referral.from_institution")
    to_institution = InstitutionNamed(source="referral.to_institution")
    asked_form = serializers.CharField(source="referral.asked_form", allow_blank=True)
    asked_base = serializers.CharField(source="referral.asked_base")
    asked_institution = serializers.IntegerField(source="referral.asked_institution_id", allow_null=True)
    asked_months = serializers.IntegerField(source="referral.asked_months", allow_null=True)
    is_emergency = serializers.BooleanField(source="referral.is_emergency")
    decision = serializers.IntegerField(source="referral.decision_id", allow_null=True)
    answer_due_on = serializers.DateField(source="referral.answer_due_on")
    lapses_on = serializers.DateField(source="referral.lapses_on", allow_null=True)
    sent_at = serializers.DateTimeField(source="referral.sent_at")
    answered_at = serializers.DateTimeField(source="referral.answered_at", allow_null=True)


class AlternativeShown(serializers.ModelSerializer):
    class Meta:
        model = Alternative
        fields = ("id", "form", "considered_on", "result", "reason", "assessment", "conference", "service")


class QuestionShown(serializers.ModelSerializer):
    asked_by = Person()
    answered_by = Person(allow_null=True)

    class Meta:
        model = ReferralQuestion
        fields = (
            *(
                "id",
                "referral",
                "institution",
                "text",
                "asked_at",
                "asked_by",
                "answer_due_on",
                "answer",
                "answered_at",
            ),
            *("answered_by", "due_before", "due_after"),
        )


class RecommendationShown(serializers.ModelSerializer):
    """The regency's word on a request that its province decides on."""

    given_by = Person()
    on_behalf = serializers.CharField(allow_blank=True)

    class Meta:
        model = Recommendation
        fields = ("id", "referral", "office", "number", "advice", "reason", "given_at", "given_by", "on_behalf")


class ReferralShown(ReferralInList):
    """With the words of the request, for those to whom they are told; the ladder only for readers of the case."""

    source = serializers.CharField(source="referral.source")
    legally_responsible = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField()
    summary = serializers.SerializerMethodField()
    answer_reason = serializers.CharField(source="referral.answer_reason", allow_blank=True)
    social_report = serializers.SerializerMethodField()
    conference = serializers.SerializerMethodField()
    alternatives = serializers.SerializerMethodField()
    redirected_from = serializers.IntegerField(source="referral.redirected_from_id", allow_null=True)
    recommendation_due_on = serializers.DateField(source="referral.recommendation_due_on", allow_null=True)
    recommendation = serializers.SerializerMethodField()
    order_number = serializers.CharField(source="referral.order_number", allow_blank=True)
    order_on = serializers.DateField(source="referral.order_on", allow_null=True)
    questions = serializers.SerializerMethodField()

    def get_questions(self, summary: Summary) -> QuestionShown(many=True):
        rows = summary.referral.questions.select_related("asked_by", "answered_by") if summary.told else []
        return QuestionShown(rows, many=True).data

    @extend_schema_field(RecommendationShown(allow_null=True))
    def get_recommendation(self, summary: Summary) -> dict[str, Any] | None:
        given = getattr(summary.referral, "recommendation", None) if summary.named else None
        return RecommendationShown(given).data if given is not None else None

    def get_legally_responsible(self, summary: Summary) -> str:
        return summary.referral.legally_responsible if summary.named else ""

    def get_reason(self, summary: Summary) -> str:
        return summary.referral.reason if summary.told else ""

    def get_summary(self, summary: Summary) -> str:
        return summary.referral.summary if summary.told else ""

    def get_social_report(self, summary: Summary) -> int | None:
        return summary.referral.social_report_id if summary.named else None

    def get_conference(self, summary: Summary) -> int | None:
        return summary.referral.conference_id if summary.named else None

    def get_alternatives(self, summary: Summary) -> AlternativeShown(many=True):
        return AlternativeShown(summary.referral.alternatives.all() if summary.named else [], many=True).data


class ReceiptShown(serializers.ModelSerializer):
    """What a receiver keeps of a request that has ended."""

    from_institution = serializers.CharField(source="from_institution.name")
    answered_by = Person(allow_null=True)

    class Meta:
        model = Referral
        fields = ("id", "number", "state", "from_institution", "sent_at", "answered_at", "answered_by", "answer_reason")


class DecisionInList(serializers.ModelSerializer):
    signed_by = Person()
    on_behalf = serializers.CharField(allow_blank=True)
    valid_until = serializers.DateField(allow_null=True)

    class Meta:
        model = CareDecision
        fields = (
            *("id", "referral", "case", "number", "outcome", "deciding_office", "form", "base", "term", "institution"),
            *("starts_on", "ends_on", "valid_until", "review_due_on", "start_due_on", "usable_until", "try_first"),
            *("signed_at", "signed_by", "on_behalf"),
        )


class PaperOfDecisionShown(serializers.ModelSerializer):
    number = serializers.CharField(source="paper.number")
    signed_by = Person()
    on_behalf = serializers.CharField(allow_blank=True)


class RevisionShown(PaperOfDecisionShown):
    """A decision was changed; `paper` is an official paper of the case."""

    class Meta:
        model = DecisionRevision
        fields = (
            *("id", "decision", "paper", "number", "reason", "ends_before", "until_on", "correction"),
            *("signed_at", "signed_by", "on_behalf"),
        )


class DecisionShown(DecisionInList):
    soft_reasons = serializers.DictField(child=serializers.CharField())
    revoked_at = serializers.SerializerMethodField()
    revisions = serializers.SerializerMethodField()

    class Meta(DecisionInList.Meta):
        fields = (
            *DecisionInList.Meta.fields,
            *("considerations", "legal_basis", "recommending_office", "social_report", "conference", "carer"),
            *("soft_reasons", "revoked_at", "revisions"),
        )

    def get_revoked_at(self, decision: CareDecision) -> datetime | None:
        revocation = getattr(decision, "revocation", None)
        return revocation.signed_at if revocation is not None else None

    @extend_schema_field(RevisionShown(many=True))
    def get_revisions(self, decision: CareDecision) -> object:
        rows = decision.revisions.select_related("paper", "signed_by", "signed_for", "mandate")
        return RevisionShown(rows, many=True).data


class RevocationShown(PaperOfDecisionShown):
    """A decision was taken back; `paper` is an official paper of the case."""

    class Meta:
        model = DecisionRevocation
        fields = ("id", "decision", "paper", "number", "reason", "signed_at", "signed_by", "on_behalf")


class PlacementShown(serializers.ModelSerializer):
    soft_reasons = serializers.DictField(child=serializers.CharField())

    class Meta:
        model = Placement
        fields = (
            *("id", "case", "form", "base", "term", "title", "institution", "carer", "decision", "referral"),
            *("order_number", "order_on", "limit_days", "emergency_ends_on", "referral_due_on", "starts_on"),
            *("planned_end_on", "ended_on", "end_reason", "end_note", "state", "soft_reasons", "admitted_at"),
        )


class StayShown(PlacementShown):
    """`place`: where, or with whom, in words. `days_lived`: of a stay that has ended."""

    place = serializers.CharField(source="place_name")
    days_lived = serializers.IntegerField(allow_null=True)

    class Meta(PlacementShown.Meta):
        fields = (*PlacementShown.Meta.fields, "place", "days_lived")


class ReviewInList(serializers.ModelSerializer):
    case = serializers.IntegerField(source="placement.case_id")

    class Meta:
        model = PlacementReview
        fields = (
            "id",
            "placement",
            "case",
            "sequence",
            "due_on",
            "state",
            "held_on",
            "outcome",
            "next_due_on",
            "number",
        )


class GoalFindingShown(serializers.ModelSerializer):
    class Meta:
        model = ReviewGoalFinding
        fields = ("goal", "progress", "findings")


class InvitationShown(serializers.ModelSerializer):
    class Meta:
        model = ReviewInvitation
        fields = ("role", "name", "invited_at")


class ReviewShown(ReviewInList):
    recorded_by = Person(allow_null=True)
    attendees = serializers.ListField(child=serializers.CharField())
    goal_findings = GoalFindingShown(many=True)
    invitations = InvitationShown(many=True)
    soft_reasons = serializers.DictField(child=serializers.CharField())

    class Meta(ReviewInList.Meta):
        fields = (
            *ReviewInList.Meta.fields,
            *("attendees", "child_view", "child_not_heard_reason", "family_view", "family_not_heard_reason"),
            *("findings", "recommendation", "goal_findings", "meets_at", "meeting_place", "invitations"),
            *("soft_reasons", "recorded_at", "recorded_by"),
        )


class StepShown(serializers.ModelSerializer):
    class Meta:
        model = ReunificationStep
        fields = ("id", "done_on", "what", "with_whom")


class ReunificationShown(serializers.ModelSerializer):
    """How far the child's return is prepared."""

    steps = StepShown(many=True)
    has_paper = serializers.SerializerMethodField()

    class Meta:
        model = Reunification
        fields = (
            *("id", "placement", "assessment", "readiness_on", "readiness_by", "readiness_findings", "steps"),
            *("consent_by", "consent_on", "consent_form", "has_paper", "child_view", "child_not_heard_reason"),
            *("handed_over_on", "received_by", "handed_over_by", "documents", "belongings", "medicine"),
            "hand_over_note",
        )

    def get_has_paper(self, record: Reunification) -> bool:
        return record.consent_document_id is not None


class ExtensionShown(serializers.ModelSerializer):
    asked_by = Person()
    answered_by = Person(allow_null=True)
    soft_reasons = serializers.DictField(child=serializers.CharField())
    number = serializers.SerializerMethodField()

    class Meta:
        model = PlacementExtension
        fields = (
            *("id", "placement", "office", "ends_before", "until_on", "reason", "state", "soft_reasons", "asked_at"),
            *("asked_by", "considerations", "answered_at", "answered_by", "paper", "number"),
        )

    def get_number(self, extension: PlacementExtension) -> str:
        """Of its paper; empty before it is signed."""
        return extension.paper.number if extension.paper else ""
