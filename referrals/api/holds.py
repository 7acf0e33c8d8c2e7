"""Places kept free for a case."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Ref
from atensi.api.views import ApiView, operation
from atensi.audit.services import record_view
from atensi.errors import require
from cases.views.page import open_case
from institutions.api.shown import InstitutionNamed

from ..models import PlaceHold
from ..permissions import can_send
from ..receivers import receivers
from ..services.holds import hold_place, let_go_place
from ..states import ReferralKind


class HoldShown(serializers.ModelSerializer):
    """`stands`: whether it keeps the place now; it lapses by itself at `lapses_at`. `placement`: the one that used it
    up."""

    institution = InstitutionNamed()
    stands = serializers.SerializerMethodField()

    class Meta:
        model = PlaceHold
        fields = ("id", "case", "institution", "hours", "held_at", "lapses_at", "ended_at", "placement", "stands")

    def get_stands(self, hold: PlaceHold) -> bool:
        return hold.stands()


class HoldsShown(serializers.Serializer):
    results = HoldShown(many=True)


class HoldSent(serializers.Serializer):
    institution = Ref(lambda context: receivers(ReferralKind.ADMISSION, context["case"]))


class CaseHolds(ApiView):
    @operation("Places kept free for the case, newest first", HoldsShown)
    def get(self, request, pk):
        case = open_case(request, pk, tab="placements").case
        record_view("case.view_placements", case, by=request.actor)
        holds = PlaceHold.objects.visible_to(request.user).filter(case=case)
        return self.plain(HoldShown, holds.select_related("institution"))

    @operation("Keep a place free for the case", HoldShown, takes=HoldSent, status=201)
    def post(self, request, pk):
        case = open_case(request, pk, tab="placements").case
        require(can_send(request.actor, case))
        given = self.given(HoldSent, case=case)
        return self.done(HoldShown, hold_place(case=case, by=request.actor, **given), 201)


class HoldLetGo(ApiView):
    @operation("Let a held place go", HoldShown)
    def post(self, request, pk):
        rows = PlaceHold.objects.visible_to(request.user).select_related("case", "institution")
        return self.done(HoldShown, let_go_place(hold=get_object_or_404(rows, pk=pk), by=request.actor))
