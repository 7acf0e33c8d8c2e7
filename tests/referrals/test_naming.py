"""A receiver needs no name before it accepts: words that tell it are refused, or have to be explained (UU 27/2022)."""

import pytest

from atensi.errors import RuleViolation
from referrals.eligibility.naming import naming_problems
from tests.cases.factories import BeneficiaryAliasFactory, BeneficiaryFactory

from .scenes import scene

pytestmark = pytest.mark.django_db


def found(text, **fields):
    given = {"name": "Putri Melati Rekaan", "address": "Jl. Kenanga No. 12, Dusun Satu"} | fields
    person = BeneficiaryFactory(**given)
    return [(problem.code, problem.tag) for problem in naming_problems(person, {"summary": text})]


@pytest.mark.rule("summary_names_person")
@pytest.mark.parametrize(
    "text",
    [
        "Putri Melati Rekaan tinggal bersama bibinya.",
        "anak putri  MELATI rekaan, 9 tahun",
        "NIK 1401010203040005 sudah diperiksa.",
        "NIK 1401 0102 0304 0005",
        "Rumahnya di jl. kenanga no. 12 dekat pasar.",
    ],
)
def test_the_whole_name_a_number_and_the_address_are_refused(text):
    assert found(text) == [("summary_names_person", "hard")]


@pytest.mark.rule("summary_may_name_person")
@pytest.mark.parametrize("text", ["Melati sudah sekolah.", "Kakak dari Putri."])
def test_a_part_of_the_name_has_to_be_explained(text):
    assert found(text) == [("summary_may_name_person", "soft")]


@pytest.mark.parametrize(
    "text",
    [
        "Anak putri berumur 9 tahun, keluarga terlibat.",  # a daughter, not her name
        "Kebunnya ditanami melati.",
        "Tinggal di Dusun Satu.",  # no house
        "Telepon Dinas 0761 123456, surat 14/2026.",
        "",
    ],
)
def test_words_that_tell_nobody_pass(text):
    assert found(text) == []


def test_another_name_of_the_person_counts_too():
    person = BeneficiaryFactory(name="Contoh Satu")
    BeneficiaryAliasFactory(beneficiary=person, name="Bujang Lapuk")
    assert [problem.code for problem in naming_problems(person, {"reason": "Bujang Lapuk sakit."})] == [
        "summary_names_person"
    ]


def test_a_service_is_not_asked_for_by_name():
    the = scene(beneficiary__name="Putri Melati")
    with pytest.raises(RuleViolation) as refused:
        the.ask_service(summary="Putri Melati perlu terapi.", reason="Melati takut.")
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [
        ("summary_names_person", "summary"),
        ("summary_may_name_person", "reason"),
    ]


def test_an_explained_part_goes_and_is_kept():
    the = scene(beneficiary__name="Putri Melati")
    reasons = {"summary_may_name_person": "Melati adalah nama kampungnya."}
    assert the.ask_service(summary="Dari kampung Melati.", reasons=reasons).soft_reasons == reasons


def test_dinas_decides_about_somebody_it_knows():
    the = scene(beneficiary__name="Putri Melati")
    assert the.ask(summary="Putri Melati perlu pengasuhan.").pk
