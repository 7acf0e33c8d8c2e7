"""The board of deadlines, column by column, how the homes of a region stand, and what a review prepares from. The
calendar shows the same rows by day: `deadlines` tells them."""

from django.http import Http404
from django.utils import timezone
from rest_framework import serializers

from atensi.api.views import ApiView, operation
from atensi.audit.services import record_view
from cases.models import CarePlanAction, ServiceRecord
from institutions.api.shown import InstitutionNamed

from ..boards.asking import ALL_CLOCKS, HELD, HELD_BY_US, LATE, LATER, MONTH, OWN, SHARED, WEEK, asked
from ..boards.lanes import lanes
from ..models import PlacementReview
from ..preparation import preparation_for
from ..reading import seen_review
from ..states import OPEN_REVIEWS
from ..views.boards import record_board, standings_of
from .shown import GoalFindingShown, InvitationShown, ReviewInList

SCOPES = {"own": OWN, "waiting": HELD_BY_US, "shared": SHARED}
LANES = {LATE: "late", WEEK: "this_week", MONTH: "this_month", LATER: "later", HELD: "done_this_month"}


class BoardQuery(serializers.Serializer):
    """`clock`: code of one kind, or `all`; reviews when it is left out or unknown. `scope`, of an office: its own
    cases, what waits for it to act, what is shared with it. `institution`: only what that one has to do."""

    clock = serializers.CharField(required=False, max_length=20)
    scope = serializers.ChoiceField(choices=list(SCOPES), required=False, default="own")
    institution = serializers.IntegerField(required=False, min_value=1, max_value=999_999_999)


class BoardRow(serializers.Serializer):
    """One deadline or done task. `subject`: what it is about, as "placementreview:12". `opens`: whether it may be
    read; `day`: the last day, or the day it was done."""

    subject = serializers.CharField()
    name = serializers.CharField(allow_blank=True)
    number = serializers.CharField(allow_blank=True)
    what = serializers.CharField()
    masked = serializers.BooleanField()
    opens = serializers.BooleanField()
    day = serializers.DateField()
    worker = serializers.CharField(allow_blank=True)
    place = serializers.CharField(allow_blank=True)
    result = serializers.CharField(allow_blank=True)
    overstayed = serializers.BooleanField()


class LaneShown(serializers.Serializer):
    """One column. `count`: of all its rows, at most 100; `rows`: the first of them."""

    code = serializers.SerializerMethodField()
    label = serializers.CharField()
    count = serializers.IntegerField()
    rows = BoardRow(many=True)

    def get_code(self, lane) -> str:
        return LANES[lane.code]


class BoardShown(serializers.Serializer):
    results = LaneShown(many=True)


class Board(ApiView):
    @operation("Deadlines in columns by how soon they are, the late ones first", BoardShown, query=BoardQuery)
    def get(self, request):
        sent = self.asked(BoardQuery)
        clock = sent.get("clock", "")
        words = {"jam": ALL_CLOCKS if clock == "all" else clock, "lingkup": SCOPES[sent["scope"]]}
        question = asked(words | {"lembaga": str(sent.get("institution", ""))}, request.actor.role)
        found = lanes(request.user, request.actor, question, timezone.now())
        record_board(request, question, [row for lane in found for row in lane.rows])
        return self.plain(LaneShown, found)


class StandingShown(serializers.Serializer):
    """Reviews of the children in care: open, late, and the last twelve months; counts alone."""

    institution = InstitutionNamed()
    placements = serializers.IntegerField()
    due = serializers.IntegerField()
    late = serializers.IntegerField()
    oldest = serializers.DateField(allow_null=True)
    held = serializers.IntegerField()
    in_time = serializers.IntegerField()


class StandingsShown(serializers.Serializer):
    results = StandingShown(many=True)


class HomesBehind(ApiView):
    @operation("How homes, of a province its regencies, stand with reviews, worst first", StandingsShown)
    def get(self, request):
        found = standings_of(request.membership.institution, timezone.now())
        shown = [standing.institution for standing in found]
        record_view("institution.list_standings", "list:standings", by=request.actor, shown=shown)
        return self.plain(StandingShown, found)


# What a review prepares from


class ActionLine(serializers.ModelSerializer):
    class Meta:
        model = CarePlanAction
        fields = ("id", "text", "state", "due_on", "done_on")


class GoalLineShown(serializers.Serializer):
    """A goal of the plan in force; `last`: what the last review found about it."""

    id = serializers.IntegerField(source="goal.pk")
    text = serializers.CharField(source="goal.text")
    actions = ActionLine(many=True)
    last = GoalFindingShown(allow_null=True)


class ServiceLine(serializers.ModelSerializer):
    component = serializers.CharField(source="component.code")

    class Meta:
        model = ServiceRecord
        fields = ("id", "provided_on", "component", "provider", "description")


class EarlierReview(ReviewInList):
    class Meta(ReviewInList.Meta):
        fields = (*ReviewInList.Meta.fields, "child_view", "findings", "recommendation")


class PreparationShown(serializers.Serializer):
    """From the rows as they stand today. `since`: the last held review, or the start. `days_away`: of the unbroken
    stay, `days_in_care` of all `stays`. `services`: the newest of `services_count`. `contacts`: those for the family.
    `followed`: what became of the last outcome; `limit`: what the end of the title says."""

    review = ReviewInList()
    since = serializers.DateField(source="sheet.evidence.since")
    days_away = serializers.IntegerField(source="sheet.evidence.away.days", allow_null=True, default=None)
    days_in_care = serializers.IntegerField(source="sheet.days_in_care")
    stays = serializers.IntegerField(source="sheet.stays")
    plan = serializers.IntegerField(source="sheet.evidence.plan.pk", allow_null=True, default=None)
    actions_total = serializers.IntegerField(source="sheet.evidence.progress.total")
    actions_done = serializers.IntegerField(source="sheet.evidence.progress.done")
    actions_late = serializers.IntegerField(source="sheet.evidence.progress.late")
    goals = GoalLineShown(source="sheet.goals", many=True)
    services = ServiceLine(source="sheet.evidence.services", many=True)
    services_count = serializers.IntegerField(source="sheet.evidence.services_count")
    contacts = serializers.IntegerField(source="sheet.contacts")
    last_contact_on = serializers.DateField(source="sheet.last_contact_on", allow_null=True)
    earlier = EarlierReview(source="sheet.evidence.earlier", many=True)
    followed = serializers.CharField(source="sheet.followed", allow_blank=True)
    limit = serializers.CharField(source="sheet.limit", allow_blank=True)
    is_over = serializers.BooleanField(source="sheet.is_over")
    invitations = InvitationShown(source="review.invitations", many=True)


class ReviewPreparation(ApiView):
    @operation("What an open review prepares from", PreparationShown)
    def get(self, request, pk):
        review: PlacementReview = seen_review(request.user, pk)
        if review.state not in OPEN_REVIEWS:
            raise Http404
        told = {"review": review, "sheet": preparation_for(review)}
        return self.show(PreparationShown, told, verb="review.view", subject=review)
