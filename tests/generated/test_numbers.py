"""A generated nation is counted when it is made, and its given numbers are what the page of numbers reads."""

import pytest
from django.db.models import Sum

from reports.models import CaseCount, PublishedCount
from tests.generated.conftest import CASES, EXACT, plan


def test_a_generated_nation_is_counted(nation):
    assert CaseCount.objects.aggregate(n=Sum("cases"))["n"] == CASES


@pytest.mark.parametrize("category", EXACT)
def test_given_numbers_are_told_exactly(nation, category):
    [(year, month)] = plan().exact
    row = PublishedCount.objects.get(region="", category=category, month__year=year, month__month=month)

    assert row.lowest == row.shown == row.highest == EXACT[category]
