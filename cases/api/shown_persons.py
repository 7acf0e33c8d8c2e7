"""How the person of a case is told beside name and address. NIK and NKK are told to nobody."""

from rest_framework import serializers

from ..identity import profile_of
from ..models import Beneficiary, BeneficiaryAlias, BeneficiaryProfile, BenefitLink, IdentityPaper
from ..services.profiles import SEEN_OF_HEALTH, SEEN_OF_SCHOOL


class AliasShown(serializers.ModelSerializer):
    class Meta:
        model = BeneficiaryAlias
        fields = ("id", "name", "kind", "recorded_at")


class PaperOfIdentityShown(serializers.ModelSerializer):
    class Meta:
        model = IdentityPaper
        fields = ("id", "kind", "state", "number", "recorded_at")


class OfProfile(serializers.ModelSerializer):
    """A part of the profile of a `Beneficiary`, empty where nothing was described yet."""

    def to_representation(self, person: Beneficiary):
        return super().to_representation(profile_of(person))


class HealthShown(OfProfile):
    disabilities = serializers.ListField(child=serializers.CharField())
    communications = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = BeneficiaryProfile
        fields = SEEN_OF_HEALTH


class SchoolShown(OfProfile):
    class Meta:
        model = BeneficiaryProfile
        fields = SEEN_OF_SCHOOL


class BenefitShown(serializers.ModelSerializer):
    class Meta:
        model = BenefitLink
        fields = ("id", "registry", "programme", "status", "decile", "number", "extract_on", "recorded_at")
