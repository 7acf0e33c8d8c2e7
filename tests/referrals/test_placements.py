"""Beginning and ending a placement."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed, RuleViolation
from cases.event_states import EventKind
from cases.models import Case, CaseEvent
from cases.services.shares import share_case
from cases.states import Base, CareForm
from institutions.models import Parameter
from institutions.states import Faith, Role, TargetGroup
from referrals.models import CareDecision, Placement, PlacementReview, Referral
from referrals.services import placements as service
from referrals.services.placements import end_placement, occupancy, start_placement
from referrals.states import (
    DecisionOutcome,
    EndReason,
    PlacementState,
    ReferralState,
    ReviewOutcome,
    ReviewState,
    Term,
    Title,
)
from tests.carers.ways import walked
from tests.cases.factories import CaseFactory, FamilyMemberFactory
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of

from .factories import (
    CareDecisionFactory,
    ConferenceFactory,
    OrderPaperFactory,
    PlacementFactory,
    PlacementReviewFactory,
    ReferralFactory,
    days_ago,
    member,
    worker_of,
)

pytestmark = pytest.mark.django_db

NO_CERTIFICATE = {"not_accredited": "Menunggu visitasi (rekaan)."}


@pytest.fixture
def house():
    return InstitutionFactory(lksa=True, places=2)


@pytest.fixture
def decision(house):
    return CareDecisionFactory(institution=house, starts_on=days_ago(3))


def admission_of(decision, **kwargs):
    return ReferralFactory(
        admission=True,
        accepted=True,
        case=decision.case,
        to_institution=decision.institution,
        decision=decision,
        **kwargs,
    )


def admit(approved, /, **changes):
    """Place by `approved` as the institution's staff; `changes` replace single arguments."""
    house = changes.get("institution") or approved.institution
    given = {
        "case": approved.case,
        "title": Title.DECISION,
        "form": approved.form,
        "base": approved.base,
        "term": approved.term,
        "starts_on": timezone.localdate(),
        "institution": approved.institution,
        "decision": approved,
        "reasons": NO_CERTIFICATE,
    }
    given |= changes
    if "referral" not in given:
        given["referral"] = Referral.objects.filter(decision=approved).first() or admission_of(approved)
    if "by" not in given:
        given["by"] = actor_of(member(house))
    return start_placement(**given)


def codes(refused) -> set[str]:
    return {problem.code for problem in refused.value.problems}


def hard_codes(refused) -> set[str]:
    return {problem.code for problem in refused.value.problems if problem.is_hard}


def test_admission_begins_a_placement_with_first_review_share_event_and_audit(decision, house):
    membership = member(house)
    placement = admit(decision, by=actor_of(membership))
    assert placement.state == PlacementState.ACTIVE
    assert placement.review_rule == {
        "term": "SHORT",
        "months": 3,
        "factor": 1,
        "versions": {"review_short_months": None},
    }
    assert placement.planned_end_on == decision.ends_on
    assert placement.soft_reasons == NO_CERTIFICATE
    review = placement.reviews.get()
    assert (review.sequence, review.state) == (1, ReviewState.DUE)
    assert timezone.localdate() + timedelta(days=88) < review.due_on < timezone.localdate() + timedelta(days=93)
    assert Case.objects.visible_to(membership.user).get() == decision.case
    event = CaseEvent.objects.get(case=decision.case, kind=EventKind.PLACED)
    assert house.name in event.text and event.by == membership.user
    trail = AuditEvent.objects.get(subject=f"placement:{placement.pk}")
    assert (trail.verb, trail.user_id, trail.data["soft"]) == (
        "placement.start",
        membership.user.pk,
        ["not_accredited"],
    )


@pytest.mark.rule("one_open_review_per_placement")
def test_first_review_fails_then_no_placement(decision, monkeypatch):
    def fail(**_kwargs):
        raise RuntimeError("no review")

    monkeypatch.setattr(service, "plan_review", fail)
    with pytest.raises(RuntimeError):
        admit(decision)
    assert not Placement.objects.exists()
    assert not PlacementReview.objects.exists()
    assert not CaseEvent.objects.filter(kind=EventKind.PLACED).exists()


def test_placement_fails_then_no_review(decision, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError("no audit")

    monkeypatch.setattr(service, "record", fail)
    with pytest.raises(RuntimeError):
        admit(decision)
    assert not PlacementReview.objects.exists()


# --- who may -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.INTAKE_OFFICER, Role.LKSA_STAFF])
def test_only_staff_of_the_receiving_institution_admit(decision, role):
    stranger = member(InstitutionFactory(lksa=True), role)
    with pytest.raises(NotAllowed):
        admit(decision, by=actor_of(stranger))
    with pytest.raises(NotAllowed):
        admit(decision, by=actor_of(worker_of(decision.case)))


def test_admission_needs_the_referral_to_this_institution(decision, house):
    by = actor_of(member(house))
    with pytest.raises(NotAllowed):
        admit(decision, by=by, referral=None)
    elsewhere = ReferralFactory(admission=True, accepted=True, case=decision.case)
    with pytest.raises(NotAllowed):
        admit(decision, by=by, referral=elsewhere)
    other_case = ReferralFactory(admission=True, accepted=True, to_institution=house)
    with pytest.raises(NotAllowed):
        admit(decision, by=by, referral=other_case)


def test_a_declined_admission_admits_nobody(decision):
    declined = admission_of(decision)
    declined.state, declined.answer_reason = ReferralState.DECLINED, "Penuh"
    declined.save()
    with pytest.raises(NotAllowed):
        admit(decision, referral=declined)


def test_family_placement_is_begun_by_the_responsible_worker():
    decision = CareDecisionFactory(kinship=True)
    place = {"referral": None, "carer": decision.carer}
    placement = admit(decision, by=actor_of(worker_of(decision.case)), **place)
    assert placement.base == Base.FAMILY and placement.reviews.count() == 1


def test_family_placement_is_refused_to_anybody_else():
    decision = CareDecisionFactory(kinship=True)
    colleague = MembershipFactory(institution=decision.case.office)
    for by in (actor_of(colleague), actor_of(member(InstitutionFactory(lksa=True)))):
        with pytest.raises(NotAllowed):
            admit(decision, by=by, referral=None, carer=decision.carer)


# --- the title -----------------------------------------------------------------------------------------------------


@pytest.mark.rule("no_decision")
def test_no_placement_without_a_decision(decision):
    referral = admission_of(decision)
    with pytest.raises(RuleViolation) as refused:
        admit(decision, decision=None, referral=referral)
    assert "no_decision" in codes(refused)


@pytest.mark.rule("no_decision")
def test_a_rejecting_decision_places_nobody(house):
    decision = CareDecisionFactory(institution=house, outcome=DecisionOutcome.REJECTED)
    with pytest.raises(RuleViolation) as refused:
        admit(decision)
    assert "no_decision" in codes(refused)


@pytest.mark.rule("no_decision")
def test_a_decision_of_another_case_places_nobody(decision):
    other = CaseFactory()
    referral = ReferralFactory(
        admission=True, accepted=True, case=other, to_institution=decision.institution, decision=decision
    )
    with pytest.raises(RuleViolation) as refused:
        admit(decision, case=other, referral=referral)
    assert "no_decision" in codes(refused)


@pytest.mark.rule("decision_differs")
def test_decision_for_another_house_form_or_term_does_not_count(decision):
    other = InstitutionFactory(lksa=True)
    referral = ReferralFactory(
        admission=True, accepted=True, case=decision.case, to_institution=other, decision=decision
    )
    with pytest.raises(RuleViolation) as refused:
        admit(decision, institution=other, referral=referral)
    assert "decision_differs" in hard_codes(refused)
    referral.delete()
    with pytest.raises(RuleViolation) as refused:
        admit(decision, term=Term.LONG)
    assert "decision_differs" in hard_codes(refused)


@pytest.mark.rule("decision_not_in_force")
@pytest.mark.parametrize(("starts", "ends"), [(-1, 90), (9, 2)])
def test_placement_starts_within_the_decisions_dates(house, starts, ends):
    """(days ago the decision begins, days ago it ends)"""
    decision = CareDecisionFactory(
        institution=house,
        starts_on=days_ago(starts),
        ends_on=days_ago(ends) if ends < starts else None,
        review_due_on=timezone.localdate() + timedelta(days=60),
    )
    with pytest.raises(RuleViolation) as refused:
        admit(decision)
    assert hard_codes(refused) == {"decision_not_in_force"}


@pytest.mark.rule("decision_stale")
def test_no_placement_begins_by_a_decision_that_lay_unused_too_long(house):
    decision = CareDecisionFactory(institution=house, start_due_on=days_ago(9), usable_until=days_ago(1))
    with pytest.raises(RuleViolation) as refused:
        admit(decision)
    assert hard_codes(refused) == {"decision_stale"}
    kin = CareDecisionFactory(kinship=True, start_due_on=days_ago(9), usable_until=days_ago(1))
    assert kin not in CareDecision.objects.startable(timezone.localdate())


def test_the_last_day_of_use_is_still_in_time(house):
    decision = CareDecisionFactory(institution=house, start_due_on=days_ago(9), usable_until=timezone.localdate())
    assert admit(decision).decision == decision


@pytest.mark.rule("decision_used")
def test_a_decision_is_used_once(decision):
    placement = admit(decision)
    end_placement(placement=placement, by=placement_staff(placement), on=timezone.localdate(), reason=EndReason.CLOSED)
    referral = ReferralFactory(
        admission=True, accepted=True, case=decision.case, to_institution=decision.institution, is_emergency=True
    )
    with pytest.raises(RuleViolation) as refused:
        admit(decision, referral=referral)
    assert "decision_used" in hard_codes(refused)


def placement_staff(placement):
    return actor_of(member(placement.institution))


@pytest.mark.rule("no_court_order")
def test_guardianship_needs_a_court_order_beside_the_decision():
    decision = CareDecisionFactory(
        kinship=True, form=CareForm.GUARDIAN, case__beneficiary__faith="ISLAM", carer__faith="ISLAM"
    )
    walked(decision.case, CareForm.GUARDIAN)
    by = actor_of(worker_of(decision.case))
    with pytest.raises(RuleViolation) as refused:
        admit(decision, by=by, referral=None, carer=decision.carer)
    assert hard_codes(refused) == {"no_court_order"}
    placement = admit(
        decision,
        by=by,
        referral=None,
        carer=decision.carer,
        order_number="12/Pdt.P/2026/PA.Contoh",
        order_on=days_ago(5),
    )
    assert placement.order_number


@pytest.mark.rule("court_order_later", "no_court_order", "order_document_missing")
def test_court_title_needs_number_and_date_not_after_the_start_and_the_paper_itself():
    case = CaseFactory()
    carer = FamilyMemberFactory(beneficiary=case.beneficiary)
    given = {
        "case": case,
        "by": actor_of(worker_of(case)),
        "title": Title.COURT,
        "form": CareForm.KINSHIP,
        "base": Base.FAMILY,
        "term": Term.LONG,
        "starts_on": days_ago(1),
        "carer": carer,
    }
    paper = OrderPaperFactory(subject=f"case:{case.pk}")
    for order, code in [
        ({"order_document": paper}, "no_court_order"),
        ({"order_number": "1/Contoh", "order_on": timezone.localdate(), "order_document": paper}, "court_order_later"),
        ({"order_number": "1/Contoh", "order_on": days_ago(1)}, "order_document_missing"),
        (
            {"order_number": "1/Contoh", "order_on": days_ago(1), "order_document": OrderPaperFactory()},
            "order_document_missing",  # the paper of another case
        ),
    ]:
        with pytest.raises(RuleViolation) as refused:
            start_placement(**given, **order)
        assert hard_codes(refused) == {code}
    order = {"order_number": "1/Contoh", "order_on": days_ago(1), "order_document": paper}
    assert start_placement(**given, **order).order_document == paper


def emergency(case, house, *, is_emergency=True, **changes):
    referral = ReferralFactory(
        admission=True, accepted=True, case=case, to_institution=house, is_emergency=is_emergency
    )
    given = {"title": Title.EMERGENCY, "form": CareForm.LKSA, "base": Base.RESIDENTIAL, "term": Term.EMERGENCY}
    given |= {"starts_on": timezone.localdate(), "institution": house, "referral": referral, "reasons": NO_CERTIFICATE}
    return start_placement(case=case, by=actor_of(member(house)), **(given | changes))


def test_emergency_copies_the_offices_limit(house):
    case = CaseFactory()
    Parameter.objects.create(
        key="emergency_placement_max_days", value=21, institution=case.office, valid_from=days_ago(9)
    )
    placement = emergency(case, house)
    assert placement.limit_days == 21
    assert placement.emergency_ends_on == timezone.localdate() + timedelta(days=21)
    assert placement.reviews.get().due_on == timezone.localdate() + timedelta(days=14)


@pytest.mark.rule("not_an_emergency")
def test_emergency_needs_an_emergency_referral(house):
    with pytest.raises(RuleViolation) as refused:
        emergency(CaseFactory(), house, is_emergency=False)
    assert "not_an_emergency" in hard_codes(refused)


@pytest.mark.rule("emergency_term")
def test_emergency_is_not_long_term(house):
    with pytest.raises(RuleViolation) as refused:
        emergency(CaseFactory(), house, term=Term.LONG)
    assert "emergency_term" in hard_codes(refused)


@pytest.mark.rule("emergency_over")
def test_emergency_that_would_be_over_already_is_refused(house):
    with pytest.raises(RuleViolation) as refused:
        emergency(CaseFactory(), house, starts_on=days_ago(31))
    assert hard_codes(refused) == {"emergency_over"}


@pytest.mark.rule("open_placement")
def test_emergency_never_follows_an_open_emergency(house):
    placement = PlacementFactory(emergency=True, institution=house)
    with pytest.raises(RuleViolation) as refused:
        emergency(placement.case, InstitutionFactory(lksa=True))
    assert hard_codes(refused) == {"open_placement"}


@pytest.mark.rule("emergency_used_up")
def test_leaving_for_a_day_does_not_begin_the_emergency_limit_anew(house):
    earlier = PlacementFactory(
        emergency=True,
        starts_on=days_ago(22),
        ended_on=days_ago(2),
        end_reason=EndReason.CLOSED,
        state=PlacementState.ENDED,
    )
    placement = emergency(earlier.case, house)
    assert placement.limit_days == 10
    earlier_too = PlacementFactory(
        emergency=True,
        starts_on=days_ago(32),
        ended_on=days_ago(1),
        end_reason=EndReason.CLOSED,
        state=PlacementState.ENDED,
    )
    with pytest.raises(RuleViolation) as refused:
        emergency(earlier_too.case, house)
    assert hard_codes(refused) == {"emergency_used_up"}


def test_a_decision_puts_an_emergency_right_without_a_gap(house):
    before = PlacementFactory(emergency=True, institution=house)
    PlacementReviewFactory(placement=before)
    share_case(case=before.case, institution=house, by=actor_of(worker_of(before.case)))
    decision = CareDecisionFactory(case=before.case, institution=house, starts_on=days_ago(1))
    after = admit(decision)
    before.refresh_from_db()
    assert (before.state, before.ended_on, before.end_reason) == (
        PlacementState.ENDED,
        after.starts_on,
        EndReason.MOVED,
    )
    assert before.reviews.get().state == ReviewState.CANCELLED
    assert Case.objects.visible_to(member(house).user).exists()


@pytest.mark.rule("not_existing")
def test_an_existing_resident_is_entered_only_up_to_the_offices_day(house):
    case = CaseFactory()
    given = {
        "case": case,
        "by": actor_of(worker_of(case)),
        "title": Title.EXISTING,
        "form": CareForm.LKSA,
        "base": Base.RESIDENTIAL,
        "term": Term.LONG,
        "starts_on": days_ago(400),
        "institution": house,
    }
    with pytest.raises(RuleViolation) as refused:
        start_placement(**given)
    assert hard_codes(refused) == {"not_existing"}
    Parameter.objects.create(
        key="existing_residents_entry", value=True, institution=case.office, valid_from=days_ago(300)
    )
    placement = start_placement(**given)
    assert placement.reviews.get().due_on == timezone.localdate(), "review due at once (design.md 4)"
    with pytest.raises(RuleViolation) as refused:
        start_placement(**given | {"case": CaseFactory(worker_membership=worker_of(case)), "starts_on": days_ago(300)})
    assert hard_codes(refused) == {"not_existing"}


@pytest.mark.rule("not_existing")
def test_switching_the_entry_off_and_on_again_does_not_move_its_first_day(house):
    case = CaseFactory()

    def switch(value, ago, office=case.office):
        key = "existing_residents_entry"
        Parameter.objects.create(key=key, value=value, institution=office, valid_from=days_ago(ago))

    def enter(since):
        child = CaseFactory(worker_membership=worker_of(case))
        by = actor_of(worker_of(case))
        form = {"form": CareForm.LKSA, "base": Base.RESIDENTIAL, "term": Term.LONG, "institution": house}
        return start_placement(case=child, by=by, title=Title.EXISTING, starts_on=days_ago(since), **form)

    switch(True, 300)
    switch(False, 200)
    with pytest.raises(RuleViolation) as refused:
        enter(400)
    assert hard_codes(refused) == {"not_existing"}, "switched off: the door is closed"
    switch(True, 10)
    with pytest.raises(RuleViolation) as refused:
        enter(100)
    assert hard_codes(refused) == {"not_existing"}, "came while it was off: needs a decision"
    assert enter(301).title == Title.EXISTING


# --- the place -----------------------------------------------------------------------------------------------------


def refuse(approved, /, **changes) -> set[str]:
    with pytest.raises(RuleViolation) as refused:
        admit(approved, **changes)
    return hard_codes(refused)


@pytest.mark.rule("licence_expired")
def test_admission_refused_when_the_licence_has_expired(decision, house):
    house.licence_valid_until = days_ago(1)
    house.save()
    assert refuse(decision) == {"licence_expired"}


@pytest.mark.rule("no_free_place")
def test_admission_refused_without_a_free_place(decision, house):
    PlacementFactory(institution=house)
    PlacementFactory(institution=house, emergency=True, state=PlacementState.OVERSTAYED)
    assert occupancy(house).free == 0
    assert refuse(decision) == {"no_free_place"}


def test_a_place_left_is_free_again(decision, house):
    PlacementFactory.create_batch(
        2, institution=house, state=PlacementState.ENDED, ended_on=days_ago(1), end_reason=EndReason.CLOSED
    )
    assert occupancy(house).free == 2
    assert admit(decision)


@pytest.mark.rule("not_a_residence")
def test_admission_refused_in_a_body_of_another_kind(house):
    decision = CareDecisionFactory(institution=house, form=CareForm.SENTRA)
    assert refuse(decision) == {"not_a_residence"}


@pytest.mark.rule("not_accredited")
def test_admission_refused_when_accreditation_is_missing_and_no_reason_is_given(decision):
    with pytest.raises(RuleViolation) as refused:
        admit(decision, reasons={})
    assert codes(refused) == {"not_accredited"} and not hard_codes(refused)


@pytest.mark.rule("not_accredited")
def test_missing_accreditation_bars_where_the_office_says_so(decision):
    Parameter.objects.create(
        key="accreditation_required", value=True, institution=decision.deciding_office, valid_from=days_ago(30)
    )
    assert refuse(decision) == {"not_accredited"}


@pytest.mark.rule("faith_differs", "faith_unknown")
@pytest.mark.parametrize(
    ("founded_on", "child", "hard", "soft"),
    [
        (Faith.ISLAM, Faith.HINDU, {"faith_differs"}, set()),
        (Faith.ISLAM, "", set(), {"faith_unknown"}),
        (Faith.ISLAM, Faith.ISLAM, set(), set()),
        ("", Faith.HINDU, set(), set()),
    ],
)
def test_a_body_founded_on_a_religion_takes_children_of_that_religion(decision, house, founded_on, child, hard, soft):
    house.faith = founded_on
    house.save()
    decision.case.beneficiary.faith = child
    decision.case.beneficiary.save()
    with pytest.raises(RuleViolation) as refused:
        admit(decision, reasons={})
    assert hard_codes(refused) == hard
    assert codes(refused) - hard_codes(refused) == {"not_accredited"} | soft


@pytest.mark.rule("target_group_differs")
def test_a_body_for_other_groups_needs_a_reason(decision, house):
    house.target_groups = [TargetGroup.ELDERLY]
    house.save()
    with pytest.raises(RuleViolation) as refused:
        admit(decision, reasons={})
    assert codes(refused) == {"not_accredited", "target_group_differs"} and not hard_codes(refused)


# --- the person ----------------------------------------------------------------------------------------------------


@pytest.mark.rule("siblings_apart")
def test_siblings_apart_need_a_reason(decision):
    sibling = PlacementFactory()
    FamilyMemberFactory(beneficiary=decision.case.beneficiary, relation="SIBLING", same_as=sibling.beneficiary)
    with pytest.raises(RuleViolation) as refused:
        admit(decision)
    assert codes(refused) == {"not_accredited", "siblings_apart"} and not hard_codes(refused)
    placement = admit(
        decision,
        referral=decision.admissions.get(),
        reasons=NO_CERTIFICATE | {"siblings_apart": "Adik sakit (rekaan)."},
    )
    assert placement.soft_reasons["siblings_apart"] == "Adik sakit (rekaan)."


@pytest.mark.rule("siblings_apart")
def test_siblings_together_need_no_reason(decision, house):
    sibling = PlacementFactory(institution=house)
    FamilyMemberFactory(beneficiary=sibling.beneficiary, relation="SIBLING", same_as=decision.case.beneficiary)
    assert "siblings_apart" not in admit(decision).soft_reasons


@pytest.mark.rule("open_placement")
def test_nobody_is_placed_while_placed_elsewhere(decision):
    PlacementFactory(case=decision.case)
    assert refuse(decision) == {"open_placement"}


@pytest.mark.parametrize("outcome", [ReviewOutcome.MOVE, ReviewOutcome.SUBSTITUTE_FAMILY])
def test_a_review_that_decided_to_move_opens_the_next_step(decision, outcome):
    before = PlacementFactory(case=decision.case)
    PlacementReviewFactory(placement=before, held=True, outcome=outcome, due_on=days_ago(4))
    ConferenceFactory(case=before.case)
    share_case(case=before.case, institution=before.institution, by=actor_of(worker_of(before.case)))
    former_home = member(before.institution)
    admit(decision)
    before.refresh_from_db()
    assert before.end_reason == EndReason.MOVED
    assert not Case.objects.visible_to(former_home.user).exists()


def test_moving_from_a_residence_to_kin_ends_it_as_substitute_family():
    before = PlacementFactory()
    PlacementReviewFactory(placement=before, held=True, outcome=ReviewOutcome.SUBSTITUTE_FAMILY, due_on=days_ago(4))
    ConferenceFactory(case=before.case)
    decision = CareDecisionFactory(kinship=True, case=before.case)
    admit(decision, by=actor_of(worker_of(before.case)), referral=None, carer=decision.carer)
    before.refresh_from_db()
    assert before.end_reason == EndReason.SUBSTITUTE_FAMILY


@pytest.mark.rule("beneficiary_died")
def test_the_dead_are_not_placed(decision):
    decision.case.beneficiary.died_on = days_ago(1)
    decision.case.beneficiary.save()
    assert refuse(decision) == {"beneficiary_died"}


@pytest.mark.rule("starts_in_future")
def test_the_day_of_arrival_is_not_ahead(decision):
    assert refuse(decision, starts_on=timezone.localdate() + timedelta(days=1)) == {"starts_in_future"}


@pytest.mark.rule("placement_overlaps")
def test_overlap_with_an_ended_placement_is_a_clear_refusal(decision):
    PlacementFactory(
        case=decision.case,
        starts_on=days_ago(50),
        state=PlacementState.ENDED,
        ended_on=days_ago(1),
        end_reason=EndReason.CLOSED,
    )
    assert refuse(decision, starts_on=days_ago(2)) == {"placement_overlaps"}
    assert admit(decision, starts_on=days_ago(1), referral=decision.admissions.get()), "leaving and arriving on one day"


@pytest.mark.rule("carer_not_kin", "carer_not_possible")
@pytest.mark.parametrize(
    ("carer", "code"),
    [
        ({"is_alive": False}, "carer_not_possible"),
        ({"may_contact": False}, "carer_not_possible"),
        ({"relation": "COUSIN", "kinship_degree": 4}, "carer_not_kin"),
        ({"relation": "NOT_KIN", "kinship_degree": None}, "carer_not_kin"),
    ],
)
def test_kin_who_care_are_alive_allowed_and_within_the_third_degree(carer, code):
    case = CaseFactory()
    kin = FamilyMemberFactory(beneficiary=case.beneficiary, **carer)
    decision = CareDecisionFactory(kinship=True, case=case, carer=kin)
    assert refuse(decision, by=actor_of(worker_of(case)), referral=None, carer=kin) == {code}


@pytest.mark.rule("no_carer")
def test_a_carer_belongs_to_the_childs_own_family():
    decision = CareDecisionFactory(kinship=True, carer=FamilyMemberFactory())
    by = actor_of(worker_of(decision.case))
    assert refuse(decision, by=by, referral=None, carer=decision.carer) == {"no_carer"}


@pytest.mark.rule("no_institution")
def test_community_base_names_its_body():
    decision = CareDecisionFactory(kinship=True, base=Base.COMMUNITY)
    by = actor_of(worker_of(decision.case))
    assert refuse(decision, by=by, referral=None, carer=decision.carer) == {"no_institution"}


@pytest.mark.rule("base_does_not_fit")
def test_residential_base_does_not_fit_a_family_form(decision):
    assert "base_does_not_fit" in refuse(decision, form=CareForm.KINSHIP)


# --- the end -------------------------------------------------------------------------------------------------------


def test_end_cancels_the_open_review_completes_the_referral_and_takes_the_share_back(decision, house):
    membership = member(house)
    placement = admit(decision, by=actor_of(membership))
    end_placement(placement=placement, by=actor_of(membership), on=timezone.localdate(), reason=EndReason.CLOSED)
    placement.refresh_from_db()
    assert placement.state == PlacementState.ENDED
    assert placement.reviews.get().state == ReviewState.CANCELLED
    admission = decision.admissions.get()
    assert admission.state == ReferralState.COMPLETED
    assert not Case.objects.visible_to(membership.user).exists()
    assert occupancy(house).taken == 0


def test_end_keeps_the_share_of_a_body_that_still_serves(decision, house):
    membership = member(house)
    placement = admit(decision, by=actor_of(membership))
    ReferralFactory(service=True, accepted=True, case=decision.case, to_institution=house)
    end_placement(placement=placement, by=actor_of(membership), on=timezone.localdate(), reason=EndReason.CLOSED)
    assert Case.objects.visible_to(membership.user).exists()


@pytest.mark.rule("end_out_of_range")
@pytest.mark.parametrize("offset", [-1, 101])
def test_end_lies_between_start_and_today(offset):
    placement = PlacementFactory()
    by = actor_of(worker_of(placement.case))
    on = timezone.localdate() - timedelta(days=offset)
    with pytest.raises(RuleViolation) as refused:
        end_placement(placement=placement, by=by, on=on, reason=EndReason.CLOSED)
    assert codes(refused) == {"end_out_of_range"}


@pytest.mark.rule("placement_ended")
def test_a_placement_ends_once():
    placement = PlacementFactory()
    by = actor_of(worker_of(placement.case))
    end_placement(placement=placement, by=by, on=days_ago(1), reason=EndReason.CLOSED)
    with pytest.raises(RuleViolation) as refused:
        end_placement(placement=placement, by=by, on=days_ago(1), reason=EndReason.CLOSED)
    assert codes(refused) == {"placement_ended"}


def test_only_those_responsible_end_a_placement():
    placement = PlacementFactory()
    for by in (actor_of(member(placement.institution)), actor_of(member(InstitutionFactory(lksa=True)))):
        with pytest.raises(NotAllowed):
            end_placement(placement=placement, by=by, on=days_ago(1), reason=EndReason.CLOSED)


def test_other_constraints_are_not_mistaken_for_an_overlap(decision, monkeypatch):
    monkeypatch.setattr(service, "placement_problems", lambda **_kwargs: [])
    referral = admission_of(decision)
    with pytest.raises(IntegrityError):
        admit(decision, referral=referral, base=Base.RESIDENTIAL, form=CareForm.KINSHIP)
