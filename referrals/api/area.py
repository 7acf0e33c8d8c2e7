"""What found no place around a Sentra."""

from rest_framework import serializers

from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.errors import require
from institutions.acting import acting_office
from institutions.api.shown import InstitutionNamed

from ..area import ALL, COVERAGE, PARTNERS, Stuck, lines, stuck_around
from ..models import Referral
from ..permissions import can_watch_area

PARTS = {"all": ALL, "partners": PARTNERS, "coverage": COVERAGE}


class AreaQuery(PageQuery):
    """`part`: of the Sentra's partners, of its coverage, or both."""

    part = serializers.ChoiceField(choices=list(PARTS), required=False, default="all")


class StuckShown(serializers.ModelSerializer):
    """A request without a place, as a Sentra that was not asked reads it: nothing of the child, none of the sender's
    words. `is_partners`: a partner of the Sentra sent it, or was asked."""

    asked = serializers.CharField()
    is_partners = serializers.BooleanField()
    number = serializers.CharField(source="referral.number")
    kind = serializers.CharField(source="referral.kind")
    state = serializers.CharField(source="referral.state")
    is_emergency = serializers.BooleanField(source="referral.is_emergency")
    sent_at = serializers.DateTimeField(source="referral.sent_at")
    from_institution = InstitutionNamed(source="referral.from_institution")
    to_institution = InstitutionNamed(source="referral.to_institution")

    class Meta:
        model = Referral
        fields = (
            *("number", "kind", "state", "asked", "is_emergency", "sent_at", "from_institution", "to_institution"),
            "is_partners",
        )


class Area(ApiView):
    @operation("Requests around the Sentra that found no place", page_form(StuckShown), query=AreaQuery)
    def get(self, request):
        sentra = acting_office(request)
        require(can_watch_area(request.actor, sentra))
        rows, partners = stuck_around(sentra, PARTS[self.asked(AreaQuery)["part"]])
        return self.page(
            StuckShown,
            rows,
            field="turn",
            query=AreaQuery,
            verb="referral.list_area",
            subject="list:referrals",
            seen=_referrals,
            keep=lambda shown: lines(shown, partners),
        )


def _referrals(shown: list[Stuck]) -> list[Referral]:
    return [one.referral for one in shown]
