"""The report desk: what an operator takes, and what the office of the place does with it. A case response is made of a
report by logging one that names it (`incoming` of `responses`)."""

import uuid
from dataclasses import asdict

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Key, Moment, Ref, Text
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.errors import require

from .. import permissions
from ..hands import offices_beside, workers_of
from ..incoming import incoming_of, told_of
from ..models import IncomingReport
from ..services.incoming import Call, assign_incoming, close_incoming, pass_on_incoming, record_incoming
from ..states import DESK_CHANNELS, LONGEST_STORY, IncomingClosure, Urgency
from .finding import ampk, regions_of_calls
from .shown import IncomingInList, IncomingShown


class CallSent(serializers.Serializer):
    """What a caller told. `region`: regency or district of the place; its Dinas Sosial gets the report."""

    channel = serializers.ChoiceField(choices=[(one.value, one.label) for one in DESK_CHANNELS])
    received_at = Moment()
    urgency = serializers.ChoiceField(choices=Urgency.choices)
    problem = Text(max_length=LONGEST_STORY)
    category = Key(ampk, required=False, allow_null=True)
    region = Key(regions_of_calls)
    place = Text(required=False, max_length=200)
    child_name = Text(required=False, max_length=200)
    reporter_name = Text(required=False, max_length=200)
    reporter_phone = Text(required=False, max_length=30)


class IncomingQuery(PageQuery):
    """`scope`: what one took, was given, what is in the hands of the office, or late in the regencies of the province.
    Open ones by what is due first, ended ones newest first. `number`: how a number ends."""

    scope = serializers.ChoiceField(choices=["own", "mine", "office", "above"], required=False)
    state = serializers.ChoiceField(choices=["open", "ended"], required=False, default="open")
    number = serializers.CharField(required=False, max_length=30)


class IncomingReports(ApiView):
    @operation("Reports of the desk, of one scope", page_form(IncomingInList), query=IncomingQuery)
    def get(self, request):
        asked = self.asked(IncomingQuery)
        scope = asked.get("scope") or permissions.report_scopes([request.membership])[0]
        rows = IncomingReport.objects.scopes(request.user)[scope]
        rows = rows.filter(number__endswith=asked["number"]) if "number" in asked else rows
        is_open = asked["state"] == "open"
        return self.page(
            IncomingInList,
            (rows.open() if is_open else rows.ended()).select_related("category", "office", "assigned_to"),
            field="due_at" if is_open else "received_at",
            newest_first=not is_open,
            query=IncomingQuery,
            verb="incoming.list",
            subject=f"user:{request.user.pk}",
        )

    @operation("Record a call; the Dinas of its place gets it", IncomingShown, takes=CallSent, status=201)
    def post(self, request):
        require(permissions.can_take_call(request.actor))
        call = Call(**self.given(CallSent))
        made = record_incoming(call=call, form_id=uuid.uuid4(), by=request.actor)
        return self.done(IncomingShown, made, 201, **_told(request, made))


def _told(request, report: IncomingReport) -> dict[str, bool]:
    return asdict(told_of(report, request.user, request.actor))


class IncomingView(ApiView):
    def report(self, pk: int) -> IncomingReport:
        return get_object_or_404(incoming_of(self.request.user), pk=pk)

    def answered(self, report: IncomingReport):
        """The report after a step: by then it may be out of sight; who called is told as it stands now."""
        return self.done(IncomingShown, report, **_told(self.request, report))


class IncomingDetail(IncomingView):
    @operation("One report of the desk", IncomingShown)
    def get(self, request, pk):
        report = self.report(pk)
        return self.show(IncomingShown, report, verb="incoming.view", **_told(request, report))


class AssignmentSent(serializers.Serializer):
    worker = Ref(lambda context: workers_of(context["office"]))


class IncomingAssignment(IncomingView):
    @operation("Take a report up and give it to a worker of the office", IncomingShown, takes=AssignmentSent)
    def post(self, request, pk):
        report = self.report(pk)
        require(permissions.can_take_up(request.actor, report))
        given = self.given(AssignmentSent, office=report.office)
        return self.answered(assign_incoming(report=report, by=request.actor, **given))


class PassingSent(serializers.Serializer):
    to = Ref(lambda context: offices_beside(context["report"]))
    reason = Text(max_length=1000)


class IncomingPassing(IncomingView):
    @operation("Hand a report to another Dinas, saying why", IncomingShown, takes=PassingSent)
    def post(self, request, pk):
        report = self.report(pk)
        require(permissions.can_pass_on(request.actor, report))
        given = self.given(PassingSent, report=report)
        return self.answered(pass_on_incoming(report=report, by=request.actor, **given))


class IncomingClosureSent(serializers.Serializer):
    """`double_of`: the earlier report, of a double."""

    closure = serializers.ChoiceField(choices=IncomingClosure.choices)
    note = Text(max_length=1000)
    double_of = Ref(
        lambda context: IncomingReport.objects.visible_to(context["request"].user), required=False, allow_null=True
    )


class IncomingClosing(IncomingView):
    @operation("Close a report that needs no case response", IncomingShown, takes=IncomingClosureSent)
    def post(self, request, pk):
        report = self.report(pk)
        require(permissions.can_take_up(request.actor, report))
        return self.answered(close_incoming(report=report, by=request.actor, **self.given(IncomingClosureSent)))
