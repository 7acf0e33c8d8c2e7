"""Care plans, and the services that carry them out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from atensi.errors import NotAllowed, Problem, StaleWrite
from cases import hooks
from cases.models import CarePlan, CarePlanAction, ServiceRecord
from cases.plan_states import ActionState, PlanHorizon
from cases.services.deliveries import record_service
from cases.services.plans import PlannedAction, PlannedGoal, draft_plan, edit_plan, sign_plan
from cases.services.shares import share_case
from cases.states import Base, CareForm, Stage
from institutions.states import Role
from tests.cases.factories import CaseFactory, code
from tests.cases.papers import AssessmentFactory, CarePlanFactory, approved, sign, worker_of
from tests.cases.rules import refused
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of

pytestmark = pytest.mark.django_db
CONTENT = {
    "horizon": PlanHorizon.SHORT,
    "permanency_goal": CareForm.KINSHIP,
    "child_view": "Aku mau dengan Bibi (contoh)",
    "child_signs": True,
    "family_signatory": "Bibi Rekaan",
}


@pytest.fixture
def case():
    case = CaseFactory(stage=Stage.ASSESSMENT)
    AssessmentFactory(case=case, signed=True)
    return case


def goal(base=Base.FAMILY, text="Diasuh bibi (contoh)"):
    action = PlannedAction(
        text="Kunjungan (contoh)",
        component=code("COMPONENT", "FAMILY_SUPPORT"),
        base=base,
        responsible="Petugas Contoh",
        due_on=timezone.localdate() + timedelta(days=7),
        indicator="Terlihat (contoh)",
    )
    return PlannedGoal(text=text, actions=[action], domain="RELATIONS", need="Pengasuh (contoh)")


def draft(case, goals=None, contacts=(), **content):
    return draft_plan(
        case=case,
        by=worker_of(case),
        content={**CONTENT, **content},
        goals=[goal()] if goals is None else goals,
        contacts=contacts,
    )


def approved_draft(case, goals=None, **content):
    return approved(draft(case, goals, **content))


def serve(case, **fields):
    values = {
        "provided_on": timezone.localdate(),
        "component": code("COMPONENT", "FAMILY_SUPPORT"),
        "base": Base.FAMILY,
        "provider": "Dinas Contoh",
        "description": "Kunjungan contoh",
        "by": worker_of(case),
    }
    return record_service(case=case, **{**values, **fields})


def test_versions_count_up_and_the_plan_keeps_goals_and_actions(case):
    assert [draft(case).version, draft(case).version] == [1, 2]
    action = CarePlanAction.objects.filter(goal__plan__version=2).get()
    assert (action.component.code, action.base) == ("FAMILY_SUPPORT", Base.FAMILY)


def test_edit_replaces_goals_as_a_whole(case):
    plan = draft(case)
    edit_plan(plan=plan, by=worker_of(case), content={"family_view": "Setuju"}, goals=[goal(text="Lain (contoh)")])
    assert [row.text for row in plan.goals.all()] == ["Lain (contoh)"]


def test_edit_of_what_somebody_else_changed_is_stale(case):
    plan = draft(case)
    read_at = plan.updated_at
    edit_plan(plan=plan, by=worker_of(case), content={}, goals=[goal()], read_at=read_at)
    with pytest.raises(StaleWrite):
        edit_plan(plan=plan, by=worker_of(case), content={}, goals=[], read_at=read_at)
    assert plan.goals.count() == 1


def test_signing_brings_the_plan_into_force_and_the_case_to_planning(case):
    plan = sign_plan(plan=approved_draft(case), by=worker_of(case))
    case.refresh_from_db()
    assert plan.is_signed
    assert case.stage == Stage.PLAN


@pytest.mark.rule("assessment_missing")
def test_sign_refused_before_the_comprehensive_assessment():
    case = CaseFactory(stage=Stage.ASSESSMENT)
    with refused("assessment_missing"):
        sign_plan(plan=approved_draft(case), by=worker_of(case))


@pytest.mark.rule("plan_without_action")
@pytest.mark.parametrize("goals", [[], [PlannedGoal("Tujuan tanpa kegiatan", domain="RELATIONS", need="Contoh")]])
def test_sign_refused_without_a_goal_or_with_a_goal_without_action(case, goals):
    with refused("plan_without_action"):
        sign_plan(plan=approved_draft(case, goals), by=worker_of(case))


@pytest.mark.rule("child_not_heard")
def test_sign_refused_when_the_child_was_not_heard_without_reason(case):
    with refused("child_not_heard"):
        sign_plan(plan=approved_draft(case, child_view=""), by=worker_of(case))
    sign_plan(plan=approved_draft(case, child_view="", child_not_heard_reason="Masih bayi"), by=worker_of(case))


@pytest.mark.rule("plan_without_party")
def test_sign_refused_without_family_or_dinas(case):
    with refused("plan_without_party"):
        sign_plan(plan=approved_draft(case, family_signatory=""), by=worker_of(case))
    sign_plan(plan=approved_draft(case, family_signatory="", office_is_party=True), by=worker_of(case))


@pytest.mark.rule("plan_without_child")
@pytest.mark.parametrize("reason", ["", "  "])
def test_sign_refused_without_the_childs_signature_or_why_not(case, reason):
    with refused("plan_without_child"):
        sign_plan(plan=approved_draft(case, child_signs=False, child_not_signed_reason=reason), by=worker_of(case))
    young = approved_draft(case, child_signs=False, child_not_signed_reason="Berumur tiga tahun (contoh)")
    assert sign_plan(plan=young, by=worker_of(case)).is_signed


@pytest.mark.rule("residential_base")
def test_residential_base_asks_why_family_and_community_do_not_suffice(case):
    plan = approved_draft(case, [goal(Base.RESIDENTIAL)], institution_signatory="Kepala Panti Umpama")
    with refused("residential_base"):
        sign_plan(plan=plan, by=worker_of(case))
    reasons = {"residential_base": "Bibi belum siap (contoh)"}
    assert sign_plan(plan=plan, by=worker_of(case), reasons=reasons).soft_reasons == reasons


@pytest.mark.rule("plan_without_institution")
def test_plan_carried_out_in_a_residence_is_signed_by_its_head_too(case):
    with refused("plan_without_institution", "residential_base"):
        sign_plan(plan=approved_draft(case, [goal(Base.RESIDENTIAL)]), by=worker_of(case))


@pytest.mark.rule("institution_is_the_goal")
@pytest.mark.parametrize("concurrent", ["", CareForm.SENTRA])
def test_institution_as_goal_asks_for_a_concurrent_family_goal(case, concurrent):
    with refused("institution_is_the_goal"):
        sign_plan(
            plan=approved_draft(case, permanency_goal=CareForm.LKSA, concurrent_goal=concurrent),
            by=worker_of(case),
        )
    sign_plan(
        plan=approved_draft(case, permanency_goal=CareForm.LKSA, concurrent_goal=CareForm.KINSHIP),
        by=worker_of(case),
    )


@pytest.mark.rule("review_overdue")
def test_new_plan_items_refused_while_a_higher_room_objects(case, request):
    late = Problem("review_overdue", "Tinjauan terlambat")
    plan = draft(case)
    hooks.PLAN_CHECKS.append(check := lambda case: [late])
    request.addfinalizer(lambda: hooks.PLAN_CHECKS.remove(check))
    with refused("review_overdue"):
        draft(case)
    with refused("review_overdue"):
        edit_plan(plan=plan, by=worker_of(case), content={}, goals=[goal()])
    with refused("review_overdue"):
        sign_plan(plan=approved(plan), by=worker_of(case))


def test_plan_refused_to_a_decider(case):
    decider = MembershipFactory(institution=case.office, role=Role.SOCIAL_OFFICE_DECIDER)
    with pytest.raises(NotAllowed):
        draft_plan(case=case, by=actor_of(decider), content=CONTENT, goals=[])


@pytest.mark.rule("service_before_plan")
def test_service_refused_before_a_signed_plan(case):
    CarePlanFactory(case=case)
    with refused("service_before_plan"):
        serve(case)


def test_emergency_aid_is_recorded_in_any_stage_and_moves_nothing():
    case = CaseFactory(stage=Stage.INTAKE)
    serve(case, is_emergency_aid=True)
    case.refresh_from_db()
    assert case.stage == Stage.INTAKE


def test_first_service_under_a_plan_begins_implementation(case):
    sign_plan(plan=approved_draft(case), by=worker_of(case))
    serve(case)
    case.refresh_from_db()
    assert case.stage == Stage.IMPLEMENT


def test_service_marks_a_planned_action_done(case):
    plan = sign_plan(plan=approved_draft(case), by=worker_of(case))
    action = CarePlanAction.objects.get(goal__plan=plan)
    serve(case, action=action)
    action.refresh_from_db()
    assert action.state == ActionState.PLANNED
    serve(case, action=action, completes_action=True)
    action.refresh_from_db()
    assert (action.state, action.done_on) == (ActionState.DONE, timezone.localdate())
    assert ServiceRecord.objects.filter(action=action).count() == 2


@pytest.mark.rule("action_of_other_plan")
def test_service_refused_for_an_action_of_another_case(case):
    sign_plan(plan=approved_draft(case), by=worker_of(case))
    other = sign(CarePlanFactory())
    with refused("action_of_other_plan"):
        serve(case, action=CarePlanAction.objects.get(goal__plan=other))


@pytest.mark.rule("activity_of_other_component")
def test_service_refused_when_activity_belongs_to_another_component(case):
    sign_plan(plan=approved_draft(case), by=worker_of(case))
    with refused("activity_of_other_component"):
        serve(case, activity=code("ACTIVITY", "CASH_AID"))


def test_service_refused_ahead_of_today(case):
    with refused("date_ahead"):
        serve(case, provided_on=timezone.localdate() + timedelta(days=1), is_emergency_aid=True)


def test_sentra_records_a_service_only_through_a_share(case):
    officer = MembershipFactory(institution=InstitutionFactory(sentra=True), role=Role.INTAKE_OFFICER)
    with pytest.raises(NotAllowed):
        serve(case, by=actor_of(officer), is_emergency_aid=True)
    share_case(case=case, institution=officer.institution, by=worker_of(case))
    assert serve(case, by=actor_of(officer), is_emergency_aid=True).recorded_by == officer.user


def test_newest_signed_version_is_in_force(case):
    sign_plan(plan=approved_draft(case), by=worker_of(case))
    newest = sign_plan(plan=approved_draft(case), by=worker_of(case))
    draft(case)
    assert CarePlan.objects.filter(case=case, signed_at__isnull=False).first() == newest
