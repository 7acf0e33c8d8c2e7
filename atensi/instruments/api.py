"""Questionnaires to read: which there are, and the questions of one version. They tell of nobody."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form

from .models import InstrumentVersion
from .states import Purpose


class VersionShown(serializers.ModelSerializer):
    instrument = serializers.CharField(source="instrument.code")
    name = serializers.CharField(source="instrument.name")
    purpose = serializers.CharField(source="instrument.purpose")
    audience = serializers.CharField(source="instrument.audience")

    class Meta:
        model = InstrumentVersion
        fields = (
            *("id", "instrument", "name", "purpose", "audience", "number", "state", "legal_basis", "published_at"),
            "retired_at",
        )


class DefinitionShown(VersionShown):
    """`definition`: domains with their questions, and the scales they share (docs/instruments.md)."""

    definition = serializers.DictField()

    class Meta(VersionShown.Meta):
        fields = (*VersionShown.Meta.fields, "definition")


class VersionQuery(PageQuery):
    """`purpose`: only versions for this purpose."""

    purpose = serializers.ChoiceField(choices=Purpose.choices, required=False)


class Instruments(ApiView):
    @operation("Versions of questionnaires that were published", page_form(VersionShown), query=VersionQuery)
    def get(self, request):
        asked = self.asked(VersionQuery)
        rows = InstrumentVersion.objects.visible_to(request.user).ever_published().defer("definition")
        rows = rows.filter(instrument__purpose=asked["purpose"]) if "purpose" in asked else rows
        return self.page(VersionShown, rows, field="pk", query=VersionQuery)


class InstrumentDetail(ApiView):
    @operation("One version with its questions", DefinitionShown)
    def get(self, request, pk):
        rows = InstrumentVersion.objects.visible_to(request.user).ever_published()
        return self.plain_row(DefinitionShown, get_object_or_404(rows, pk=pk))
