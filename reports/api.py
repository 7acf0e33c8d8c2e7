"""What reads across rooms: who has seen a case, and who came back into care."""

from rest_framework import serializers

from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.audit.services import record_view

from . import reentries, trail


class TrailLine(serializers.Serializer):
    """One event in words. `person` is empty for the system; `on_behalf`: by whose mandate."""

    id = serializers.IntegerField(source="event.pk")
    at = serializers.DateTimeField(source="event.at")
    verb = serializers.CharField(source="event.verb")
    words = serializers.CharField()
    person = serializers.CharField(allow_blank=True)
    standing = serializers.CharField(allow_blank=True)
    on_behalf = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(source="event.reason", allow_blank=True)


class CaseTrail(ApiView):
    @operation("Who saw or changed a case, newest first", page_form(TrailLine), query=PageQuery)
    def get(self, request, pk):
        case = trail.investigated(request.user, request.actor, pk)
        return self.page(
            TrailLine,
            trail.events_of(case),
            field="at",
            newest_first=True,
            verb="case.view_trail",
            subject=case,
            seen=lambda _lines: [],
            keep=trail.lines_of,
        )


class ReaderShown(serializers.Serializer):
    """One person of the trail: how often, and when last."""

    person = serializers.CharField()
    times = serializers.IntegerField()
    last_at = serializers.DateTimeField()


class ReadersShown(serializers.Serializer):
    results = ReaderShown(many=True)


class CaseReaders(ApiView):
    @operation("The people who saw or changed a case, the last one first", ReadersShown)
    def get(self, request, pk):
        case = trail.investigated(request.user, request.actor, pk)
        response = self.plain(ReaderShown, trail.readers_of(trail.events_of(case)))
        record_view("case.view_trail", case, by=request.actor)
        return response


class ReturnShown(serializers.Serializer):
    """A child who went home and came back. `former`, `present`: ids of the cases within sight. `away`: the office to
    ask about the part that is out of sight. `days_in_stay`, `agreed`: of the stay that the child went home from, how
    long, and what its last review and the hand-over said. `visits_planned`, `visits_done`: after that homecoming."""

    id = serializers.IntegerField(source="reentry.pk")
    who = serializers.CharField()
    masked = serializers.BooleanField()
    kind = serializers.CharField(source="reentry.kind")
    home_on = serializers.DateField(source="reentry.home_on")
    came_back_on = serializers.DateField(source="reentry.came_back_on")
    days_at_home = serializers.IntegerField()
    former = serializers.IntegerField(source="former.pk", allow_null=True, default=None)
    present = serializers.IntegerField(source="present.pk", allow_null=True, default=None)
    away = serializers.CharField(allow_blank=True)
    ending = serializers.CharField(allow_blank=True)
    place = serializers.CharField(allow_blank=True)
    days_in_stay = serializers.IntegerField(source="stayed", allow_null=True)
    agreed = serializers.ListField(child=serializers.CharField())
    visits_planned = serializers.IntegerField(source="planned")
    visits_done = serializers.IntegerField(source="done")
    last_visit_on = serializers.DateField(source="last_on", allow_null=True)


class ReturnQuery(PageQuery):
    """`from_elsewhere`: those whom another office sent home; else those whom the acting office did."""

    from_elsewhere = serializers.BooleanField(required=False, default=False)


class Reentries(ApiView):
    @operation("Children who went home and came back, the latest first", page_form(ReturnShown), query=ReturnQuery)
    def get(self, request):
        elsewhere = self.asked(ReturnQuery)["from_elsewhere"]
        return self.page(
            ReturnShown,
            reentries.returns_of(request.user, request.actor, from_elsewhere=elsewhere),
            field="came_back_on",
            newest_first=True,
            query=ReturnQuery,
            verb="reentry.list",
            subject="list:reentries",
            seen=lambda lines: {case.pk: case for line in lines for case in line.cases}.values(),
            keep=lambda rows: reentries.lines_of(request.user, rows),
        )
