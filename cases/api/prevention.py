"""Prevention activities: counts of whom they reached, and of nobody more."""

import uuid

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Day, Key, Text
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.errors import require
from institutions.api.shown import InstitutionNamed

from .. import permissions
from ..eligibility.prevention import MOST
from ..models import PreventionActivity, PreventionReach
from ..prevention import activities_for, districts_around
from ..service_states import PreventionKind, ReachAge, ReachSex
from ..services.prevention import record_prevention


class ReachShown(serializers.ModelSerializer):
    class Meta:
        model = PreventionReach
        fields = ("age", "sex", "people")


class PreventionShown(serializers.ModelSerializer):
    """`people`: how many it reached in all."""

    institution = InstitutionNamed()
    region = serializers.CharField(source="region_id")
    people = serializers.IntegerField()
    reach = ReachShown(many=True)

    class Meta:
        model = PreventionActivity
        fields = (
            *("id", "institution", "kind", "title", "region", "place", "held_on", "partners", "result", "people"),
            *("reach", "recorded_at"),
        )


class ReachSent(serializers.Serializer):
    age = serializers.ChoiceField(choices=ReachAge.choices)
    sex = serializers.ChoiceField(choices=ReachSex.choices)
    people = serializers.IntegerField(min_value=1, max_value=MOST)


class PreventionSent(serializers.Serializer):
    kind = serializers.ChoiceField(choices=PreventionKind.choices)
    title = Text(max_length=200)
    region = Key(lambda context: districts_around(context["request"].membership.institution))
    place = Text(max_length=200)
    held_on = Day()
    partners = Text(required=False, max_length=300)
    result = Text(required=False)
    reach = ReachSent(many=True, max_length=len(ReachAge) * len(ReachSex))

    def validate_reach(self, sent):
        """Of an age and sex given twice the last one counts."""
        return {(one["age"], one["sex"]): one["people"] for one in sent}


class PreventionQuery(PageQuery):
    kind = serializers.ChoiceField(choices=PreventionKind.choices, required=False)
    month = serializers.RegexField(r"^\d{4}-\d{2}$", required=False, help_text="2026-11")


class Prevention(ApiView):
    @operation("Activities of one's institutions, newest first", page_form(PreventionShown), query=PreventionQuery)
    def get(self, request):
        asked = self.asked(PreventionQuery)
        rows = activities_for(request.user).narrowed(kind=asked.get("kind", ""), month=asked.get("month", ""))
        rows = rows.prefetch_related("reach")
        return self.page(PreventionShown, rows, field="held_on", newest_first=True, query=PreventionQuery)

    @operation("Record an activity", PreventionShown, takes=PreventionSent, status=201)
    def post(self, request):
        require(permissions.can_record_prevention(request.actor))
        made = record_prevention(by=request.actor, form_id=uuid.uuid4(), **self.given(PreventionSent))
        return self.done(PreventionShown, get_object_or_404(activities_for(request.user), pk=made.pk), 201)


class PreventionDetail(ApiView):
    @operation("One activity", PreventionShown)
    def get(self, request, pk):
        return self.plain_row(PreventionShown, get_object_or_404(activities_for(request.user), pk=pk))
