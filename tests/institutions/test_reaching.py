"""Who may be reached outside the application, where and when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from institutions.models import Parameter
from institutions.parameters import value_for
from institutions.reaching import QUIET_HOURS, facts_of, holders_of, kept_people
from institutions.states import Kind, Role
from tests.accounts.factories import UserFactory
from tests.institutions.factories import InstitutionFactory, MandateFactory, MembershipFactory, region

pytestmark = pytest.mark.django_db


def quiet(user):
    facts = facts_of([user.pk])[user.pk]
    return [facts.quiet_from, facts.quiet_until]


def test_a_person_is_reached_where_they_work():
    place = region("14.01")
    place.time_zone = "Asia/Jayapura"
    place.save()
    user = MembershipFactory(user=UserFactory(phone="0812")).user

    facts = facts_of([user.pk])[user.pk]
    assert (facts.zone, facts.email, facts.phone) == ("Asia/Jayapura", user.email, "0812")


def test_nobody_without_a_current_membership_is_reached():
    people = [UserFactory(), MembershipFactory(ended=True).user, MembershipFactory(user__is_active=False).user]

    assert facts_of([user.pk for user in people]) == {}


def test_quiet_hours_are_inherited_like_every_setting():
    province = InstitutionFactory(provincial=True)
    regency = InstitutionFactory(kind=Kind.DINAS_REGENCY, region=region("14.01"))
    home = InstitutionFactory(lksa=True, region=region("14.01.05"))
    user = MembershipFactory(institution=home, role=Role.LKSA_STAFF).user
    assert quiet(user) == [21, 6]

    for number, office in enumerate([None, province, regency, home]):
        Parameter.objects.create(key=QUIET_HOURS, institution=office, value=[20 + number, 5])
        assert quiet(user) == [20 + number, 5] == value_for(QUIET_HOURS, home)


def test_quiet_hours_of_tomorrow_do_not_count_yet():
    membership = MembershipFactory()
    tomorrow = timezone.localdate() + timedelta(days=1)
    Parameter.objects.create(key=QUIET_HOURS, institution=membership.institution, value=[1, 2], valid_from=tomorrow)

    assert quiet(membership.user) == [21, 6]


def test_facts_of_many_cost_what_those_of_one_cost(django_assert_num_queries):
    people = [MembershipFactory(institution=InstitutionFactory()).user.pk for _ in range(10)]

    for some in (people[:1], people):
        with django_assert_num_queries(2):
            assert facts_of(some).keys() == set(some)


def test_an_office_is_held_by_its_people_and_their_deputies():
    mandate = MandateFactory()
    office = mandate.grantor.institution
    MembershipFactory(institution=office, role=Role.SOCIAL_OFFICE_DECIDER, ended=True)
    MandateFactory(past=True, grantor=mandate.grantor)
    other = InstitutionFactory()

    found = holders_of([office.pk, other.pk], {Role.SOCIAL_OFFICE_DECIDER})
    assert found == {office.pk: {mandate.grantor.user_id, mandate.deputy_id}, other.pk: set()}


def test_an_administrator_keeps_the_people_of_their_region():
    admin = MembershipFactory(role=Role.ADMINISTRATOR)
    colleague = MembershipFactory(institution=admin.institution)
    MembershipFactory(institution=InstitutionFactory(region=region("15.01")))

    assert {row["user_id"] for row in kept_people(admin.user)} == {admin.user_id, colleague.user_id}
