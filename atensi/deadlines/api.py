"""What is due and late in the acting membership's work: number, kind and day, no name. Links for calendars to it."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Text
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.audit.services import record
from atensi.errors import require

from .hooks import CLOCKS
from .models import CalendarFeed, Deadline
from .permissions import can_make_feed
from .services.feeds import make_feed, revoke_feed
from .views import address_of


class DeadlineShown(serializers.ModelSerializer):
    subject = serializers.SerializerMethodField()
    case = serializers.IntegerField(source="case_id", allow_null=True)

    class Meta:
        model = Deadline
        fields = ("id", "clock", "subject", "case", "reference", "office", "holder", "worker", "due_on", "due_at")

    def get_subject(self, deadline: Deadline) -> str:
        return f"{self.context['subjects'][deadline.clock]}:{deadline.subject_id}"


class DeadlineQuery(PageQuery):
    """`clock`: one kind; `late`: only those whose last day is over."""

    clock = serializers.CharField(required=False, max_length=20)
    late = serializers.BooleanField(required=False, default=False)


class Deadlines(ApiView):
    @operation("What is due, soonest first", page_form(DeadlineShown), query=DeadlineQuery)
    def get(self, request):
        asked, actor = self.asked(DeadlineQuery), request.actor
        rows = Deadline.objects.visible_to(request.user).of_membership(request.user, actor.role, actor.institution_id)
        rows = rows.filter(clock=asked["clock"]) if "clock" in asked else rows
        subjects = {clock.code: clock.subject for clock in CLOCKS}
        response = self.page(
            DeadlineShown,
            rows.late() if asked["late"] else rows,
            field="due_at",
            query=DeadlineQuery,
            context=lambda _rows: {"subjects": subjects},
        )
        record("deadline.list", "list:deadlines", by=actor, seen=[row["subject"] for row in response.data["results"]])
        return response


class FeedShown(serializers.ModelSerializer):
    class Meta:
        model = CalendarFeed
        fields = ("id", "name", "membership", "life_days", "created_at", "expires_at", "last_used_at", "revoked_at")


class FeedMade(FeedShown):
    """`address`: whoever has it reads the deadlines; told this once, empty where a repeated key asks again."""

    told_once = ("address",)
    address = serializers.SerializerMethodField()

    class Meta(FeedShown.Meta):
        fields = (*FeedShown.Meta.fields, "address")

    def get_address(self, _feed: CalendarFeed) -> str:
        return self.context["address"]


class FeedSent(serializers.Serializer):
    """`name`: where the link will be used."""

    name = Text(max_length=60)


class Feeds(ApiView):
    @operation("Links to the own deadlines that run, newest first", page_form(FeedShown), query=PageQuery)
    def get(self, request):
        rows = CalendarFeed.objects.visible_to(request.user).running()
        return self.page(FeedShown, rows, field="created_at", newest_first=True)

    @operation("Make a link; its address is told this once", FeedMade, takes=FeedSent, status=201)
    def post(self, request):
        require(can_make_feed(request.actor))
        made, token = make_feed(by=request.actor, **self.given(FeedSent))
        return self.done(FeedMade, made, 201, address=address_of(request, token))


class FeedRevocation(ApiView):
    @operation("Take a link back", FeedShown)
    def post(self, request, pk):
        feed = get_object_or_404(CalendarFeed.objects.visible_to(request.user), pk=pk)
        return self.done(FeedShown, revoke_feed(feed=feed, by=request.actor))
