"""Hard rules about accounts, roles and settings, one test each, named after the rule."""

from datetime import timedelta

import pytest
from django.utils import timezone

from atensi.audit.actor import system_actor
from atensi.errors import RuleViolation
from institutions.parameters import value_for
from institutions.services.memberships import add_membership
from institutions.services.parameters import cancel_parameter, set_parameter
from institutions.services.people import activate_person, record_password_link
from institutions.states import Role
from tests.accounts.factories import UserFactory
from tests.institutions.factories import MembershipFactory, actor_of

pytestmark = pytest.mark.django_db
KEY = "emergency_placement_max_days"


def codes_of(act, **given) -> set[str]:
    with pytest.raises(RuleViolation) as refused:
        act(**given)
    return {problem.code for problem in refused.value.problems}


@pytest.fixture
def admin():
    return MembershipFactory(role=Role.ADMINISTRATOR)


@pytest.mark.rule("active")
def test_an_account_that_works_is_not_opened_again(admin):
    user = MembershipFactory(institution=admin.institution).user
    assert codes_of(activate_person, user=user, by=actor_of(admin)) == {"active"}


@pytest.mark.rule("no_mail")
@pytest.mark.parametrize("account", [{"email": ""}, {"is_active": False}])
def test_no_password_mail_without_an_address_or_an_account(admin, account):
    user = MembershipFactory(institution=admin.institution, user=UserFactory(**account)).user
    assert codes_of(record_password_link, user=user, by=actor_of(admin)) == {"no_mail"}


@pytest.mark.rule("user_inactive")
def test_a_closed_account_gets_no_role(admin):
    user = UserFactory(is_active=False)
    given = {"user": user, "institution": admin.institution, "role": Role.SUPERVISOR, "by": actor_of(admin)}
    assert codes_of(add_membership, **given) == {"user_inactive"}


@pytest.mark.rule("institution_inactive")
def test_a_closed_institution_gives_no_role(admin):
    house = admin.institution
    type(house).objects.filter(pk=house.pk).update(is_active=False)
    house.refresh_from_db()
    given = {"user": UserFactory(), "institution": house, "role": Role.SUPERVISOR, "by": system_actor()}
    assert codes_of(add_membership, **given) == {"institution_inactive"}


@pytest.mark.rule("wrong_type")
@pytest.mark.parametrize("value", ["12", True, 1.5])
def test_a_setting_keeps_its_type(value):
    assert codes_of(set_parameter, key=KEY, value=value, by=system_actor()) == {"wrong_type"}


@pytest.mark.rule("value_out_of_bounds")
@pytest.mark.parametrize(
    ("key", "value"),
    [
        (KEY, 0),
        ("quiet_hours", [21, 24]),
        ("adopter_age_years", [30]),
        ("adopter_age_years", [55, 30]),
        ("accreditation_cutoffs", {"A": 50, "B": 71, "C": 86}),
    ],
)
def test_a_setting_keeps_its_bounds_whichever_door_it_comes_by(key, value):
    assert codes_of(set_parameter, key=key, value=value, by=system_actor()) == {"value_out_of_bounds"}


@pytest.mark.rule("parameter_began", "parameter_cancelled")
def test_only_a_value_that_has_not_begun_is_taken_back_and_once():
    began = set_parameter(key=KEY, value=12, by=system_actor())
    assert codes_of(cancel_parameter, parameter=began, by=system_actor()) == {"parameter_began"}
    tomorrow = timezone.localdate() + timedelta(days=1)
    coming = set_parameter(key=KEY, value=10, by=system_actor(), valid_from=tomorrow)
    cancel_parameter(parameter=coming, by=system_actor())
    assert codes_of(cancel_parameter, parameter=coming, by=system_actor()) == {"parameter_cancelled"}
    assert value_for(KEY, on=tomorrow) == 12


@pytest.mark.rule("parameter_in_past")
def test_a_setting_never_changes_the_past():
    yesterday = timezone.localdate() - timedelta(days=1)
    given = {"key": KEY, "value": 12, "by": system_actor(), "valid_from": yesterday}
    assert codes_of(set_parameter, **given) == {"parameter_in_past"}
