"""The shape of a NIK refuses; what it says about the child only warns (domain.md 10.3)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cases.nik import clean_number, nik_problems, nkk_problems, read_nik
from cases.states import Sex

GOOD = "1401010411180001"  # Kampar, 4 November 2018, a boy


def codes(*args, **kwargs):
    return [problem.code for problem in nik_problems(*args, **kwargs)]


@pytest.mark.rule("nik_day", "nik_digits", "nik_length", "nik_month", "nik_serial", "nik_zero")
@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("140101041118000", "nik_length"),
        ("14010104111800011", "nik_length"),
        ("14010104111800O1", "nik_digits"),
        ("١٤٠١٠١٠٤١١١٨٠٠٠١", "nik_digits"),
        ("😀", "nik_digits"),
        ("0" * 16, "nik_zero"),
        ("1401010011180001", "nik_day"),
        ("1401013211180001", "nik_day"),
        ("1401014011180001", "nik_day"),
        ("1401017211180001", "nik_day"),
        ("1401010400180001", "nik_month"),
        ("1401010413180001", "nik_month"),
        ("1401010411180000", "nik_serial"),
    ],
)
def test_a_wrong_shape_is_hard(value, code):
    problems = nik_problems(value)
    assert [(problem.code, problem.tag, problem.field) for problem in problems] == [(code, "hard", "nik")]


def test_without_a_nik_there_is_no_problem():
    assert nik_problems("") == nik_problems(None) == nik_problems(" - ") == []


def test_groups_may_be_written_apart():
    assert clean_number(" 1401 0104-1118.0001 ") == GOOD
    assert nik_problems("1401 0104 1118 0001", date(2018, 11, 4), Sex.MALE, "14.01.05") == []


@pytest.mark.rule("nik_birth_differs", "nik_region_differs", "nik_sex_differs")
def test_what_differs_from_the_form_only_warns():
    problems = nik_problems(GOOD, date(2018, 12, 4), Sex.FEMALE, "14.71.01")
    assert [problem.code for problem in problems] == ["nik_birth_differs", "nik_sex_differs", "nik_region_differs"]
    assert {problem.tag for problem in problems} == {"soft"}
    assert "4 November 2018" in str(problems[0].text)


@pytest.mark.rule("nik_birth_differs")
def test_an_estimated_birth_date_is_compared_by_its_year():
    assert codes(GOOD, date(2017, 7, 1), birth_exact=False) == []
    assert codes(GOOD, date(2014, 7, 1), birth_exact=False) == ["nik_birth_differs"]


def test_unknown_sex_is_not_compared():
    assert codes(GOOD, sex=Sex.UNKNOWN) == []


@pytest.mark.rule("nik_birth_differs")
def test_a_day_that_no_calendar_has_only_warns():
    assert codes("1401013002180001", date(2018, 2, 28)) == ["nik_birth_differs"]


def test_the_century_is_the_one_that_gives_a_possible_age():
    today = date(2026, 6, 18)
    assert read_nik("1401010101260001", today=today).birth_date == date(2026, 1, 1)
    assert read_nik("1401013112260001", today=today).birth_date == date(1926, 12, 31)
    assert read_nik("1401010101110001", today=today).birth_date == date(2011, 1, 1)
    assert read_nik("1401010101270001", today=today).birth_date == date(1927, 1, 1)


@pytest.mark.rule("nkk_shape", "nkk_date")
@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("123", "nkk_shape"),
        ("1401010411180000", "nkk_shape"),
        ("1401019911180001", "nkk_date"),
        ("1401010499180001", "nkk_date"),
    ],
)
def test_a_family_card_number_only_warns(value, code):
    assert [(problem.code, problem.tag) for problem in nkk_problems(value)] == [(code, "soft")]


def test_a_plain_family_card_number_is_fine():
    assert nkk_problems("") == nkk_problems("1401010411180001") == []


@given(st.integers(0, 365 * 99), st.sampled_from([Sex.MALE, Sex.FEMALE]), st.integers(1, 9999))
def test_a_nik_made_by_the_rules_says_what_it_was_made_of(age, sex, serial):
    born = timezone.localdate() - timedelta(days=age)
    day = born.day + (40 if sex == Sex.FEMALE else 0)
    nik = f"140105{day:02}{born:%m%y}{serial:04}"
    assert nik_problems(nik, born, sex, "14.01.05") == []
    parts = read_nik(nik)
    assert (parts.birth_date, parts.sex, parts.region) == (born, sex, "14.01.05")


@given(st.text(max_size=40))
def test_no_text_breaks_the_check(text):
    problems = nik_problems(text, date(2018, 1, 1), Sex.MALE, "14.01.05")
    assert all(problem.is_hard for problem in problems) or clean_number(text).isdecimal()
    nkk_problems(text)
