"""How the papers of a case are told: consent, assessments, reports, conferences, files, plans."""

from rest_framework import serializers

from atensi.api.fields import Person
from atensi.documents.models import OfficialPaper
from atensi.instruments.answers import counted

from ..models import (
    Agreement,
    Assessment,
    Attachment,
    CarePlan,
    CarePlanAction,
    CarePlanContact,
    CarePlanGoal,
    CaseConference,
    ConferenceCall,
    ConferenceFollowUp,
    ConferenceGuest,
    Consent,
    ConsentNotice,
    SocialReport,
)


class ConsentShown(serializers.ModelSerializer):
    """One thing that an agreement covers; `institution`: with whom data may be shared."""

    class Meta:
        model = Consent
        fields = ("id", "scope", "institution", "withdrawn_on", "withdrawn_reason")


class ConsentNoticeShown(serializers.ModelSerializer):
    """What people are told before they consent. It does not change once it is in force."""

    class Meta:
        model = ConsentNotice
        fields = (
            *("id", "code", "state", "purpose", "recipients", "retention", "rights", "purpose_en", "recipients_en"),
            *("retention_en", "rights_en", "published_at", "retired_at", "updated_at"),
        )


class AgreementShown(serializers.ModelSerializer):
    consents = ConsentShown(many=True)
    soft_reasons = serializers.DictField(child=serializers.CharField())

    class Meta:
        model = Agreement
        fields = (
            *("id", "case", "signed_on", "signatory", "signatory_name", "child_agrees", "child_view"),
            *("child_not_heard_reason", "is_own", "unable_reason", "relation", "form", "witness", "office_is_party"),
            *("notice", "notice_version", "consents", "withdrawn_on", "recorded_at", "soft_reasons"),
        )


SIGNED = ("author", "signed_by", "signed_at", "str_number", "soft_reasons", "updated_at")


class PaperShown(serializers.ModelSerializer):
    author = Person()
    signed_by = Person(allow_null=True)
    soft_reasons = serializers.DictField(child=serializers.CharField())


class AssessmentShown(PaperShown):
    """`version`: of the questionnaire that its answers belong to. `answers`: of a signed one those that were asked, as
    its page shows them; of a draft all. `scores`: by domain, null before the signature."""

    answers = serializers.DictField()
    scores = serializers.DictField(allow_null=True)

    def to_representation(self, paper: Assessment) -> dict:
        told = super().to_representation(paper)
        if paper.is_signed:
            told["answers"] = counted(paper.questionnaire, paper.answers)
        return told

    class Meta:
        model = Assessment
        fields = (
            *("id", "case", "kind", "version", "corrects", "assessed_on", "answers", "scores", "child_view"),
            "conclusion",
            *SIGNED,
        )


class ReportShown(PaperShown):
    class Meta:
        model = SocialReport
        fields = (
            *("id", "case", "assessment", "purpose", "chronology", "findings", "family_and_care", "analysis"),
            "recommendation",
            *SIGNED,
        )


class FollowUpShown(serializers.ModelSerializer):
    """What a conference agreed: a task of the case, and where it stands."""

    title = serializers.CharField(source="task.title")
    due_on = serializers.DateField(source="task.due_on")
    state = serializers.CharField(source="task.state")

    class Meta:
        model = ConferenceFollowUp
        fields = ("task", "title", "due_on", "state")


class GuestShown(serializers.ModelSerializer):
    user = Person(allow_null=True)

    class Meta:
        model = ConferenceGuest
        fields = ("id", "user", "name", "role", "came")


class CallShown(serializers.ModelSerializer):
    """A call to a conference: open until `conference` tells what came of it, or it is called off."""

    called_by = Person()
    guests = GuestShown(many=True)

    class Meta:
        model = ConferenceCall
        fields = (
            *("id", "case", "meets_at", "place", "agenda", "called_at", "called_by", "conference", "cancelled_at"),
            *("cancel_reason", "guests"),
        )


class ConferenceShown(serializers.ModelSerializer):
    follow_ups = FollowUpShown(many=True)

    class Meta:
        model = CaseConference
        fields = (
            *("id", "case", "held_on", "attendees", "child_view", "child_not_heard_reason", "options"),
            *("recommendation", "dissent", "recorded_at", "follow_ups"),
        )


class AttachmentShown(serializers.ModelSerializer):
    """A file that is kept with the case, and what of it it belongs to. `withdrawn_at`: since when nobody opens it."""

    content_type = serializers.CharField(source="document.content_type")
    size = serializers.IntegerField(source="document.size")
    sha256 = serializers.CharField(source="document.sha256")
    added_by = Person()
    withdrawn_by = Person(allow_null=True)

    class Meta:
        model = Attachment
        fields = (
            *("id", "case", "kind", "title", "dated_on", "content_type", "size", "sha256", "response", "conference"),
            *("step", "added_at", "added_by", "withdrawn_at", "withdrawn_by", "withdrawn_reason"),
        )


class OfficialPaperShown(serializers.ModelSerializer):
    """A numbered PDF. `replaced_by`: the later one, whose number is valid instead."""

    label = serializers.CharField(source="get_kind_display")
    replaced_by = serializers.SerializerMethodField()
    verification_code = serializers.CharField(source="document.verification_code")
    sha256 = serializers.CharField(source="document.sha256")
    issued_by = Person()

    class Meta:
        model = OfficialPaper
        fields = (
            *("id", "kind", "label", "number", "about", "office_name", "dated_on", "replaces", "replaced_by"),
            *("verification_code", "sha256", "issued_at", "issued_by"),
        )

    def get_replaced_by(self, paper: OfficialPaper) -> int | None:
        return paper.replaced_by.pk if paper.is_replaced else None


class ActionShown(serializers.ModelSerializer):
    component = serializers.CharField(source="component.code")

    class Meta:
        model = CarePlanAction
        fields = (
            "id",
            "text",
            "component",
            "base",
            "responsible",
            "due_on",
            "indicator",
            "state",
            "done_on",
            "state_reason",
        )


class GoalShown(serializers.ModelSerializer):
    actions = ActionShown(many=True)

    class Meta:
        model = CarePlanGoal
        fields = ("id", "domain", "need", "text", "actions")


class PlannedContactShown(serializers.ModelSerializer):
    class Meta:
        model = CarePlanContact
        fields = ("member", "pace", "way", "is_supervised", "supervised_by", "siblings", "apart_reason")


class ChangeShown(serializers.Serializer):
    """One field of both versions, in words."""

    label = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class PlanPartShown(serializers.Serializer):
    """An action or a contact of either version. kind: same, added, removed or changed."""

    kind = serializers.CharField()
    text = serializers.CharField()
    changes = ChangeShown(many=True)


class PlanGoalPartShown(PlanPartShown):
    parts = PlanPartShown(many=True)


class PlanDifferencesShown(serializers.Serializer):
    own = ChangeShown(many=True)
    goals = PlanGoalPartShown(many=True)
    contacts = PlanPartShown(many=True)


class PlanShown(PaperShown):
    goals = GoalShown(many=True)
    contacts = PlannedContactShown(many=True)
    approved_by = Person(allow_null=True)

    class Meta:
        model = CarePlan
        fields = (
            *("id", "case", "version", "horizon", "permanency_goal", "concurrent_goal", "child_view"),
            *("child_not_heard_reason", "family_view", "child_signs", "child_not_signed_reason", "family_signatory"),
            *("office_is_party", "institution_signatory", "assessment_summary", "exit_plan", "goals", "contacts"),
            *("state", "submitted_at", "approval", "approved_at", "approved_by"),
            *SIGNED,
        )
