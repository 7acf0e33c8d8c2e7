"""The router: who may take a person in or help, and why not the others."""

from rest_framework import serializers

from atensi.api.views import ApiView, operation
from cases.states import RESIDENTIAL_FORMS, CareForm
from cases.views.page import open_case
from institutions.api.shown import InstitutionNamed

from ..forms.routing import LONGEST_MONTHS
from ..routing.asking import route_case
from ..states import ReferralKind


class RouteQuery(serializers.Serializer):
    """`kind` of referral; `form` of care of a care decision; `months` the stay is expected to last; `is_basic`: a need
    that any home meets, for which a Sentra comes last. `limit`: of each list."""

    kind = serializers.ChoiceField(choices=ReferralKind.choices, required=False, default=ReferralKind.ADMISSION)
    form = serializers.ChoiceField(
        choices=[(form, CareForm(form).label) for form in sorted(RESIDENTIAL_FORMS)],
        required=False,
        default=CareForm.LKSA,
    )
    months = serializers.IntegerField(min_value=1, max_value=LONGEST_MONTHS, required=False, default=None)
    is_emergency = serializers.BooleanField(required=False, default=False)
    is_basic = serializers.BooleanField(required=False, default=True)
    limit = serializers.IntegerField(min_value=1, max_value=500, required=False, default=50)


class RouteReason(serializers.Serializer):
    """`points`: what it adds to the place in the list."""

    code = serializers.CharField()
    text = serializers.CharField()
    points = serializers.IntegerField()
    source = serializers.CharField(allow_blank=True)


class RouteProblem(serializers.Serializer):
    """`tag`: `hard` is refused; `soft` passes with a written reason."""

    code = serializers.CharField()
    text = serializers.CharField()
    tag = serializers.CharField()
    source = serializers.CharField(allow_blank=True)


class FitShown(serializers.Serializer):
    institution = InstitutionNamed()
    region = serializers.CharField(source="institution.region_id")
    score = serializers.IntegerField()
    reasons = RouteReason(many=True)
    cautions = RouteProblem(many=True)


class ExcludedShown(serializers.Serializer):
    """`is_barred`: sending or admission would refuse it; else it may be chosen for a written reason."""

    institution = InstitutionNamed()
    region = serializers.CharField(source="institution.region_id")
    is_barred = serializers.BooleanField()
    problems = RouteProblem(many=True)


class RouteShown(serializers.Serializer):
    """Best first, and the others, the nearest first. `note`: why a Sentra is proposed for a basic need."""

    fits = FitShown(many=True)
    fits_count = serializers.IntegerField()
    excluded = ExcludedShown(many=True)
    excluded_count = serializers.IntegerField()
    note = serializers.CharField(allow_blank=True)


class CaseRoute(ApiView):
    @operation("Which institutions may be asked, and why not the others", RouteShown, query=RouteQuery)
    def get(self, request, pk):
        case = open_case(request, pk, tab="placements").case
        asked = self.asked(RouteQuery)
        limit = asked.pop("limit")
        if asked["kind"] != ReferralKind.CARE_DECISION:
            asked["form"] = ""
        if asked["kind"] != ReferralKind.ADMISSION:
            asked["is_emergency"] = False
        found = route_case(case, user=request.user, sender=request.actor.institution_id, **asked)
        told = {
            "fits": found.fits[:limit],
            "fits_count": len(found.fits),
            "excluded": found.excluded[:limit],
            "excluded_count": len(found.excluded),
            "note": found.note,
        }
        return self.show(RouteShown, told, verb="case.view_placements", subject=case)
