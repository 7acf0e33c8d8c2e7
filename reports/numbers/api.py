"""The page of numbers for programs: the same question, the same cells, hidden where the page hides them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from atensi.api.views import ApiView, operation

from .answering import areas_for, numbers_for
from .asking import ALL, OWN, NumbersForm
from .categories import CATEGORIES
from .reading import last_counting, limit_in_force, rows_of

MONTH = r"^[0-9]{4}-(0[1-9]|1[0-2])$"
SCOPES = {"own": OWN, "published": ALL}
# The filters: their name here and on the page.
FILTERS = {"scope": "sumber", "first": "dari", "last": "sampai", "category": "kategori", "region": "wilayah"}


class NumbersQuery(serializers.Serializer):
    """`scope`: cases of one's own, exactly, or what is published. `first`, `last`: months; `region`: a province, or a
    regency where the page tells it. What cannot be read is refused; a month of which no numbers are kept, and a region
    or scope that is not the reader's, are left out, as on the page."""

    scope = serializers.ChoiceField(choices=list(SCOPES), required=False)
    first = serializers.RegexField(MONTH, required=False)
    last = serializers.RegexField(MONTH, required=False)
    category = serializers.ChoiceField(choices=CATEGORIES, required=False)
    region = serializers.RegexField(r"^[0-9]{2}(\.[0-9]{2})?$", required=False)


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
    """What was read of the question."""

    scope = serializers.ChoiceField(choices=list(SCOPES))
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
        kept = last_counting()
        told = _told(request, form, limit_in_force(kept))
        return self.plain_row(NumbersShown, told | {"counted_at": kept and kept.counted_at})


def _form(request: Any, asked: dict[str, str]) -> NumbersForm:
    """The page's own question: what it leaves out of an address, it leaves out here."""
    return NumbersForm(filters_of(asked), actor=request.actor, office=request.membership.institution)


def filters_of(asked: dict[str, str]) -> dict[str, str]:
    """What `NumbersQuery` read, as the page names it."""
    return {FILTERS[name]: SCOPES.get(value, value) if name == "scope" else value for name, value in asked.items()}


def _told(request: Any, form: NumbersForm, limit: int) -> dict[str, Any]:
    found = numbers_for(form, request.user, limit)
    return {
        "asked": {"scope": "own" if form.is_own else "published", "category": form.category, "region": form.region},
        "months": [f"{month:%Y-%m}" for month in form.months],
        "rows": [
            {"category": code, "label": str(form.labels[code]), "months": cells, "whole": whole}
            for code, cells, whole in rows_of(found, found.codes(form.category))
        ],
        "totals": [found.of_month(month, form.category) for month in form.months],
        "whole": found.of_all(form.category),
        "areas": areas_for(form, limit),
    }
