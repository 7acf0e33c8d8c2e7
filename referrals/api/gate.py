"""How a case stands at the gate, and who was asked."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from atensi.api.fields import Day, Person, Ref, Text
from atensi.api.paging import PageQuery
from atensi.api.problems import ProblemShown
from atensi.api.views import operation, page_form
from cases.api.finding import CaseView, family
from cases.states import CareForm

from ..models import Inquiry
from ..services.inquiries import record_inquiry
from ..standing import Rank, standing_of
from ..states import AlternativeResult


class InquiryShown(serializers.ModelSerializer):
    """`corrects`: the answer that this one stands in place of. Corrected ones are not listed."""

    recorded_by = Person()

    class Meta:
        model = Inquiry
        fields = (
            *("id", "form", "asked_on", "member", "asked_whom", "result", "reason"),
            *("assessment", "conference", "service", "corrects", "recorded_at", "recorded_by"),
        )


class InquirySent(serializers.Serializer):
    """One of `member` and `asked_whom`. The paper behind the answer may follow with a correction."""

    form = serializers.ChoiceField(choices=CareForm.choices)
    asked_on = Day()
    member = Ref(family, required=False, allow_null=True)
    asked_whom = Text(required=False, max_length=200)
    result = serializers.ChoiceField(choices=AlternativeResult.choices)
    reason = Text()
    assessment = Ref(
        lambda context: context["case"].assessments.filter(signed_at__isnull=False), required=False, allow_null=True
    )
    conference = Ref(lambda context: context["case"].conferences.all(), required=False, allow_null=True)
    service = Ref(lambda context: context["case"].services.all(), required=False, allow_null=True)
    corrects = Ref(lambda context: context["case"].inquiries.standing(), required=False, allow_null=True)


class Inquiries(CaseView):
    @operation("Who was asked to care for the child, newest first", page_form(InquiryShown), query=PageQuery)
    def get(self, request, pk):
        case = self.case(pk)
        rows = Inquiry.objects.visible_to(request.user).standing().filter(case=case).select_related("recorded_by")
        return self.rows(InquiryShown, rows, case=case, by="-asked_on", verb="case.view_placements")

    @operation("Write down who was asked and what they said", InquiryShown, takes=InquirySent, status=201)
    def post(self, request, pk):
        case = self.case(pk, right="work")
        made = record_inquiry(case=case, by=request.actor, **self.given(InquirySent, case=case))
        return self.done(InquiryShown, made, 201)


class GateRank(serializers.Serializer):
    """`speaks`: the answer taken for the rank. `age_days`: of its evidence."""

    form = serializers.CharField()
    state = serializers.ChoiceField(choices=["open", "answered", "old", "unproven", "gap", "asked", "later"])
    age_days = serializers.IntegerField(source="age", allow_null=True)
    speaks = serializers.SerializerMethodField()
    inquiries = serializers.SerializerMethodField()

    def get_speaks(self, rank: Rank) -> int | None:
        return rank.speaks.pk if rank.speaks else None

    @extend_schema_field(serializers.ListField(child=serializers.IntegerField()))
    def get_inquiries(self, rank: Rank) -> list[int]:
        return [inquiry.pk for inquiry in rank.inquiries]


class FamilySessionShown(serializers.Serializer):
    service = serializers.IntegerField(source="service.pk")
    provided_on = serializers.DateField(source="service.provided_on")
    came = serializers.ListField(child=serializers.CharField())


class GateShown(serializers.Serializer):
    """Ranks from home outwards; `problems`, hard first, against asking for `form` with what is on file."""

    form = serializers.CharField()
    on = serializers.DateField()
    max_age_days = serializers.IntegerField(source="max_age")
    ranks = GateRank(many=True)
    problems = ProblemShown(many=True)
    sessions = FamilySessionShown(many=True)
    tepak_reason = serializers.CharField(allow_blank=True)
    social_report = serializers.IntegerField(source="social_report.pk", allow_null=True, default=None)
    conference = serializers.IntegerField(source="conference.pk", allow_null=True, default=None)
    agreement = serializers.IntegerField(source="agreement.pk", allow_null=True, default=None)


class GateQuery(serializers.Serializer):
    form = serializers.ChoiceField(choices=CareForm.choices[1:], required=False)


class Gate(CaseView):
    @operation("How a case stands before a form of care is asked for", GateShown, query=GateQuery)
    def get(self, request, pk):
        case = self.case(pk)
        standing = standing_of(case, self.asked(GateQuery).get("form", ""))
        return self.show(GateShown, standing, verb="case.view_placements", subject=case)
