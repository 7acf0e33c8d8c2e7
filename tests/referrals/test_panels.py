"""What this room tells the case page: where the child lives, what is due, what stands in the way."""

import pytest

from cases.models import CarePlan, CarePlanAction, CarePlanGoal
from cases.plan_states import ActionState, PlanApproval, PlanHorizon, PlanState
from cases.services.stages import close_case
from cases.states import Base, CareForm
from institutions.models import Parameter
from referrals import occupancies, panels
from referrals.states import EndReason, PlacementState, ReviewOutcome
from referrals.stays import away, evidence_for
from tests.cases.factories import CaseFactory, FamilyMemberFactory, code
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of

from .factories import (
    CareDecisionFactory,
    PlacementFactory,
    PlacementReviewFactory,
    ReunificationFactory,
    days_ago,
    moment,
    worker_of,
)

pytestmark = pytest.mark.django_db


def ended(starts, ends, **kwargs):
    return PlacementFactory(
        starts_on=days_ago(starts),
        ended_on=days_ago(ends),
        state=PlacementState.ENDED,
        end_reason=EndReason.MOVED,
        **kwargs,
    )


def plan_of(case, goal=CareForm.BIRTH_FAMILY):
    return CarePlan.objects.create(
        case=case,
        version=case.plans.count() + 1,
        horizon=PlanHorizon.SHORT,
        permanency_goal=goal,
        author=case.worker,
        office_is_party=True,
        child_signs=True,
    )


def sign(plan):
    plan.signed_at, plan.signed_by = moment(days_ago(30)), plan.author
    plan.state, plan.approval = PlanState.APPROVED, PlanApproval.OLD_RULE
    plan.save()


def test_a_child_in_the_community_lives_with_its_carer_and_not_in_the_body_that_helps():
    home = PlacementFactory()
    family = PlacementFactory(kinship=True)
    body = InstitutionFactory(lksa=True)
    helped = PlacementFactory(kinship=True, emergency=True, base=Base.COMMUNITY, institution=body)
    told = panels.living_places([row.beneficiary_id for row in (home, family, helped)])
    assert told[home.beneficiary_id] == f"di {home.institution}"
    assert told[family.beneficiary_id] == f"bersama {family.carer}"
    assert told[helped.beneficiary_id] == f"bersama {helped.carer}"


# --- days away -----------------------------------------------------------------------------------------------------


def test_days_away_run_through_a_move_between_residences():
    first = ended(60, 30)
    PlacementFactory(case=first.case, starts_on=days_ago(30))
    found = panels.days_away(first.case, first.case.worker)["away"]
    assert (found.since, found.days) == (days_ago(60), 60)


def test_days_away_begin_anew_after_a_time_at_home():
    first = ended(60, 40)
    PlacementFactory(case=first.case, starts_on=days_ago(30))
    assert panels.days_away(first.case, first.case.worker)["away"].days == 30


def test_a_child_in_a_family_is_not_away():
    placement = PlacementFactory(kinship=True)
    assert panels.days_away(placement.case, placement.case.worker) == {"placement": placement, "away": None}
    assert away([]) is None
    assert away([ended(60, 40)]) is None


def test_continuum_shows_now_and_the_goal_of_the_signed_plan():
    placement = PlacementFactory()
    sign(plan_of(placement.case, CareForm.KINSHIP))
    plan_of(placement.case, CareForm.ADOPTION)  # a draft says nothing yet
    found = panels.continuum(placement.case, placement.case.worker)["rungs"]
    assert [rung.state for rung in found] == ["", "goal", "way", "way", "way", "now", ""]


@pytest.mark.parametrize(
    ("load", "queries"),
    [(panels.days_away, 3), (panels.continuum, 4), (panels.current_place, 4), (panels.history, 8)],
)
@pytest.mark.parametrize("stays", [1, 4])
def test_panel_runs_a_fixed_number_of_queries(django_assert_num_queries, load, queries, stays):
    placement = PlacementFactory(starts_on=days_ago(10))
    for number in range(stays):
        earlier = ended(100 + number * 10, 95 + number * 10, case=placement.case)
        PlacementReviewFactory(placement=earlier, held=True, due_on=days_ago(96))
    PlacementReviewFactory(placement=placement)
    with django_assert_num_queries(queries):
        found = load(placement.case, placement.case.worker)
        for row in found.get("placements", []):
            assert [row.place_name, list(row.reviews.all())]
        for row in [*found.get("past", []), *found.get("elsewhere", [])]:
            assert [row.place_name, row.case.number]


def test_current_place_offers_to_begin_what_dinas_approved():
    decision = CareDecisionFactory(kinship=True)
    case = decision.case
    assert panels.current_place(case, case.worker)["decision"] == decision
    [action] = panels.actions(actor_of(worker_of(case)), case)
    assert action.url == f"/rujukan/penempatan/mulai/{decision.pk}/"
    assert panels.actions(actor_of(MembershipFactory(institution=case.office)), case) == []


def needs_decision(placement) -> bool:
    """Whether the panel says so, and the menu offers it to the worker."""
    case = placement.case
    said = panels.current_place(case, case.worker)["needs_decision"]
    offered = [action.url for action in panels.actions(actor_of(worker_of(case)), case)]
    assert offered == ([f"/rujukan/baru/?kasus={case.pk}&jenis=CARE_DECISION"] if said else [])
    return said


@pytest.mark.parametrize("outcome", ReviewOutcome.values)
def test_a_review_that_decided_to_move_asks_for_the_next_decision(outcome):
    placement = PlacementFactory()
    if outcome == ReviewOutcome.REUNIFY:
        ReunificationFactory(placement=placement, consent_on=days_ago(12), handed_over_on=days_ago(9))
    review = PlacementReviewFactory(placement=placement, held=True, due_on=days_ago(9), outcome=outcome)
    assert needs_decision(review.placement) == (outcome in {"MOVE", "SUBSTITUTE_FAMILY"})


def test_only_the_last_review_asks_for_a_decision():
    placement = PlacementFactory()
    PlacementReviewFactory(placement=placement, held=True, due_on=days_ago(50), outcome=ReviewOutcome.MOVE)
    PlacementReviewFactory(placement=placement, held=True, due_on=days_ago(9))
    assert not needs_decision(placement)


def test_a_stay_without_a_decision_asks_for_one():
    assert needs_decision(PlacementFactory(existing=True))
    assert needs_decision(PlacementFactory(emergency=True, starts_on=days_ago(40), state=PlacementState.OVERSTAYED))
    assert not needs_decision(PlacementFactory())


def test_a_decision_that_ran_out_or_was_used_is_not_offered():
    over = CareDecisionFactory(kinship=True, starts_on=days_ago(50), ends_on=days_ago(1))
    used = PlacementFactory(kinship=True).decision
    for decision in (over, used, CareDecisionFactory()):
        assert panels.unused_family_decision(decision.case) is None


# --- due -----------------------------------------------------------------------------------------------------------


def test_dues_are_the_review_and_the_emergency_limit(django_assert_num_queries):
    placement = PlacementFactory(emergency=True)
    review = PlacementReviewFactory(placement=placement)
    with django_assert_num_queries(3):
        found = panels.dues(placement.case)
        assert panels.dues(placement.case) == found
    assert [due.due for due in found] == [review.due_on, placement.emergency_ends_on]


# --- what stands in the way ----------------------------------------------------------------------------------------


def codes(problems):
    return [(problem.code, problem.tag) for problem in problems]


@pytest.mark.rule("placement_open", "review_overdue")
def test_closing_a_case_with_an_open_placement_and_an_overdue_review_needs_reasons():
    review = PlacementReviewFactory(overdue=True)
    case = review.placement.case
    assert codes(panels.closing_problems(case)) == [("placement_open", "soft"), ("review_overdue", "soft")]
    given = {"placement_open": "Rekaan.", "review_overdue": "Rekaan."}
    closed = close_case(
        case=case,
        by=actor_of(worker_of(case)),
        reason_code=code("CLOSURE_REASON", "MOVED_AWAY"),
        evaluation="Evaluasi rekaan.",
        reasons=given,
    )
    assert closed.closing_reasons == given


def test_nothing_stands_against_closing_without_a_placement():
    assert panels.closing_problems(CaseFactory()) == []


@pytest.mark.rule("review_blocks_plan")
@pytest.mark.parametrize(("late", "blocked"), [(30, False), (31, True)])
def test_review_overdue_for_more_than_thirty_days_bars_new_plan_items(late, blocked):
    review = PlacementReviewFactory(due_on=days_ago(late))
    found = panels.plan_problems(review.placement.case)
    assert codes(found) == ([("review_blocks_plan", "hard")] if blocked else [])


@pytest.mark.rule("review_blocks_plan")
def test_the_office_says_after_how_many_days_plan_items_are_barred():
    review = PlacementReviewFactory(due_on=days_ago(8))
    office = review.placement.case.office
    Parameter.objects.create(key="review_overdue_block_days", value=7, institution=office, valid_from=days_ago(90))
    assert codes(panels.plan_problems(review.placement.case)) == [("review_blocks_plan", "hard")]


# --- the child's words, the review's evidence, places --------------------------------------------------------------


def test_the_childs_newest_words_come_from_the_last_held_review(django_assert_num_queries):
    placement = PlacementFactory()
    PlacementReviewFactory(placement=placement, held=True, due_on=days_ago(50), child_view="Dulu.")
    newest = PlacementReviewFactory(placement=placement, held=True, due_on=days_ago(20), child_view="Aku mau pulang.")
    with django_assert_num_queries(3):
        found = panels.child_view(placement.case)
    assert (found.text, found.on, found.by) == ("Aku mau pulang.", newest.held_on, str(newest.recorded_by))
    assert panels.child_view(CaseFactory()) is None


def test_evidence_of_a_review_counts_the_plan_since_the_last_review(django_assert_num_queries):
    placement = PlacementFactory()
    held = PlacementReviewFactory(placement=placement, held=True, due_on=days_ago(20))
    review = PlacementReviewFactory(placement=placement)
    plan = plan_of(placement.case)
    goal = CarePlanGoal.objects.create(plan=plan, text="Ibu mampu mengasuh (rekaan)")
    action = {"goal": goal, "text": "Kegiatan rekaan", "component": code("COMPONENT", "CARE"), "base": "FAMILY"}
    action |= {"responsible": "Petugas Contoh"}
    CarePlanAction.objects.create(**action, due_on=days_ago(3))
    CarePlanAction.objects.create(**action, due_on=days_ago(3), state=ActionState.DONE, done_on=days_ago(4))
    CarePlanAction.objects.create(**action, due_on=days_ago(3), state=ActionState.CANCELLED, state_reason="Rekaan")
    sign(plan)
    for days in (30, 20, 5):
        placement.case.services.create(
            provided_on=days_ago(days),
            component=code("COMPONENT", "CARE"),
            base="FAMILY",
            provider="Petugas Contoh",
            description="Layanan rekaan",
            recorded_by=placement.case.worker,
        )
    with django_assert_num_queries(7):
        found = evidence_for(review)
    assert (found.progress.total, found.progress.done, found.progress.late) == (2, 1, 1)
    assert (found.since, found.services_count, list(found.earlier)) == (held.held_on, 2, [held])
    assert found.away.days == 100
    past = evidence_for(held)
    assert (past.away.days, past.services_count) == (80, 2), "as it was on the day it was held"


def test_evidence_of_a_review_in_a_placement_that_has_ended_still_counts_the_days_away():
    placement = ended(60, 10)
    review = PlacementReviewFactory(placement=placement, held=True, due_on=days_ago(15))
    assert evidence_for(review).away.days == 45


def test_places_are_counted_from_open_residential_placements(django_assert_num_queries):
    house = InstitutionFactory(lksa=True, places=2)
    full = InstitutionFactory(lksa=True, places=1)
    office = InstitutionFactory()
    PlacementFactory(institution=house)
    PlacementFactory(institution=full)
    ended(60, 20, institution=house)
    kin = FamilyMemberFactory()
    case = CaseFactory(beneficiary=kin.beneficiary)
    PlacementFactory(emergency=True, case=case, form=CareForm.KINSHIP, base="COMMUNITY", carer=kin, institution=house)
    with django_assert_num_queries(3):
        found = occupancies.panel(house, None)["occupancy"]
    assert (found.free, found.taken, found.over_limit) == (1, 1, 0)
    assert occupancies.panel(office, None) == {"occupancy": None, "holds": []}
    unknown = InstitutionFactory(sentra=True, places=0)
    with django_assert_num_queries(1):
        marks = occupancies.marks([house, full, office, unknown])
    assert {pk: (mark.words, mark.tone) for pk, mark in marks.items()} == {
        house.pk: ("1\N{NO-BREAK SPACE}dari\N{NO-BREAK SPACE}2", "ok"),
        full.pk: ("Penuh", "stop"),
    }
