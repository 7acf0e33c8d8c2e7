from datetime import timedelta

import pytest
from django.utils import timezone

from atensi.errors import NotAllowed, RuleViolation
from institutions.models import Membership
from institutions.services.memberships import add_membership, end_membership, record_switch
from institutions.states import Role
from tests.accounts.factories import UserFactory
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return MembershipFactory(role=Role.ADMINISTRATOR)


def codes(caught) -> set[str]:
    return {problem.code for problem in caught.value.problems}


def test_a_role_begins_today_and_runs_on(admin):
    user = UserFactory()
    added = add_membership(user=user, institution=admin.institution, role=Role.SUPERVISOR, by=actor_of(admin))
    assert added.is_current()
    assert added in user.memberships.current()


@pytest.mark.rule("own_membership")
def test_an_administrator_gives_no_role_to_themselves(admin):
    with pytest.raises(RuleViolation) as caught:
        add_membership(user=admin.user, institution=admin.institution, role=Role.SUPERVISOR, by=actor_of(admin))
    assert codes(caught) == {"own_membership"}


@pytest.mark.rule("role_not_of_kind")
def test_a_role_must_fit_the_kind_of_institution(admin):
    with pytest.raises(RuleViolation) as caught:
        add_membership(user=UserFactory(), institution=admin.institution, role=Role.LKSA_STAFF, by=actor_of(admin))
    assert codes(caught) == {"role_not_of_kind"}


@pytest.mark.rule("membership_exists")
def test_the_same_role_is_given_once(admin):
    held = MembershipFactory(institution=admin.institution, role=Role.SUPERVISOR)
    with pytest.raises(RuleViolation) as caught:
        add_membership(user=held.user, institution=admin.institution, role=Role.SUPERVISOR, by=actor_of(admin))
    assert codes(caught) == {"membership_exists"}


def test_roles_elsewhere_are_not_this_administrators_to_give(admin):
    elsewhere = InstitutionFactory(region=region("14.02"))
    with pytest.raises(NotAllowed):
        add_membership(user=UserFactory(), institution=elsewhere, role=Role.SUPERVISOR, by=actor_of(admin))


def test_ending_at_once_leaves_no_right_even_on_the_first_day(admin):
    held = MembershipFactory(institution=admin.institution, role=Role.SUPERVISOR, valid_from=timezone.localdate())
    ended = end_membership(membership=held, by=actor_of(admin), reason="pindah")
    assert not ended.is_current()
    assert not held.user.memberships.current().exists()
    assert ended.ended_by_id == admin.user_id


def test_ending_later_keeps_the_right_until_then(admin):
    held = MembershipFactory(institution=admin.institution, role=Role.SUPERVISOR)
    last_day = timezone.localdate() + timedelta(days=5)
    end_membership(membership=held, by=actor_of(admin), last_day=last_day)
    held.refresh_from_db()
    assert (held.is_current(), held.valid_until) == (True, last_day)
    assert not held.is_current(last_day + timedelta(days=1))


@pytest.mark.rule("membership_ended")
def test_what_has_ended_is_not_ended_again(admin):
    held = MembershipFactory(institution=admin.institution, role=Role.SUPERVISOR, ended=True)
    with pytest.raises(RuleViolation) as caught:
        end_membership(membership=held, by=actor_of(admin))
    assert codes(caught) == {"membership_ended"}


def test_another_offices_administrator_ends_nothing(admin):
    held = MembershipFactory(institution=InstitutionFactory(region=region("14.02")), role=Role.SUPERVISOR)
    with pytest.raises(NotAllowed):
        end_membership(membership=held, by=actor_of(admin))
    assert Membership.objects.get(pk=held.pk).is_current()


def test_nobody_acts_under_anothers_membership(admin):
    with pytest.raises(NotAllowed):
        record_switch(membership=MembershipFactory(), by=actor_of(admin))


def test_colleagues_are_visible_to_their_administrators_only(admin):
    held = MembershipFactory(institution=admin.institution, role=Role.SUPERVISOR)
    outsider = MembershipFactory(institution=InstitutionFactory(region=region("14.02")), role=Role.ADMINISTRATOR)
    former = MembershipFactory(institution=admin.institution, role=Role.ADMINISTRATOR, ended=True)
    assert held in Membership.objects.visible_to(admin.user)
    assert held not in Membership.objects.visible_to(held.user)
    assert held not in Membership.objects.visible_to(outsider.user)
    assert held not in Membership.objects.visible_to(former.user)
