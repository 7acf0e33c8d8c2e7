"""Case conferences: called, called off, recorded, and what follows from them."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Day, Moment, Ref, Text
from atensi.api.paging import PageQuery
from atensi.api.views import operation, page_form

from ..hands import guests_asked, invitable
from ..services.conferences import (
    FollowUp,
    Guest,
    add_follow_up,
    call_conference,
    cancel_conference,
    hold_conference,
)
from .finding import CaseView
from .shown_papers import CallShown, ConferenceShown, FollowUpShown
from .tasks import HandSent


class FollowUpSent(HandSent):
    title = Text(max_length=200)
    due_on = Day()


class ConferenceSent(serializers.Serializer):
    """`came`: ids of the guests of the open call who were there, which this conference answers; `attendees`: who else,
    one on a line. `follow_ups` become tasks."""

    held_on = Day()
    attendees = Text(required=False)
    came = serializers.ListField(
        child=Ref(lambda context: guests_asked(context["case"])), required=False, max_length=100
    )
    follow_ups = FollowUpSent(many=True, required=False, max_length=20)
    options = Text()
    recommendation = Text()
    child_view = Text(required=False)
    child_not_heard_reason = Text(required=False)
    dissent = Text(required=False)

    def validate_follow_ups(self, rows):
        return [FollowUp(**row) for row in rows]


class Conferences(CaseView):
    @operation("Case conferences, newest first", page_form(ConferenceShown), query=PageQuery)
    def get(self, request, pk):
        case = self.case(pk)
        rows = case.conferences.prefetch_related("follow_ups__task")
        return self.rows(ConferenceShown, rows, case=case, by="-held_on", verb="case.view_documents")

    @operation("Record a conference that was held", ConferenceShown, takes=ConferenceSent, status=201)
    def post(self, request, pk):
        case = self.case(pk, right="confer")
        made = hold_conference(case=case, by=request.actor, **self.given(ConferenceSent, case=case))
        return self.done(ConferenceShown, made, 201)


class ConferenceDetail(CaseView):
    @operation("One conference", ConferenceShown)
    def get(self, request, pk, paper_pk):
        case = self.case(pk)
        return self.show(
            ConferenceShown, get_object_or_404(case.conferences, pk=paper_pk), verb="case.view_documents", subject=case
        )


class FollowUps(CaseView):
    @operation("Give somebody what the conference agreed to do", FollowUpShown, takes=FollowUpSent, status=201)
    def post(self, request, pk, paper_pk):
        case = self.case(pk, right="confer")
        paper = get_object_or_404(case.conferences, pk=paper_pk)
        made = add_follow_up(conference=paper, by=request.actor, **self.given(FollowUpSent, case=case))
        return self.done(FollowUpShown, made, 201)


class GuestSent(serializers.Serializer):
    """Somebody from outside: name and role."""

    name = Text(max_length=200)
    role = Text(required=False, max_length=100)


class ConferenceCallSent(serializers.Serializer):
    """`people`: ids of people who work on the case, who are told; `guests`: others."""

    meets_at = Moment()
    place = Text(max_length=200)
    agenda = Text()
    people = serializers.ListField(
        child=Ref(lambda context: invitable(context["case"])), required=False, max_length=100
    )
    guests = GuestSent(many=True, required=False, max_length=100)

    def validate_guests(self, rows):
        return [Guest(**row) for row in rows]


class ConferenceCalls(CaseView):
    @operation("Calls to conferences, newest first", page_form(CallShown), query=PageQuery)
    def get(self, request, pk):
        case = self.case(pk)
        rows = case.conference_calls.select_related("called_by").prefetch_related("guests__user")
        return self.rows(CallShown, rows, case=case, by="-meets_at", verb="case.view_documents")

    @operation("Ask people to a conference", CallShown, takes=ConferenceCallSent, status=201)
    def post(self, request, pk):
        case = self.case(pk, right="confer")
        return self.done(
            CallShown, call_conference(case=case, by=request.actor, **self.given(ConferenceCallSent, case=case)), 201
        )


class CancelSent(serializers.Serializer):
    reason = Text()


class ConferenceCancel(CaseView):
    @operation("Call the open conference off", CallShown, takes=CancelSent)
    def post(self, request, pk):
        case = self.case(pk, right="confer")
        call = get_object_or_404(case.conference_calls.open())
        return self.done(CallShown, cancel_conference(call=call, by=request.actor, **self.given(CancelSent)))
