"""Paths that leave the main road: care by kin, an emergency that lasts too long, refusals and detours (design.md 4)."""

from datetime import date, timedelta

import pytest

from atensi.errors import NotAllowed
from cases.event_states import EventKind
from cases.services.family import add_family_member
from cases.states import Base, CareForm, Relation, Stage
from institutions.states import Role
from referrals.models import Placement, Referral
from referrals.services.placements import end_placement, occupancy, start_placement
from referrals.services.referrals import (
    accept_referral,
    complete_referral,
    decline_referral,
    redirect_referral,
    withdraw_referral,
)
from referrals.states import (
    DecisionOutcome,
    EndReason,
    PlacementState,
    ReferralKind,
    ReferralState,
    ReviewOutcome,
    Term,
    Title,
)
from tests.cases.rules import refused
from tests.flows.given import OFFICE_TEAM, PROVINCE_TEAM, given_the_field
from tests.flows.then import (
    SYSTEM,
    Bookmark,
    then_the_case_is_seen_by,
    then_the_referral_is_seen_by,
    then_the_stage_is,
    then_the_timeline_tells,
    then_the_trail_tells,
)
from tests.flows.when import (
    Story,
    when_a_care_decision_is_asked,
    when_a_neighbour_reports_a_child_without_a_name,
    when_a_review_is_held,
    when_a_service_is_asked,
    when_an_emergency_place_is_asked,
    when_an_institution_admits,
    when_everything_is_known,
    when_the_aunt_takes_the_child_in,
    when_the_decider_signs,
    when_the_papers_are_written,
    when_the_regency_recommends,
    when_the_worker_reaches_the_child,
)
from tests.institutions.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(clock):
    return Story(given_the_field(clock))


def test_an_aunt_takes_the_child_in_by_decision_of_the_own_office(story):
    field, clock = story.field, story.clock
    when_everything_is_known(story)
    case, mark = story.case, Bookmark(field)

    # The case's own Dinas decides: nobody else comes to see the case
    when_a_care_decision_is_asked(story, CareForm.KINSHIP, of="office")
    then_the_trail_tells(mark, "referral.send")
    then_the_timeline_tells(mark, case, EventKind.REFERRAL_SENT)
    assert [entry.form for entry in story.referral.alternatives.all()] == [CareForm.BIRTH_FAMILY]
    when_the_decider_signs(story, by="decider")
    then_the_trail_tells(mark, "document.store", "decision.sign", by="decider")
    then_the_timeline_tells(mark, case, EventKind.DECISION_SIGNED, by="decider")
    then_the_case_is_seen_by(field, case, *OFFICE_TEAM)
    assert not Referral.objects.filter(kind=ReferralKind.ADMISSION).exists()

    # Only the worker brings the child into the family, with the carer that was decided on
    clock.move(days=1)
    mark = Bookmark(field)
    uncle = add_family_member(case=case, by=field.actor("worker"), name="Paman Umpama", relation=Relation.AUNT_UNCLE)
    mark = Bookmark(field)
    chosen, story.aunt = story.aunt, uncle
    with refused("decision_differs"):
        when_the_aunt_takes_the_child_in(story)
    story.aunt = chosen
    when_the_aunt_takes_the_child_in(story)
    then_the_trail_tells(mark, "placement.start")
    then_the_timeline_tells(mark, case, EventKind.PLACED)
    placement = story.placement
    assert (placement.base, placement.carer, placement.institution) == (Base.FAMILY, chosen, None)
    assert placement.days_away(clock.today) == 0
    assert story.open_review.due_on == story.decision.review_due_on == date(2026, 4, 5)
    then_the_case_is_seen_by(field, case, *OFFICE_TEAM)

    # No bed is taken, and the worker keeps the review
    assert occupancy(field.places["home"]).taken == 0
    clock.move_to(story.open_review.due_on)
    mark = Bookmark(field)
    with pytest.raises(NotAllowed):
        when_a_review_is_held(story, ReviewOutcome.CONTINUE, by="home_staff")
    when_a_review_is_held(story, ReviewOutcome.CONTINUE, by="worker")
    then_the_trail_tells(mark, "document.store", "review.hold")
    then_the_timeline_tells(mark, case, EventKind.REVIEW_HELD)
    assert story.open_review.due_on == date(2026, 7, 5)
    then_the_stage_is(case, Stage.IMPLEMENT)


@pytest.mark.rule("held_late", "title_ended", "title_not_extended")
def test_an_emergency_that_lasts_too_long_is_put_right_by_a_decision(story):
    field, clock = story.field, story.clock
    when_a_neighbour_reports_a_child_without_a_name(story)
    case, mark = story.case, Bookmark(field)

    # Tonight: the home answers the same day
    when_an_emergency_place_is_asked(story)
    then_the_trail_tells(mark, "referral.send")
    then_the_timeline_tells(mark, case, EventKind.REFERRAL_SENT)
    then_the_case_is_seen_by(field, case, *OFFICE_TEAM)
    then_the_referral_is_seen_by(field, story.referral, *OFFICE_TEAM, "home_staff")
    assert story.referral.answer_due_on == clock.today
    when_an_institution_admits(story, story.referral, by="home_staff")
    then_the_trail_tells(mark, "case.share", "placement.start", "referral.accept", by="home_staff")
    then_the_timeline_tells(mark, case, EventKind.REFERRAL_ANSWERED, EventKind.PLACED, by="home_staff")
    then_the_case_is_seen_by(field, case, *OFFICE_TEAM, "home_staff")
    emergency = story.placement
    assert (emergency.title, emergency.limit_days) == (Title.EMERGENCY, 30)
    assert emergency.emergency_ends_on == clock.today + timedelta(days=30)
    assert story.open_review.due_on == clock.today + timedelta(days=14)

    # The review decides nothing about the limit
    clock.move(days=14)
    mark = Bookmark(field)
    when_a_review_is_held(story, ReviewOutcome.CONTINUE, by="home_staff")
    then_the_trail_tells(mark, "document.store", "review.hold", by="home_staff")
    then_the_timeline_tells(mark, case, EventKind.REVIEW_HELD, by="home_staff")
    emergency.refresh_from_db()
    assert emergency.emergency_ends_on == emergency.starts_on + timedelta(days=30)

    # The last day of the limit, and the day after
    clock.move(days=14)
    then_the_trail_tells(mark, by=SYSTEM)
    clock.move(days=2)
    then_the_trail_tells(mark, by=SYSTEM)
    then_the_placement_is(emergency, PlacementState.ACTIVE)
    mark = Bookmark(field)
    clock.move(days=1)
    then_the_placement_is(emergency, PlacementState.OVERSTAYED)
    then_the_trail_tells(mark, "placement.mark_overstayed", by=SYSTEM)
    then_the_timeline_tells(mark, case, EventKind.PLACEMENT_OVERSTAYED, by=SYSTEM)
    assert occupancy(field.places["home"]).over_limit == 1

    # Nothing prolongs it: no second emergency, no review that continues, none without a word on the title that ended
    when_an_emergency_place_is_asked(story, at="other_home")
    with refused("open_placement"):
        when_an_institution_admits(story, story.referral, by="other_home_staff")
    with refused("held_late", "title_not_extended"):
        when_a_review_is_held(story, ReviewOutcome.CONTINUE, by="home_staff")
    with refused("held_late", "title_ended"):
        when_a_review_is_held(story, ReviewOutcome.MOVE, by="home_staff")
    then_the_placement_is(emergency, PlacementState.OVERSTAYED)

    # The papers, the decision, and the same home takes the child in by it; its only place is the child's own
    when_the_worker_reaches_the_child(story)
    when_the_papers_are_written(story)
    when_a_care_decision_is_asked(story, CareForm.LKSA, of="office", at="home")
    when_the_decider_signs(story, by="decider")
    clock.move(days=1)
    mark = Bookmark(field)
    when_an_institution_admits(story, story.decision.admissions.get(), by="home_staff")
    then_the_trail_tells(
        mark, "referral.complete", "placement.end", "placement.start", "referral.accept", by="home_staff"
    )
    then_the_timeline_tells(
        mark,
        case,
        EventKind.REFERRAL_ANSWERED,
        EventKind.PLACEMENT_ENDED,
        EventKind.PLACED,
        by="home_staff",
    )
    then_the_placement_is(emergency, PlacementState.ENDED)
    assert (emergency.ended_on, emergency.end_reason) == (clock.today, EndReason.MOVED)
    assert (story.placement.title, story.placement.decision) == (Title.DECISION, story.decision)
    assert Placement.objects.open().get() == story.placement
    assert (occupancy(field.places["home"]).taken, occupancy(field.places["home"]).free) == (1, 0)
    then_the_case_is_seen_by(field, case, *OFFICE_TEAM, "home_staff")


def test_leaving_and_coming_back_begins_no_second_emergency(story):
    field, clock = story.field, story.clock
    when_a_neighbour_reports_a_child_without_a_name(story)
    when_an_emergency_place_is_asked(story)
    when_an_institution_admits(story, story.referral, by="home_staff")
    clock.move(days=31)
    end_placement(placement=story.placement, by=field.actor("home_staff"), on=clock.today, reason=EndReason.CLOSED)
    then_the_case_is_seen_by(field, story.case, *OFFICE_TEAM)

    clock.move(days=1)
    when_an_emergency_place_is_asked(story, at="other_home")
    with refused("emergency_used_up"):
        when_an_institution_admits(story, story.referral, by="other_home_staff")
    assert not Placement.objects.open().exists()
    then_the_case_is_seen_by(field, story.case, *OFFICE_TEAM)


def test_a_service_is_refused_then_passed_on_taken_up_and_done(story):
    field, clock = story.field, story.clock
    when_everything_is_known(story)
    case, mark = story.case, Bookmark(field)

    # The first home says no, and why; it never saw the case
    when_a_service_is_asked(story, of="other_home")
    then_the_trail_tells(mark, "referral.send")
    then_the_timeline_tells(mark, case, EventKind.REFERRAL_SENT)
    first = story.referral
    then_the_referral_is_seen_by(field, first, *OFFICE_TEAM, "other_home_staff")
    clock.move(days=1)
    mark = Bookmark(field)
    with refused("reason_missing"):
        decline_referral(referral=first, by=field.actor("other_home_staff"), reason=" ")
    decline_referral(referral=first, by=field.actor("other_home_staff"), reason="Tidak ada psikolog (rekaan).")
    then_the_trail_tells(mark, "referral.decline", by="other_home_staff")
    then_the_timeline_tells(mark, case, EventKind.REFERRAL_ANSWERED, by="other_home_staff")
    then_the_referral_was(first, ReferralState.DECLINED, by="other_home_staff", reason="Tidak ada psikolog (rekaan).")
    then_the_case_is_seen_by(field, case, *OFFICE_TEAM)
    with refused("already_answered"):
        accept_referral(referral=first, by=field.actor("other_home_staff"))
    with pytest.raises(NotAllowed):
        accept_referral(referral=first, by=field.actor("home_staff"))

    # The Sentra passes the second request on to a home nearby; sender and words stay
    when_a_service_is_asked(story, of="sentra")
    second = story.referral
    mark = Bookmark(field)
    third = redirect_referral(
        referral=second,
        by=field.actor("sentra_officer"),
        to_institution=field.places["home"],
        reason="Lebih dekat dari rumah anak (rekaan).",
    )
    then_the_trail_tells(mark, "referral.redirect", "referral.send", by="sentra_officer")
    then_the_timeline_tells(mark, case, EventKind.REFERRAL_ANSWERED, by="sentra_officer")
    then_the_referral_was(
        second, ReferralState.REDIRECTED, by="sentra_officer", reason="Lebih dekat dari rumah anak (rekaan)."
    )
    assert (third.from_institution, third.summary) == (field.places["office"], second.summary)
    then_the_referral_is_seen_by(field, third, *OFFICE_TEAM, "home_staff")

    # The home takes it up, works with the case, and is done with it
    accept_referral(referral=third, by=field.actor("home_staff"))
    then_the_case_is_seen_by(field, case, *OFFICE_TEAM, "home_staff")
    clock.move(days=20)
    mark = Bookmark(field)
    complete_referral(referral=third, by=field.actor("home_staff"))
    then_the_trail_tells(mark, "case.unshare", "referral.complete", by="home_staff")
    then_the_case_is_seen_by(field, case, *OFFICE_TEAM)

    # One that nobody answered is taken back by its sender
    when_a_service_is_asked(story, of="sentra")
    mark = Bookmark(field)
    with pytest.raises(NotAllowed):
        withdraw_referral(referral=story.referral, by=field.actor("foreign_worker"))
    withdraw_referral(referral=story.referral, by=field.actor("worker"))
    then_the_trail_tells(mark, "referral.withdraw")
    then_the_referral_was(story.referral, ReferralState.WITHDRAWN, by="worker", reason="")
    then_the_stage_is(case, Stage.IMPLEMENT)


def test_a_place_that_was_decided_on_can_refuse_but_not_pass_the_child_on(story):
    field, clock = story.field, story.clock
    when_everything_is_known(story)
    when_a_care_decision_is_asked(story, CareForm.LKSA, of="office", at="home")
    when_the_decider_signs(story, by="decider")
    case, admission = story.case, story.decision.admissions.get()

    # The decision names the place: another one needs another decision
    mark = Bookmark(field)
    with refused("decision_differs"):
        redirect_referral(
            referral=admission,
            by=field.actor("home_staff"),
            to_institution=field.places["other_home"],
            reason="Penuh (rekaan).",
        )
    decline_referral(referral=admission, by=field.actor("home_staff"), reason="Kamar diperbaiki (rekaan).")
    then_the_trail_tells(mark, "referral.decline", by="home_staff")
    then_the_case_is_seen_by(field, case, *OFFICE_TEAM)
    assert not Placement.objects.exists()
    with pytest.raises(NotAllowed):
        start_placement(
            case=case,
            by=field.actor("worker"),
            title=Title.DECISION,
            form=CareForm.LKSA,
            base=Base.RESIDENTIAL,
            term=Term.SHORT,
            starts_on=clock.today,
            institution=field.places["home"],
            decision=story.decision,
        )


def test_a_rejected_request_leaves_the_child_in_the_family_and_the_province_without_the_case(story):
    field, clock = story.field, story.clock
    when_everything_is_known(story)
    when_a_care_decision_is_asked(story, CareForm.SENTRA, at="sentra")
    case, mark = story.case, Bookmark(field)
    then_the_case_is_seen_by(field, case, *OFFICE_TEAM, *PROVINCE_TEAM)
    clock.move(days=1)
    when_the_regency_recommends(story)
    mark = Bookmark(field)

    when_the_decider_signs(story, DecisionOutcome.REJECTED)
    then_the_trail_tells(mark, "document.store", "case.unshare", "decision.sign", by="province_decider")
    then_the_timeline_tells(mark, case, EventKind.DECISION_SIGNED, by="province_decider")
    then_the_referral_was(
        story.referral,
        ReferralState.DECLINED,
        by="province_decider",
        reason=f"{story.decision.considerations}\nDitempuh dulu: {story.decision.try_first}",
    )
    then_the_case_is_seen_by(field, case, *OFFICE_TEAM)
    then_the_stage_is(case, Stage.IMPLEMENT)
    assert not Referral.objects.filter(kind=ReferralKind.ADMISSION).exists()
    with refused("no_decision"):
        when_the_aunt_takes_the_child_in(story)

    # Gentler care may be asked for afterwards
    when_a_care_decision_is_asked(story, CareForm.KINSHIP)
    when_the_decider_signs(story)
    when_the_aunt_takes_the_child_in(story)
    assert Placement.objects.open().get().carer == story.aunt
    then_the_case_is_seen_by(field, case, *OFFICE_TEAM, *PROVINCE_TEAM)


def test_nobody_decides_on_their_own_report_and_nobody_but_the_decider_decides(story):
    field = story.field
    when_everything_is_known(story)
    when_a_care_decision_is_asked(story, CareForm.KINSHIP, of="office")
    mark = Bookmark(field)

    # Four eyes are two persons, whatever hat the first one wears
    worker = field.people["worker"]
    field.people["worker_as_decider"] = MembershipFactory(
        user=worker.user, institution=worker.institution, role=Role.SOCIAL_OFFICE_DECIDER, str_valid_until=None
    )
    with refused("four_eyes", "shorter_than_asked", "care_process_incomplete"):
        when_the_decider_signs(story, by="worker_as_decider")
    for name in ("worker", "supervisor", "province_decider", "foreign_decider", "office_admin", "sentra_officer"):
        with pytest.raises(NotAllowed):
            when_the_decider_signs(story, by=name)
    then_the_trail_tells(mark)
    when_the_decider_signs(story, by="decider")
    with refused("already_answered"):
        when_the_decider_signs(story, by="decider")


def then_the_placement_is(placement: Placement, state: str) -> None:
    placement.refresh_from_db()
    assert placement.state == state


def then_the_referral_was(referral: Referral, state: str, *, by: str, reason: str) -> None:
    """Answered at some moment by this person with this reason."""
    referral.refresh_from_db()
    assert (referral.state, referral.answered_by.username, referral.answer_reason) == (state, by, reason)
    assert referral.answered_at is not None
