"""Holding a review: who, what it needs, and what each outcome does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed, RuleViolation
from atensi.reference.workdays import add_months
from cases.event_states import EventKind
from cases.models import AftercareVisit, Case, CaseEvent
from cases.services.shares import share_case
from cases.states import Stage
from institutions.states import Role
from referrals.models import Placement
from referrals.services import reviews as service
from referrals.services.reviews import hold_review
from referrals.states import Attendee, EndReason, PlacementState, ReviewOutcome, ReviewState
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of

from .factories import (
    PlacementFactory,
    PlacementReviewFactory,
    ReferralFactory,
    ReunificationFactory,
    days_ago,
    member,
    worker_of,
)

pytestmark = pytest.mark.django_db

COMPLETE = [Attendee.CHILD, Attendee.CASE_WORKER, Attendee.FAMILY]


@pytest.fixture
def review():
    return PlacementReviewFactory()


def hold(review, **changes):
    given = {
        "held_on": days_ago(1),
        "attendees": COMPLETE,
        "child_view": "Aku mau pulang kalau Ibu sudah tidak kerja malam.",
        "child_not_heard_reason": "",
        "family_view": "Ibu berharap (rekaan).",
        "findings": "Sekolah membaik (rekaan).",
        "recommendation": "Kontak tiap minggu (rekaan).",
        "outcome": ReviewOutcome.CONTINUE,
    }
    by = changes.pop("by", None) or actor_of(worker_of(review.placement.case))
    return hold_review(review=review, by=by, **(given | changes))


def refused(review, **changes):
    """(hard codes, soft codes) of a refused review"""
    with pytest.raises(RuleViolation) as violation:
        hold(review, **changes)
    problems = violation.value.problems
    review.refresh_from_db()
    assert review.state == ReviewState.DUE
    return {one.code for one in problems if one.is_hard}, {one.code for one in problems if not one.is_hard}


# --- outcomes that act ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "outcome",
    [ReviewOutcome.CONTINUE, ReviewOutcome.CHANGE_PLAN, ReviewOutcome.MOVE, ReviewOutcome.SUBSTITUTE_FAMILY],
)
def test_staying_outcome_sets_the_next_review_by_the_placements_rule(review, outcome):
    held = hold(review, outcome=outcome)
    placement = review.placement
    placement.refresh_from_db()
    assert placement.state == PlacementState.ACTIVE
    following = placement.reviews.get(state=ReviewState.DUE)
    assert (following.sequence, following.due_on) == (review.sequence + 1, add_months(days_ago(1), 3))
    assert held.next_due_on == following.due_on


def test_move_and_substitute_family_tell_the_next_step(review):
    hold(review, outcome=ReviewOutcome.SUBSTITUTE_FAMILY)
    event = CaseEvent.objects.get(case=review.placement.case, kind=EventKind.REVIEW_HELD)
    assert "rujukan ke keluarga pengganti" in event.text


def test_an_earlier_next_review_is_kept(review):
    held = hold(review, next_due_on=timezone.localdate() + timedelta(days=20))
    assert review.placement.reviews.get(state=ReviewState.DUE).due_on == held.next_due_on


def test_reunify_ends_the_placement_plans_visits_moves_the_case_and_takes_the_share_back():
    placement = PlacementFactory()
    review = PlacementReviewFactory(placement=placement)
    ReunificationFactory(placement=placement)
    referral = ReferralFactory(admission=True, accepted=True, case=placement.case, to_institution=placement.institution)
    Placement.objects.filter(pk=placement.pk).update(referral=referral)
    membership = member(placement.institution)
    share_case(case=placement.case, institution=placement.institution, by=actor_of(worker_of(placement.case)))
    held = hold(review, by=actor_of(membership), outcome=ReviewOutcome.REUNIFY)
    placement.refresh_from_db()
    assert (placement.state, placement.end_reason, placement.ended_on) == (
        PlacementState.ENDED,
        EndReason.REUNIFIED,
        days_ago(1),
    )
    assert held.next_due_on is None and not placement.reviews.open().exists()
    visits = AftercareVisit.objects.filter(case=placement.case, home_on=days_ago(1))
    assert [visit.month for visit in visits] == [1, 2, 3, 6, 12]
    assert visits[0].due_on == add_months(days_ago(1), 1)
    placement.case.refresh_from_db()
    assert placement.case.stage == Stage.MONITOR
    assert not Case.objects.visible_to(membership.user).exists()
    kinds = set(CaseEvent.objects.filter(case=placement.case).values_list("kind", flat=True))
    assert {EventKind.REVIEW_HELD, EventKind.PLACEMENT_ENDED, EventKind.STAGE_CHANGED} <= kinds


def test_close_ends_the_placement_without_visits(review):
    hold(review, outcome=ReviewOutcome.CLOSE)
    placement = review.placement
    placement.refresh_from_db()
    assert (placement.state, placement.end_reason) == (PlacementState.ENDED, EndReason.CLOSED)
    assert not AftercareVisit.objects.exists()
    assert not placement.reviews.open().exists()


def test_outcome_fails_then_the_review_is_not_held(review, monkeypatch):
    def fail(**_kwargs):
        raise RuntimeError("no next review")

    monkeypatch.setattr(service, "plan_review", fail)
    with pytest.raises(RuntimeError):
        hold(review)
    review.refresh_from_db()
    assert review.state == ReviewState.DUE
    assert not CaseEvent.objects.filter(kind=EventKind.REVIEW_HELD).exists()


def test_every_outcome_acts():
    assert set(service.ACTS) == set(ReviewOutcome)


def test_held_review_is_in_the_trail(review):
    by = actor_of(worker_of(review.placement.case))
    hold(review, by=by)
    event = AuditEvent.objects.get(subject=f"placementreview:{review.pk}")
    assert (event.verb, event.user_id, event.data["outcome"]) == ("review.hold", by.user_id, "CONTINUE")


# --- what it needs -------------------------------------------------------------------------------------------------


@pytest.mark.rule("held_in_future")
def test_review_is_not_held_ahead_of_its_day(review):
    assert refused(review, held_on=timezone.localdate() + timedelta(days=1))[0] == {"held_in_future"}


@pytest.mark.rule("held_before_placement")
def test_review_is_not_held_before_the_child_came(review):
    assert refused(review, held_on=review.placement.starts_on - timedelta(days=1))[0] == {"held_before_placement"}


@pytest.mark.rule("held_before_last_review")
def test_review_is_not_held_before_the_last_one(review):
    placement = PlacementFactory()
    PlacementReviewFactory(placement=placement, held=True, due_on=days_ago(5))
    following = PlacementReviewFactory(placement=placement)
    assert refused(following, held_on=days_ago(6))[0] == {"held_before_last_review"}


def test_child_is_heard_or_it_says_why_not(review):
    assert refused(review, child_view="  ", child_not_heard_reason=" ")[0] == {"child_not_heard"}
    assert hold(review, child_view="", child_not_heard_reason="Bayi tiga bulan (rekaan).").state == ReviewState.HELD


@pytest.mark.rule("no_recommendation")
def test_a_review_ends_in_a_recommendation(review):
    assert refused(review, recommendation=" \n")[0] == {"no_recommendation"}
    assert hold(review, recommendation=" Kontak tiap minggu. ").recommendation == "Kontak tiap minggu."


@pytest.mark.rule("no_findings", "no_outcome")
def test_findings_and_one_outcome_are_needed(review):
    assert refused(review, findings=" ", outcome="")[0] == {"no_findings", "no_outcome"}


@pytest.mark.rule("too_few_attendees")
@pytest.mark.parametrize(
    "attendees",
    [
        [],
        [Attendee.CHILD, Attendee.CASE_WORKER],
        [Attendee.CHILD, Attendee.FAMILY],
        [Attendee.CASE_WORKER, Attendee.FAMILY],
        [Attendee.CHILD, Attendee.CASE_WORKER, Attendee.CAREGIVER, Attendee.INSTITUTION_HEAD],
        [Attendee.ADVOCATE, Attendee.CASE_WORKER],
    ],
)
def test_too_few_attendees_need_a_reason(review, attendees):
    assert refused(review, attendees=attendees) == (set(), {"too_few_attendees"})
    held = hold(review, attendees=attendees, reasons={"too_few_attendees": "Banjir (rekaan)."})
    assert held.soft_reasons == {"too_few_attendees": "Banjir (rekaan)."}


@pytest.mark.parametrize(
    "attendees",
    [
        [Attendee.CHILD, Attendee.CASE_WORKER, Attendee.SCHOOL],
        [Attendee.ADVOCATE, Attendee.CASE_WORKER, Attendee.HEALTH],
        [Attendee.CHILD, Attendee.ADVOCATE, Attendee.CASE_WORKER],
    ],
)
def test_child_or_advocate_worker_and_one_independent_are_enough(review, attendees):
    assert hold(review, attendees=attendees).soft_reasons == {}


@pytest.mark.rule("next_review_too_late")
def test_next_review_is_never_later_than_the_rule(review):
    latest = add_months(days_ago(1), 3)
    assert refused(review, next_due_on=latest + timedelta(days=1))[0] == {"next_review_too_late"}
    assert hold(review, next_due_on=latest).next_due_on == latest


@pytest.mark.rule("next_review_not_ahead")
def test_next_review_lies_after_this_one(review):
    assert refused(review, next_due_on=days_ago(1))[0] == {"next_review_not_ahead"}


@pytest.mark.rule("next_review_not_ahead")
def test_the_next_review_is_not_set_on_a_day_that_is_over(review):
    """Recorded three weeks late: a next day of last week would be overdue at once."""
    late = {"held_late": "Jalan putus (rekaan)."}
    review.due_on = days_ago(21)
    review.save()
    assert refused(review, held_on=days_ago(20), next_due_on=days_ago(5), reasons=late)[0] == {"next_review_not_ahead"}
    assert hold(review, held_on=days_ago(20), next_due_on=timezone.localdate(), reasons=late).next_due_on


@pytest.mark.rule("next_review_too_late")
def test_a_review_recorded_months_late_leaves_the_next_day_empty():
    """Every day to come is too late, every day before is over: the form says to leave it out, and that is taken."""
    late = {"held_late": "Jalan putus (rekaan)."}
    review = PlacementReviewFactory(placement=PlacementFactory(starts_on=days_ago(300)), due_on=days_ago(200))
    held = {"held_on": days_ago(190), "reasons": late}
    for day in (timezone.localdate(), timezone.localdate() + timedelta(days=30)):
        with pytest.raises(RuleViolation) as refusal:
            hold(review, next_due_on=day, **held)
        assert any("Kosongkan" in problem.text for problem in refusal.value.problems)
    assert hold(review, next_due_on=None, **held).placement.reviews.open().get().due_on < timezone.localdate()


@pytest.mark.rule("held_late")
def test_a_late_review_says_why():
    review = PlacementReviewFactory(overdue=True)
    assert refused(review) == (set(), {"held_late"})
    assert hold(review, reasons={"held_late": "Jalan putus (rekaan)."}).soft_reasons["held_late"]


@pytest.mark.rule("title_ended", "title_not_extended")
def test_staying_past_the_title_says_why_and_does_not_prolong_it():
    placement = PlacementFactory(emergency=True, starts_on=days_ago(40), state=PlacementState.OVERSTAYED)
    review = PlacementReviewFactory(placement=placement)
    assert refused(review) == ({"title_not_extended"}, set())
    stays = {"outcome": ReviewOutcome.CHANGE_PLAN}
    assert refused(review, **stays) == (set(), {"title_ended"})
    hold(review, **stays, reasons={"title_ended": "Keputusan diminta hari ini (rekaan)."})
    placement.refresh_from_db()
    assert (placement.state, placement.emergency_ends_on) == (PlacementState.OVERSTAYED, days_ago(10))


@pytest.mark.rule("review_closed")
def test_a_review_is_held_once(review):
    hold(review)
    with pytest.raises(RuleViolation) as violation:
        hold(review)
    assert [problem.code for problem in violation.value.problems] == ["review_closed"]


# --- who may -------------------------------------------------------------------------------------------------------


def test_supervisor_of_the_office_holds_a_review(review):
    supervisor = member(review.placement.case.office, Role.SUPERVISOR)
    assert hold(review, by=actor_of(supervisor)).recorded_by == supervisor.user


def test_institution_holds_a_review_while_the_case_is_shared_with_it(review):
    staff = member(review.placement.institution)
    with pytest.raises(NotAllowed):
        hold(review, by=actor_of(staff))
    share_case(
        case=review.placement.case,
        institution=review.placement.institution,
        by=actor_of(worker_of(review.placement.case)),
    )
    assert hold(review, by=actor_of(staff)).state == ReviewState.HELD


def test_a_body_that_only_serves_the_case_holds_no_review(review):
    sentra = InstitutionFactory(sentra=True)
    case = review.placement.case
    share_case(case=case, institution=sentra, by=actor_of(worker_of(case)))
    with pytest.raises(NotAllowed):
        hold(review, by=actor_of(member(sentra, Role.INTAKE_OFFICER)))


@pytest.mark.parametrize("role", [Role.FIELD_SOCIAL_WORKER, Role.SOCIAL_OFFICE_DECIDER, Role.ADMINISTRATOR])
def test_colleagues_who_do_not_work_on_the_case_hold_no_review(review, role):
    with pytest.raises(NotAllowed):
        hold(review, by=actor_of(MembershipFactory(institution=review.placement.case.office, role=role)))
