from datetime import timedelta

import pytest
from django.utils import timezone

from atensi.audit.actor import system_actor
from atensi.errors import NotAllowed, RuleViolation
from institutions.models import Parameter
from institutions.parameters import DEFINITIONS, value_for, values_in_force
from institutions.services.parameters import set_parameter
from institutions.states import Role
from institutions.values import parse, show
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region

pytestmark = pytest.mark.django_db
KEY = "short_term_months"


@pytest.fixture
def offices():
    return {
        "nation": None,
        "province": InstitutionFactory(provincial=True),
        "regency": InstitutionFactory(),
        "office": InstitutionFactory(lksa=True, region=region("14.01.05")),
    }


def put(institution, value, days=0):
    day = timezone.localdate() + timedelta(days=days)
    return Parameter.objects.create(key=KEY, institution=institution, value=value, valid_from=day)


def test_the_nearest_value_counts(offices):
    assert value_for(KEY, offices["office"]) == 18
    for value, (_name, institution) in enumerate(offices.items(), start=1):
        put(institution, value)
        assert value_for(KEY, offices["office"]) == value


def test_a_value_does_not_reach_beside_or_above(offices):
    put(offices["office"], 7)
    put(offices["regency"], 8)
    assert value_for(KEY, offices["province"]) == 18
    assert value_for(KEY, InstitutionFactory(region=region("14.02"))) == 18
    assert value_for(KEY, InstitutionFactory(lksa=True, region=region("14.01.05"))) == 8
    assert value_for(KEY) == 18


def test_a_later_value_waits_for_its_day_and_the_past_stays_true(offices):
    put(offices["regency"], 10, days=-30)
    put(offices["regency"], 11, days=-5)
    put(offices["regency"], 12, days=5)
    today = timezone.localdate()
    assert value_for(KEY, offices["regency"]) == 11
    assert value_for(KEY, offices["regency"], on=today - timedelta(days=6)) == 10
    assert value_for(KEY, offices["regency"], on=today + timedelta(days=5)) == 12
    assert value_for(KEY, offices["regency"], on=today - timedelta(days=31)) == 18


def test_the_last_word_of_one_day_counts(offices):
    put(offices["regency"], 10)
    put(offices["regency"], 12)
    assert value_for(KEY, offices["regency"]) == 12


def test_an_unknown_key_is_an_error():
    with pytest.raises(KeyError):
        value_for("no_such_setting")


def test_a_value_takes_one_query_and_so_does_the_whole_list(offices, django_assert_num_queries):
    with django_assert_num_queries(1):
        value_for(KEY, offices["office"])
    put(offices["regency"], 3)
    with django_assert_num_queries(1):
        found = {one.definition.key: one for one in values_in_force(offices["office"])}
    assert found.keys() == DEFINITIONS.keys()
    assert (found[KEY].value, found[KEY].own, found[KEY].row.institution) == (3, False, offices["regency"])


def test_the_list_names_the_offices_own_next_value(offices):
    put(offices["regency"], 3, days=4)
    put(offices["province"], 4, days=4)
    [found] = values_in_force(offices["regency"], keys=[KEY])
    assert (found.value, found.coming.value) == (18, 3)


@pytest.mark.parametrize("key", DEFINITIONS)
def test_every_default_reads_back_as_it_is_shown(key):
    definition = DEFINITIONS[key]
    assert parse(definition, show(definition.default)) == definition.default


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("short_term_months", "0"),
        ("short_term_months", "-3"),
        ("short_term_months", "tiga"),
        ("short_term_months", "²"),
        ("short_term_months", "9999999"),
        ("short_term_months", ""),
        ("under_five_review_factor", "nan"),
        ("under_five_review_factor", "0"),
        ("accreditation_required", "mungkin"),
        ("review_notice_days_before", ","),
        ("review_notice_days_before", "14, tiga"),
        ("adopter_age_years", "30"),
        ("quiet_hours", "21, 24"),
        ("accreditation_cutoffs", "A=86, B=71"),
        ("accreditation_cutoffs", "A=86, B=71, C=56, D=1"),
        ("accreditation_cutoffs", "A=86, A=85, B=71, C=56"),
        ("accreditation_cutoffs", "86"),
    ],
)
def test_what_is_not_a_value_is_refused_in_words(key, text):
    with pytest.raises(ValueError, match=r"Tulis|Pilih|Paling|Isi"):
        parse(DEFINITIONS[key], text)


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("under_five_review_factor", "0,25", 0.25),
        ("review_notice_days_before", "7,0", [7, 0]),
        ("accreditation_cutoffs", "C=50; A=90; B=70", {"A": 90, "B": 70, "C": 50}),
        ("accreditation_required", "Ya", True),
    ],
)
def test_values_are_read_as_their_type(key, text, value):
    assert parse(DEFINITIONS[key], text) == value


def test_an_administrator_sets_a_value_for_a_kept_office():
    admin = MembershipFactory(role=Role.ADMINISTRATOR)
    set_parameter(key=KEY, value=12, by=actor_of(admin), institution=admin.institution)
    assert value_for(KEY, admin.institution) == 12
    with pytest.raises(NotAllowed):
        elsewhere = InstitutionFactory(region=region("14.02"))
        set_parameter(key=KEY, value=12, by=actor_of(admin), institution=elsewhere)


def test_only_the_system_sets_the_nations_values():
    admin = MembershipFactory(role=Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        set_parameter(key=KEY, value=12, by=actor_of(admin))
    with pytest.raises(NotAllowed):
        set_parameter(key="session_idle_minutes", value=5, by=actor_of(admin), institution=admin.institution)
    set_parameter(key=KEY, value=12, by=system_actor())
    assert value_for(KEY, admin.institution) == 12


def test_a_value_keeps_its_type_and_never_changes_the_past():
    yesterday = timezone.localdate() - timedelta(days=1)
    for value, start in (("12", None), (True, None), (12, yesterday)):
        with pytest.raises(RuleViolation):
            set_parameter(key=KEY, value=value, by=system_actor(), valid_from=start)
