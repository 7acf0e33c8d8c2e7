"""Code lists and regions: what other calls name by their codes."""

from django.utils import timezone
from rest_framework import serializers

from atensi.api.paging import PageQuery
from atensi.api.views import ApiView, operation, page_form

from .models import Code, Region


class CodeShown(serializers.ModelSerializer):
    parent = serializers.CharField(source="parent.code", allow_null=True, default=None)
    cluster = serializers.CharField(source="cluster.code", allow_null=True, default=None)

    class Meta:
        model = Code
        fields = (
            *("id", "list", "code", "label", "label_en", "parent", "cluster", "legal_basis", "valid_from", "valid_to"),
        )


class CodeQuery(PageQuery):
    list = serializers.ChoiceField(choices=Code.List.choices, required=False)


class RegionShown(serializers.ModelSerializer):
    parent = serializers.CharField(source="parent_id", allow_null=True)

    class Meta:
        model = Region
        fields = ("code", "name", "level", "parent", "time_zone")


class RegionQuery(serializers.Serializer):
    """`parent`: the province or regency whose parts are asked for; without it the provinces."""

    parent = serializers.RegexField(r"^\d{2}(\.\d{2})?$", required=False)


class RegionList(serializers.Serializer):
    results = RegionShown(many=True)


class Codes(ApiView):
    @operation("Codes in force today", page_form(CodeShown), query=CodeQuery)
    def get(self, request):
        asked = self.asked(CodeQuery)
        rows = Code.objects.valid_on(timezone.localdate()).select_related("parent", "cluster")
        rows = rows.filter(list=asked["list"]) if "list" in asked else rows
        return self.page(CodeShown, rows, field="pk", query=CodeQuery)


class Regions(ApiView):
    @operation("Provinces, or the parts of a province or regency", RegionList, query=RegionQuery)
    def get(self, request):
        parent = self.asked(RegionQuery).get("parent")
        return self.plain(RegionShown, Region.objects.filter(parent_id=parent))
