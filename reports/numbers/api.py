"""The page of numbers for programs: the same question, the same cells, hidden where the page hides them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from atensi.api.views import ApiView, operation
from institutions.parameters import value_for

from .asking import ALL, OWN, NumbersForm
from .categories import CATEGORIES, POOL
from .reading import Area, areas_of, counted, rows_of
from .views import read

MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"


class NumbersQuery(serializers.Serializer):
    """`scope`: cases of one's own, exactly, or what is published. `first`, `last`: months; `region`: a province, or a
    regency where the page tells it. What is not understood is left out, as on the page; `asked` says what was read."""

    scope = serializers.ChoiceField(choices=["own", "published"], required=False)
    first = serializers.RegexField(MONTH, required=False)
    last = serializers.RegexField(MONTH, required=False)
    category = serializers.ChoiceField(choices=CATEGORIES, required=False)
    region = serializers.RegexField(r"^\d{2}(\.\d{2})?$", required=False)


class NumberShown(serializers.Serializer):
    """The truth lies from `lowest` to `highest`; `words` is how the page says it."""

    lowest = serializers.IntegerField()
    highest = serializers.IntegerField()
    hidden = serializers.BooleanField(source="is_hidden")
    words = serializers.CharField(source="*")


class RowOfNumbers(serializers.Serializer):
    category = serializers.CharField()
    label = serializers.CharField()
    months = NumberShown(many=True)
    whole = NumberShown()


class AreaOfNumbers(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    number = NumberShown()


class AskedOfNumbers(serializers.Serializer):
    scope = serializers.ChoiceField(choices=["own", "published"])
    category = serializers.CharField(allow_blank=True)
    region = serializers.CharField(allow_blank=True)


class NumbersShown(serializers.Serializer):
    """New cases by month. `rows`: a line for each category; `totals`: all together, month by month; `areas`: the
    regions below the one that was asked for."""

    asked = AskedOfNumbers()
    counted_at = serializers.DateTimeField(allow_null=True)
    months = serializers.ListField(child=serializers.CharField())
    rows = RowOfNumbers(many=True)
    totals = NumberShown(many=True)
    whole = NumberShown()
    areas = AreaOfNumbers(many=True)


class NumbersOfCases(ApiView):
    @operation("New cases by month, category and region", NumbersShown, query=NumbersQuery)
    def get(self, request):
        form = _form(request, self.asked(NumbersQuery))
        kept = counted()
        limit = kept.limit if kept else value_for("small_cell_threshold")
        return self.plain_row(NumbersShown, _told(request, form, limit) | {"counted_at": kept and kept.counted_at})


def _form(request: Any, asked: dict[str, str]) -> NumbersForm:
    """The page's own question: what it leaves out of an address, it leaves out here."""
    words = {
        "sumber": {"own": OWN, "published": ALL}.get(asked.get("scope", ""), ""),
        "dari": asked.get("first", ""),
        "sampai": asked.get("last", ""),
        "kategori": asked.get("category", ""),
        "wilayah": asked.get("region", ""),
    }
    return NumbersForm(words, actor=request.actor, office=request.membership.institution)


def _told(request: Any, form: NumbersForm, limit: int) -> dict[str, Any]:
    found = read(request, form, limit)
    codes = [form.category] if form.category else [*CATEGORIES, *([POOL] if found.pooled else [])]
    return {
        "asked": {"scope": "own" if form.is_own else "published", "category": form.category, "region": form.region},
        "months": [f"{month:%Y-%m}" for month in form.months],
        "rows": [
            {"category": code, "label": str(form.labels[code]), "months": cells, "whole": whole}
            for code, cells, whole in rows_of(found, codes)
        ],
        "totals": [found.of_month(month, form.category) for month in form.months],
        "whole": found.of_all(form.category),
        "areas": _areas(form, limit),
    }


def _areas(form: NumbersForm, limit: int) -> list[Area]:
    """The regions below, where the page tells them."""
    return areas_of(form.months, form.region, form.category, limit) if form.tells_areas else []
