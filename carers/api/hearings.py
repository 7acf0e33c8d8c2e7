"""The day on which a court is to hear a guardianship or an adoption."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Day, Text
from atensi.api.views import operation
from atensi.errors import require

from ..models import CareHearing
from ..permissions import can_lead_process
from ..services.hearings import call_off_care_hearing, move_care_hearing, set_care_hearing
from ..services.processes import ONLY_THEY
from .processes import CareHearingShown, CareProcessView, CareReasonSent


class CareHearingSent(serializers.Serializer):
    """`due_on`: the day in court; `at`: the hour there, local time."""

    due_on = Day()
    at = serializers.TimeField(required=False, allow_null=True)
    court = Text(max_length=200)
    place = Text(required=False, max_length=200)


class CareHearingMoved(CareHearingSent):
    reason = Text()


class CareHearings(CareProcessView):
    @operation("Set the day of the hearing", CareHearingShown, takes=CareHearingSent, status=201)
    def post(self, request, pk, process_pk):
        process = self.process(pk, process_pk)
        require(can_lead_process(request.actor, process.case), ONLY_THEY)
        made = set_care_hearing(process=process, by=request.actor, **self.given(CareHearingSent))
        return self.done(CareHearingShown, made, 201)


class CareHearingView(CareProcessView):
    def hearing(self, pk: int, process_pk: int, hearing_pk: int) -> CareHearing:
        """The day of the process, for who leads it. Raises Http404, NotAllowed."""
        process = self.process(pk, process_pk)
        hearing = get_object_or_404(process.hearings.all(), pk=hearing_pk)
        require(can_lead_process(self.request.actor, process.case), ONLY_THEY)
        hearing.process = process
        return hearing


class CareHearingMove(CareHearingView):
    @operation("Put the hearing to another day or place", CareHearingShown, takes=CareHearingMoved)
    def post(self, request, pk, process_pk, hearing_pk):
        hearing = self.hearing(pk, process_pk, hearing_pk)
        return self.done(
            CareHearingShown, move_care_hearing(hearing=hearing, by=request.actor, **self.given(CareHearingMoved))
        )


class CareHearingCallOff(CareHearingView):
    @operation("Call the hearing off", CareHearingShown, takes=CareReasonSent)
    def post(self, request, pk, process_pk, hearing_pk):
        hearing = self.hearing(pk, process_pk, hearing_pk)
        return self.done(
            CareHearingShown, call_off_care_hearing(hearing=hearing, by=request.actor, **self.given(CareReasonSent))
        )
