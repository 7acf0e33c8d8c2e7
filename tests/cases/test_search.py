"""The one box: what it understands, why each was found, and that it tells nobody more than they may see."""

from datetime import date

import pytest
from django.urls import reverse

from atensi.fields import blind_index
from cases.asked import phone_key
from cases.search import find_cases, search_cases
from cases.states import BirthPrecision, Relation
from tests.cases.factories import BeneficiaryAliasFactory, FamilyMemberFactory
from tests.cases.intake import DISTRICT, case_of, worker_at
from tests.cases.test_case_lists import restricted_case, shared_with
from tests.institutions.factories import region

pytestmark = pytest.mark.django_db
NKK = "1401050101150003"


@pytest.fixture
def worker():
    return worker_at()


def reasons(worker, text):
    return [hit.reasons for hit in search_cases(worker.user, text)]


def test_two_letters_are_enough_and_one_is_not(worker):
    case = case_of(worker, child__name="Budi Rekaan")

    assert find_cases(worker.user, "bu") == [case]
    assert find_cases(worker.user, "b") == []
    assert reasons(worker, "rekaan bud") == [("awal nama",)]


@pytest.mark.parametrize("typed", ["ahm", "ach", "dj", "joh", "yusu", "yusup", "rahmad c"])
def test_a_beginning_is_found_in_another_spelling_too(worker, typed):
    case = case_of(worker, child__name="Achmad Djohan Yusuf Rachmad Contoh")
    assert find_cases(worker.user, typed) == [case]


@pytest.mark.parametrize("typed", ["mo", "MOH", "moc", "mochama", "rek mo", "so", "soe", "no", "mo so"])
def test_a_beginning_is_found_as_it_is_written(worker, typed):
    """Although the key of the name begins otherwise: muhamad, suharto, nur."""
    case = case_of(worker, child__name="Mochamad Soeharto Noor Rekaan")
    assert find_cases(worker.user, typed) == [case]


def test_a_beginning_is_of_no_other_spelling(worker):
    case_of(worker, child__name="Muhammad Suharto Nur Contoh")
    case_of(worker, child__name="Mulyadi Contoh")
    assert [find_cases(worker.user, typed) for typed in ("mo", "so", "no")] == [[], [], []]


def test_whole_names_come_before_beginnings(worker):
    whole = case_of(worker, child__name="Ani Rekaan")
    begun = case_of(worker, child__name="Anita Rekaan")
    assert find_cases(worker.user, "ani") == [whole, begun]


def test_a_name_nearly_so_is_found_when_nobody_has_it(worker):
    case = case_of(worker, child__name="Sulastri Umpama Rekaan")
    assert find_cases(worker.user, "Sulastra Umpama Rekaan") == [case]
    assert reasons(worker, "Sulastra Umpama Rekaan") == [("nama mirip",)]
    assert find_cases(worker.user, "Sulastri Umpama") == [case]


def test_a_nickname_is_said(worker):
    case = case_of(worker, child__name="Sucipto Rekaan")
    BeneficiaryAliasFactory(beneficiary=case.beneficiary, name="Ucok", name_keys=["ukok"])
    assert find_cases(worker.user, "uco") == []
    BeneficiaryAliasFactory(beneficiary=case.beneficiary, name="Ucok Umpama")
    assert reasons(worker, "Ucok") == [("nama lain: Ucok Umpama",)]
    assert reasons(worker, "uc") == [("awal nama lain",)]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("0812-0000-1234", "081200001234"),
        ("+62 812 0000 1234", "0812 0000 1234"),
        ("(0812) 00001234", "+6281200001234"),
        ("62812.0000.1234", "812 0000 1234"),
    ],
)
def test_a_telephone_is_found_however_it_is_written(worker, written, typed):
    case = case_of(worker)
    FamilyMemberFactory(beneficiary=case.beneficiary, relation=Relation.FATHER, phone=written)
    assert find_cases(worker.user, typed) == [case]
    assert reasons(worker, typed) == [("telepon: Ayah",)]


@pytest.mark.parametrize(
    ("text", "key"), [("0621-123456", "621123456"), ("0062 812 000000", "812000000"), ("12", ""), ("0812abc45", "")]
)
def test_what_is_a_telephone(text, key):
    assert phone_key(text) == key


def test_a_family_card_is_found_whole_only(worker):
    first, second = (case_of(worker, child__nkk=NKK, child__nkk_index=blind_index(NKK)) for _child in range(2))
    assert set(find_cases(worker.user, f"{NKK[:6]} {NKK[6:]}")) == {first, second}
    assert reasons(worker, NKK) == [("nomor KK",), ("nomor KK",)]
    assert find_cases(worker.user, NKK[:15]) == []


def test_the_last_part_of_a_number_is_enough(worker):
    case = case_of(worker, number="14.01/2021/00118")
    other = case_of(worker, number="14.01/2022/00118")
    case_of(worker, number="14.01/2022/01180")
    assert set(find_cases(worker.user, "118")) == set(find_cases(worker.user, "00118")) == {case, other}
    assert find_cases(worker.user, "2021/118") == [case]


def test_a_year_of_birth_alone_or_with_a_name(worker):
    case = case_of(worker, child__name="Siti Rekaan", child__birth_date=date(2014, 5, 1))
    about = case_of(
        worker,
        child__name="Siti Umpama",
        child__birth_date=date(2015, 1, 1),
        child__birth_precision=BirthPrecision.AGE,
    )
    case_of(worker, child__name="Siti Misal", child__birth_date=date(2010, 5, 1))
    near = case_of(worker, child__name="Siti Contoh", child__birth_date=date(2013, 5, 1))
    assert set(find_cases(worker.user, "2014")) == {case, about}
    assert set(find_cases(worker.user, "siti 2014")) == {case, about, near}
    assert find_cases(worker.user, "siti 2014")[0] == case
    assert reasons(worker, "siti contoh 2014") == [("nama", "lahir 2013")]
    assert reasons(worker, "rekaan 2014") == [("nama", "lahir 2014")]
    assert find_cases(worker.user, "rekaan 2010") == []


def test_a_place_alone_or_with_a_name(worker):
    here = region(DISTRICT)
    case = case_of(worker, child__name="Siti Rekaan", child__address="Dusun Sukarekaan, RT 2")
    case_of(worker, child__name="Budi Umpama", child__region=region("14.01.04"))
    for text in (here.name, f"siti {here.name}", f"{here.name} siti", "siti sukarekaan", "Dusun Sukarekaan"):
        assert find_cases(worker.user, text) == [case], text
    assert reasons(worker, here.name) == [(f"{here}, {here.parent}",)]
    assert reasons(worker, "siti sukarekaan") == [("alamat",)]
    assert find_cases(worker.user, f"budi {here.name}") == []
    assert len(find_cases(worker.user, here.parent.name)) == 2


def test_nothing_but_the_number_tells_whose_a_restricted_case_is(worker):
    case = restricted_case(
        worker,
        number="14.01/2021/00118",
        child__name="Sari Rahasia",
        child__nkk=NKK,
        child__nkk_index=blind_index(NKK),
        child__birth_date=date(2014, 5, 1),
        child__address="Dusun Rahasia",
    )
    FamilyMemberFactory(beneficiary=case.beneficiary, phone="081200001234")
    viewer = shared_with(case)
    for text in ("sa", "Sari", NKK, "081200001234", "2014", "Dusun Rahasia", region(DISTRICT).name):
        assert find_cases(viewer.user, text) == [], text
        assert find_cases(worker.user, text) == [case], text
        assert find_cases(worker_at().user, text) == [], text
    assert reasons(viewer, "118") == [("nomor kasus",)]


def test_the_page_says_why_and_teaches_who_found_nothing(client, worker):
    case_of(worker, child__name="Sari Rekaan")
    client.force_login(worker.user)
    found, nothing, short = (
        client.post(reverse("cases:search"), {"q": text}, follow=True).content.decode() for text in ("Sari", "zz", "s")
    )
    assert "Ditemukan lewat: </span>nama</small>" in found
    assert "Siti Lembang" in nothing
    assert "Tulis paling sedikit dua huruf" in short
