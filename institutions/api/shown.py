"""What the API tells of institutions, of the people in them, and of the roles that these hold."""

from django.utils import timezone
from rest_framework import serializers

from atensi.accounts.models import User
from atensi.api.fields import Person

from ..models import CapacityBand, Institution, Mandate, Membership
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

    class Meta(InstitutionShown.Meta):
        fields = (*InstitutionShown.Meta.fields, "bands", "coverage")

    def get_coverage(self, institution: Institution) -> list[str]:
        return [region.pk for region in institution.coverage.all()]


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

    def get_memberships(self, person: User) -> RoleHeld(many=True):  # type: ignore[valid-type]
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
