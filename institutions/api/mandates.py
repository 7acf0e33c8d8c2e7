"""Deputies: mandates one gave, holds or keeps; a new one; the end of one."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Day, Ref, Text
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.errors import require

from ..deputies import deputies_for, lendable_by
from ..models import Mandate
from ..parameters import value_for
from ..permissions import can_end_mandate
from ..services.mandates import end_mandate, give_mandate
from ..views.institutions import acting_office
from ..views.mandates import RELATED
from .institutions import InstitutionView
from .people import ReasonSent
from .shown import LendingShown, MandateShown


class Mandates(ApiView):
    @operation("Mandates one gave, holds or keeps, newest first", page_form(MandateShown), query=PageQuery)
    def get(self, request):
        rows = Mandate.objects.visible_to(request.user).select_related(*RELATED)
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
    """The right is asked first: who lends nothing there is told nobody."""

    def _lenders(self, institution):
        return lendable_by(self.request.actor, acting_office(self.request), institution)

    @operation("Whose office may be lent, and to whom", LendingShown)
    def get(self, request, pk):
        institution = self.institution(pk)
        told = {
            "memberships": self._lenders(institution),
            "deputies": deputies_for(institution, but=request.user),
            "limit_days": value_for("access_mandate_max_days", institution),
        }
        return self.show(LendingShown, told, verb="institution.members", subject=institution)

    @operation("Lend an office to a deputy", MandateShown, takes=MandateSent, status=201)
    def post(self, request, pk):
        institution = self.institution(pk)
        lendable = self._lenders(institution)
        named = {"lendable": lendable, "deputies": deputies_for(institution, but=request.user)}
        return self.done(MandateShown, give_mandate(by=request.actor, **self.given(MandateSent, **named)), 201)


class MandateEnd(ApiView):
    @operation("End a mandate before its last day", MandateShown, takes=ReasonSent)
    def post(self, request, pk):
        mandate = get_object_or_404(Mandate.objects.visible_to(request.user).select_related(*RELATED), pk=pk)
        require(can_end_mandate(request.actor, acting_office(request), mandate))
        return self.done(MandateShown, end_mandate(mandate=mandate, by=request.actor, **self.given(ReasonSent)))
