"""The router: every institution is in or out with reasons, and says the same as admission (docs/adr/0033)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atensi.reference.models import Code
from cases.models import CaseCategory
from cases.states import Sex
from institutions.models import CapacityBand, Institution, Parameter
from institutions.states import BandSex, Faith, Kind, TargetGroup
from referrals.eligibility.placements import FITNESS_RULES, placement_problems
from referrals.eligibility.proposals import with_facts
from referrals.models import Referral
from referrals.routing.answering import answering_times
from referrals.routing.asking import route_case
from referrals.routing.route import route
from referrals.routing.wishes import Wish, at, proposal_for
from referrals.states import ReferralState
from tests.accreditation.factories import CertificateFactory
from tests.cases.factories import BeneficiaryFactory, CaseFactory, FamilyMemberFactory
from tests.institutions.factories import InstitutionFactory, MembershipFactory, region

from .factories import (
    HomeClosureFactory,
    PlaceHoldFactory,
    PlacementFactory,
    ReferralFactory,
    days_ago,
    member,
    staffed,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def born(years: int):
    return TODAY() - timedelta(days=years * 366 + 30)


@pytest.fixture
def case():
    person = BeneficiaryFactory(
        sex=Sex.MALE, faith=Faith.ISLAM, birth_date=born(9), birth_precision="DAY", region=region("14.01.05")
    )
    return CaseFactory(beneficiary=person, office=InstitutionFactory())


def wish_of(case, **changes):
    return Wish(**{"case": case, "kind": "ADMISSION", "starts_on": TODAY(), "is_emergency": True} | changes)


def routed(case, *houses, **changes):
    return route(wish_of(case, **changes), houses, siblings=[])


def codes(one) -> set[str]:
    return {problem.code for problem in one.problems}


def words(fit) -> dict[str, str]:
    return {reason.code: str(reason.text) for reason in fit.reasons}


# --- hard filters --------------------------------------------------------------------------------------------------


def spoilt(name: str):
    """A home that fails one hard filter, by its code."""
    if name == "licence_expired":
        return staffed(lksa=True, licence_valid_until=days_ago(1))
    if name == "faith_differs":
        return staffed(lksa=True, faith=Faith.HINDU)
    if name == "target_group_differs":
        return staffed(lksa=True, target_groups=[TargetGroup.ELDERLY])
    if name == "receiver_does_not_take":
        return staffed(lksa=True, is_active=False)
    home = staffed(lksa=True, places=1)
    if name == "no_free_place":
        PlacementFactory(institution=home)
    elif name == "no_band":
        CapacityBand.objects.create(institution=home, sex=BandSex.FEMALE, age_from=0, age_to=17, places=1)
    elif name == "outside_coverage":
        home.coverage.add(region("14.02"))
    return home


@pytest.mark.rule("outside_coverage")
@pytest.mark.parametrize(
    ("name", "barred"),
    [
        ("licence_expired", True),
        ("faith_differs", True),
        ("receiver_does_not_take", True),
        ("no_free_place", True),
        ("no_band", True),
        ("target_group_differs", False),
        ("outside_coverage", False),
    ],
)
def test_each_hard_filter_keeps_a_home_out_and_says_why(case, name, barred):
    found = routed(case, spoilt(name), good := staffed(lksa=True))
    assert [fit.institution for fit in found.fits] == [good]
    [out] = found.excluded
    assert name in codes(out) and out.is_barred is barred
    assert all(problem.text for problem in out.problems)


@pytest.mark.rule("nobody_answers")
@pytest.mark.parametrize("asked", [{}, {"kind": "SERVICE", "is_emergency": False}])
def test_where_nobody_may_answer_is_not_proposed_and_may_still_be_chosen(case, asked):
    good, empty, left = (InstitutionFactory(lksa=True) for _house in range(3))
    member(good)
    member(left, valid_until=days_ago(1))
    found = routed(case, good, empty, left, **asked)
    assert [fit.institution for fit in found.fits] == [good]
    nobody = {"nobody_answers"}
    assert {one.institution: codes(one) for one in found.excluded} == {empty: nobody, left: nobody}
    assert not any(one.is_barred for one in found.excluded)
    assert "belum ada petugas penerimaan" in str(found.excluded[0].problems[0].text)


def test_every_hard_reason_is_told_at_once(case):
    home = staffed(lksa=True, places=0, faith=Faith.HINDU, licence_valid_until=days_ago(1))
    [out] = routed(case, home).excluded
    assert {"licence_expired", "no_free_place", "faith_differs"} <= codes(out)


@pytest.mark.rule("certificate_ends_within_stay")
def test_accreditation_must_last_through_the_stay_where_the_office_asks_it(case):
    home = staffed(lksa=True)
    first = CertificateFactory(
        institution=home, valid_from=days_ago(30), valid_until=TODAY() + timedelta(days=20), rank="A"
    )
    until = TODAY() + timedelta(days=90)
    assert routed(case, home, until_on=until).fits
    Parameter.objects.create(key="accreditation_required", institution=case.office, value=True, valid_from=days_ago(1))
    assert codes(routed(case, home, until_on=until).excluded[0]) == {"certificate_ends_within_stay"}
    assert routed(case, home, until_on=first.valid_until).fits
    CertificateFactory(institution=home, valid_from=first.valid_until + timedelta(days=1), valid_until=until, rank="B")
    assert routed(case, home, until_on=until).fits


def test_the_same_request_that_waits_there_is_not_proposed_again(case):
    home = staffed(lksa=True)
    ReferralFactory(admission=True, case=case, to_institution=home)
    assert codes(routed(case, home).excluded[0]) == {"already_sent"}
    assert routed(case, home, kind="SERVICE", is_emergency=False).fits


def test_a_service_asks_licence_and_whom_a_body_serves_but_no_place(case):
    full = staffed(lksa=True, places=0)
    unlicensed = staffed(lksa=True, licence_number="")
    own = staffed(lksa=True)
    found = routed(case, full, unlicensed, own, kind="SERVICE", is_emergency=False, sender=own.pk)
    assert [fit.institution for fit in found.fits] == [full]
    assert {one.institution: codes(one) for one in found.excluded} == {
        unlicensed: {"licence_expired"},
        own: {"own_institution"},
    }


# --- a Sentra last -------------------------------------------------------------------------------------------------


@pytest.mark.rule("sentra_last")
def test_a_sentra_waits_while_a_home_of_the_area_fits_and_says_who(case):
    sentra, home = staffed(sentra=True), staffed(lksa=True)
    found = routed(case, sentra, home)
    assert [fit.institution for fit in found.fits] == [home] and not found.note
    [out] = found.excluded
    assert codes(out) == {"sentra_last"} and home.name in str(out.problems[0].text) and not out.is_barred


def test_a_sentra_is_proposed_with_a_sentence_when_no_home_fits(case):
    found = routed(case, sentra := staffed(sentra=True), staffed(lksa=True, places=0))
    assert [fit.institution for fit in found.fits] == [sentra]
    assert "Tidak ada LKS setempat" in str(found.note)


def test_for_a_special_need_a_sentra_stands_beside_the_homes(case):
    found = routed(case, staffed(sentra=True), staffed(lksa=True), is_basic=False)
    assert len(found.fits) == 2 and not found.excluded


def test_who_asks_for_the_rank_of_a_sentra_gets_sentra(case):
    found = routed(case, staffed(sentra=True), staffed(lksa=True), form="SENTRA")
    assert [fit.institution.kind for fit in found.fits] == [Kind.SENTRA]
    assert codes(found.excluded[0]) == {"not_a_residence"}


# --- ranking -------------------------------------------------------------------------------------------------------


def order(found) -> list[str]:
    return [fit.institution.name for fit in found.fits]


def home_in(code: str, name: str, **changes):
    return staffed(lksa=True, name=name, region=region(code), **changes)


def test_the_nearer_home_comes_first(case):
    homes = [
        home_in("14.71.01", "Provinsi"),
        home_in("14.01.05", "Kecamatan"),
        home_in("14.01.02", "Kabupaten"),
        home_in("13.01.01", "Jauh"),
    ]
    assert order(routed(case, *homes)) == ["Kecamatan", "Kabupaten", "Provinsi", "Jauh"]


def test_where_a_sibling_lives_comes_before_where_it_is_nearer(case):
    near, far = home_in("14.01.05", "Dekat"), home_in("14.01.02", "Saudara")
    sibling = PlacementFactory(institution=far)
    found = route(wish_of(case), [near, far], siblings=[sibling])
    assert order(found) == ["Saudara", "Dekat"]
    assert "siblings_here" in words(found.fits[0])
    assert [problem.code for problem in found.fits[1].cautions if problem.code == "siblings_apart"]


def test_rank_room_and_speed_decide_between_neighbours(case):
    plain, ranked = home_in("14.01.05", "A tanpa"), home_in("14.01.05", "B peringkat")
    CertificateFactory(institution=ranked, rank="A", valid_from=days_ago(9), valid_until=TODAY() + timedelta(days=99))
    assert order(routed(case, plain, ranked)) == ["B peringkat", "A tanpa"]
    full, empty = home_in("14.01.05", "C penuh", places=10), home_in("14.01.05", "D lapang", places=10)
    PlacementFactory.create_batch(8, institution=full)
    found = routed(case, full, empty)
    assert order(found) == ["D lapang", "C penuh"]
    assert words(found.fits[1])["room"] == "2 dari 10 tempat kosong."


def test_who_knows_the_childs_need_comes_first(case):
    primary, other = (Code.objects.get(list="AMPK", code=code) for code in ("VIOLENCE", "HIV"))
    CaseCategory.objects.filter(case=case).delete()
    CaseCategory.objects.create(case=case, code=primary, is_primary=True)
    CaseCategory.objects.create(case=case, code=other)
    homes = [home_in("14.01.05", name) for name in ("A biasa", "B kedua", "C utama")]
    homes[1].specialisations.add(other)
    homes[2].specialisations.add(primary)
    found = routed(case, *homes)
    assert order(found) == ["C utama", "B kedua", "A biasa"]
    assert primary.words in words(found.fits[0])["specialised"]


def test_the_median_of_working_days_to_the_answer(case):
    home = staffed(lksa=True)
    monday = timezone.now() - timedelta(days=timezone.localtime().weekday() + 14)
    for days in (1, 2, 7):
        asked = ReferralFactory(admission=True, accepted=True, to_institution=home)
        Referral.objects.filter(pk=asked.pk).update(sent_at=monday, answered_at=monday + timedelta(days=days))
    withdrawn = ReferralFactory(admission=True, accepted=True, to_institution=home)
    Referral.objects.filter(pk=withdrawn.pk).update(state=ReferralState.WITHDRAWN, sent_at=monday)
    old = ReferralFactory(admission=True, accepted=True, to_institution=home)
    long_ago = timezone.now() - timedelta(days=400)
    Referral.objects.filter(pk=old.pk).update(sent_at=long_ago - timedelta(days=90), answered_at=long_ago)
    assert answering_times([home.pk]) == {home.pk: 2}
    assert answering_times([staffed(lksa=True).pk]) == {}


# --- it says what admission says -----------------------------------------------------------------------------------

HOUSES = st.fixed_dictionaries(
    {
        "kind": st.sampled_from([Kind.LKSA, Kind.UPTD, Kind.SENTRA]),
        "is_active": st.booleans(),
        "places": st.integers(0, 2),
        "licence_until": st.sampled_from([-1, 0, 400]),
        "faith": st.sampled_from(["", Faith.ISLAM, Faith.HINDU]),
        "groups": st.sampled_from([[], [TargetGroup.CHILDREN], [TargetGroup.ELDERLY]]),
        "residents": st.integers(0, 2),
        "band": st.sampled_from([None, (BandSex.ANY, 0, 17), (BandSex.MALE, 6, 12), (BandSex.FEMALE, 0, 17)]),
        "certified": st.sampled_from([None, 5, 400]),
        "covers": st.sampled_from([None, "14.01", "14.02"]),
        "held": st.booleans(),
        "closing": st.sampled_from([False, False, True]),
    }
)


def build(asked: dict):
    house = staffed(
        lksa=True,
        kind=asked["kind"],
        is_active=asked["is_active"],
        places=asked["places"],
        faith=asked["faith"],
        target_groups=asked["groups"],
        licence_valid_until=TODAY() + timedelta(days=asked["licence_until"]),
    )
    for number in range(asked["residents"]):
        person = BeneficiaryFactory(sex=Sex.MALE, birth_date=born(5 + 3 * number), birth_precision="DAY")
        PlacementFactory(institution=house, case=CaseFactory(beneficiary=person))
    if asked["band"]:
        sex, low, high = asked["band"]
        CapacityBand.objects.create(institution=house, sex=sex, age_from=low, age_to=high, places=1)
    if asked["certified"]:
        until = TODAY() + timedelta(days=asked["certified"])
        CertificateFactory(institution=house, valid_from=days_ago(9), valid_until=until)
    if asked["covers"]:
        house.coverage.add(region(asked["covers"]))
    if asked["held"]:
        PlaceHoldFactory(institution=house, case=CaseFactory())
    if asked["closing"]:
        HomeClosureFactory(institution=house)
    return house


def refused_by_admission(case, house) -> set[str]:
    """Codes of the hard problems about the place that admitting in an emergency meets: of one house, as it is read
    when the child comes."""
    form = at(proposal_for(wish_of(case)), wish_of(case), house).form
    found = placement_problems(
        case=case,
        title="EMERGENCY",
        form=form,
        base="RESIDENTIAL",
        institution=Institution.objects.get(pk=house.pk),
        carer=None,
        decision=None,
        starts_on=TODAY(),
    )
    return {problem.code for problem in found if problem.is_hard}


@given(st.lists(HOUSES, min_size=1, max_size=4), st.booleans(), st.sampled_from(["", Faith.ISLAM]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
def test_all_are_in_or_out_and_just_those_out_that_admission_refuses(case, asked, required, faith):
    Parameter.objects.filter(key="accreditation_required").delete()
    Parameter.objects.create(key="accreditation_required", value=required, valid_from=days_ago(1))
    case.beneficiary.faith = faith
    case.beneficiary.save()
    user = MembershipFactory(institution=case.office).user
    houses = [build(one) for one in asked]
    found = route_case(case, user=user, sender=case.office_id, kind="ADMISSION", is_emergency=True)
    told = {one.institution.pk: one for one in [*found.fits, *found.excluded]}
    for house, built in zip(houses, asked, strict=True):
        refused = refused_by_admission(case, house)
        if not house.is_active:
            assert house.pk not in told  # the form does not offer it either
            continue
        one = told[house.pk]
        if hasattr(one, "reasons"):
            assert one.reasons and not refused
            assert not built["closing"] and built["covers"] != "14.02" and built["groups"] != [TargetGroup.ELDERLY]
            assert built["residents"] + built["held"] < built["places"]
        else:
            assert one.problems and all(problem.text for problem in one.problems)
            assert {problem.code for problem in one.problems if problem.is_hard} == refused
    assert len(told) == len(found.fits) + len(found.excluded)


def test_facts_for_many_are_those_for_one(case):
    houses = [build({**HOUSE, "band": band, "residents": 2}) for band in (None, (BandSex.ANY, 0, 17))]
    wish = wish_of(case)
    many = with_facts(proposal_for(wish), houses)
    for house in houses:
        here = at(many, wish, house)
        alone = with_facts(replace(here, read=None))
        judged = [[problem for rule in FITNESS_RULES for problem in rule(one)] for one in (here, alone)]
        assert [one.code for one in judged[0]] == [one.code for one in judged[1]]


HOUSE = {
    "kind": Kind.LKSA,
    "is_active": True,
    "places": 2,
    "licence_until": 9,
    "faith": "",
    "groups": [],
    "residents": 0,
    "band": None,
    "certified": 400,
    "covers": None,
    "held": False,
    "closing": False,
}


def test_the_queries_do_not_grow_with_the_institutions(case, django_assert_max_num_queries):
    FamilyMemberFactory(beneficiary=case.beneficiary)
    user = MembershipFactory(institution=case.office).user
    counts = []
    for _time in range(2):
        for band in (None, (BandSex.ANY, 0, 17), (BandSex.MALE, 6, 12)):
            build({**HOUSE, "band": band})
        with django_assert_max_num_queries(20) as ran:
            assert route_case(case, user=user, sender=None, kind="ADMISSION", is_emergency=True, months=6).fits
        counts.append(len(ran))
    assert counts[0] == counts[1]


# --- what may be told ----------------------------------------------------------------------------------------------


def test_where_a_sibling_of_a_case_out_of_sight_lives_is_not_told(case):
    home = home_in("14.01.05", "Rumah")
    hidden = PlacementFactory(institution=home, case=CaseFactory(office=InstitutionFactory(region=region("14.02"))))
    FamilyMemberFactory(beneficiary=case.beneficiary, relation="SIBLING", same_as=hidden.beneficiary)
    user = MembershipFactory(institution=case.office, role="SUPERVISOR").user
    asked = {"sender": None, "kind": "ADMISSION", "is_emergency": True}
    [fit] = route_case(case, user=user, **asked).fits
    assert "siblings_here" not in words(fit)
    hidden.case.office = case.office
    hidden.case.save()
    [fit] = route_case(case, user=user, **asked).fits
    assert "siblings_here" in words(fit)


@pytest.fixture
def worker(client, case):
    membership = MembershipFactory(user=case.worker, institution=case.office)
    client.force_login(membership.user)
    return membership


def page(case, **query):
    return reverse("referrals:route", args=[case.pk]), query


def test_the_page_lists_who_fits_and_why_the_others_do_not(client, case, worker):
    good, full = home_in("14.01.05", "Panti Lapang"), home_in("14.01.05", "Panti Penuh", places=0)
    url, query = page(case, jenis="CARE_DECISION", bentuk="LKSA", lama=6)
    shown = client.get(url, query)
    html = shown.content.decode()
    assert "Di kecamatan keluarga." in html and "penuh: 0 tempat" in html
    assert html.index(good.name) < html.index(full.name)
    form = reverse("referrals:referral_create")
    chosen = f"{form}?kasus={case.pk}&amp;jenis=CARE_DECISION&amp;bentuk=LKSA&amp;lembaga="
    assert f"{chosen}{good.pk}" in html and f"{chosen}{full.pk}" not in html
    assert shown.context["found"].fits[0].institution == good


def test_the_chosen_home_stands_in_the_form(client, case, worker):
    good = home_in("14.01.05", "Panti Lapang")
    url = reverse("referrals:referral_create")
    asked = {"kasus": case.pk, "lembaga": good.pk}
    form = client.get(url, asked | {"jenis": "ADMISSION"}).context["form"]
    assert form["to_institution"].value() == good.pk
    form = client.get(url, asked | {"jenis": "CARE_DECISION", "bentuk": "LKSA"}).context["form"]
    assert form["asked_institution"].value() == good.pk
    assert client.get(url, {"kasus": case.pk, "jenis": "SERVICE", "lembaga": "x"}).status_code == 200


def test_an_empty_area_is_said(client, case, worker):
    shown = client.get(*page(case)).content.decode()
    assert "Tidak ada lembaga yang bisa menerima" in shown


def test_words_nobody_offers_are_left_out(client, case, worker):
    url, _query = page(case)
    assert client.get(url, {"jenis": "APA", "lama": "-3", "bentuk": "RUMAH", "semua": "x"}).status_code == 200


def test_the_page_is_of_the_team_of_a_restricted_case(client, case):
    case.restricted = True
    case.save()
    url, _query = page(case)
    other = MembershipFactory(institution=case.office)
    client.force_login(other.user)
    assert client.get(url).status_code == 404
    MembershipFactory(user=case.worker, institution=case.office)
    client.force_login(case.worker)
    shown = client.get(url)
    assert shown.status_code == 200
    title = shown.content.decode().partition("<title>")[2].partition("</title>")[0]
    assert case.beneficiary.name not in title
