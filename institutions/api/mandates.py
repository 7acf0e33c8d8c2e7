"""Deputies: mandates one gave, holds or keeps; a new one; the end of one."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Day, Ref, Text
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.errors import require

from ..acting import acting_office, lendable_here
from ..deputies import deputies_for
from ..models import Mandate
from ..parameters import value_for
from ..permissions import can_end_mandate
from ..services.mandates import end_mandate, give_mandate
from .institutions import InstitutionView
from .people import ReasonSent
from .shown import LendingShown, MandateShown


class Mandates(ApiView):
    @operation("Mandates one gave, holds or keeps, newest first", page_form(MandateShown), query=PageQuery)
    def get(self, request):
        rows = Mandate.objects.visible_to(request.user).with_people()
        subject = f"user:{request.user.pk}"
        return self.page(
            MandateShown, rows, field="valid_from", newest_first=True, verb="mandate.list", subject=subject
        )


class MandateSent(serializers.Serializer):
    """`membership`: whose office; `deputy`: the person who exercises it from `valid_from` to `valid_until`."""

    membership = Ref(lambda context: context["lendable"], source="grantor")
    deputy = Ref(lambda context: context["deputies"])
    number = Text(max_length=60)
    basis = Text(max_length=300)
    valid_from = Day()
    valid_until = Day()


class Lending(InstitutionView):
    @operation("Whose office may be lent, and to whom", LendingShown)
    def get(self, request, pk):
        institution = self.institution(pk)
        told = {
            "memberships": lendable_here(request, institution),
            "deputies": deputies_for(institution, but=request.user),
            "limit_days": value_for("access_mandate_max_days", institution),
        }
        return self.show(LendingShown, told, verb="institution.members", subject=institution)

    @operation("Lend an office to a deputy", MandateShown, takes=MandateSent, status=201)
    def post(self, request, pk):
        institution = self.institution(pk)
        lendable = lendable_here(request, institution)
        named = {"lendable": lendable, "deputies": deputies_for(institution, but=request.user)}
        return self.done(MandateShown, give_mandate(by=request.actor, **self.given(MandateSent, **named)), 201)


class MandateEnd(ApiView):
    @operation("End a mandate before its last day", MandateShown, takes=ReasonSent)
    def post(self, request, pk):
        mandate = get_object_or_404(Mandate.objects.visible_to(request.user).with_people(), pk=pk)
        require(can_end_mandate(request.actor, acting_office(request), mandate))
        return self.done(MandateShown, end_mandate(mandate=mandate, by=request.actor, **self.given(ReasonSent)))
