"""One place lists all clocks: nothing is missing, values are those in force, and a sweep that stands still is seen."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from atensi.deadlines.clocks import Rung
from atensi.deadlines.document import path, text
from atensi.deadlines.hooks import CLOCKS
from atensi.deadlines.models import Tick
from atensi.deadlines.overview import RUNGS, SWEEPS, default_rules, rules_for, sweeps
from institutions.models import Parameter
from institutions.parameters import DEFINITIONS
from institutions.states import Role
from tests.institutions.factories import MembershipFactory

PAGE = "/pengaturan/jam/"


def test_the_document_says_what_the_code_says():
    assert path().read_text(encoding="utf-8") == text(), "run: python manage.py clocks --write"


def test_every_clock_says_who_hears_of_it_and_by_which_settings():
    rules = default_rules()
    assert [rule.clock.code for rule in rules] == [clock.code for clock in CLOCKS]
    assert [rule.clock.code for rule in rules if not rule.steps or not str(rule.clock.rule)] == []
    named = {key for clock in CLOCKS for key in (*clock.counted_by, *clock.ladder.settings)}
    assert named <= set(DEFINITIONS)
    assert set(RUNGS) == set(Rung)


def test_sweeps_are_those_of_beat():
    assert {name for name, _label in SWEEPS.values()} <= set(settings.CELERY_BEAT_SCHEDULE)


@pytest.mark.django_db
def test_an_offices_own_value_and_steps_are_shown():
    office = MembershipFactory()
    Parameter.objects.create(
        key="review_notice_days_before",
        value=[21, 5],
        institution=office.institution,
        valid_from=date(2026, 1, 1),
        set_by=office.user,
    )
    [review] = [rule for rule in rules_for(office.institution) if rule.clock.code == "review"]
    assert [step.when for step in review.steps][:3] == ["21 hari sebelumnya", "5 hari sebelumnya", "pada harinya"]
    assert "21, 5 hari" in [setting.value for setting in review.reminding]


@pytest.mark.django_db
@pytest.mark.parametrize(("intervals", "stands_still"), [(1.5, False), (2.5, True)])
def test_a_sweep_that_stands_still_is_named(intervals, stands_still):
    now = timezone.now()
    ended = now - intervals * settings.CELERY_BEAT_SCHEDULE["tell-of-deadlines"]["schedule"]
    Tick.objects.create(task="deadlines.tell", began_at=ended - timedelta(seconds=1), ended_at=ended)
    Tick.objects.create(task="deadlines.tell", began_at=now, ended_at=None)  # killed: it never ended
    [sweep] = [one for one in sweeps(now) if one.minutes == 5]
    assert (sweep.last, sweep.stands_still) == (ended, stands_still)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SUPERVISOR, Role.LKSA_STAFF])
def test_page_lists_every_clock_and_leads_keepers_to_the_setting(client, role):
    client.force_login(MembershipFactory(role=role).user)
    page = client.get(PAGE).content.decode()
    assert [clock.code for clock in CLOCKS if f'id="j-{clock.code}"' not in page] == []
    assert ("/pengaturan/review_long_months/" in page) == (role == Role.ADMINISTRATOR)
    assert "Berhenti" in page, "no sweep ever ran here"


@pytest.mark.django_db
def test_page_runs_a_fixed_number_of_queries(client, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("atensi.navigation.NAV_COUNTS", {})
    client.force_login(MembershipFactory(role=Role.ADMINISTRATOR).user)
    client.get(PAGE)
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(PAGE)


PAGE_QUERIES = 9
