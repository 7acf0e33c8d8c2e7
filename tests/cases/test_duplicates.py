"""The duplicate search goes over the whole nation and tells little (design.md 3)."""

from datetime import date

import pytest
from guardian.shortcuts import assign_perm

from atensi.audit.models import AuditEvent
from cases.duplicates import candidates
from cases.models import Case
from cases.services.shares import share_case
from cases.states import BirthPrecision, Sex
from institutions.states import Role
from tests.cases.factories import BeneficiaryAliasFactory, BeneficiaryFactory
from tests.cases.intake import NIK, case_of, logged, person, supervisor_at, worker_at
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region

pytestmark = pytest.mark.django_db

BORN = date(2018, 11, 4)


def search(membership, **kwargs):
    return candidates(person=person(**kwargs), by=actor_of(membership))


@pytest.fixture
def worker():
    return worker_at()


def test_a_spelling_variant_in_sight_is_a_candidate_with_reasons(worker):
    case = case_of(worker, child__name="Muhammad Rekaan", child__birth_date=BORN)
    found = search(worker, name="Rekaan, Moh.", sex=Sex.MALE, birth_date=BORN)
    (candidate,) = found.inside
    assert (candidate.beneficiary, candidate.case) == (case.beneficiary, case)
    assert (candidate.match.strong, candidate.can_join, candidate.masked) == (True, True, False)
    assert [str(reason) for reason in candidate.match.reasons] == [
        "ejaan nama (Rekaan, Moh., Muhammad Rekaan)",
        "tanggal lahir",
        "kecamatan",
    ]


def test_nothing_alike_finds_nothing(worker):
    case_of(worker, child__name="Muhammad Rekaan")
    assert not search(worker, name="Muhammad Umpama", sex=Sex.MALE)
    assert not search(worker, name="", sex=Sex.MALE)
    assert not search(worker, name="😀")


def test_birth_year_may_be_one_off_or_unknown(worker):
    for number, born in enumerate([date(2017, 1, 1), date(2019, 12, 31), None]):
        precision = BirthPrecision.DAY if born else BirthPrecision.UNKNOWN
        name = f"Sari Rekaan {'abc'[number] * 4}"
        case_of(
            worker, child__name=name, child__birth_date=born, child__birth_precision=precision, child__sex=Sex.FEMALE
        )
    case_of(worker, child__name="Sari Rekaan", child__birth_date=date(2020, 1, 1), child__sex=Sex.FEMALE)
    assert len(search(worker, birth_date=BORN).inside) == 3
    assert len(search(worker).inside) == 4


def test_the_other_sex_is_no_candidate_an_unknown_one_is(worker):
    case_of(worker, child__name="Rekaan", child__sex=Sex.MALE)
    assert not search(worker, name="Rekaan", sex=Sex.FEMALE)
    assert search(worker, name="Rekaan", sex=Sex.UNKNOWN).inside


def test_the_same_nik_finds_whatever_the_name(worker):
    response = logged(worker, person=person(nik=NIK))
    (candidate,) = search(worker, name="Nama Lain Sama Sekali", nik=NIK).inside
    assert (candidate.case, candidate.match.nik, candidate.match.strong) == (response.case, True, True)


def test_outside_the_scope_only_an_office_is_named(worker):
    there = worker_at(InstitutionFactory(name="Dinas Sosial Contoh Jauh", region=region("73.01")))
    hidden = case_of(there, child__name="Mohammad Rekaan", categories=["HIV"])
    found = search(worker, name="Muhamad Rekaan", sex=Sex.MALE)
    assert found.inside == []
    assert [str(office) for office in found.elsewhere] == ["Dinas Sosial Contoh Jauh"]
    assert hidden.number not in repr(found)
    assert "Mohammad" not in repr(found)


def test_a_colleagues_file_is_outside_the_scope_too(worker):
    case_of(worker_at(worker.institution), child__name="Rekaan Umpama")
    found = search(worker, name="Rekaan Umpama", sex=Sex.MALE)
    assert (found.inside, found.elsewhere) == ([], [worker.institution])


def test_a_supervisor_sees_the_offices_candidates(worker):
    case = case_of(worker, child__name="Rekaan Umpama")
    (candidate,) = search(supervisor_at(worker.institution), name="Rekaan Umpama", sex=Sex.MALE).inside
    assert (candidate.case, candidate.can_join) == (case, True)


def test_a_former_worker_sees_no_candidate():
    former = worker_at(ended=True)
    case_of(former, child__name="Rekaan Umpama")
    found = search(former, name="Rekaan Umpama", sex=Sex.MALE)
    assert (found.inside, found.elsewhere) == ([], [former.institution])


def test_a_nik_held_elsewhere_names_the_office(worker):
    there = worker_at(InstitutionFactory(name="Dinas Sosial Contoh Jauh"))
    logged(there, person=person(nik=NIK))
    found = search(worker, name="Lain Sekali", nik=NIK)
    assert (str(found.nik_office), found.elsewhere) == ("Dinas Sosial Contoh Jauh", [])


def test_a_restricted_case_of_others_is_masked(worker):
    case = case_of(worker, child__name="Rekaan Umpama", categories=["SEXUAL_CRIME"])
    Case.objects.filter(pk=case.pk).update(restricted=True)
    province = MembershipFactory(role=Role.SUPERVISOR, institution=InstitutionFactory(provincial=True))
    assign_perm("view_case", province.institution.group, case)
    (own,) = search(worker, name="Rekaan Umpama", sex=Sex.MALE).inside
    assert (own.masked, own.can_join) == (False, True)
    (masked,) = search(province, name="Rekaan Umpama", sex=Sex.MALE).inside
    assert (masked.masked, masked.can_join, masked.can_reuse) == (True, False, False)


def test_a_closed_file_can_be_taken_up_again(worker):
    advice = logged(worker, outcome="ADVICE", person=person(name="Sari Umpama"))
    (candidate,) = search(worker, name="Sari Umpama").inside
    assert (candidate.case, candidate.can_join, candidate.can_reuse) == (None, False, True)
    assert logged(worker, beneficiary=candidate.beneficiary).beneficiary == advice.beneficiary


def test_each_outside_hit_and_each_search_is_audited(worker):
    there = case_of(worker_at(), child__name="Rekaan Umpama")
    here = case_of(worker, child__name="Rekaan Umpama")
    search(worker, name="Rekaan Umpama", sex=Sex.MALE)
    assert AuditEvent.objects.get(verb="duplicate.outside").subject == f"beneficiary:{there.beneficiary_id}"
    event = AuditEvent.objects.get(verb="duplicate.search")
    assert (event.subject, event.seen) == (f"user:{worker.user_id}", [f"beneficiary:{here.beneficiary_id}"])


def test_outside_hits_are_limited_by_the_hour(worker, settings):
    settings.DUPLICATE_HITS_PER_HOUR = 2
    for name in ("Aaab Contoh", "Dwik Rekaan", "Tona Umpama"):
        case_of(worker_at(), child__name=name)
    first = search(worker, name="Aaab Contoh", sex=Sex.MALE)
    again = search(worker, name="Aaab Contoh", sex=Sex.MALE)
    assert first.elsewhere == again.elsewhere != []
    assert search(worker, name="Dwik Rekaan", sex=Sex.MALE).elsewhere
    third = search(worker, name="Tona Umpama", sex=Sex.MALE)
    assert (third.elsewhere, third.limited) == ([], True)
    assert AuditEvent.objects.filter(verb="duplicate.outside").count() == 3


def test_the_digest_stands_for_what_was_found(worker):
    case_of(worker, child__name="Rekaan Umpama")
    one = search(worker, name="Rekaan Umpama", sex=Sex.MALE)
    assert one.digest == search(worker, name="Umpama Rekaan", sex=Sex.MALE).digest
    case_of(worker, child__name="Umpama Rekaan")
    assert one.digest != search(worker, name="Rekaan Umpama", sex=Sex.MALE).digest


def test_a_search_takes_few_queries_whatever_it_finds(worker, django_assert_num_queries):
    def queries(count):
        for _number in range(count):
            case_of(worker, child__name="Rekaan Umpama")
        with django_assert_num_queries(12):
            search(worker, name="Rekaan Umpama", sex=Sex.MALE)

    queries(1)
    queries(4)


@pytest.mark.parametrize("role", [Role.INTAKE_OFFICER, Role.LKSA_STAFF])
def test_a_search_of_an_institution_takes_as_few(worker, role, django_assert_num_queries):
    """Which of the cases are shared for work is asked once for all."""
    member = MembershipFactory(role=role, institution=InstitutionFactory(sentra=True))

    def queries(count):
        for _number in range(count):
            case = case_of(worker, child__name="Rekaan Umpama")
            share_case(case=case, institution=member.institution, by=actor_of(worker))
        with django_assert_num_queries(12):
            found = search(member, name="Rekaan Umpama", sex=Sex.MALE)
        assert all(one.can_join for one in found.inside)

    queries(1)
    queries(3)


def test_a_common_part_does_not_crowd_out_the_right_row(worker, monkeypatch):
    monkeypatch.setattr("cases.duplicates.POOL", 3)
    right = case_of(worker, child__name="Rekaan Umpama")
    for _number in range(5):
        BeneficiaryFactory(worker_membership=worker, name="Rekaan Misal")
    assert [one.case for one in search(worker, name="Rekaan Umpama", sex=Sex.MALE).inside] == [right]


def test_a_common_part_of_another_name_does_not_crowd_out_the_right_row(worker, monkeypatch):
    monkeypatch.setattr("cases.duplicates.POOL", 3)
    right = case_of(worker, child__name="Bujang")
    BeneficiaryAliasFactory(beneficiary=right.beneficiary, name="Rekaan Umpama")
    for _number in range(5):
        BeneficiaryAliasFactory(
            beneficiary=BeneficiaryFactory(worker_membership=worker, name="Bungsu"), name="Rekaan Misal"
        )
    assert [one.case for one in search(worker, name="Rekaan Umpama", sex=Sex.MALE).inside] == [right]
