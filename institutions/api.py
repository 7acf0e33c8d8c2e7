"""Who I am; institutions, their places."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import serializers

from atensi.api.fields import Person
from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form

from .models import CapacityBand, Institution, Membership
from .states import Kind


class InstitutionNamed(serializers.ModelSerializer):
    class Meta:
        model = Institution
        fields = ("id", "name", "kind")


class MembershipShown(serializers.ModelSerializer):
    institution = InstitutionNamed()
    role_label = serializers.CharField(source="title")
    is_acting = serializers.SerializerMethodField()
    by_mandate = serializers.SerializerMethodField()

    class Meta:
        model = Membership
        fields = ("id", "institution", "role", "role_label", "is_acting", "by_mandate", "valid_from", "valid_until")

    def get_is_acting(self, membership: Membership) -> bool:
        return membership.pk == self.context["request"].actor.membership_id

    def get_by_mandate(self, membership: Membership) -> bool:
        return membership.mandate_id is not None


class MeShown(serializers.Serializer):
    """The person, the memberships they may act under now (a token: its one), and what the acting role may open."""

    person = Person()
    memberships = MembershipShown(many=True)
    acting_role = serializers.CharField(allow_blank=True)
    by_token = serializers.BooleanField()


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


class BandShown(serializers.ModelSerializer):
    class Meta:
        model = CapacityBand
        fields = ("id", "sex", "age_from", "age_to", "places")


class InstitutionShown(serializers.ModelSerializer):
    region = serializers.CharField(source="region_id")
    place = serializers.CharField()
    email = serializers.CharField(allow_blank=True)
    licence_is_valid = serializers.SerializerMethodField()

    class Meta:
        model = Institution
        fields = (
            *("id", "kind", "name", "former_names", "region", "place", "address", "phone", "email", "target_groups"),
            *("faith", "places", "licence_number", "licence_valid_from", "licence_valid_until", "licence_is_valid"),
            *("is_active",),
        )

    def get_licence_is_valid(self, institution: Institution) -> bool:
        return institution.licence_valid_on(timezone.localdate())


class InstitutionWhole(InstitutionShown):
    bands = BandShown(many=True)
    coverage = serializers.SerializerMethodField()

    class Meta(InstitutionShown.Meta):
        fields = (*InstitutionShown.Meta.fields, "bands", "coverage")

    def get_coverage(self, institution: Institution) -> list[str]:
        return [region.pk for region in institution.coverage.all()]


class InstitutionQuery(PageQuery):
    """The filters of the page: words of the name, kind, region (code), and whether it is active."""

    q = serializers.CharField(required=False, allow_blank=True, max_length=100, default="")
    kind = serializers.ChoiceField(choices=Kind.choices, required=False)
    region = serializers.RegexField(r"^\d{2}(\.\d{2}){0,2}$", required=False)
    is_active = serializers.BooleanField(required=False, default=True)


class Institutions(ApiView):
    @operation("Institutions by name", page_form(InstitutionShown), query=InstitutionQuery)
    def get(self, request):
        asked = self.asked(InstitutionQuery)
        rows = Institution.objects.visible_to(request.user).narrowed(
            words=asked["q"], kind=asked.get("kind", ""), region=asked.get("region", ""), is_active=asked["is_active"]
        )
        rows = rows.select_related("region__parent__parent")
        return self.page(InstitutionShown, rows, field="name", query=InstitutionQuery)


class InstitutionDetail(ApiView):
    @operation("One institution", InstitutionWhole)
    def get(self, request, pk):
        rows = Institution.objects.visible_to(request.user).select_related("region__parent__parent")
        return self.plain_row(InstitutionWhole, get_object_or_404(rows.prefetch_related("coverage", "bands"), pk=pk))
