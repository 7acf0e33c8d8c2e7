"""The one door of a Sentra (SERASI): what people ask for, where it goes, and what became of it."""

import uuid
from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Key, Moment, Person, Ref, Text
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.errors import require
from institutions.acting import acting_office
from institutions.api.shown import InstitutionNamed

from .. import permissions
from ..desk_requests import at_desk, gone_from_desk, requests_of, sentra_beside, status_of, tells_answer, tells_person
from ..keeping import kept_until
from ..models import DeskRequest
from ..services.desk_requests import Asked, Going, forward_request, register_request
from ..states import LONGEST_STORY, Onward, Source, Urgency
from .finding import regions_of_calls

# What only those read who have the request in hand, or who recorded it.
OF_PERSON = ("problem", "place", "person_name", "requester_name", "requester_phone")


class GoingSent(serializers.Serializer):
    """`to`: the other Sentra. `words`: the reason for it, or what was done."""

    way = serializers.ChoiceField(choices=Onward.choices)
    to = Ref(lambda context: sentra_beside(context["sentra"]), required=False, allow_null=True)
    words = Text(required=False, max_length=2000)


class RequestSent(serializers.Serializer):
    """What somebody asks for. `region`: regency or district of the person's place. `going`: where it goes at once; left
    out to decide later, while its clock runs."""

    source = serializers.ChoiceField(choices=Source.choices)
    received_at = Moment()
    urgency = serializers.ChoiceField(choices=Urgency.choices)
    problem = Text(max_length=LONGEST_STORY)
    is_child = serializers.BooleanField()
    region = Key(regions_of_calls)
    place = Text(required=False, max_length=200)
    person_name = Text(required=False, max_length=200)
    requester_name = Text(required=False, max_length=200)
    requester_phone = Text(required=False, max_length=30)
    going = GoingSent(required=False, allow_null=True)


class RequestInList(serializers.ModelSerializer):
    """`status`: what became of it; of one sent on, where the report of the Dinas stands."""

    sentra = InstitutionNamed()
    status = serializers.SerializerMethodField()
    is_late = serializers.BooleanField()

    class Meta:
        model = DeskRequest
        fields = (
            *("id", "number", "source", "received_at", "urgency", "is_child", "region", "sentra", "state", "status"),
            *("due_at", "is_late"),
        )

    def get_status(self, request: DeskRequest) -> str:
        return status_of(request)


class RequestShown(RequestInList):
    """`answer`: what was done, for the Sentra that has it. `office`: the Dinas that it was sent on to. `kept_until`:
    the last day of one that was answered or came to nothing, then it is deleted.

    `is_told`: whether the reader is told the person, the requester, the problem and the place; without it these are
    empty, for they are with the Dinas or with the other Sentra.
    """

    recorded_by = Person()
    recorded_for = InstitutionNamed()
    office = InstitutionNamed(source="report.office", allow_null=True, default=None)
    answer = serializers.SerializerMethodField()
    is_told = serializers.SerializerMethodField()
    kept_until = serializers.SerializerMethodField()

    class Meta:
        model = DeskRequest
        fields = (
            *RequestInList.Meta.fields,
            *("is_told", *OF_PERSON),
            *("recorded_by", "recorded_for", "office", "answer", "kept_until"),
        )

    def get_kept_until(self, request: DeskRequest) -> date | None:
        return kept_until(request)

    def get_is_told(self, request: DeskRequest) -> bool:
        return tells_person(request, self.context["request"].user)

    def to_representation(self, request: DeskRequest) -> dict[str, Any]:
        shown = super().to_representation(request)
        return shown if shown["is_told"] else shown | dict.fromkeys(OF_PERSON, "")

    def get_answer(self, request: DeskRequest) -> str:
        return request.answer if tells_answer(request, self.context["request"].user) else ""


class RequestQuery(PageQuery):
    """`state`: open at the desk, by what is due first; or left it, newest first."""

    state = serializers.ChoiceField(choices=["open", "left"], required=False, default="open")


class DeskRequests(ApiView):
    @operation("Requests at the desk of the Sentra", page_form(RequestInList), query=RequestQuery)
    def get(self, request):
        sentra = acting_office(request)
        require(permissions.can_take_request(request.actor, sentra))
        is_open = self.asked(RequestQuery)["state"] == "open"
        return self.page(
            RequestInList,
            at_desk(request.user, sentra) if is_open else gone_from_desk(request.user, sentra),
            field="due_at" if is_open else "received_at",
            newest_first=not is_open,
            query=RequestQuery,
            verb="request.list",
            subject=f"user:{request.user.pk}",
        )

    @operation("Take a request, and send it on or answer it at once", RequestShown, takes=RequestSent, status=201)
    def post(self, request):
        sentra = acting_office(request)
        require(permissions.can_take_request(request.actor, sentra))
        given = self.given(RequestSent, sentra=sentra.pk)
        going = _going(given.pop("going", None))
        made = register_request(asked=Asked(**given), form_id=uuid.uuid4(), going=going, by=request.actor)
        return self.done(RequestShown, made, 201)


class DeskRequestDetail(ApiView):
    @operation("One request", RequestShown)
    def get(self, request, pk):
        row = get_object_or_404(requests_of(request.user), pk=pk)
        return self.show(RequestShown, row, verb="request.view", subject=row)


class DeskRequestForwarding(ApiView):
    @operation("Send a request on, or say what was done", RequestShown, takes=GoingSent)
    def post(self, request, pk):
        row = get_object_or_404(requests_of(request.user), pk=pk)
        require(permissions.can_forward_request(request.actor, row))
        going = Going(**self.given(GoingSent, sentra=row.sentra_id))
        return self.done(RequestShown, forward_request(asking=row, going=going, by=request.actor))


def _going(given: dict[str, Any] | None) -> Going | None:
    return Going(**given) if given else None
