"""A person's notices. By a token only those about records that its membership sees."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.audit.services import record

from .models import Notice
from .services import mark_opened
from .subjects import words_of


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
