"""What a request knows of a person's rights says the same as asking for them."""

import pytest
from django.contrib.auth.models import Group

from cases.models import Case
from institutions.middleware import standings_of
from institutions.models import Institution
from institutions.rights import FIELD, groups_of, institutions_of, keep_rights, works_at
from institutions.states import CASE_ROLES, OFFICE_ROLES, Kind, Role
from tests.institutions.factories import InstitutionFactory, MandateFactory, MembershipFactory, deputy_of, region

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    """A field worker with a mandate at one office, supervisor at another, and formerly at a third."""
    worker = MembershipFactory(role=Role.FIELD_SOCIAL_WORKER)
    user = worker.user
    MembershipFactory(role=Role.SUPERVISOR, user=user, institution=InstitutionFactory(name="Dinas Contoh Kedua"))
    former = InstitutionFactory(name="Dinas Contoh Ketiga")
    MembershipFactory(role=Role.SUPERVISOR, user=user, institution=former, ended=True)
    MandateFactory(
        grantor=MembershipFactory(role=Role.SOCIAL_OFFICE_DECIDER, institution=worker.institution), deputy=user
    )
    return user


def listed(answer, name):
    return sorted(row[name] for row in answer)


def test_known_rights_are_those_of_the_subqueries(person):
    asked = [
        listed(works_at(person), "institution_id"),
        listed(institutions_of(person, OFFICE_ROLES), "institution_id"),
        listed(groups_of(person, CASE_ROLES - FIELD), "institution__group_id"),
    ]
    keep_rights(person, standings_of(person))

    assert [works_at(person), institutions_of(person, OFFICE_ROLES), groups_of(person, CASE_ROLES - FIELD)] == asked
    assert [len(ids) for ids in asked] == [1, 2, 2]
    assert Group.objects.filter(pk__in=asked[2]).count() == 2


def test_a_mandate_makes_nobody_a_field_worker():
    """What is lent is an office's signature, not the responsible worker's cases."""
    deputy = deputy_of(MandateFactory())
    user = MandateFactory._meta.model.objects.get(pk=deputy.mandate_id).deputy
    keep_rights(user, standings_of(user))
    lent = {membership.institution_id for membership in standings_of(user) if membership.user_id != user.pk}

    assert lent <= set(institutions_of(user, OFFICE_ROLES))
    assert all(
        membership.user_id == user.pk
        for membership in standings_of(user)
        if membership.role in FIELD and membership.institution_id in works_at(user)
    )


def test_a_list_of_one_office_asks_by_its_id(person):
    asked = str(Case.objects.scopes(person)["office"].query)
    keep_rights(person, standings_of(person))

    assert "institutions_membership" in asked
    assert "institutions_membership" not in str(Case.objects.scopes(person)["office"].query)


def test_what_an_administrator_keeps_is_the_same_read_or_asked():
    keeper = MembershipFactory(role=Role.ADMINISTRATOR)
    MembershipFactory(role=Role.ADMINISTRATOR, user=keeper.user, institution__sentra=True)
    InstitutionFactory(lksa=True)
    InstitutionFactory(region=region("14.04"))
    asked = set(Institution.objects.kept_by(keeper.user))
    assert len(asked) == 3
    keep_rights(keeper.user, standings_of(keeper.user))
    assert set(Institution.objects.kept_by(keeper.user)) == asked
    keep_rights(keeper.user, [keeper], is_bound=True)
    assert {row.kind for row in Institution.objects.kept_by(keeper.user)} == {Kind.DINAS_REGENCY, Kind.LKSA}
