"""A place kept free for a case for some hours (domain.md 13, place_hold_hours; docs/adr/0034)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed, RuleViolation
from atensi.notices.models import Notice
from cases.event_states import EventKind
from cases.models import CaseEvent
from cases.states import Sex
from institutions.models import CapacityBand, Parameter
from institutions.states import BandSex, Role
from referrals.capacity import taken_in_bands, taken_places
from referrals.models import PlaceHold
from referrals.notifications import hold_words
from referrals.routing.asking import route_case
from referrals.services.holds import hold_place, let_go_place
from referrals.services.placements import occupancy
from tests.api.people import program_of
from tests.cases.factories import BeneficiaryFactory, CaseFactory
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of
from tests.referrals.test_placements import admit, hard_codes

from .factories import CareDecisionFactory, PlaceHoldFactory, PlacementFactory, days_ago, member, worker_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return InstitutionFactory(lksa=True, places=1)


@pytest.fixture
def case():
    return CaseFactory()


def worker_as_actor(case):
    return actor_of(worker_of(case))


def held_by_worker(case, house):
    return hold_place(case=case, institution=house, by=worker_as_actor(case))


def later(hours: float):
    return timezone.now() + timedelta(hours=hours)


def wait_out(hold):
    """As if the hours had passed."""
    PlaceHold.objects.filter(pk=hold.pk).update(held_at=later(-hold.hours - 1), lapses_at=later(-1))


def test_a_hold_keeps_a_place_for_the_hours_the_office_has_set_and_says_so(case, house):
    Parameter.objects.create(key="place_hold_hours", institution=case.office, value=24, valid_from=days_ago(1))
    staff = member(house)
    hold = held_by_worker(case, house)
    assert (hold.hours, hold.lapses_at - hold.held_at) == (24, timedelta(hours=24))
    assert (occupancy(house).held, occupancy(house).taken, occupancy(house).free) == (1, 0, 0)
    event = CaseEvent.objects.get(case=case, kind=EventKind.PLACE_HELD)
    assert house.name in event.text
    notice = Notice.objects.get(kind="place:held")
    assert notice.recipient_id == staff.user_id and notice.path == reverse("institutions:detail", args=[house.pk])
    assert AuditEvent.objects.get(subject=f"placehold:{hold.pk}").verb == "hold.place"


def test_others_find_the_held_place_taken_until_it_lapses_by_itself(case, house):
    hold = held_by_worker(case, house)
    other = CareDecisionFactory(institution=house, starts_on=days_ago(2))
    with pytest.raises(RuleViolation) as refused:
        admit(other)
    assert hard_codes(refused) == {"no_free_place"}
    wait_out(hold)
    assert admit(other).is_open
    assert not PlaceHold.objects.standing().exists()


def test_the_admission_of_the_case_itself_uses_the_hold_up(house):
    decision = CareDecisionFactory(institution=house, starts_on=days_ago(2))
    hold = held_by_worker(decision.case, house)
    placement = admit(decision)
    hold.refresh_from_db()
    assert (hold.placement, hold.ended_by) == (placement, placement.admitted_by) and not hold.stands()
    assert (occupancy(house).held, occupancy(house).free) == (0, 0)


def test_a_place_held_elsewhere_is_free_again_once_the_child_is_placed(house):
    decision = CareDecisionFactory(starts_on=days_ago(2))
    hold = held_by_worker(decision.case, house)
    admit(decision)
    hold.refresh_from_db()
    assert hold.placement is None and not hold.stands() and occupancy(house).free == 1


@pytest.mark.rule("hold_is_over")
def test_a_hold_is_let_go_by_hand_once(case, house):
    hold, staff = held_by_worker(case, house), member(house)
    let_go_place(hold=hold, by=worker_as_actor(case))
    assert occupancy(house).free == 1
    assert Notice.objects.get(kind="place:let_go").recipient_id == staff.user_id
    with pytest.raises(RuleViolation) as refused:
        let_go_place(hold=hold, by=worker_as_actor(case))
    assert hard_codes(refused) == {"hold_is_over"}
    lapsed = PlaceHoldFactory(case=CaseFactory(), lapsed=True)
    with pytest.raises(RuleViolation):
        let_go_place(hold=lapsed, by=worker_as_actor(lapsed.case))


@pytest.mark.rule("place_held_already")
def test_one_case_holds_one_place_and_may_hold_another_later(case, house):
    hold, other = held_by_worker(case, house), InstitutionFactory(lksa=True)
    with pytest.raises(RuleViolation) as refused:
        held_by_worker(case, other)
    assert hard_codes(refused) == {"place_held_already"}
    wait_out(hold)
    assert held_by_worker(case, other).stands()


def test_what_admission_would_refuse_is_not_held(case, house):
    PlacementFactory(institution=house)
    with pytest.raises(RuleViolation) as refused:
        held_by_worker(case, house)
    assert hard_codes(refused) == {"no_free_place"}
    unlicensed = InstitutionFactory(lksa=True, licence_number="")
    with pytest.raises(RuleViolation) as refused:
        held_by_worker(case, unlicensed)
    assert hard_codes(refused) == {"licence_expired"}


def test_only_who_may_refer_holds_and_lets_go(case, house):
    colleague = actor_of(MembershipFactory(institution=case.office))
    with pytest.raises(NotAllowed):
        hold_place(case=case, institution=house, by=colleague)
    with pytest.raises(NotAllowed):
        hold_place(case=case, institution=house, by=actor_of(member(house)))
    hold = held_by_worker(case, house)
    with pytest.raises(NotAllowed):
        let_go_place(hold=hold, by=actor_of(member(house)))


def test_a_held_place_counts_in_the_childs_band():
    born = timezone.localdate() - timedelta(days=9 * 366)
    boy = CaseFactory(beneficiary=BeneficiaryFactory(sex=Sex.MALE, birth_date=born, birth_precision="DAY"))
    house = InstitutionFactory(lksa=True, places=5)
    bands = [
        CapacityBand.objects.create(institution=house, sex=sex, age_from=6, age_to=12, places=1)
        for sex in (BandSex.MALE, BandSex.FEMALE)
    ]
    held_by_worker(boy, house)
    today = timezone.localdate()
    assert taken_in_bands(bands, on=today) == {bands[0].pk: 1, bands[1].pk: 0}
    assert taken_in_bands(bands, on=today, sparing=boy.pk) == {bands[0].pk: 0, bands[1].pk: 0}
    assert (taken_places([house.pk]), taken_places([house.pk], sparing=boy.pk)) == ({house.pk: 1}, {})


def test_the_router_knows_of_holds_and_spares_ones_own(case, house):
    member(house)
    held_by_worker(case, house)
    asked = {"user": case.worker, "sender": case.office_id, "kind": "ADMISSION", "is_emergency": True}
    assert [fit.institution for fit in route_case(case, **asked).fits] == [house]
    other = CaseFactory(office=case.office)
    [out] = [one for one in route_case(other, **asked).excluded if one.institution == house]
    assert "no_free_place" in {problem.code for problem in out.problems}


# --- pages and API -------------------------------------------------------------------------------------------------


@pytest.fixture
def worker(client, case):
    client.force_login(case.worker)
    return worker_of(case)


def test_the_router_offers_the_hold_and_then_to_let_it_go(client, case, house, worker):
    member(house)
    url = reverse("referrals:route", args=[case.pk])
    assert "Tahan 48 jam" in client.get(url).content.decode()
    held = client.post(reverse("referrals:place_hold", args=[case.pk]), {"institution": house.pk})
    assert held["Location"] == url
    shown = client.get(url).content.decode()
    hold = PlaceHold.objects.get()
    let_go = reverse("referrals:place_let_go", args=[hold.pk])
    assert let_go in shown and "Tahan 48 jam" not in shown
    assert "Tempat ditahan di" in client.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert client.post(let_go)["Location"] == url
    assert not PlaceHold.objects.standing().exists()
    assert client.post(let_go).status_code == 409


def test_after_a_hold_the_router_seeks_the_same(client, case, house, worker):
    """Not an emergency admission instead of the decision that was sought; nothing else of the address comes along."""
    member(house)
    wish = "?jenis=CARE_DECISION&bentuk=LKSA&lama=6"
    url, hold = reverse("referrals:route", args=[case.pk]), reverse("referrals:place_hold", args=[case.pk])
    assert f'action="{hold}{wish.replace("&", "&amp;")}"' in client.get(url + wish).content.decode()
    assert client.post(hold + wish + "&lain=x", {"institution": house.pk})["Location"] == url + wish
    let_go = reverse("referrals:place_let_go", args=[PlaceHold.objects.get().pk])
    assert f'action="{let_go}{wish.replace("&", "&amp;")}"' in client.get(url + wish).content.decode()
    assert client.post(let_go + wish)["Location"] == url + wish


def test_no_institution_is_no_hold(client, case, worker):
    url = reverse("referrals:place_hold", args=[case.pk])
    for sent in ("", "x", "999999"):
        assert client.post(url, {"institution": sent}).status_code == 302
    assert not PlaceHold.objects.exists()


def test_the_place_sees_that_somebody_is_expected_and_no_name(client, case, house):
    held_by_worker(case, house)
    page = reverse("institutions:detail", args=[house.pk])
    client.force_login(member(house).user)
    shown = client.get(page).content.decode()
    assert "1 tempat ditahan" in shown and "Anak" in shown and case.beneficiary.name not in shown
    stranger = MembershipFactory(institution=InstitutionFactory(), role=Role.FIELD_SOCIAL_WORKER)
    client.force_login(stranger.user)
    shown = client.get(page).content.decode()
    assert "1 tempat ditahan" in shown and case.office.name not in shown


def test_a_notice_names_nobody_to_whom_the_case_is_not_shown(case, house):
    hold = held_by_worker(case, house)
    staff = member(house)
    assert case.beneficiary.name not in hold_words(staff.user, [hold.pk])[hold.pk]
    assert hold_words(case.worker, [hold.pk]) == {hold.pk: case.beneficiary.name}
    assert hold_words(MembershipFactory().user, [hold.pk]) == {}


def test_a_program_holds_and_lets_go_as_its_person(client, case, house, worker):
    program = program_of(worker_of(case))
    made = program.tell("case_holds_write", case.pk, institution=house.pk)
    assert (made["institution"]["id"], made["stands"]) == (house.pk, True)
    assert [row["id"] for row in program.ask("case_holds_read", case.pk)["results"]] == [made["id"]]
    assert program.tell("hold_let_go_write", made["id"])["stands"] is False
