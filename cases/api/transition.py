"""The plan for life from 18 on."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Text
from atensi.api.views import operation

from ..models import TransitionPlan
from ..services.transition import write_transition_plan
from ..transition import ASPECTS, WORDS
from .finding import CaseView


class TransitionShown(serializers.ModelSerializer):
    """`completed_at`: since when nothing is missing, null while something is."""

    case = serializers.IntegerField(source="case_id")

    class Meta:
        model = TransitionPlan
        fields = ("case", *ASPECTS, *WORDS, "completed_at", "updated_at")


class TransitionSent(serializers.Serializer):
    """What is left out stays as it was."""

    housing = Text(required=False)
    livelihood = Text(required=False)
    documents = Text(required=False)
    support_person = Text(required=False)
    savings = Text(required=False)
    contact_after = Text(required=False)
    child_view = Text(required=False)
    child_not_heard_reason = Text(required=False)


class Transition(CaseView):
    @operation("The plan for life from 18 on", TransitionShown)
    def get(self, request, pk):
        case = self.case(pk)
        row = get_object_or_404(TransitionPlan.objects.visible_to(request.user), case=case)
        return self.show(TransitionShown, row, verb="case.view_plan", subject=case)

    @operation("Write the plan for life from 18 on", TransitionShown, takes=TransitionSent)
    def post(self, request, pk):
        case = self.case(pk, right="work")
        made = write_transition_plan(case=case, by=request.actor, content=self.given(TransitionSent))
        return self.done(TransitionShown, made)
