"""A person's notices, by a token only those about records that its membership sees; the channels that carry them."""

from collections.abc import Callable
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from atensi.api.fields import Person
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.audit.services import record

from .kinds import NOTICE_KINDS
from .models import Delivery, Notice
from .reach import Reach, reach_of
from .services import mark_all_opened, mark_opened
from .services.choices import choose_channels
from .services.parked import drop_delivery, retry_delivery
from .states import Channel
from .subjects import words_of

AT_ONCE = 500


class NoticeShown(serializers.ModelSerializer):
    title = serializers.SerializerMethodField()

    class Meta:
        model = Notice
        fields = (
            "id",
            "kind",
            "title",
            "reference",
            "due_on",
            "path",
            "is_required",
            "created_at",
            "opened_at",
            "acted_at",
        )

    def get_title(self, notice: Notice) -> str:
        return str(notice.title)


class NoticeQuery(PageQuery):
    unread = serializers.BooleanField(required=False, default=False)


class Notices(ApiView):
    @operation("Notices, newest first", page_form(NoticeShown), query=NoticeQuery)
    def get(self, request):
        mine = Notice.objects.visible_to(request.user)
        mine = mine.unread() if self.asked(NoticeQuery)["unread"] else mine
        response = self.page(
            NoticeShown, mine, field="created_at", newest_first=True, query=NoticeQuery, keep=self._kept
        )
        record(
            "notice.list",
            "list:notices",
            by=request.actor,
            seen=[f"notice:{row['id']}" for row in response.data["results"]],
        )
        return response

    def _kept(self, rows):
        return told(self.request, rows)


def told(request, rows: list[Notice]) -> list[Notice]:
    """Those of a person's notices that may be told: by a token, which is one membership's, only of what that sees."""
    if request.auth is None:
        return rows
    words = words_of(request.user, rows)
    return [row for row in rows if row.subject in words]


class NoticeOpen(ApiView):
    @operation("Mark a notice as opened", NoticeShown)
    def post(self, request, pk):
        notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
        if not told(request, [notice]):
            raise Http404
        mark_opened(notice=notice, by=request.actor)
        notice.refresh_from_db()
        return self.done(NoticeShown, notice)


class NoticesOpened(serializers.Serializer):
    opened = serializers.IntegerField()


class NoticesOpen(ApiView):
    @operation("Mark all notices as opened", NoticesOpened)
    def post(self, request):
        return self.done(NoticesOpened, {"opened": self._opened(request)})

    def _opened(self, request) -> int:
        if request.auth is None:
            return mark_all_opened(by=request.actor)
        unread = Notice.objects.visible_to(request.user).unread().order_by("pk")
        count, found = 0, list(unread[:AT_ONCE])
        while found:  # few at a time, for nobody knows how many lie unread
            count += mark_all_opened(by=request.actor, among=[notice.pk for notice in told(request, found)])
            found = list(unread.filter(pk__gt=found[-1].pk)[:AT_ONCE])
        return count


class ChannelWanted(serializers.Serializer):
    """A channel that leads to the person, and whether they want to be told by it."""

    channel = serializers.ChoiceField(choices=Channel.choices)
    is_on = serializers.BooleanField()


class ChannelsShown(serializers.Serializer):
    """`required`: kinds of notices that go out all the same, because the law requires it."""

    channels = ChannelWanted(many=True)
    required = serializers.ListField(child=serializers.CharField())


class ChannelsSent(serializers.Serializer):
    """Channels left out stay as they are."""

    channels = ChannelWanted(many=True)

    def validate_channels(self, wanted: list[dict[str, Any]]) -> dict[str, bool]:
        found = {one["channel"]: one["is_on"] for one in wanted}
        if found.keys() - set(self.context["offered"]):
            raise serializers.ValidationError(_("Tidak ada di antara pilihan."))
        return found


class NoticeChannels(ApiView):
    """The person's own choice, whatever they act as."""

    def _reach(self) -> Reach | None:
        return reach_of([self.request.user.pk]).get(self.request.user.pk)

    def _told(self) -> dict[str, Any]:
        reach = self._reach()
        offered = [{"channel": one, "is_on": one not in reach.switched_off} for one in reach.offered] if reach else []
        return {
            "channels": offered,
            "required": sorted(kind.code for kind in NOTICE_KINDS.values() if kind.is_required),
        }

    @operation("By which channels one is told besides", ChannelsShown)
    def get(self, request):
        return self.plain_row(ChannelsShown, self._told())

    @operation("Choose by which channels one is told besides", ChannelsShown, takes=ChannelsSent)
    def post(self, request):
        reach = self._reach()
        given = self.given(ChannelsSent, offered=reach.offered if reach else [])
        choose_channels(wanted=given["channels"], by=request.actor)
        return self.done(ChannelsShown, self._told())


class DeliveryParked(serializers.ModelSerializer):
    """What could not be delivered to somebody whom one keeps. `title`: number and kind of task, no name."""

    recipient = Person(source="notice.recipient")
    title = serializers.CharField(source="notice.outside")

    class Meta:
        model = Delivery
        fields = ("id", "recipient", "title", "channel", "state", "last_error", "first_tried_at")


class DeliveriesParked(ApiView):
    @operation("What could not be delivered, newest first", page_form(DeliveryParked), query=PageQuery)
    def get(self, request):
        rows = Delivery.objects.visible_to(request.user).parked().select_related("notice__recipient")
        return self.page(
            DeliveryParked,
            rows,
            field="pk",
            newest_first=True,
            verb="delivery.list_parked",
            subject="list:deliveries",
        )


class DeliveryView(ApiView):
    def answered(self, pk: int, act: Callable[..., Delivery]):
        """What a service makes of the delivery."""
        rows = Delivery.objects.visible_to(self.request.user).select_related("notice__recipient")
        return self.done(DeliveryParked, act(delivery=get_object_or_404(rows, pk=pk), by=self.request.actor))


class DeliveryRetry(DeliveryView):
    @operation("Send once more what could not be delivered", DeliveryParked)
    def post(self, request, pk):
        return self.answered(pk, retry_delivery)


class DeliveryDrop(DeliveryView):
    @operation("Send it no more; the notice stays", DeliveryParked)
    def post(self, request, pk):
        return self.answered(pk, drop_delivery)
