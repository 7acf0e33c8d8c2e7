"""Partners of a Sentra: whom it works with, a new agreement, the end of one."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Day, Reasons, Text
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.errors import require

from ..acting import acting_office
from ..models import Partnership
from ..permissions import can_end_partnership, can_keep_partners
from ..services.partnerships import agree_partnership, end_partnership
from .institutions import InstitutionView
from .people import ReasonSent
from .shown import PartnershipShown


class PartnershipSent(serializers.Serializer):
    """The institution becomes a partner of the Sentra acted for. `valid_until`: null until it is ended. `reasons`:
    code of a soft problem -> why all the same."""

    number = Text(max_length=100)
    valid_from = Day()
    valid_until = Day(required=False, allow_null=True)
    reasons = Reasons()


class Partnerships(InstitutionView):
    @operation("Partners of a Sentra, or the Sentra a body works with", page_form(PartnershipShown), query=PageQuery)
    def get(self, request, pk):
        institution = self.institution(pk)
        rows = Partnership.objects.visible_to(request.user).of(institution)
        rows = rows.select_related("sentra", "partner", "recorded_by")
        return self.page(PartnershipShown, rows, field="valid_from", newest_first=True)

    @operation("Make it a partner of the Sentra acted for", PartnershipShown, takes=PartnershipSent, status=201)
    def post(self, request, pk):
        partner = self.institution(pk)
        require(can_keep_partners(request.actor, acting_office(request)))
        made = agree_partnership(partner=partner, by=request.actor, **self.given(PartnershipSent))
        return self.done(PartnershipShown, made, 201)


class PartnershipEnd(ApiView):
    @operation("End an agreement before its last day", PartnershipShown, takes=ReasonSent)
    def post(self, request, pk):
        rows = Partnership.objects.visible_to(request.user).select_related("sentra", "partner")
        row = get_object_or_404(rows, pk=pk)
        require(can_end_partnership(request.actor, acting_office(request), row))
        given = self.given(ReasonSent)
        return self.done(PartnershipShown, end_partnership(partnership=row, by=request.actor, **given))
