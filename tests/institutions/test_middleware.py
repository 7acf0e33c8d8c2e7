import time
from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from atensi.audit.actor import system_actor
from atensi.audit.models import AuditEvent
from institutions import middleware
from institutions.middleware import SESSION_KEY
from institutions.models import Membership
from institutions.services.memberships import end_membership
from institutions.services.parameters import set_parameter
from institutions.states import Role
from tests.clock import standing_at
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region

pytestmark = pytest.mark.django_db
PEOPLE = reverse("institutions:person_list")
SETTINGS = reverse("institutions:parameter_list")
SWITCH = reverse("institutions:switch_membership")


@pytest.fixture
def admin():
    return MembershipFactory(role=Role.ADMINISTRATOR)


@pytest.fixture
def two(admin):
    """A person who is administrator in one office and supervisor in another."""
    return admin, MembershipFactory(
        user=admin.user, institution=InstitutionFactory(sentra=True), role=Role.INTAKE_OFFICER
    )


def test_a_membership_ended_at_once_loses_its_pages_with_the_next_request(client, admin):
    client.force_login(admin.user)
    assert client.get(PEOPLE).status_code == 200
    colleague = MembershipFactory(institution=admin.institution, role=Role.ADMINISTRATOR)
    end_membership(membership=admin, by=actor_of(colleague), reason="pindah")
    assert client.get(PEOPLE).status_code == 403
    assert client.get(SETTINGS).status_code == 403


def test_a_membership_that_ran_out_yesterday_gives_nothing_today(client, admin):
    client.force_login(admin.user)
    Membership.objects.filter(pk=admin.pk).update(valid_until=timezone.localdate() - timedelta(days=1))
    assert client.get(PEOPLE).status_code == 403


def test_a_closed_account_is_signed_out_with_the_next_request(client, admin):
    client.force_login(admin.user)
    admin.user.is_active = False
    admin.user.save()
    assert client.get(PEOPLE)["Location"].startswith(reverse("account_login"))


def test_a_closed_institution_ends_all_roles_there(client, admin):
    client.force_login(admin.user)
    admin.institution.is_active = False
    admin.institution.save()
    assert client.get(PEOPLE).status_code == 403


def test_switching_changes_what_one_may_do_and_is_recorded(client, two):
    keeps, receives = two
    client.force_login(keeps.user)
    client.post(SWITCH, {"membership": keeps.pk})
    assert client.get(PEOPLE).status_code == 200
    client.post(SWITCH, {"membership": receives.pk})
    assert client.get(PEOPLE).status_code == 403
    event = AuditEvent.objects.filter(verb="membership.switch").last()
    assert (event.subject, event.membership_id) == (f"membership:{receives.pk}", receives.pk)


@pytest.mark.parametrize("value", ["", "x", "0", "999999999", "²"])
def test_only_own_current_memberships_can_be_chosen(client, two, value):
    keeps, receives = two
    Membership.objects.filter(pk=receives.pk).update(valid_until=timezone.localdate() - timedelta(days=1))
    client.force_login(keeps.user)
    for wanted in (value, receives.pk, MembershipFactory().pk):
        assert client.post(SWITCH, {"membership": wanted}).status_code == 404
    assert SESSION_KEY not in client.session


def test_switching_by_a_link_is_not_possible(client, admin):
    client.force_login(admin.user)
    assert client.get(SWITCH).status_code == 405


def test_an_ended_choice_falls_back_to_another_membership(client, two):
    keeps, receives = two
    client.force_login(keeps.user)
    client.post(SWITCH, {"membership": receives.pk})
    Membership.objects.filter(pk=receives.pk).update(ended_at=timezone.now())
    assert client.get(PEOPLE).status_code == 200


def test_an_idle_session_ends_after_the_nations_minutes(client, admin):
    set_parameter(key="session_idle_minutes", value=7, by=system_actor())
    client.force_login(admin.user)
    client.get(SETTINGS)
    assert client.session.get_expiry_age() == 7 * 60
    row = Session.objects.get(pk=client.session.session_key)
    assert timedelta(minutes=6) < row.expire_date - timezone.now() <= timedelta(minutes=7)
    Session.objects.filter(pk=row.pk).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get(SETTINGS)["Location"].startswith(reverse("account_login"))


def test_work_moves_the_end_on_at_most_once_a_minute(client, admin, monkeypatch):
    client.force_login(admin.user)
    client.get(SETTINGS)
    first = Session.objects.get(pk=client.session.session_key).expire_date
    client.get(SETTINGS)
    assert Session.objects.get(pk=client.session.session_key).expire_date == first
    later = time.time() + 61
    monkeypatch.setattr(middleware.time, "time", lambda: later)
    client.get(SETTINGS)
    assert Session.objects.get(pk=client.session.session_key).expire_date > first


@pytest.mark.parametrize(("hour", "stands"), [(21, True), (23, False)])
def test_a_membership_ends_at_midnight_where_it_is(client, hour, stands):
    """23.00 WIB is one o'clock of the next day in Jayapura."""
    place = region("91.01")
    type(place).objects.filter(code=place.code).update(time_zone="Asia/Jayapura")
    last = MembershipFactory(
        institution=InstitutionFactory(region_id=place.code), valid_from=date(2025, 1, 1), valid_until=date(2026, 1, 5)
    )
    with standing_at(2026, 1, 5, hour):
        client.force_login(last.user)
        page = client.get(reverse("home"))
        assert (page.wsgi_request.membership == last) is stands
        assert bool(page.wsgi_request.user.standings) is stands
