import pytest

from institutions.models import Institution
from institutions.permissions import can_keep, keeps
from institutions.states import Kind, Role
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region

pytestmark = pytest.mark.django_db


@pytest.fixture
def institutions():
    return {
        "province": InstitutionFactory(provincial=True),
        "regency": InstitutionFactory(),
        "other regency": InstitutionFactory(region=region("14.02")),
        "other province": InstitutionFactory(provincial=True, region=region("15")),
        "sentra": InstitutionFactory(sentra=True),
        "home": InstitutionFactory(lksa=True, region=region("14.01.05")),
        "far home": InstitutionFactory(lksa=True, region=region("14.02")),
        "uptd": InstitutionFactory(kind=Kind.UPTD, region=region("14.71")),
    }


KEPT = {
    "province": {"province", "regency", "other regency", "sentra", "home", "far home", "uptd"},
    "regency": {"regency", "home"},
    "other regency": {"other regency", "far home"},
    "other province": {"other province"},
    "sentra": {"sentra"},
    "uptd": {"uptd"},
}


@pytest.mark.parametrize("name", KEPT)
def test_an_administrator_keeps_the_own_institution_and_a_dinas_those_of_its_region(institutions, name):
    office = institutions[name]
    kept = {other for other, institution in institutions.items() if keeps(office, institution)}
    assert kept == KEPT[name]


@pytest.mark.parametrize("name", KEPT)
def test_what_the_list_shows_and_what_the_predicate_allows_are_the_same(institutions, name):
    membership = MembershipFactory(institution=institutions[name], role=Role.ADMINISTRATOR)
    kept = Institution.objects.kept_by(membership.user)
    rows = Institution.objects.all()
    assert set(kept) == {row for row in rows if can_keep(actor_of(membership), membership.institution, row)}


def test_several_offices_are_kept_together(institutions):
    user = MembershipFactory(institution=institutions["regency"], role=Role.ADMINISTRATOR).user
    MembershipFactory(user=user, institution=institutions["sentra"], role=Role.ADMINISTRATOR)
    kept = Institution.objects.kept_by(user).filter(pk__in=[row.pk for row in institutions.values()])
    assert set(kept) == {institutions["regency"], institutions["home"], institutions["sentra"]}


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_no_other_role_keeps_anything(institutions, role):
    membership = MembershipFactory(institution=institutions["regency"], role=role)
    assert not can_keep(actor_of(membership), membership.institution, membership.institution)
    assert not Institution.objects.kept_by(membership.user).exists()


def test_a_former_administrator_keeps_nothing(institutions):
    membership = MembershipFactory(institution=institutions["regency"], role=Role.ADMINISTRATOR, ended=True)
    assert not Institution.objects.kept_by(membership.user).exists()
