"""What is due and late in the acting membership's work: number, kind and day, no name."""

from rest_framework import serializers

from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.audit.services import record

from .hooks import CLOCKS
from .models import Deadline


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
