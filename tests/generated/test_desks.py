"""What desks and homes write down stands in the nation as its services would have left it."""

import pytest
from django.db.models import Count, F, Q
from django.utils import timezone

from accreditation.models import Certificate
from atensi.accounts.models import User
from atensi.deadlines.models import Deadline
from atensi.generated.shown import busiest_desks, sign_ins
from cases.event_states import EventKind
from cases.models import CaseEvent
from institutions.models import CapacityBand, Institution
from institutions.states import LICENSED
from living.models import Assignment, FamilyContact, Incident, Leave
from living.states import GRAVE
from referrals.models import (
    Alternative,
    CareDecision,
    DecisionRevocation,
    Inquiry,
    PlaceHold,
    Placement,
    Recommendation,
    Referral,
    ReferralQuestion,
)
from referrals.services.silence import lapse_silent
from referrals.services.turns import is_urgent, limit_runs
from referrals.states import ReferralKind, ReferralState
from referrals.urgency import turn_of
from tests.generated.conftest import HOMES


def pks(rows, name: str = "pk") -> set[int]:
    return set(rows.order_by().values_list(name, flat=True))


def told(*kinds: str) -> int:
    return CaseEvent.objects.filter(kind__in=kinds).count()


def test_there_are_homes_of_every_sort(nation):
    homes = Institution.objects.filter(name__contains="Rekaan", certificates=None) | Institution.objects.filter(
        certificates__number__startswith="AKR/REKAAN"
    )
    licensed = homes.filter(kind__in=LICENSED).distinct()
    today = timezone.localdate()

    assert licensed.count() > HOMES / 2
    assert licensed.filter(licence_number="").exists()
    assert licensed.filter(licence_valid_until__lt=today).exists()
    assert licensed.filter(licence_valid_until__gte=today).exists()
    assert set(Certificate.objects.values_list("rank", flat=True)) == set(Certificate.Rank)
    assert Certificate.objects.filter(valid_until__lt=today).exists()
    assert licensed.exclude(faith="").exists()
    assert licensed.filter(region__code__startswith="3").exists()
    assert Institution.objects.filter(kind__in=LICENSED, coverage__isnull=False).exists()
    assert Institution.objects.filter(specialisations__isnull=False).exists()


def test_places_for_an_age_and_sex_are_no_more_than_the_home_has(nation):
    assert pks(CapacityBand.objects, "sex") == {"ANY", "MALE", "FEMALE"}
    for home in Institution.objects.filter(bands__isnull=False).distinct().prefetch_related("bands"):
        assert sum(band.places for band in home.bands.all()) <= home.places


def test_every_gentler_form_was_asked_before_and_the_request_took_the_answer_over(nation):
    entries = Alternative.objects.all()
    assert not entries.filter(inquiry=None).exists()
    assert not entries.exclude(inquiry__form=F("form"), inquiry__result=F("result")).exists()
    assert not entries.exclude(inquiry__case=F("referral__case")).exists()
    assert Inquiry.objects.exclude(corrects=None).exists()
    assert told(EventKind.CARE_ASKED) == Inquiry.objects.count() > entries.count()


def test_questions_are_open_and_answered_and_open_ones_are_due(nation):
    rows = ReferralQuestion.objects.all()
    answered = rows.exclude(answered_at=None)
    assert answered.exists()
    assert pks(Deadline.objects.filter(clock="question"), "subject_id") == pks(rows.open()) != set()
    assert not rows.open().exclude(referral__state=ReferralState.SENT).exists()
    assert told(EventKind.REFERRAL_QUESTION) == rows.count() + answered.count()


def test_requests_wait_by_their_turn(nation):
    waiting = Referral.objects.awaiting_answer().select_related("case")
    for row in waiting:
        urgent = is_urgent(kind=row.kind, is_emergency=row.is_emergency, limit_runs=limit_runs(row.case))
        assert row.turn == turn_of(is_urgent=urgent, risk=row.case.risk, sent_at=row.sent_at)
    assert waiting.filter(is_emergency=True).exists()
    assert any(row.is_urgent for row in waiting.awaiting_decision())


def test_who_was_silent_let_requests_lapse_and_nobody_else_is(nation):
    lapsed = Referral.objects.filter(state=ReferralState.LAPSED)
    assert told(EventKind.REFERRAL_LAPSED) == lapsed.count()
    assert not lapsed.filter(kind=ReferralKind.CARE_DECISION).exists()
    assert lapse_silent() == 0


def test_a_province_decides_after_the_regency_has_said_its_word(nation):
    asked = Referral.objects.exclude(recommendation_due_on=None)
    assert not asked.filter(to_institution=F("case__office")).exists()
    assert not asked.exclude(care_decision=None).filter(recommendation=None).exists()
    assert not Recommendation.objects.exclude(office=F("referral__case__office")).exists()
    due = Deadline.objects.filter(clock="recommendation")
    assert pks(due, "subject_id") == pks(Referral.objects.needing_recommendation())


def test_places_are_held_and_some_were_waited_for_in_vain(nation):
    assert PlaceHold.objects.standing().exists()
    assert PlaceHold.objects.filter(lapses_at__lt=timezone.now(), ended_at=None).exists()
    assert told(EventKind.PLACE_HELD) == PlaceHold.objects.count()


def test_nobody_is_placed_by_a_decision_that_was_taken_back(nation):
    revoked = DecisionRevocation.objects.all()
    assert not revoked.filter(decision__placements__isnull=False).exists()
    assert not revoked.exclude(signed_by=F("decision__signed_by")).exists()


def test_a_child_in_a_home_has_one_who_cares_and_changes_are_handed_over(nation):
    open_ones = Assignment.objects.filter(until=None)
    assert pks(open_ones, "placement_id") == pks(Placement.objects.open().filter(institution__isnull=False))
    later = Placement.objects.annotate(n=Count("caregiving")).filter(n__gt=1)
    assert later.exists()
    assert Assignment.objects.exclude(hand_over="").count() == later.count()
    due = Deadline.objects.filter(clock="caregiver_review")
    assert due.exists()


def test_families_visit_and_children_come_back_from_leave_or_are_late(nation):
    assert told(EventKind.FAMILY_MET) == FamilyContact.objects.count() > 0
    assert not FamilyContact.objects.filter(members=None).exists()
    assert Leave.objects.exclude(back_on=None).exists()
    assert pks(Deadline.objects.filter(clock="leave"), "subject_id") == pks(Leave.objects.out())


def test_incidents_are_of_children_of_the_home_and_grave_ones_owe_a_report(nation):
    rows = Incident.objects.all()
    assert told(EventKind.INCIDENT_RECORDED) == rows.count() > 0
    assert not rows.exclude(children__placement__institution=F("institution")).exists()
    owing = rows.filter(kind__in=GRAVE).filter(Q(report_due_at=None) | Q(closed_at__isnull=False, reported_at=None))
    assert not owing.exists()
    due = Deadline.objects.filter(clock="incident_report")
    assert pks(due, "subject_id") == pks(Incident.objects.owing_report())


@pytest.mark.parametrize("part", ["peksos", "penyelia", "wilayah", "pemutus", "provinsi", "sentra", "lksa"])
def test_decisions_asked_one_by_one_are_those_of_visible_cases(nation, part):
    user = User.objects.get(username=next(person.username for person in sign_ins() if person.part == part))
    assert pks(CareDecision.objects.each_visible_to(user)) == pks(CareDecision.objects.visible_to(user))


def test_the_busiest_desks_are_known(nation):
    desks = busiest_desks()
    assert {"balai terpadat", "LKSA terpadat"} < set(desks)
    assert all(person.cases for person in desks.values())
