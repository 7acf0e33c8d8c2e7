from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from institutions.models import Parameter
from referrals.services.reviews import due_from, review_rule_for
from referrals.states import Term
from tests.cases.factories import BeneficiaryFactory

pytestmark = pytest.mark.django_db


def rule(term, beneficiary, on=date(2026, 3, 1)):
    return review_rule_for(term=term, beneficiary=beneficiary, office=beneficiary.office, on=on)


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (Term.EMERGENCY, {"term": "EMERGENCY", "days": 14, "factor": 1, "versions": {"review_emergency_days": None}}),
        (Term.SHORT, {"term": "SHORT", "months": 3, "factor": 1, "versions": {"review_short_months": None}}),
        (Term.LONG, {"term": "LONG", "months": 6, "factor": 1, "versions": {"review_long_months": None}}),
    ],
)
def test_review_interval_follows_the_term(term, expected):
    assert rule(term, BeneficiaryFactory(birth_date=date(2015, 1, 1))) == expected


def test_review_interval_is_halved_until_the_fifth_birthday():
    child = BeneficiaryFactory(birth_date=date(2021, 3, 2))
    assert rule(Term.SHORT, child, date(2026, 3, 1))["factor"] == 0.5
    assert rule(Term.SHORT, child, date(2026, 3, 2))["factor"] == 1


def test_review_interval_of_the_office_counts():
    child = BeneficiaryFactory(birth_date=date(2015, 1, 1))
    Parameter.objects.create(key="review_short_months", value=2, institution=child.office, valid_from=date(2026, 1, 1))
    assert rule(Term.SHORT, child)["months"] == 2


@pytest.mark.parametrize(
    ("given_rule", "due"),
    [
        ({"days": 14, "factor": 1}, date(2026, 3, 14)),
        ({"months": 3, "factor": 1}, date(2026, 5, 28)),
        ({"months": 6, "factor": 1}, date(2026, 8, 28)),
        ({"months": 3, "factor": 0.5}, date(2026, 4, 13)),
    ],
)
def test_review_is_due_by_the_rule(given_rule, due):
    assert due_from(given_rule, date(2026, 2, 28)) == due


def test_month_end_stays_in_the_month():
    assert due_from({"months": 3, "factor": 1}, date(2026, 11, 30)) == date(2027, 2, 28)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 24), st.floats(0.01, 1))
def test_a_review_is_never_due_on_the_day_it_counts_from(start, months, factor):
    due = due_from({"months": months, "factor": factor}, start)
    assert start < due <= start + timedelta(days=31 * months)
