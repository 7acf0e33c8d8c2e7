"""How a child stands before the law, over the same services as the page."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from atensi.api.fields import Day, Person, Reasons, Ref, Text
from atensi.api.views import operation

from ..justice import check_list, matter_of
from ..justice_states import (
    JusticeAgency,
    JusticeDateKind,
    JusticeDuty,
    JusticeOutcome,
    JusticeRole,
    YoungDecision,
)
from ..models import (
    Case,
    ChildInJustice,
    JusticeContact,
    JusticeDate,
    JusticeDutyDone,
    JusticeReport,
    YoungOffenderDecision,
)
from ..services.justice import (
    decide_for_young_offender,
    end_matter,
    keep_justice_date,
    record_contact,
    record_matter,
    set_justice_date,
)
from ..services.justice_dates import call_off_justice_date, move_justice_date
from ..services.justice_work import record_duty, send_report
from .finding import CaseView


class JusticeContactShown(serializers.ModelSerializer):
    class Meta:
        model = JusticeContact
        fields = ("id", "agency", "office", "officer", "phone", "file_number")


class JusticeDateShown(serializers.ModelSerializer):
    """A day; `done_on` is null until it was kept, `called_off_at` unless it was called off."""

    class Meta:
        model = JusticeDate
        fields = ("id", "kind", "due_on", "place", "done_on", "note", "called_off_at", "called_off_reason")


class DutyDoneShown(serializers.ModelSerializer):
    recorded_by = Person()

    class Meta:
        model = JusticeDutyDone
        fields = ("id", "duty", "done_on", "done_by", "note", "recorded_by")


class DutyShown(serializers.Serializer):
    """One duty of art. 68 and the times it was done, newest first."""

    code = serializers.CharField()
    label = serializers.CharField()
    done = DutyDoneShown(many=True)


class JusticeReportShown(serializers.ModelSerializer):
    report = serializers.IntegerField(source="report_id")
    contact = serializers.IntegerField(source="contact_id")

    class Meta:
        model = JusticeReport
        fields = ("id", "report", "contact", "sent_on")


class YoungDecisionShown(serializers.ModelSerializer):
    class Meta:
        model = YoungOffenderDecision
        fields = (
            *("decision", "decided_on", "investigator", "probation_officer", "social_worker"),
            *("programme_at", "until"),
        )


class MatterShown(serializers.ModelSerializer):
    """The matter. `age_at_act`: whole years on the day of the act, null without a birth date."""

    case = serializers.IntegerField(source="case_id")
    age_at_act = serializers.IntegerField(allow_null=True)
    young_decision = YoungDecisionShown(allow_null=True)
    contacts = JusticeContactShown(many=True)
    dates = JusticeDateShown(many=True)
    duties = serializers.SerializerMethodField()
    reports = JusticeReportShown(many=True)

    class Meta:
        model = ChildInJustice
        fields = (
            *("case", "role", "matter", "act_on", "reported_on", "age_at_act", "diversion", "reasons"),
            *("outcome", "outcome_on", "outcome_note", "young_decision", "contacts", "dates", "duties", "reports"),
        )

    @extend_schema_field(DutyShown(many=True))
    def get_duties(self, track: ChildInJustice) -> Any:
        return DutyShown(check_list(track), many=True).data


class MatterSent(serializers.Serializer):
    role = serializers.ChoiceField(choices=JusticeRole.choices)
    matter = Text(max_length=200)
    act_on = Day()
    reported_on = Day()
    diversion = serializers.BooleanField(required=False)
    reasons = Reasons()


class JusticeContactSent(serializers.Serializer):
    agency = serializers.ChoiceField(choices=JusticeAgency.choices)
    office = Text(max_length=200)
    officer = Text(required=False, max_length=200)
    phone = Text(required=False, max_length=30)
    file_number = Text(required=False, max_length=100)


class JusticeDateSent(serializers.Serializer):
    kind = serializers.ChoiceField(choices=JusticeDateKind.choices)
    due_on = Day()
    place = Text(required=False, max_length=200)


class JusticeKeptSent(serializers.Serializer):
    done_on = Day()
    note = Text(required=False)


class JusticeMovedSent(serializers.Serializer):
    """`place`: the one that holds from now on; left out, the day keeps its place."""

    due_on = Day()
    place = Text(required=False, max_length=200)
    reason = Text()


class JusticeCalledOffSent(serializers.Serializer):
    reason = Text()


class DutySent(serializers.Serializer):
    duty = serializers.ChoiceField(choices=JusticeDuty.choices)
    done_on = Day()
    done_by = Text(max_length=200)
    note = Text()


def _reports(context: dict[str, Any]) -> Any:
    return context["case"].social_reports.all()


def _contacts(context: dict[str, Any]) -> Any:
    return JusticeContact.objects.visible_to(context["request"].user).filter(track__case=context["case"])


class JusticeReportSent(serializers.Serializer):
    """A signed social report of the case, and a contact of the matter."""

    report = Ref(_reports)
    contact = Ref(_contacts)
    sent_on = Day()


class YoungDecisionSent(serializers.Serializer):
    decision = serializers.ChoiceField(choices=YoungDecision.choices)
    decided_on = Day()
    investigator = Text(max_length=200)
    probation_officer = Text(max_length=200)
    social_worker = Text(max_length=200)
    programme_at = Text(required=False, max_length=200)
    until = Day(required=False, allow_null=True)


class OutcomeSent(serializers.Serializer):
    outcome = serializers.ChoiceField(choices=JusticeOutcome.choices)
    outcome_on = Day()
    outcome_note = Text()


class MatterView(CaseView):
    def matter(self, pk: int, *, right: str = "") -> tuple[Case, ChildInJustice]:
        """The matter of a case; 404 without one."""
        case = self.case(pk, right=right)
        track = get_object_or_404(ChildInJustice.objects.visible_to(self.request.user), case=case)
        track.case = case
        return case, track

    def told(self, case: Case, status: int = 200) -> Any:
        return self.done(MatterShown, matter_of(case), status)


class Matter(MatterView):
    @operation("The matter that brings the child before the law", MatterShown)
    def get(self, request, pk):
        case, _track = self.matter(pk)
        return self.show(MatterShown, matter_of(case), verb="case.view_justice", subject=case)

    @operation("Record or correct the matter; the case is restricted from then on", MatterShown, takes=MatterSent)
    def post(self, request, pk):
        case = self.case(pk, right="work")
        record_matter(case=case, by=request.actor, **self.given(MatterSent))
        return self.told(case)


class JusticeContacts(MatterView):
    @operation("Add who handles the matter", JusticeContactShown, takes=JusticeContactSent, status=201)
    def post(self, request, pk):
        _case, track = self.matter(pk, right="work")
        made = record_contact(track=track, by=request.actor, **self.given(JusticeContactSent))
        return self.done(JusticeContactShown, made, 201)


class JusticeContactDetail(MatterView):
    @operation("Correct who handles the matter", JusticeContactShown, takes=JusticeContactSent)
    def post(self, request, pk, row_pk):
        _case, track = self.matter(pk, right="work")
        contact = get_object_or_404(track.contacts, pk=row_pk)
        made = record_contact(track=track, contact=contact, by=request.actor, **self.given(JusticeContactSent))
        return self.done(JusticeContactShown, made)


class JusticeDates(MatterView):
    @operation(
        "Enter a hearing, a verdict or a social report asked for", JusticeDateShown, takes=JusticeDateSent, status=201
    )
    def post(self, request, pk):
        _case, track = self.matter(pk, right="work")
        made = set_justice_date(track=track, by=request.actor, **self.given(JusticeDateSent))
        return self.done(JusticeDateShown, made, 201)


class JusticeDateView(MatterView):
    def date(self, pk: int, row_pk: int) -> JusticeDate:
        """A day of the matter, for who works on the case."""
        _case, track = self.matter(pk, right="work")
        row = get_object_or_404(track.dates, pk=row_pk)
        row.track = track
        return row


class JusticeDateKept(JusticeDateView):
    @operation("Say that a day was kept", JusticeDateShown, takes=JusticeKeptSent)
    def post(self, request, pk, row_pk):
        row = self.date(pk, row_pk)
        made = keep_justice_date(row=row, by=request.actor, **self.given(JusticeKeptSent))
        return self.done(JusticeDateShown, made)


class JusticeDateMoved(JusticeDateView):
    @operation("Put a day that people entered to another day or place", JusticeDateShown, takes=JusticeMovedSent)
    def post(self, request, pk, row_pk):
        row = self.date(pk, row_pk)
        given = {"place": row.place, **self.given(JusticeMovedSent)}
        return self.done(JusticeDateShown, move_justice_date(row=row, by=request.actor, **given))


class JusticeDateCalledOff(JusticeDateView):
    @operation("Call off a day that people entered", JusticeDateShown, takes=JusticeCalledOffSent)
    def post(self, request, pk, row_pk):
        row = self.date(pk, row_pk)
        made = call_off_justice_date(row=row, by=request.actor, **self.given(JusticeCalledOffSent))
        return self.done(JusticeDateShown, made)


class JusticeDuties(MatterView):
    @operation("Record that a duty of art. 68 was done", DutyDoneShown, takes=DutySent, status=201)
    def post(self, request, pk):
        _case, track = self.matter(pk, right="work")
        return self.done(DutyDoneShown, record_duty(track=track, by=request.actor, **self.given(DutySent)), 201)


class JusticeReports(MatterView):
    @operation(
        "Record that a social report went to law enforcement", JusticeReportShown, takes=JusticeReportSent, status=201
    )
    def post(self, request, pk):
        case, track = self.matter(pk, right="work")
        made = send_report(track=track, by=request.actor, **self.given(JusticeReportSent, case=case))
        return self.done(JusticeReportShown, made, 201)


class YoungDecisionOf(MatterView):
    @operation(
        "Record what the three parties decided for a child under 12", YoungDecisionShown, takes=YoungDecisionSent
    )
    def post(self, request, pk):
        _case, track = self.matter(pk, right="work")
        made = decide_for_young_offender(track=track, by=request.actor, **self.given(YoungDecisionSent))
        return self.done(YoungDecisionShown, made)


class MatterEnd(MatterView):
    @operation("Record how the matter ended", MatterShown, takes=OutcomeSent)
    def post(self, request, pk):
        case, track = self.matter(pk, right="work")
        end_matter(track=track, by=request.actor, **self.given(OutcomeSent))
        return self.told(case)
