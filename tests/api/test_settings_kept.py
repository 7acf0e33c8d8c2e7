"""Settings and holidays of an office kept by a program."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from atensi.reference.models import Holiday
from institutions.models import Parameter
from institutions.parameters import DEFINITIONS, value_for
from institutions.states import Role
from tests.api.client import fresh_key
from tests.api.people import program_of
from tests.api.test_keeping import codes_of, status_of
from tests.institutions.factories import InstitutionFactory, MembershipFactory, region

pytestmark = pytest.mark.django_db
KEY = "short_term_months"


@pytest.fixture
def keeper():
    return MembershipFactory(role=Role.ADMINISTRATOR)


@pytest.fixture
def program(keeper):
    return program_of(keeper)


def in_days(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def test_every_setting_is_told_with_its_value_and_where_it_comes_from(program):
    told = {row["key"]: row for row in program.ask("settings_read")["results"]}
    assert told.keys() == DEFINITIONS.keys()
    assert (told[KEY]["value"], told[KEY]["version"]) == (DEFINITIONS[KEY].default, None)
    assert told["review_notice_days_before"]["value"] == [14, 3, 0]


def test_a_new_value_counts_once_for_a_key(program, keeper):
    key = fresh_key()
    told = program.tell("setting_versions_write", KEY, key=key, value=12)
    assert program.tell("setting_versions_write", KEY, key=key, value=12) == told
    assert (told["value"], told["is_own"], len(told["versions"])) == (12, True, 1)
    assert told["versions"][0]["set_by"]["id"] == keeper.user_id
    assert value_for(KEY, keeper.institution) == 12


def test_a_value_that_has_not_begun_is_taken_back(program, keeper):
    told = program.tell("setting_versions_write", KEY, value=12, valid_from=in_days(3))
    coming = told["coming"]["id"]
    assert (told["value"], told["coming"]["value"]) == (DEFINITIONS[KEY].default, 12)
    after = program.tell("version_cancel_write", coming)
    assert after["coming"] is None
    assert [(row["id"], row["is_coming"]) for row in after["versions"]] == [(coming, False)]
    assert codes_of(program.tell, "version_cancel_write", coming) == {"parameter_cancelled"}


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        (KEY, "12", "wrong_type"),
        (KEY, True, "wrong_type"),
        (KEY, [12], "wrong_type"),
        (KEY, 0, "value_out_of_bounds"),
        (KEY, 10**6, "value_out_of_bounds"),
        (KEY, 10**400, "value_out_of_bounds"),
        ("under_five_review_factor", 1e300, "value_out_of_bounds"),
        ("review_notice_days_before", [1] * 101, "value_out_of_bounds"),
        ("accreditation_validity_years", {"A": 5, "B": 3}, "wrong_type"),
    ],
)
def test_a_value_keeps_the_type_and_bounds_of_its_setting(program, key, value, code):
    assert codes_of(program.tell, "setting_versions_write", key, value=value) == {code}
    assert not Parameter.objects.exists()


def test_a_setting_of_the_nation_or_of_another_office_is_not_set(program, keeper):
    assert status_of(program.tell, "setting_versions_write", "session_idle_minutes", value=5) == 403
    assert status_of(program.tell, "setting_versions_write", "tidak_ada", value=5) == 404
    elsewhere = MembershipFactory(user=keeper.user, role=Role.ADMINISTRATOR, institution__region=region("14.04"))
    row = Parameter.objects.create(
        key=KEY, institution=elsewhere.institution, value=9, valid_from=timezone.localdate() + timedelta(days=3)
    )
    assert status_of(program.tell, "version_cancel_write", row.pk) == 404
    assert program_of(elsewhere).tell("version_cancel_write", row.pk)["coming"] is None


def test_a_value_of_a_home_that_the_office_keeps_is_not_answered_as_the_offices(program):
    home = InstitutionFactory(lksa=True)
    row = Parameter.objects.create(key=KEY, institution=home, value=9, valid_from=timezone.localdate() + timedelta(3))
    assert status_of(program.tell, "version_cancel_write", row.pk) == 404


def test_a_dinas_holds_a_holiday_and_takes_it_back(program, keeper):
    sent = {"day": "2040-01-03", "name": "Hari Jadi Contoh", "basis": "SK Bupati Contoh 1/2026"}
    made = program.tell("holidays_write", key=fresh_key(), **sent)
    assert (made["region"], made["day"]) == (keeper.institution.region_id, sent["day"])
    assert made in program.ask("holidays_read", limit=100)["results"]
    assert codes_of(program.tell, "holidays_write", **sent) >= {"holiday_known"}
    nation = Holiday.objects.create(day=date(2040, 1, 4), name="Libur Contoh")
    assert status_of(program.tell, "holiday_removal_write", nation.pk) == 404
    assert program.tell("holiday_removal_write", made["id"])["id"] == made["id"]
    assert not Holiday.objects.filter(pk=made["id"]).exists()


def test_a_sentra_holds_no_holidays(keeper):
    sentra = program_of(MembershipFactory(role=Role.ADMINISTRATOR, institution__sentra=True))
    assert status_of(sentra.tell, "holidays_write") == 403
    assert sentra.ask("settings_read")["results"]
