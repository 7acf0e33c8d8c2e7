"""What happens during a stay: the children of a home, and its incident register."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from atensi.api.fields import Day, Moment, Person, Reasons, Ref, Text
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.errors import require
from institutions.acting import acting_office
from institutions.models import Institution
from institutions.states import RESIDENCES
from referrals.models import Placement

from ..models import Incident
from ..permissions import can_close_incident, can_follow_incident, can_report_on_incident
from ..residents import Resident, residents_of, stays_in
from ..services.incidents import add_incident_step, close_incident, record_incident, report_on_incident
from ..states import IncidentKind, StepKind
from ..telling import Told, tell


class HomeChildDueShown(serializers.Serializer):
    what = serializers.CharField(source="deadline.clock")
    due_on = serializers.DateField(source="deadline.due_on")


class HomeChildShown(serializers.Serializer):
    """A child who lives in the home. `days_away`: from the family, without a break; `due`: what the home has to do
    next; `incidents`: how many stand open; `away_until`: on leave."""

    placement = serializers.IntegerField(source="placement.pk")
    case = serializers.IntegerField(source="placement.case_id")
    name = serializers.CharField(source="placement.beneficiary")
    starts_on = serializers.DateField(source="placement.starts_on")
    days_away = serializers.IntegerField(source="away.days", allow_null=True)
    emergency_ends_on = serializers.DateField(source="placement.emergency_ends_on", allow_null=True)
    review = serializers.IntegerField(source="review.pk", allow_null=True, default=None)
    review_due_on = serializers.DateField(source="review.due_on", allow_null=True, default=None)
    due = HomeChildDueShown(allow_null=True)
    incidents = serializers.IntegerField()
    away_until = serializers.DateField(source="leave.until_on", allow_null=True, default=None)


class HomeChildRow(serializers.Serializer):
    """A stay as the list reads it."""

    def to_representation(self, instance: Placement) -> Any:
        found: dict[int, Resident] = self.context["residents"]
        return HomeChildShown(found[instance.pk]).data


class HomeChildren(ApiView):
    @operation("The children of the home one acts for", page_form(HomeChildShown), query=PageQuery)
    def get(self, request):
        home = acting_office(request)
        rows = stays_in(home, request.user).open() if home else Placement.objects.none()

        def context(shown: list[Placement]) -> dict[str, Any]:
            return {"residents": {one.placement.pk: one for one in residents_of(shown)}}

        return self.page(
            HomeChildRow,
            rows,
            field="starts_on",
            verb="home.view_children",
            subject=home or "",
            context=context,
            seen=lambda shown: [row.case for row in shown],
        )


class IncidentShown(serializers.ModelSerializer):
    """An incident of a list. `children`: how many have a file."""

    state = serializers.CharField(help_text="OPEN, REPORTED or CLOSED.")
    children = serializers.IntegerField(source="children_count")

    class Meta:
        model = Incident
        fields = (
            *("id", "number", "institution", "office", "kind", "happened_at", "children", "other_children", "state"),
            *("report_due_at", "reported_at", "closed_at"),
        )


class IncidentChildShown(serializers.Serializer):
    """`name`: initials where another's case is not yours to read, and `case` is null."""

    name = serializers.CharField(source="words")
    case = serializers.IntegerField(source="case.pk", allow_null=True, default=None)


class IncidentStepShown(serializers.Serializer):
    id = serializers.IntegerField()
    kind = serializers.CharField()
    done_on = serializers.DateField()
    text = serializers.SerializerMethodField()
    number = serializers.CharField()
    written_by = Person()

    def get_text(self, step: Any) -> str:
        return self.context["told"].said(step.text)


class IncidentWhole(serializers.ModelSerializer):
    """An incident with its steps. What people wrote tells no names of children whose case is not yours to read."""

    state = serializers.CharField(help_text="OPEN, REPORTED or CLOSED.")
    children = serializers.SerializerMethodField()
    steps = IncidentStepShown(many=True)
    recorded_by = Person()
    reported_by = Person(allow_null=True)
    closed_by = Person(allow_null=True)

    class Meta:
        model = Incident
        fields = (
            *("id", "number", "institution", "office", "kind", "happened_at", "place", "story", "children"),
            *("other_children", "staff", "measures", "state", "recorded_at", "recorded_by", "report_due_at"),
            *("reported_at", "reported_by", "report_number", "findings", "closed_at", "closed_by", "outcome"),
            *("soft_reasons", "steps"),
        )

    @extend_schema_field(IncidentChildShown(many=True))
    def get_children(self, incident: Incident) -> Any:
        return IncidentChildShown(self._told.children, many=True).data

    @property
    def _told(self) -> Told:
        return self.context["told"]

    def to_representation(self, instance: Incident) -> Any:
        data = super().to_representation(instance)
        for name in ("place", "story", "staff", "measures", "findings", "outcome"):
            data[name] = self._told.said(data[name])
        data["soft_reasons"] = {code: self._told.said(words) for code, words in data["soft_reasons"].items()}
        return data


class IncidentQuery(PageQuery):
    kind = serializers.ChoiceField(choices=IncidentKind.choices, required=False)
    open = serializers.BooleanField(required=False, allow_null=True, default=None)


class IncidentSent(serializers.Serializer):
    """`children`: ids of placements in the home; `other_children`: initials of those without a file."""

    institution = Ref(
        lambda context: Institution.objects.visible_to(context["request"].user).filter(kind__in=RESIDENCES)
    )
    kind = serializers.ChoiceField(choices=IncidentKind.choices)
    happened_at = Moment()
    place = Text(max_length=200)
    story = Text()
    measures = Text()
    children = serializers.ListField(
        child=Ref(lambda context: Placement.objects.visible_to(context["request"].user)), required=False, max_length=50
    )
    other_children = Text(required=False, max_length=200)
    staff = Text(required=False, max_length=200)
    told_family = Text(required=False, max_length=500)
    police_number = Text(required=False, max_length=100)


class IncidentView(ApiView):
    """An address below an incident."""

    def incident(self, pk: int) -> Incident:
        return get_object_or_404(Incident.objects.visible_to(self.request.user).whole(), pk=pk)

    def whole(self, pk: int, status: int = 200) -> Any:
        """What became of it."""
        row = self.incident(pk)
        return self.done(IncidentWhole, row, status, told=tell(self.request.user, row))


class Incidents(IncidentView):
    @operation("Incidents of one's home, office or cases", page_form(IncidentShown), query=IncidentQuery)
    def get(self, request):
        actor, asked = request.actor, self.asked(IncidentQuery)
        rows = Incident.objects.of_membership(request.user, actor.role, actor.institution_id).counted()
        rows = rows.narrowed(kind=asked.get("kind", ""), is_open=asked.get("open"))
        return self.page(IncidentShown, rows, field="happened_at", newest_first=True, query=IncidentQuery)

    @operation("Write down what happened in a home", IncidentWhole, takes=IncidentSent, status=201)
    def post(self, request):
        given = self.given(IncidentSent)
        made = record_incident(home=given.pop("institution"), by=request.actor, **given)
        return self.whole(made.pk, 201)


class IncidentDetail(IncidentView):
    @operation("One incident", IncidentWhole)
    def get(self, request, pk):
        row = self.incident(pk)
        return self.show(IncidentWhole, row, verb="incident.view", told=tell(request.user, row))


class IncidentStepSent(serializers.Serializer):
    """`number`: of the report to the police, which TOLD_POLICE needs."""

    kind = serializers.ChoiceField(choices=StepKind.choices)
    done_on = Day()
    text = Text()
    number = Text(required=False, max_length=100)


class IncidentSteps(IncidentView):
    @operation("Add what was done, or who was told", IncidentWhole, takes=IncidentStepSent)
    def post(self, request, pk):
        row = self.incident(pk)
        require(can_follow_incident(request.actor, row))
        add_incident_step(incident=row, by=request.actor, **self.given(IncidentStepSent))
        return self.whole(pk)


class IncidentReportSent(serializers.Serializer):
    number = Text(max_length=100)
    findings = Text()


class IncidentReport(IncidentView):
    @operation("The report of Dinas Sosial", IncidentWhole, takes=IncidentReportSent)
    def post(self, request, pk):
        row = self.incident(pk)
        require(can_report_on_incident(request.actor, row))
        report_on_incident(incident=row, by=request.actor, **self.given(IncidentReportSent))
        return self.whole(pk)


class IncidentCloseSent(serializers.Serializer):
    outcome = Text()
    reasons = Reasons()


class IncidentClose(IncidentView):
    @operation("Close an incident", IncidentWhole, takes=IncidentCloseSent)
    def post(self, request, pk):
        row = self.incident(pk)
        require(can_close_incident(request.actor, row))
        close_incident(incident=row, by=request.actor, **self.given(IncidentCloseSent))
        return self.whole(pk)
