"""Who I am; institutions: found, registered, changed, their places divided."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Day, Key, Text
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form
from atensi.errors import require
from atensi.reference.models import Code, Region

from .. import permissions
from ..acting import acting_office, can_keep
from ..forms.institutions import coverage_to_choose, specialisations_to_choose
from ..models import MOST_BANDS, MOST_PLACES, OLDEST_AGE, CapacityBand, Institution
from ..services.capacity import set_capacity_bands
from ..services.institutions import create_institution, update_institution
from ..states import BandSex, Faith, Kind, TargetGroup
from .shown import BandsShown, InstitutionShown, InstitutionWhole, MeShown


class Me(ApiView):
    @operation("Who I am, and what I act as", MeShown)
    def get(self, request):
        told = {
            "person": request.user,
            "memberships": request.memberships,
            "acting_role": request.actor.role,
            "by_token": request.auth is not None,
        }
        return self.plain_row(MeShown, told)


class InstitutionQuery(PageQuery):
    """The filters of the page: words of the name, kind, region (code), and whether it is active."""

    q = serializers.CharField(required=False, allow_blank=True, max_length=100, default="")
    kind = serializers.ChoiceField(choices=Kind.choices, required=False)
    region = serializers.RegexField(r"^\d{2}(\.\d{2}){0,2}$", required=False)
    is_active = serializers.BooleanField(required=False, default=True)


class InstitutionSent(serializers.Serializer):
    """`region`: code of the regency, city or district where it stands."""

    kind = serializers.ChoiceField(choices=Kind.choices)
    name = Text(max_length=200)
    region = Key(lambda _context: Region.objects.all(), by="pk")
    address = Text(required=False)
    phone = Text(required=False, max_length=30)
    email = serializers.EmailField(required=False, allow_blank=True, max_length=254)
    target_groups = serializers.ListField(child=serializers.ChoiceField(choices=TargetGroup.choices), required=False)
    faith = serializers.ChoiceField(choices=Faith.choices, required=False, allow_blank=True)
    places = serializers.IntegerField(min_value=0, max_value=MOST_PLACES, required=False)
    licence_number = Text(required=False, max_length=100)
    licence_valid_from = Day(required=False, allow_null=True)
    licence_valid_until = Day(required=False, allow_null=True)

    def validate_target_groups(self, groups: list[str]) -> list[str]:
        return list(dict.fromkeys(groups))


class InstitutionChanged(InstitutionSent):
    """The whole, but for the kind, which stays. `coverage`: codes of provinces for a Sentra, of regencies of its
    province for all others. `specialisations`: ids of codes of the lists AMPK and PPKS."""

    kind = None
    former_names = serializers.ListField(child=Text(max_length=200))
    coverage = serializers.ListField(child=serializers.CharField(max_length=60))
    specialisations = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=2**31 - 1))
    is_active = serializers.BooleanField()

    def get_fields(self):
        fields = super().get_fields()
        for field in fields.values():
            field.required = True
        return fields

    def validate_coverage(self, codes: list[str]) -> list[Region]:
        offered = {region.pk: region for region in coverage_to_choose(self.context["institution"])}
        if unknown := set(codes) - offered.keys():
            raise serializers.ValidationError(f"Not offered: {', '.join(sorted(unknown))}")
        return [offered[code] for code in dict.fromkeys(codes)]

    def validate_specialisations(self, ids: list[int]) -> list[Code]:
        offered = {code.pk: code for code in specialisations_to_choose(self.context["institution"])}
        if unknown := set(ids) - offered.keys():
            raise serializers.ValidationError(f"Not offered: {', '.join(map(str, sorted(unknown)))}")
        return [offered[pk] for pk in dict.fromkeys(ids)]


class InstitutionView(ApiView):
    """An address below an institution."""

    def institution(self, pk: int, *, kept: bool = False) -> Institution:
        """The institution; 403 where it has to be `kept` and the acting membership does not keep it."""
        rows = Institution.objects.visible_to(self.request.user).select_related("region__parent__parent")
        found = get_object_or_404(rows.prefetch_related("coverage", "specialisations", "bands"), pk=pk)
        require(not kept or can_keep(self.request, found))
        return found


class Institutions(ApiView):
    @operation("Institutions by name", page_form(InstitutionShown), query=InstitutionQuery)
    def get(self, request):
        asked = self.asked(InstitutionQuery)
        rows = Institution.objects.visible_to(request.user).narrowed(
            words=asked["q"], kind=asked.get("kind", ""), region=asked.get("region", ""), is_active=asked["is_active"]
        )
        rows = rows.select_related("region__parent__parent")
        return self.page(InstitutionShown, rows, field="name", query=InstitutionQuery)

    @operation("Register an institution of the own region", InstitutionWhole, takes=InstitutionSent, status=201)
    def post(self, request):
        require(permissions.can_register(request.actor, acting_office(request)))
        return self.done(InstitutionWhole, create_institution(by=request.actor, **self.given(InstitutionSent)), 201)


class InstitutionDetail(InstitutionView):
    @operation("One institution", InstitutionWhole)
    def get(self, request, pk):
        return self.plain_row(InstitutionWhole, self.institution(pk))

    @operation("Change an institution", InstitutionWhole, takes=InstitutionChanged)
    def put(self, request, pk):
        institution = self.institution(pk, kept=True)
        given = self.given(InstitutionChanged, institution=institution)
        return self.change(
            InstitutionWhole,
            institution,
            lambda row: update_institution(institution=row, by=request.actor, **given),
        )


class BandSent(serializers.Serializer):
    """Places for one age group, both ages included; `sex` left out: for all."""

    sex = serializers.ChoiceField(choices=BandSex.choices, default=BandSex.ANY)
    age_from = serializers.IntegerField(min_value=0, max_value=OLDEST_AGE)
    age_to = serializers.IntegerField(min_value=0, max_value=OLDEST_AGE)
    places = serializers.IntegerField(min_value=1, max_value=MOST_PLACES)


class BandsSent(serializers.Serializer):
    """All bands of the residence; none: its places are for everybody."""

    bands = BandSent(many=True, max_length=MOST_BANDS)


class InstitutionBands(InstitutionView):
    def residence(self, pk: int, *, kept: bool = False) -> Institution:
        institution = self.institution(pk, kept=kept)
        if not institution.is_residence:
            raise Http404
        return institution

    @operation("How the places of a residence are divided", BandsShown)
    def get(self, request, pk):
        return self.plain_row(BandsShown, self.residence(pk))

    @operation("Divide the places of a residence by age and sex", BandsShown, takes=BandsSent)
    def put(self, request, pk):
        residence = self.residence(pk, kept=True)
        bands = [CapacityBand(**band) for band in self.given(BandsSent)["bands"]]
        return self.change(
            BandsShown, residence, lambda row: set_capacity_bands(institution=row, bands=bands, by=request.actor)
        )
