from datetime import date

import pytest

from atensi.audit.actor import system_actor
from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed, RuleViolation, StaleWrite
from institutions.models import Institution
from institutions.services.institutions import create_institution, update_institution
from institutions.states import Kind, Role
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region

pytestmark = pytest.mark.django_db


def administrator(office):
    return actor_of(MembershipFactory(institution=office, role=Role.ADMINISTRATOR))


@pytest.fixture
def regency():
    return InstitutionFactory()


@pytest.fixture
def province():
    return InstitutionFactory(provincial=True)


def codes(caught) -> set[str]:
    return {problem.code for problem in caught.value.problems}


def test_a_new_institution_gets_a_group_for_shares_and_an_audit_row(regency):
    by = administrator(regency)
    home = create_institution(kind=Kind.LKSA, name="LKSA Rekaan", region=region("14.01.05"), by=by, places=12)
    assert home.group.institution == home
    event = AuditEvent.objects.get(subject=f"institution:{home.pk}")
    assert (event.verb, event.user_id) == ("institution.create", by.user_id)


def test_only_administrators_of_the_region_register_institutions(regency):
    with pytest.raises(NotAllowed):
        create_institution(kind=Kind.LKSA, name="Jauh", region=region("14.02"), by=administrator(regency))
    with pytest.raises(NotAllowed):
        by = actor_of(MembershipFactory(institution=regency, role=Role.SUPERVISOR))
        create_institution(kind=Kind.LKSA, name="Dekat", region=region("14.01"), by=by)
    with pytest.raises(NotAllowed):
        by = administrator(InstitutionFactory(sentra=True, region=region("14.01")))
        create_institution(kind=Kind.LKSA, name="Dekat", region=region("14.01"), by=by)


@pytest.mark.rule("region_not_province", "region_not_regency", "region_too_large")
@pytest.mark.parametrize(
    ("kind", "code", "problem"),
    [
        (Kind.LKSA, "14", "region_too_large"),
        (Kind.DINAS_REGENCY, "14.01.05", "region_not_regency"),
        (Kind.DINAS_PROVINCE, "14.01", "region_not_province"),
    ],
)
def test_each_kind_stands_in_a_region_of_its_level(province, kind, code, problem):
    with pytest.raises(RuleViolation) as caught:
        create_institution(kind=kind, name="Umpama", region=region(code), by=administrator(province))
    assert problem in codes(caught)


@pytest.mark.rule("office_exists")
def test_one_dinas_for_each_region(province, regency):
    with pytest.raises(RuleViolation) as caught:
        create_institution(kind=Kind.DINAS_REGENCY, name="Kedua", region=regency.region, by=administrator(province))
    assert codes(caught) == {"office_exists"}


@pytest.mark.rule("places_not_residential")
def test_only_residences_have_places(regency):
    with pytest.raises(RuleViolation) as caught:
        create_institution(kind=Kind.LKS, name="Umpama", region=region("14.01"), by=administrator(regency), places=3)
    assert codes(caught) == {"places_not_residential"}


def test_a_licence_that_ends_before_it_starts_is_refused_in_words(regency):
    with pytest.raises(RuleViolation) as caught:
        create_institution(
            kind=Kind.LKSA,
            name="Umpama",
            region=region("14.01"),
            by=administrator(regency),
            licence_valid_from=date(2026, 2, 1),
            licence_valid_until=date(2026, 1, 1),
        )
    assert "Izin berakhir sebelum mulai berlaku." in [str(problem.text) for problem in caught.value.problems]


def test_a_lost_name_is_kept_as_a_former_name(regency):
    home = InstitutionFactory(lksa=True, name="Panti Contoh")
    update_institution(institution=home, by=administrator(regency), name="LKSA Contoh Baru")
    home.refresh_from_db()
    assert (home.name, home.former_names) == ("LKSA Contoh Baru", ["Panti Contoh"])


def test_an_institution_cannot_be_moved_out_of_the_administrators_region(regency):
    home = InstitutionFactory(lksa=True)
    with pytest.raises(NotAllowed):
        update_institution(institution=home, by=administrator(regency), region=region("14.02"))


@pytest.mark.rule("stale")
def test_a_stale_form_changes_nothing(regency):
    home, by = InstitutionFactory(lksa=True), administrator(regency)
    seen_at = home.updated_at
    update_institution(institution=home, by=by, seen_at=seen_at, phone="0761-1")
    with pytest.raises(StaleWrite):
        update_institution(institution=home, by=by, seen_at=seen_at, phone="0761-2")
    assert Institution.objects.get(pk=home.pk).phone == "0761-1"


def test_unknown_facts_are_a_mistake_of_the_caller():
    with pytest.raises(TypeError):
        create_institution(kind=Kind.LKSA, name="Umpama", region=region("14.01"), by=system_actor(), group_id=3)
