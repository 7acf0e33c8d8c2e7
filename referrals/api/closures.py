"""Homes that stop, how far their children have moved, and where one child goes."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from atensi.accounts.models import User
from atensi.api.fields import Day, Ref, Text
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.audit.services import record_view
from atensi.errors import require
from atensi.reference.workdays import today_in
from cases.hands import people_at
from institutions.models import Institution
from institutions.states import RESIDENCES

from ..closing import counts_of, lines_for
from ..models import HomeClosure, MovePlan
from ..permissions import can_close_home, can_plan_move
from ..reading import seen_move
from ..services.closures import announce_closure, lift_closure, plan_move
from ..states import ClosureState, ClosureWhy, MoveTo


class ClosureInList(serializers.ModelSerializer):
    class Meta:
        model = HomeClosure
        fields = (
            *("id", "institution", "office", "why", "from_on", "move_by", "reason", "state", "announced_at"),
            *("emptied_on", "lifted_at", "lift_reason"),
        )


class MoveCounts(serializers.Serializer):
    waiting = serializers.IntegerField()
    planned = serializers.IntegerField()
    left = serializers.IntegerField()
    dropped = serializers.IntegerField()
    late = serializers.IntegerField()


class ClosureShown(ClosureInList):
    """`moves`: children by where they stand; `late`: of those still there, whose day is over."""

    moves = serializers.SerializerMethodField()

    class Meta(ClosureInList.Meta):
        fields = (*ClosureInList.Meta.fields, "moves")

    @extend_schema_field(MoveCounts)
    def get_moves(self, row):
        return MoveCounts(counts_of(row, today_in(row.institution.region))).data


class MoveShown(serializers.ModelSerializer):
    case = serializers.IntegerField(source="placement.case_id")

    class Meta:
        model = MovePlan
        fields = (
            *("id", "closure", "placement", "case", "due_on", "state", "to", "to_institution", "responsible"),
            *("note", "planned_at", "left_on"),
        )


class MoveLineShown(serializers.Serializer):
    """One child of a home that stops. Of a case that the asking person may not see neither case nor name is told."""

    id = serializers.IntegerField(source="move.pk")
    case = serializers.IntegerField(source="case.pk", allow_null=True, default=None)
    who = serializers.CharField()
    due_on = serializers.DateField(source="move.due_on")
    state = serializers.CharField(source="move.state")
    to = serializers.CharField(source="move.to", allow_blank=True)
    left_on = serializers.DateField(source="move.left_on", allow_null=True)
    is_late = serializers.BooleanField()


class MoveLinesShown(serializers.Serializer):
    results = MoveLineShown(many=True)


class ClosureView(ApiView):
    def closure(self, pk: int) -> HomeClosure:
        rows = HomeClosure.objects.visible_to(self.request.user).select_related("institution__region")
        return get_object_or_404(rows, pk=pk)


class ClosureQuery(PageQuery):
    state = serializers.ChoiceField(choices=ClosureState.choices, required=False, default=ClosureState.RUNNING)


class Closures(ApiView):
    @operation("Homes that stop, newest first", page_form(ClosureInList), query=ClosureQuery)
    def get(self, request):
        rows = HomeClosure.objects.visible_to(request.user).filter(state=self.asked(ClosureQuery)["state"])
        return self.page(
            ClosureInList,
            rows,
            field="announced_at",
            newest_first=True,
            query=ClosureQuery,
            verb="closure.list",
            subject="list:closures",
        )


class ClosureDetail(ClosureView):
    @operation("One home that stops", ClosureShown)
    def get(self, request, pk):
        return self.show(ClosureShown, self.closure(pk), verb="closure.view")


class ClosureSent(serializers.Serializer):
    """`move_by`: left out for the days that the office has set."""

    why = serializers.ChoiceField(choices=ClosureWhy.choices)
    from_on = Day()
    move_by = Day(required=False, allow_null=True)
    reason = Text(max_length=2000)


class ClosureAnnounced(ApiView):
    @operation(
        "A home stops: nobody is admitted, each child is planned for", ClosureShown, takes=ClosureSent, status=201
    )
    def post(self, request, pk):
        home = get_object_or_404(Institution.objects.visible_to(request.user).select_related("region"), pk=pk)
        require(can_close_home(request.actor, home))
        made = announce_closure(institution=home, by=request.actor, **self.given(ClosureSent))
        return self.done(ClosureShown, made, 201)


class LiftSent(serializers.Serializer):
    reason = Text(max_length=2000)


class ClosureLifted(ClosureView):
    @operation("Let the home care again", ClosureShown, takes=LiftSent)
    def post(self, request, pk):
        closure = self.closure(pk)
        require(can_close_home(request.actor, closure.institution))
        return self.done(ClosureShown, lift_closure(closure=closure, by=request.actor, **self.given(LiftSent)))


class ClosureMoves(ClosureView):
    @operation("Where the children of a home that stops go", MoveLinesShown)
    def get(self, request, pk):
        closure = self.closure(pk)
        related = ("placement__case__beneficiary", "placement__case__office")
        rows = list(closure.moves.select_related(*related).order_by("due_on", "pk"))
        lines = lines_for(request.user, rows, today_in(closure.institution.region))
        record_view("closure.view", closure, by=request.actor, shown=[line.case for line in lines if line.case])
        return self.plain(MoveLineShown, lines)


class MoveDetail(ApiView):
    @operation("Where one child goes", MoveShown)
    def get(self, request, pk):
        return self.show(MoveShown, seen_move(request.user, pk), verb="move.view")


class MoveSent(serializers.Serializer):
    """`responsible`: left out for the case's worker."""

    to = serializers.ChoiceField(choices=MoveTo.choices)
    to_institution = Ref(
        lambda context: Institution.objects.active().filter(kind__in=RESIDENCES), required=False, allow_null=True
    )
    responsible = Ref(
        lambda context: people_at(context["case"]) if "case" in context else User.objects.none(),
        required=False,
        allow_null=True,
    )
    note = Text(required=False, max_length=2000)


class MovePlanned(ApiView):
    @operation("Plan where one child goes", MoveShown, takes=MoveSent)
    def post(self, request, pk):
        move = seen_move(request.user, pk)
        require(can_plan_move(request.actor, move))
        given = self.given(MoveSent, case=move.placement.case)
        return self.done(MoveShown, plan_move(move=move, by=request.actor, **given))
