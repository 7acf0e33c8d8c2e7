from collections import Counter
from datetime import date
from random import Random

import pytest
from django.core.management import CommandError, call_command

from atensi.generated.months import PRESETS, Plan, openings

FIRST, LAST = date(2020, 6, 1), date(2020, 8, 31)


def opened(plan: Plan) -> Counter:
    return Counter((day.month, code) for day, code, _taken in openings(plan, Random(3)))


def test_the_preset_has_the_reported_numbers_at_both_ends_and_a_line_between():
    found = PRESETS["june-august-2020"]()

    assert [found[2020, month]["JUSTICE"] for month in (6, 7, 8)] == [3555, 4460, 5364]
    assert [found[2020, month]["SEXUAL_CRIME"] for month in (6, 7, 8)] == [1433, 1961, 2489]


def test_exact_numbers_stay_exact_beside_other_cases():
    exact = PRESETS["june-august-2020"]()
    plan = Plan(25_000, FIRST, LAST, exact)
    found = opened(plan)

    assert found.total() == 25_000
    for (_year, month), counts in exact.items():
        assert {code: found[month, code] for code in counts} == counts


def test_all_cases_open_within_the_days_in_their_order():
    days = [day for day, _code, _taken in openings(Plan(1000, FIRST, LAST), Random(3))]

    assert len(days) == 1000
    assert days == sorted(days)
    assert FIRST <= days[0] <= days[-1] <= LAST


def test_the_same_seed_gives_the_same_cases():
    assert opened(Plan(500, FIRST, LAST)) == opened(Plan(500, FIRST, LAST))


@pytest.mark.parametrize(
    "options",
    [
        {"cases": 5},
        {"cases": 100, "months": "2020-08..2020-06"},
        {"cases": 100, "months": "2020-13"},
        {"cases": 100, "months": "2999-01..2999-02"},
        {"cases": 100, "count": ["2020-06:UNKNOWN=3"]},
        {"cases": 100, "preset": "june-august-2020"},
    ],
)
@pytest.mark.django_db
def test_what_makes_no_sense_is_refused_in_words(options):
    with pytest.raises(CommandError, match="--"):
        call_command("generate_cases", **options)
