"""How a case and what belongs to it are told."""

from datetime import date

from rest_framework import serializers

from atensi.api.fields import Person
from institutions.api.shown import InstitutionNamed

from ..flagging import flags_on
from ..keeping import kept_until
from ..masking import age_band, display_name, display_place, sees_names
from ..models import (
    AftercareVisit,
    Beneficiary,
    CaregivingPeriod,
    Case,
    CaseCategory,
    CaseEvent,
    CaseResponse,
    CaseTask,
    FamilyMember,
    IncomingReport,
    IncomingReportStep,
    ServiceRecord,
)
from ..services.beneficiaries import SEEN_OF_BENEFICIARY


class CategoryShown(serializers.ModelSerializer):
    """A category. `list`: AMPK of children, PPKS of everybody; both know a DISABILITY and an HIV."""

    list = serializers.CharField(source="code.list")
    code = serializers.CharField(source="code.code")
    label = serializers.CharField(source="code.label")
    cluster = serializers.CharField(source="code.cluster.code", allow_null=True, default=None)

    class Meta:
        model = CaseCategory
        fields = ("list", "code", "label", "cluster", "is_primary")


class CaseInList(serializers.ModelSerializer):
    """A line of a list; of a restricted case without name and place for whoever may only know of it."""

    name = serializers.SerializerMethodField()
    place = serializers.SerializerMethodField()
    masked = serializers.SerializerMethodField()
    flags = serializers.SerializerMethodField(help_text="Codes of those that stand, the newest first.")
    worker = Person()
    office = InstitutionNamed()

    class Meta:
        model = Case
        fields = (
            *("id", "number", "name", "place", "masked", "restricted", "stage", "risk", "flags", "office", "worker"),
            *("opened_at", "closed_at"),
        )

    def _named(self, case: Case) -> bool:
        return case.pk in self.context["named"]

    def get_name(self, case: Case) -> str:
        return display_name(case, sees_names=self._named(case))

    def get_place(self, case: Case) -> str:
        return display_place(case, sees_names=self._named(case))

    def get_masked(self, case: Case) -> bool:
        return not self._named(case)

    def get_flags(self, case: Case) -> list[str]:
        return self.context["flags"].get(case.pk, [])


class CaseFound(CaseInList):
    """A line of a search, with why it was found, in words."""

    found_by = serializers.SerializerMethodField()

    class Meta(CaseInList.Meta):
        fields = (*CaseInList.Meta.fields, "found_by")

    def get_found_by(self, case: Case) -> list[str]:
        return list(self.context["why"][case.pk])


class BeneficiaryShown(serializers.ModelSerializer):
    """The person; NIK and family number only as whether they are known."""

    versioned = SEEN_OF_BENEFICIARY
    age_band = serializers.SerializerMethodField()
    region = serializers.CharField(source="region_id")
    has_nkk = serializers.SerializerMethodField()

    class Meta:
        model = Beneficiary
        fields = (
            *("id", "name", "sex", "birth_date", "birth_precision", "age_band", "faith", "region", "address"),
            *("nik_status", "no_nik_reason", "has_nkk", "died_on"),
        )

    def get_age_band(self, person: Beneficiary) -> str:
        return age_band(person)

    def get_has_nkk(self, person: Beneficiary) -> bool:
        return bool(person.nkk_index)


class CaseShown(CaseInList):
    """The case; `beneficiary` and `categories` are null and empty for whoever may only know of a restricted one."""

    beneficiary = serializers.SerializerMethodField()
    categories = serializers.SerializerMethodField()
    closure_reason = serializers.CharField(source="closure_reason.code", allow_null=True, default=None)

    class Meta(CaseInList.Meta):
        fields = (
            *CaseInList.Meta.fields,
            *("beneficiary", "categories", "assessment_due_on", "plan_due_on", "closure_reason", "final_evaluation"),
            "updated_at",
        )

    def get_flags(self, case: Case) -> list[str]:
        return flags_on([case], {case.pk} if self._named(case) else ()).get(case.pk, [])

    def get_beneficiary(self, case: Case) -> BeneficiaryShown(allow_null=True):
        return BeneficiaryShown(case.beneficiary).data if self._named(case) else None

    def get_categories(self, case: Case) -> CategoryShown(many=True):
        rows = case.category_rows.select_related("code__cluster") if self._named(case) else []
        return CategoryShown(rows, many=True).data

    def to_representation(self, case: Case):
        told = super().to_representation(case)
        return told if self._named(case) else told | {"final_evaluation": ""}

    def _named(self, case: Case) -> bool:
        if "named" not in self.context:
            self.context["named"] = {case.pk} if sees_names(self.context["request"].user, case) else set()
        return super()._named(case)


class ResponseInList(serializers.ModelSerializer):
    child = serializers.SerializerMethodField()
    case = serializers.IntegerField(source="case_id", allow_null=True)

    class Meta:
        model = CaseResponse
        fields = (
            *("id", "number", "office", "child", "channel", "received_at", "triage", "outcome", "case"),
            *("first_contact_due_at", "first_contact_at"),
        )

    def get_child(self, response: CaseResponse) -> str:
        return self.context["names"][response.pk]


class ResponseShown(serializers.ModelSerializer):
    """A report. Its contents are empty where the case is restricted to its team; who told it only for those who answer
    it."""

    region = serializers.CharField(source="region_id")
    case = serializers.IntegerField(source="case_id", allow_null=True)
    beneficiary = serializers.IntegerField(source="beneficiary_id", allow_null=True)
    child = serializers.SerializerMethodField()
    masked = serializers.SerializerMethodField()
    categories = CategoryShown(source="category_rows", many=True)
    immediate_actions = serializers.ListField(child=serializers.CharField())
    reporter_name = serializers.CharField(allow_blank=True)
    reporter_phone = serializers.CharField(allow_blank=True)

    class Meta:
        model = CaseResponse
        fields = (
            *("id", "number", "office", "channel", "received_at", "region", "place", "what_happened", "triage"),
            *("categories", "immediate_actions", "reporter_name", "reporter_phone", "outcome", "case", "beneficiary"),
            *("child", "masked", "first_contact_due_at", "first_contact_at", "first_contact_note"),
        )

    def get_child(self, response: CaseResponse) -> str:
        return str(response.beneficiary)

    def get_masked(self, response: CaseResponse) -> bool:
        return not self.context["named"]

    def to_representation(self, response: CaseResponse):
        told = super().to_representation(response)
        if not self.context["works"]:
            told |= {"reporter_name": "", "reporter_phone": ""}
        if self.context["named"]:
            return told
        hidden = dict.fromkeys(("place", "what_happened", "region", "first_contact_note"), "")
        lists = {"categories": [], "immediate_actions": []}
        return told | hidden | lists | {"child": age_band(response.beneficiary), "beneficiary": None}


class IncomingInList(serializers.ModelSerializer):
    """A line of the desk; of a restricted report without the child's name and the place."""

    who = serializers.CharField()
    restricted = serializers.BooleanField(source="is_restricted")
    region = serializers.SerializerMethodField()
    office = InstitutionNamed()
    assigned_to = Person(allow_null=True)

    class Meta:
        model = IncomingReport
        fields = (
            *("id", "number", "who", "restricted", "channel", "urgency", "region", "office", "state", "assigned_to"),
            *("received_at", "due_at"),
        )

    def get_region(self, report: IncomingReport) -> str:
        return "" if report.is_restricted else report.region_id


class IncomingStepShown(serializers.ModelSerializer):
    label = serializers.CharField(source="get_kind_display")
    office = InstitutionNamed()
    worker = Person(allow_null=True)
    by = Person()

    class Meta:
        model = IncomingReportStep
        fields = ("id", "kind", "label", "office", "worker", "text", "happened_at", "by")


class IncomingShown(serializers.ModelSerializer):
    """A report of the desk. Who called is told to the operator who took it and to those who answer it; `response` and
    `double_of` only to those who see them. `kept_until`: the last day of a closed one, then it is deleted."""

    region = serializers.CharField(source="region_id")
    category = serializers.CharField(source="category.code", allow_null=True, default=None)
    restricted = serializers.BooleanField(source="is_restricted")
    reporter_name = serializers.SerializerMethodField()
    reporter_phone = serializers.SerializerMethodField()
    child_name = serializers.CharField(allow_blank=True)
    office = InstitutionNamed()
    assigned_to = Person(allow_null=True)
    recorded_by = Person()
    recorded_for = InstitutionNamed()
    response = serializers.SerializerMethodField()
    double_of = serializers.SerializerMethodField()
    double_number = serializers.CharField(source="double_of.number", allow_null=True, default=None)
    kept_until = serializers.SerializerMethodField()
    steps = serializers.SerializerMethodField()

    class Meta:
        model = IncomingReport
        fields = (
            *("id", "number", "channel", "received_at", "urgency", "problem", "category", "restricted", "region"),
            *("place", "child_name", "reporter_name", "reporter_phone", "office", "state", "assigned_to", "due_at"),
            *("response", "closure", "closure_note", "double_of", "double_number", "recorded_at", "recorded_by"),
            *("recorded_for", "kept_until", "steps"),
        )

    def get_kept_until(self, report: IncomingReport) -> date | None:
        return kept_until(report)

    def get_reporter_name(self, report: IncomingReport) -> str:
        return report.reporter_name if self.context["caller"] else ""

    def get_reporter_phone(self, report: IncomingReport) -> str:
        return report.reporter_phone if self.context["caller"] else ""

    def get_response(self, report: IncomingReport) -> int | None:
        return report.response_id if self.context["response"] else None

    def get_double_of(self, report: IncomingReport) -> int | None:
        return report.double_of_id if self.context["double"] else None

    def get_steps(self, report: IncomingReport) -> IncomingStepShown(many=True):
        return IncomingStepShown(report.steps.select_related("by", "office", "worker"), many=True).data


class CareShown(serializers.ModelSerializer):
    class Meta:
        model = CaregivingPeriod
        fields = ("since", "until")


class FamilyShown(serializers.ModelSerializer):
    """A person of the family. `caregiving`: when they cared for the child, who cares now without an end."""

    caregiving = CareShown(many=True)

    class Meta:
        model = FamilyMember
        fields = (
            *("id", "name", "relation", "kinship_degree", "phone", "address", "is_alive", "is_caregiver"),
            *("may_contact", "is_alleged_harmer", "faith", "note", "caregiving"),
        )


class EventShown(serializers.ModelSerializer):
    by = Person(allow_null=True)
    label = serializers.CharField(source="get_kind_display")

    class Meta:
        model = CaseEvent
        fields = ("id", "kind", "label", "text", "happened_at", "by")


class ServiceShown(serializers.ModelSerializer):
    component = serializers.CharField(source="component.code")
    activity = serializers.CharField(source="activity.code", allow_null=True, default=None)

    class Meta:
        model = ServiceRecord
        fields = (
            *("id", "case", "action", "provided_on", "component", "activity", "base", "provider", "description"),
            *("is_emergency_aid", "recorded_at"),
        )


class ServiceKept(serializers.ModelSerializer):
    """The own words of an institution about a case that is shared with it no more; of the case its number."""

    case_number = serializers.CharField(source="case.number")
    component = serializers.CharField(source="component.label")
    activity = serializers.CharField(source="activity.label", allow_null=True, default=None)
    recorded_by = Person()

    class Meta:
        model = ServiceRecord
        fields = (
            *("id", "case_number", "provided_on", "component", "activity", "base", "provider", "description"),
            *("is_emergency_aid", "recorded_at", "recorded_by"),
        )


class VisitShown(serializers.ModelSerializer):
    class Meta:
        model = AftercareVisit
        fields = ("id", "case", "month", "due_on", "home_on", "done_on", "is_safe", "findings")


class TaskShown(serializers.ModelSerializer):
    """A task: in the hand of a person (`assignee`) or of an institution (`holder`)."""

    case = serializers.IntegerField(source="case_id")
    assignee = Person(allow_null=True)
    holder = InstitutionNamed(allow_null=True)
    ended_by = Person(allow_null=True)

    class Meta:
        model = CaseTask
        fields = (
            *("id", "case", "kind", "title", "note", "due_on", "assignee", "holder", "state", "ended_at", "ended_by"),
            *("created_at", "updated_at"),
        )
