"""The visit and call log of a case."""

from rest_framework import serializers

from atensi.api.fields import Day, Person, Text
from atensi.api.paging import PageQuery
from atensi.api.views import operation, page_form

from ..models import CaseContact
from ..service_states import ContactKind, Met, SeenSafety
from ..services.contacts import log_contact
from .finding import CaseView


class CaseContactShown(serializers.ModelSerializer):
    met = serializers.ListField(child=serializers.CharField())
    recorded_by = Person()

    class Meta:
        model = CaseContact
        fields = (
            *("id", "case", "kind", "made_on", "met", "child_alone", "safety", "note", "recorded_at", "recorded_by"),
        )


class CaseContactSent(serializers.Serializer):
    """`next_step` and `next_on` become a task of the case."""

    kind = serializers.ChoiceField(choices=ContactKind.choices)
    made_on = Day()
    met = serializers.ListField(child=serializers.ChoiceField(choices=Met.choices), min_length=1, max_length=len(Met))
    child_alone = serializers.BooleanField(required=False)
    safety = serializers.ChoiceField(choices=SeenSafety.choices)
    note = Text()
    next_step = Text(required=False, max_length=200)
    next_on = Day(required=False, allow_null=True)


class Contacts(CaseView):
    @operation("Visits and calls, newest first", page_form(CaseContactShown), query=PageQuery)
    def get(self, request, pk):
        case = self.case(pk)
        rows = case.contacts.select_related("recorded_by")
        return self.rows(CaseContactShown, rows, case=case, by="-made_on", verb="case.view_services")

    @operation("Write a visit or call into the log", CaseContactShown, takes=CaseContactSent, status=201)
    def post(self, request, pk):
        case = self.case(pk, right="work")
        made = log_contact(case=case, by=request.actor, **self.given(CaseContactSent))
        return self.done(CaseContactShown, made, 201)
