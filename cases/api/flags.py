"""Flags on a case."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Person, Text
from atensi.api.paging import PageQuery
from atensi.api.views import operation, page_form

from ..models import CaseFlag
from ..service_states import FlagKind
from ..services.flags import end_flag, raise_flag
from .finding import CaseView


class FlagShown(serializers.ModelSerializer):
    """One that stands has no `ended_at`."""

    raised_by = Person()
    ended_by = Person(allow_null=True)

    class Meta:
        model = CaseFlag
        fields = ("id", "case", "kind", "reason", "raised_at", "raised_by", "ended_at", "ended_by", "ended_reason")


class FlagSent(serializers.Serializer):
    kind = serializers.ChoiceField(choices=FlagKind.choices)
    reason = Text()


class FlagEndSent(serializers.Serializer):
    reason = Text()


class Flags(CaseView):
    @operation("Flags, those that ended too, newest first", page_form(FlagShown), query=PageQuery)
    def get(self, request, pk):
        case = self.case(pk)
        rows = case.flags.select_related("raised_by", "ended_by")
        return self.rows(FlagShown, rows, case=case, by="-raised_at", verb="case.view_case")

    @operation("Raise a flag", FlagShown, takes=FlagSent, status=201)
    def post(self, request, pk):
        case = self.case(pk, right="task")
        return self.done(FlagShown, raise_flag(case=case, by=request.actor, **self.given(FlagSent)), 201)


class FlagEnd(CaseView):
    @operation("Take a flag off", FlagShown, takes=FlagEndSent)
    def post(self, request, pk):
        flag = get_object_or_404(CaseFlag.objects.visible_to(request.user), pk=pk)
        flag.case = self.case(flag.case_id, right="task")
        return self.done(FlagShown, end_flag(flag=flag, by=request.actor, **self.given(FlagEndSent)))
