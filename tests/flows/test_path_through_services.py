"""The path of a case through the services, from the first report to a safe place in a family (design.md 4)."""

from datetime import date, timedelta

import pytest

from atensi.reference.workdays import add_workdays
from cases.event_states import EventKind
from cases.states import AssessmentKind, CareForm, Stage, TaskKind
from referrals.models import Placement, PlacementReview, Referral
from referrals.services.sweep import sweep
from referrals.states import (
    EndReason,
    PlacementState,
    ReferralKind,
    ReferralState,
    ReviewOutcome,
    ReviewState,
)
from tests.cases.rules import refused
from tests.flows.given import OFFICE_TEAM, PROVINCE_TEAM, given_the_field
from tests.flows.then import (
    SYSTEM,
    Bookmark,
    then_next_due_is,
    then_the_case_is_seen_by,
    then_the_case_opens_for,
    then_the_referral_is_seen_by,
    then_the_stage_is,
    then_the_timeline_tells,
    then_the_trail_tells,
)
from tests.flows.when import (
    Story,
    everything_that_was_asked,
    when_a_care_decision_is_asked,
    when_a_neighbour_reports_a_child_without_a_name,
    when_a_review_is_held,
    when_a_service_is_recorded,
    when_an_institution_admits,
    when_the_aunt_and_the_child_agree,
    when_the_case_is_closed,
    when_the_case_is_conferred,
    when_the_child_is_named,
    when_the_decider_signs,
    when_the_family_is_recorded,
    when_the_family_is_visited,
    when_the_nik_is_attached,
    when_the_regency_recommends,
    when_the_return_is_prepared,
    when_the_supervisor_approves_the_plan,
    when_the_worker_reaches_the_child,
    when_the_worker_signs_a_social_report,
    when_the_worker_signs_an_assessment,
    when_the_worker_signs_the_approved_plan,
    when_the_worker_submits_a_plan,
)

pytestmark = pytest.mark.django_db
SENTRA = frozenset({"sentra_officer"})


@pytest.mark.rule("held_late")
def test_a_child_comes_home_through_every_stage(clock):
    field = given_the_field(clock)
    story, mark = Story(field), Bookmark(field)

    # The report
    when_a_neighbour_reports_a_child_without_a_name(story)
    case = story.case
    then_the_stage_is(case, Stage.INTAKE)
    then_the_case_is_seen_by(field, case, *OFFICE_TEAM)
    then_next_due_is(field, case, clock.today + timedelta(days=1))
    then_the_trail_tells(mark, "beneficiary.create", "task.add", "case.open", "response.log")
    then_the_timeline_tells(mark, case, EventKind.CASE_OPENED, EventKind.RESPONSE_LOGGED)
    assert story.response.first_contact_due_at == story.response.received_at + timedelta(hours=24)
    assert case.assessment_due_on == add_workdays(clock.today, 7)
    assert str(case.beneficiary) == "Nama belum diketahui"

    # The first contact stops its clock
    clock.move(hours=3)
    then_the_trail_tells(mark, by=SYSTEM)
    when_the_worker_reaches_the_child(story)
    then_the_trail_tells(mark, "response.first_contact")
    then_the_timeline_tells(mark, case, EventKind.FIRST_CONTACT)
    story.response.refresh_from_db()
    assert (story.response.first_contact_at, story.response.first_contact_by) == (clock.now(), case.worker)

    then_next_due_is(field, case, case.assessment_due_on)

    # Aid needs no plan and moves nothing
    when_a_service_is_recorded(story, is_emergency_aid=True)
    then_the_stage_is(case, Stage.INTAKE)
    then_the_trail_tells(mark, "service.record")
    then_the_timeline_tells(mark, case, EventKind.SERVICE_RECORDED)

    # Name and family become known; the agreement takes the case out of intake
    clock.move(days=1)
    mark = Bookmark(field)
    when_the_child_is_named(story)
    when_the_family_is_recorded(story)
    then_the_trail_tells(mark, "beneficiary.update", "family.add", "family.add")
    then_the_timeline_tells(mark, case, EventKind.FAMILY_RECORDED, EventKind.FAMILY_RECORDED)
    then_the_stage_is(case, Stage.INTAKE)
    assert str(story.again().beneficiary) == "Raka Contoh"

    # The civil registry answers: the child has a NIK, and nobody has to see to it any more
    assert case.tasks.open().get().kind == TaskKind.CIVIL_REGISTRATION
    when_the_nik_is_attached(story)
    then_the_trail_tells(mark, "beneficiary.nik_attach")
    then_the_timeline_tells(mark, case, EventKind.IDENTITY_RECORDED)
    assert not case.tasks.open().exists()
    when_the_aunt_and_the_child_agree(story)
    then_the_stage_is(case, Stage.AGREEMENT)
    then_the_trail_tells(mark, "agreement.sign")
    then_the_timeline_tells(mark, case, EventKind.AGREEMENT_SIGNED, EventKind.STAGE_CHANGED)

    # The comprehensive assessment starts the plan's clock
    clock.move(days=2)
    mark = Bookmark(field)
    when_the_worker_signs_an_assessment(story)
    then_the_stage_is(case, Stage.ASSESSMENT)
    then_the_trail_tells(mark, "assessment.draft", "assessment.sign")
    then_the_timeline_tells(mark, case, EventKind.ASSESSMENT_SIGNED, EventKind.STAGE_CHANGED)
    assert case.plan_due_on == add_workdays(clock.today, 5)
    then_next_due_is(field, case, case.plan_due_on)

    # Papers that a decision will stand on; they move no stage
    when_the_worker_signs_a_social_report(story)
    when_the_case_is_conferred(story)
    then_the_stage_is(case, Stage.ASSESSMENT)
    then_the_trail_tells(mark, "report.draft", "report.sign", "conference.hold")
    then_the_timeline_tells(mark, case, EventKind.REPORT_SIGNED, EventKind.CONFERENCE_HELD)

    # No service before the plan; the plan, then the first service under it
    with refused("service_before_plan"):
        when_a_service_is_recorded(story)
    when_the_worker_submits_a_plan(story)
    then_the_stage_is(case, Stage.ASSESSMENT)
    then_the_trail_tells(mark, "plan.draft", "task.add", "plan.submit")
    then_the_timeline_tells(mark, case, EventKind.PLAN_SUBMITTED)
    when_the_supervisor_approves_the_plan(story)
    then_the_trail_tells(mark, "task.add", "plan.approve", by="supervisor")
    then_the_timeline_tells(mark, case, EventKind.PLAN_APPROVED, by="supervisor")
    when_the_worker_signs_the_approved_plan(story)
    then_the_stage_is(case, Stage.PLAN)
    then_the_trail_tells(mark, "plan.sign")
    then_the_timeline_tells(mark, case, EventKind.PLAN_SIGNED, EventKind.STAGE_CHANGED)
    when_a_service_is_recorded(story)
    then_the_stage_is(case, Stage.IMPLEMENT)
    then_the_trail_tells(mark, "service.record")
    then_the_timeline_tells(mark, case, EventKind.SERVICE_RECORDED, EventKind.STAGE_CHANGED)
    then_the_case_is_seen_by(field, case, *OFFICE_TEAM)

    then_next_due_is(field, case, None)
    then_the_case_opens_for(mark, case, *OFFICE_TEAM)

    # A care decision is asked of the province: not with a rank left out
    clock.move(days=3)
    mark = Bookmark(field)
    asked = everything_that_was_asked(story, CareForm.SENTRA)
    with refused("alternative_missing_guardian"):
        without = [entry for entry in asked if entry.form != CareForm.GUARDIAN]
        when_a_care_decision_is_asked(story, CareForm.SENTRA, at="sentra", alternatives=without)
    then_the_case_is_seen_by(field, case, *OFFICE_TEAM)
    when_a_care_decision_is_asked(story, CareForm.SENTRA, at="sentra")
    then_the_trail_tells(mark, "case.share", "referral.send")
    then_the_timeline_tells(mark, case, EventKind.REFERRAL_SENT)
    then_the_case_is_seen_by(field, case, *OFFICE_TEAM, *PROVINCE_TEAM)
    then_the_referral_is_seen_by(field, story.referral, *OFFICE_TEAM, *PROVINCE_TEAM)
    assert story.referral.answer_due_on == add_workdays(clock.today, 5)
    then_next_due_is(field, case, story.referral.answer_due_on)
    assert [entry.form for entry in story.referral.alternatives.all()] == list(CareForm)[:6]

    # The Dinas decides; the Sentra finds it in its inbox, and no more than that
    clock.move(days=2)
    when_the_regency_recommends(story)
    mark = Bookmark(field)
    when_the_decider_signs(story)
    decision, admission = story.decision, Referral.objects.get(kind=ReferralKind.ADMISSION)
    then_the_trail_tells(mark, "document.store", "referral.send", "decision.sign", by="province_decider")
    then_the_timeline_tells(mark, case, EventKind.DECISION_SIGNED, EventKind.REFERRAL_SENT, by="province_decider")
    then_the_stage_is(case, Stage.IMPLEMENT)
    then_the_case_is_seen_by(field, case, *OFFICE_TEAM, *PROVINCE_TEAM)
    then_the_referral_is_seen_by(field, admission, *OFFICE_TEAM, *PROVINCE_TEAM, *SENTRA)
    story.referral.refresh_from_db()
    assert story.referral.state == ReferralState.ACCEPTED
    assert (story.referral.answered_by, story.referral.answered_at) == (decision.signed_by, clock.now())
    assert (decision.signed_by, decision.report_author) == (field.people["province_decider"].user, case.worker)
    assert decision.review_due_on == date(2026, 4, 13)
    assert not Placement.objects.exists()
    then_next_due_is(field, case, admission.answer_due_on)
    then_the_case_opens_for(mark, case, *OFFICE_TEAM, *PROVINCE_TEAM)

    # The Sentra admits: placement and first review in one transaction
    clock.move(days=1)
    mark = Bookmark(field)
    when_an_institution_admits(story, admission)
    then_the_trail_tells(mark, "case.share", "placement.start", "referral.accept", by="sentra_officer")
    then_the_timeline_tells(mark, case, EventKind.REFERRAL_ANSWERED, EventKind.PLACED, by="sentra_officer")
    then_the_case_is_seen_by(field, case, *OFFICE_TEAM, *PROVINCE_TEAM, *SENTRA)
    placement, review = story.placement, story.open_review
    assert (placement.state, placement.institution) == (PlacementState.ACTIVE, field.places["sentra"])
    assert (review.sequence, review.due_on) == (1, decision.review_due_on)
    then_next_due_is(field, case, review.due_on)
    then_the_case_opens_for(mark, case, *OFFICE_TEAM, *PROVINCE_TEAM, *SENTRA)

    # Nobody holds the review: late from the next day on, whether a sweep ran or not
    clock.move_to(review.due_on)
    assert not PlacementReview.objects.overdue().exists()
    mark = Bookmark(field)
    clock.move(days=1)
    then_review_is(review, ReviewState.DUE)
    assert sweep() == type(sweep())(made=0, overstayed=0)
    then_the_trail_tells(mark, by=SYSTEM)
    assert PlacementReview.objects.overdue().get() == review

    # Held late, with a reason: the child stays for now and the next review is set
    with refused("held_late"):
        when_a_review_is_held(story, ReviewOutcome.CONTINUE)
    when_a_review_is_held(story, ReviewOutcome.CONTINUE, reasons={"held_late": "Bibi sakit (rekaan)."})
    then_the_trail_tells(mark, "document.store", "review.hold", by="sentra_officer")
    then_the_timeline_tells(mark, case, EventKind.REVIEW_HELD, by="sentra_officer")
    then_review_is(review, ReviewState.HELD)
    assert (review.recorded_by, review.recorded_at) == (field.people["sentra_officer"].user, clock.now())
    assert (story.open_review.sequence, story.open_review.due_on) == (2, date(2026, 7, 14))
    then_the_stage_is(case, Stage.IMPLEMENT)

    # The aunt's home is ready: the worker assesses it, the review sends the child home
    clock.move_to(date(2026, 7, 13))
    mark = Bookmark(field)
    when_the_worker_signs_an_assessment(story, kind=AssessmentKind.INITIAL)
    then_the_trail_tells(mark, "assessment.draft", "assessment.sign")
    then_the_timeline_tells(mark, case, EventKind.ASSESSMENT_SIGNED)
    with refused("readiness_missing", "preparation_missing", "homecoming_consent_missing", "hand_over_missing"):
        when_a_review_is_held(story, ReviewOutcome.REUNIFY)
    when_the_return_is_prepared(story)
    parts = ("readiness", "prepare", "consent", "hand_over")
    then_the_trail_tells(mark, *(f"reunification.{part}" for part in parts), by="sentra_officer")
    then_the_timeline_tells(mark, case, *[EventKind.HOMECOMING_PREPARED] * 4, by="sentra_officer")
    when_a_review_is_held(story, ReviewOutcome.REUNIFY)
    then_the_trail_tells(
        mark,
        "document.store",
        "aftercare.schedule",
        "referral.complete",
        "case.unshare",
        "placement.end",
        "review.hold",
        by="sentra_officer",
    )
    then_the_timeline_tells(
        mark,
        case,
        EventKind.REVIEW_HELD,
        EventKind.STAGE_CHANGED,
        EventKind.PLACEMENT_ENDED,
        by="sentra_officer",
    )
    then_the_stage_is(case, Stage.MONITOR)
    then_the_case_is_seen_by(field, case, *OFFICE_TEAM, *PROVINCE_TEAM)
    then_the_referral_is_seen_by(field, admission, *OFFICE_TEAM, *PROVINCE_TEAM)
    placement.refresh_from_db()
    assert (placement.state, placement.end_reason) == (PlacementState.ENDED, EndReason.REUNIFIED)
    assert placement.ended_on == clock.today
    assert not placement.reviews.open().exists()
    visits = [date(2026, 8, 13), date(2026, 9, 13), date(2026, 10, 13), date(2027, 1, 13), date(2027, 7, 13)]
    assert [visit.due_on for visit in case.aftercare_visits.all()] == visits
    then_next_due_is(field, case, visits[0])
    then_the_case_opens_for(mark, case, *OFFICE_TEAM, *PROVINCE_TEAM)

    # After-care: a visit not made is overdue; then every one is made
    clock.move_to(visits[0] + timedelta(days=1))
    assert [visit.due_on for visit in case.aftercare_visits.overdue()] == visits[:1]
    for day in visits:
        if clock.today < day:
            clock.move_to(day)
        mark = Bookmark(field)
        when_the_family_is_visited(story)
        then_the_trail_tells(mark, "aftercare.record")
        then_the_timeline_tells(mark, case, EventKind.AFTERCARE_VISIT)
    assert not case.aftercare_visits.open().exists()

    # The case is closed and stays with those who answered for it
    when_the_case_is_closed(story)
    then_the_trail_tells(mark, "case.close")
    then_the_timeline_tells(mark, case, EventKind.CASE_CLOSED, EventKind.STAGE_CHANGED, EventKind.STAGE_CHANGED)
    then_the_stage_is(case, Stage.AFTERCARE)
    assert (case.closed_at, case.closed_by) == (clock.now(), case.worker)
    then_the_case_is_seen_by(field, case, *OFFICE_TEAM, *PROVINCE_TEAM)
    then_next_due_is(field, case, None)


def then_review_is(review: PlacementReview, state: str) -> None:
    review.refresh_from_db()
    assert review.state == state
