"""A residence that divides its places by age and sex (domain.md 13, capacity_age_bands)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from atensi.errors import RuleViolation
from cases.states import Sex
from institutions.models import CapacityBand
from institutions.states import BandSex
from referrals.eligibility.places import band_problems
from referrals.models import Placement
from referrals.occupancies import PANEL
from referrals.services.placements import occupancy
from referrals.states import ReviewOutcome
from tests.cases.factories import BeneficiaryFactory, CaseFactory
from tests.institutions.factories import InstitutionFactory
from tests.referrals.test_placements import admit, hard_codes

from .factories import CareDecisionFactory, PlacementFactory, PlacementReviewFactory, days_ago

pytestmark = pytest.mark.django_db


def born(years: int):
    return timezone.localdate() - timedelta(days=years * 366 + 30)


def child(years: int | None = 9, sex=Sex.MALE):
    return CaseFactory(
        beneficiary=BeneficiaryFactory(
            sex=sex,
            birth_date=None if years is None else born(years),
            birth_precision="UNKNOWN" if years is None else "DAY",
        )
    )


def band(house, age_from, age_to, places=1, sex=BandSex.ANY):
    return CapacityBand.objects.create(institution=house, age_from=age_from, age_to=age_to, places=places, sex=sex)


@pytest.fixture
def house():
    """Ten places: two for boys of 6 to 17, four for girls of that age, none for the little ones."""
    house = InstitutionFactory(lksa=True, places=10)
    band(house, 6, 17, 2, BandSex.MALE)
    band(house, 6, 17, 4, BandSex.FEMALE)
    return house


def approved(case, house):
    return CareDecisionFactory(case=case, institution=house, starts_on=days_ago(2))


def test_admission_takes_a_place_of_the_childs_own_band(house):
    admit(approved(child(9), house))
    full = {str(row.band): (row.taken, row.free) for row in occupancy(house).bands}
    assert full == {"Laki-laki, 6-17 tahun": (1, 1), "Perempuan, 6-17 tahun": (0, 4)}


@pytest.mark.rule("no_free_place_in_band")
def test_admission_refused_when_the_childs_band_is_full_though_other_places_are_free(house):
    for _time in range(2):
        PlacementFactory(institution=house, case=child(9))
    with pytest.raises(RuleViolation) as refused:
        admit(approved(child(12), house))
    assert hard_codes(refused) == {"no_free_place_in_band"}
    admit(approved(child(12, Sex.FEMALE), house))


@pytest.mark.rule("no_band")
@pytest.mark.parametrize("years", [4, 19])
def test_admission_refused_for_an_age_that_the_residence_has_no_band_for(house, years):
    with pytest.raises(RuleViolation) as refused:
        admit(approved(child(years), house))
    assert "no_band" in hard_codes(refused)


@pytest.mark.rule("no_band")
def test_admission_refused_for_a_sex_that_the_residence_has_no_band_for():
    house = InstitutionFactory(lksa=True)
    band(house, 0, 17, 5, BandSex.FEMALE)
    with pytest.raises(RuleViolation) as refused:
        admit(approved(child(9), house))
    assert hard_codes(refused) == {"no_band"}


@pytest.mark.rule("band_unknown")
def test_unknown_age_asks_for_a_reason_where_the_residence_has_bands(house):
    decision = approved(child(None), house)
    with pytest.raises(RuleViolation) as refused:
        admit(decision)
    assert "band_unknown" in {problem.code for problem in refused.value.problems if not problem.is_hard}
    reasons = {"band_unknown": "Umur sedang ditelusuri (rekaan).", "not_accredited": "Rekaan."}
    assert admit(decision, reasons=reasons).soft_reasons == reasons


@pytest.mark.rule("no_free_place_in_band")
def test_a_move_asks_for_a_place_in_the_band_too(house):
    for _time in range(2):
        PlacementFactory(institution=house, case=child(9))
    case = child(9)
    here = PlacementFactory(case=case)
    PlacementReviewFactory(placement=here, held=True, outcome=ReviewOutcome.MOVE, due_on=days_ago(3))
    with pytest.raises(RuleViolation) as refused:
        admit(approved(case, house))
    assert "no_free_place_in_band" in hard_codes(refused)
    here.refresh_from_db()
    assert here.is_open


def test_a_resident_who_gets_a_new_title_needs_no_second_place(house):
    case = child(9)
    PlacementFactory(institution=house, case=child(9))
    PlacementFactory(institution=house, case=case, emergency=True)
    admit(approved(case, house))
    assert {row.free for row in occupancy(house).bands if row.band.sex == BandSex.MALE} == {0}


def test_who_left_takes_no_place(house):
    for _time in range(2):
        row = PlacementFactory(institution=house, case=child(9))
        Placement.objects.filter(pk=row.pk).update(state="ENDED", ended_on=days_ago(1), end_reason="CLOSED")
    admit(approved(child(9), house))


def test_a_child_grows_into_the_next_band():
    house = InstitutionFactory(lksa=True)
    little, big = band(house, 0, 5), band(house, 6, 17)
    case = child(9)
    PlacementFactory(institution=house, case=case, starts_on=days_ago(365 * 5))
    assert {row.band: row.taken for row in occupancy(house).bands} == {little: 0, big: 1}


def test_a_residence_without_bands_takes_any_age_within_its_target_group():
    admit(approved(child(2), InstitutionFactory(lksa=True)))


def test_no_band_is_asked_of_a_family():
    decision = CareDecisionFactory(kinship=True)
    proposal = type("Asked", (), {"institution": None, "base": decision.base, "beneficiary": decision.case.beneficiary})
    assert list(band_problems(proposal)) == []


def test_panel_shows_the_bands_in_a_fixed_number_of_queries(house, django_assert_num_queries):
    for _time in range(3):
        PlacementFactory(institution=house, case=child(9, Sex.FEMALE))
    with django_assert_num_queries(4):
        shown = PANEL.load(house, None)["occupancy"]
    assert {row.band.sex: row.free for row in shown.bands} == {BandSex.MALE: 2, BandSex.FEMALE: 1}
