"""How the work of an office is spread, and all cases of one worker to another."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Person, Ref, Text
from atensi.api.views import ApiView, operation
from atensi.errors import require

from .. import permissions
from ..caseload import carriers, loads_of
from ..hands import workers_of
from ..services.handing_over import hand_over_cases


def _workers(context):
    return workers_of(context["office"])


class LoadShown(serializers.Serializer):
    """late: deadlines past their day. silent: cases without contact for as long as the office's setting says."""

    worker = Person()
    cases = serializers.IntegerField()
    high = serializers.IntegerField()
    late = serializers.IntegerField()
    silent = serializers.IntegerField()
    works_here = serializers.BooleanField()


class LoadList(serializers.Serializer):
    results = LoadShown(many=True)


class CasesHandOverSent(serializers.Serializer):
    worker = Ref(_workers)
    reason = Text(max_length=2000)


class CasesHandedOver(serializers.Serializer):
    cases = serializers.IntegerField()


class CaseLoad(ApiView):
    @operation("What each worker of the office carries", LoadList)
    def get(self, request):
        office = request.membership.institution
        require(permissions.can_oversee_office(request.actor, office))
        return self.plain(LoadShown, loads_of(office))


class CaseloadReassignment(ApiView):
    @operation("Give every open case of a worker to another one", CasesHandedOver, takes=CasesHandOverSent)
    def post(self, request, pk):
        office = request.membership.institution
        require(permissions.can_oversee_office(request.actor, office))
        leaver = get_object_or_404(carriers(office), pk=pk)
        given = self.given(CasesHandOverSent, office=office)
        count = hand_over_cases(office=office, leaver=leaver, by=request.actor, **given)
        return self.done(CasesHandedOver, {"cases": count})
