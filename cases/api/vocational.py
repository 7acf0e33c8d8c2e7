"""Somebody's way towards a living."""

from rest_framework import serializers

from atensi.api.fields import Day, Text
from atensi.api.paging import PageQuery
from atensi.api.views import operation, page_form

from ..models import VocationalStep, VocationalTrack
from ..service_states import Capital, IncomeBand, VocationalGoal, VocationalOutcome, VocationalStepKind
from ..services.vocational import end_track, record_vocational_step, start_track
from .finding import CaseView


class VocationalStepShown(serializers.ModelSerializer):
    class Meta:
        model = VocationalStep
        fields = (
            *("id", "kind", "place", "since", "until", "certificate", "capital", "asset", "income", "note"),
            "recorded_at",
        )


class TrackShown(serializers.ModelSerializer):
    """The one without `ended_on` is running."""

    steps = VocationalStepShown(many=True)

    class Meta:
        model = VocationalTrack
        fields = ("id", "case", "goal", "interest", "started_on", "outcome", "outcome_note", "ended_on", "steps")


class TrackSent(serializers.Serializer):
    goal = serializers.ChoiceField(choices=VocationalGoal.choices)
    interest = Text()
    started_on = Day()


class StepSent(serializers.Serializer):
    """`next_on`: the next visit, a task of the case."""

    kind = serializers.ChoiceField(choices=VocationalStepKind.choices)
    place = Text(max_length=200)
    since = Day()
    until = Day(required=False, allow_null=True)
    certificate = Text(required=False, max_length=200)
    capital = serializers.ChoiceField(choices=Capital.choices, required=False, allow_blank=True)
    asset = Text(required=False, max_length=300)
    income = serializers.ChoiceField(choices=IncomeBand.choices, required=False, allow_blank=True)
    note = Text(required=False)
    next_on = Day(required=False, allow_null=True)


class TrackEndSent(serializers.Serializer):
    outcome = serializers.ChoiceField(choices=VocationalOutcome.choices)
    outcome_note = Text()
    ended_on = Day()


class Vocational(CaseView):
    @operation("Ways towards a living with their steps, newest first", page_form(TrackShown), query=PageQuery)
    def get(self, request, pk):
        case = self.case(pk)
        rows = case.vocational_tracks.prefetch_related("steps")
        return self.rows(TrackShown, rows, case=case, by="-started_on", verb="case.view_services")

    @operation("Begin one", TrackShown, takes=TrackSent, status=201)
    def post(self, request, pk):
        case = self.case(pk, right="work")
        return self.done(TrackShown, start_track(case=case, by=request.actor, **self.given(TrackSent)), 201)


class VocationalSteps(CaseView):
    @operation("Write a step of the running one", VocationalStepShown, takes=StepSent, status=201)
    def post(self, request, pk):
        case = self.case(pk, right="work")
        made = record_vocational_step(case=case, by=request.actor, **self.given(StepSent))
        return self.done(VocationalStepShown, made, 201)


class VocationalEnd(CaseView):
    @operation("End the running one with what came of it", TrackShown, takes=TrackEndSent)
    def post(self, request, pk):
        case = self.case(pk, right="work")
        return self.done(TrackShown, end_track(case=case, by=request.actor, **self.given(TrackEndSent)))
