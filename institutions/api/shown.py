"""What the API tells of institutions, of the people in them, and of the roles that these hold."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from atensi.accounts.models import User
from atensi.api.fields import Person
from atensi.reference.models import Holiday

from ..history import versions_of
from ..hooks import effects_of
from ..models import CapacityBand, Institution, Mandate, Membership, Parameter, Partnership
from ..parameters import InForce
from ..people import memberships_of


class InstitutionNamed(serializers.ModelSerializer):
    class Meta:
        model = Institution
        fields = ("id", "name", "kind")


class MembershipShown(serializers.ModelSerializer):
    """A role that the person may act under."""

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


class BandShown(serializers.ModelSerializer):
    class Meta:
        model = CapacityBand
        fields = ("id", "sex", "age_from", "age_to", "places")


class BandsShown(serializers.Serializer):
    bands = BandShown(many=True)


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
    specialisations = serializers.SerializerMethodField()

    class Meta(InstitutionShown.Meta):
        fields = (*InstitutionShown.Meta.fields, "bands", "coverage", "specialisations")

    def get_coverage(self, institution: Institution) -> list[str]:
        return [region.pk for region in institution.coverage.all()]

    def get_specialisations(self, institution: Institution) -> list[int]:
        return [code.pk for code in institution.specialisations.all()]


class RoleHeld(serializers.ModelSerializer):
    """A role of somebody in an institution that the asking administrator keeps, past ones too."""

    institution = InstitutionNamed()
    person = Person(source="user")

    class Meta:
        model = Membership
        fields = (
            *("id", "institution", "person", "role", "is_head", "valid_from", "valid_until", "ended_at"),
            *("str_number", "str_valid_until"),
        )


class PersonShown(serializers.ModelSerializer):
    """An account, and its roles as far as they lie in what the asking administrator keeps."""

    name = serializers.CharField()
    email = serializers.CharField(allow_blank=True)
    has_signed_in = serializers.SerializerMethodField()
    memberships = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ("id", "username", "name", "email", "phone", "is_active", "has_signed_in", "memberships")

    def get_has_signed_in(self, person: User) -> bool:
        return person.last_login is not None

    @extend_schema_field(RoleHeld(many=True))
    def get_memberships(self, person: User) -> list[dict[str, Any]]:
        rows = memberships_of(person, self.context["request"].user)
        return RoleHeld(rows, many=True, context=self.context).data


class MandateShown(serializers.ModelSerializer):
    grantor = Person(source="grantor.user")
    institution = InstitutionNamed(source="grantor.institution")
    membership = serializers.IntegerField(source="grantor_id")
    deputy = Person()

    class Meta:
        model = Mandate
        fields = (
            *("id", "institution", "membership", "grantor", "role", "deputy", "number", "basis", "valid_from"),
            *("valid_until", "limit_days", "granted_at", "ended_at"),
        )


class PartnershipShown(serializers.ModelSerializer):
    """An agreement of a Sentra with a partner. `soft_reasons`: why all the same, by the code of what stood against it.
    `ended_at`: it was ended before its last day."""

    sentra = InstitutionNamed()
    partner = InstitutionNamed()
    recorded_by = Person()
    soft_reasons = serializers.DictField(child=serializers.CharField())

    class Meta:
        model = Partnership
        fields = (
            *("id", "sentra", "partner", "number", "valid_from", "valid_until", "recorded_by", "soft_reasons"),
            *("ended_at", "end_reason"),
        )


class LenderShown(serializers.ModelSerializer):
    """A membership whose office may be lent."""

    person = Person(source="user")

    class Meta:
        model = Membership
        fields = ("id", "person", "role")


class LendingShown(serializers.Serializer):
    """Whose offices the asking person may lend there, to whom, and for how many days at most."""

    memberships = LenderShown(many=True)
    deputies = Person(many=True)
    limit_days = serializers.IntegerField()


class VersionInForce(serializers.ModelSerializer):
    class Meta:
        model = Parameter
        fields = ("id", "institution", "value", "valid_from")


class VersionShown(serializers.Serializer):
    """One version of a setting: of the office itself or inherited, in force now, still to come, or taken back."""

    id = serializers.IntegerField(source="row.pk")
    institution = serializers.IntegerField(source="row.institution_id", allow_null=True)
    value = serializers.JSONField(source="row.value")
    valid_from = serializers.DateField(source="row.valid_from")
    set_at = serializers.DateTimeField(source="row.set_at")
    set_by = Person(source="row.set_by", allow_null=True)
    cancelled_at = serializers.DateTimeField(source="row.cancelled_at", allow_null=True)
    is_own = serializers.BooleanField()
    is_now = serializers.BooleanField()
    is_coming = serializers.BooleanField()


class SettingShown(serializers.Serializer):
    """A setting as it is in force for the office acted for. `version`: where its value comes from, null for the
    default; `coming`: the office's own next one."""

    key = serializers.CharField(source="definition.key")
    label = serializers.CharField(source="definition.label")
    unit = serializers.CharField(source="definition.unit", allow_blank=True)
    value = serializers.JSONField()
    default = serializers.JSONField(source="definition.default")
    version = VersionInForce(source="row", allow_null=True)
    is_own = serializers.BooleanField(source="own")
    coming = VersionInForce(allow_null=True)
    is_national = serializers.BooleanField(source="definition.is_national")
    source = serializers.CharField(source="definition.source")


class SettingWhole(SettingShown):
    """`effects`: what a new value would change at once, in words. `versions`: newest first."""

    effects = serializers.SerializerMethodField()
    versions = serializers.SerializerMethodField()

    def get_effects(self, found: InForce) -> list[str]:
        return [str(words) for words in effects_of(found.definition.key, self.context["office"])]

    @extend_schema_field(VersionShown(many=True))
    def get_versions(self, found: InForce) -> list[dict[str, Any]]:
        return VersionShown(versions_of(self.context["office"], found), many=True).data


class HolidayShown(serializers.ModelSerializer):
    """`region`: the province or regency that holds it; null for the nation's."""

    region = serializers.CharField(source="region_id", allow_null=True)

    class Meta:
        model = Holiday
        fields = ("id", "day", "name", "basis", "region")
