"""What people are told before they consent: read by everybody on cases, kept by the ministry's administrators."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Moment, Text
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.errors import require
from atensi.instruments.permissions import can_keep

from ..models import ConsentNotice
from ..services.consent_notices import FIELDS, ONLY_KEEPERS, draft_notice, edit_notice, publish_notice
from .shown_papers import ConsentNoticeShown


class ConsentNoticeSent(serializers.Serializer):
    code = Text(max_length=20)
    purpose = Text()
    recipients = Text()
    retention = Text()
    rights = Text()
    purpose_en = Text(required=False)
    recipients_en = Text(required=False)
    retention_en = Text(required=False)
    rights_en = Text(required=False)

    def validate(self, data):
        return {"code": data["code"], "words": {name: data.get(name, "") for name in FIELDS}}


class NoticeView(ApiView):
    def notice(self, pk: int) -> ConsentNotice:
        return get_object_or_404(ConsentNotice.objects.visible_to(self.request.user), pk=pk)


class ConsentNotices(NoticeView):
    @operation("Wordings of the notice before consent", page_form(ConsentNoticeShown), query=PageQuery)
    def get(self, request):
        return self.page(ConsentNoticeShown, ConsentNotice.objects.visible_to(request.user), field="pk")

    @operation("Begin the next wording", ConsentNoticeShown, takes=ConsentNoticeSent, status=201)
    def post(self, request):
        require(can_keep(request.actor), ONLY_KEEPERS)
        return self.done(ConsentNoticeShown, draft_notice(by=request.actor, **self.given(ConsentNoticeSent)), 201)


class ConsentNoticeDetail(NoticeView):
    @operation("One wording", ConsentNoticeShown)
    def get(self, request, pk):
        return self.plain_row(ConsentNoticeShown, self.notice(pk))

    @operation("Change a draft", ConsentNoticeShown, takes=ConsentNoticeSent)
    def put(self, request, pk):
        require(can_keep(request.actor), ONLY_KEEPERS)
        notice, given = self.notice(pk), self.given(ConsentNoticeSent)
        return self.change(ConsentNoticeShown, notice, lambda row: edit_notice(notice=row, by=request.actor, **given))


class ConsentNoticePublished(serializers.Serializer):
    """`updated_at` of the draft as it was read: another version is not published (409 `stale_write`)."""

    updated_at = Moment(source="read_at")


class ConsentNoticePublication(NoticeView):
    @operation(
        "Bring a draft into force; consents of before keep theirs", ConsentNoticeShown, takes=ConsentNoticePublished
    )
    def post(self, request, pk):
        require(can_keep(request.actor), ONLY_KEEPERS)
        notice, given = self.notice(pk), self.given(ConsentNoticePublished)
        return self.done(ConsentNoticeShown, publish_notice(notice=notice, by=request.actor, **given))
