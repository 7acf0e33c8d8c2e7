import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from atensi.errors import NotAllowed, Problem, RuleViolation
from cases import hooks
from cases.ending import Ending
from cases.event_states import EventKind
from cases.models import Case, CaseCategory
from cases.services.stages import close_case, move_stage
from cases.states import BACK_STAGES, STAGE_ORDER, Stage
from institutions.states import Role
from tests.cases.factories import CaseFactory, code
from tests.cases.papers import (
    AftercareVisitFactory,
    AgreementFactory,
    AssessmentFactory,
    CarePlanFactory,
    CaseConferenceFactory,
    sign,
    worker_of,
)
from tests.cases.rules import refused
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of

pytestmark = pytest.mark.django_db


def at(stage: str, **kwargs) -> Case:
    return CaseFactory(stage=stage, **kwargs)


HEARD = Ending(child_view="Aku senang (contoh).")


def close(case, reason="GOALS_REACHED", evaluation="Tujuan tercapai (contoh).", **kwargs):
    given = {"ending": HEARD, "reason_code": code("CLOSURE_REASON", reason), "evaluation": evaluation} | kwargs
    return close_case(case=case, by=worker_of(case), **given)


def test_move_goes_one_stage_on_and_tells_the_timeline():
    case = at(Stage.IMPLEMENT)
    move_stage(case=case, to=Stage.MONITOR, by=worker_of(case))
    case.refresh_from_db()
    assert case.stage == Stage.MONITOR
    assert case.events.get().kind == EventKind.STAGE_CHANGED


@pytest.mark.rule("stage_out_of_order")
def test_move_refused_when_it_skips_a_stage():
    case = at(Stage.INTAKE)
    with refused("stage_out_of_order"):
        move_stage(case=case, to=Stage.ASSESSMENT, by=worker_of(case))


@pytest.mark.rule("step_back_without_reason")
def test_step_back_refused_without_a_reason_and_kept_with_one():
    case = at(Stage.MONITOR)
    with refused("step_back_without_reason"):
        move_stage(case=case, to=Stage.PLAN, by=worker_of(case), reason=" ")
    move_stage(case=case, to=Stage.PLAN, by=worker_of(case), reason="Tujuan berubah (contoh)")
    assert "Tujuan berubah" in case.events.get().text


@pytest.mark.rule("category_missing")
def test_leaving_intake_refused_without_a_category():
    case = at(Stage.INTAKE)
    CaseCategory.objects.filter(case=case).delete()
    with refused("category_missing"):
        move_stage(case=case, to=Stage.AGREEMENT, by=worker_of(case))


@pytest.mark.rule("agreement_missing")
def test_assessment_stage_refused_without_agreement():
    case = at(Stage.AGREEMENT)
    with refused("agreement_missing"):
        move_stage(case=case, to=Stage.ASSESSMENT, by=worker_of(case))


@pytest.mark.rule("assessment_missing")
def test_plan_stage_refused_without_signed_comprehensive_assessment():
    case = at(Stage.ASSESSMENT)
    AssessmentFactory(case=case)
    AssessmentFactory(case=case, kind="INITIAL", signed=True)
    with refused("assessment_missing"):
        move_stage(case=case, to=Stage.PLAN, by=worker_of(case))


@pytest.mark.rule("plan_missing")
def test_implement_refused_without_signed_plan():
    case = at(Stage.PLAN)
    plan = CarePlanFactory(case=case)
    with refused("plan_missing"):
        move_stage(case=case, to=Stage.IMPLEMENT, by=worker_of(case))
    sign(plan)
    assert move_stage(case=case, to=Stage.IMPLEMENT, by=worker_of(case)).stage == Stage.IMPLEMENT


@pytest.mark.rule("close_needs_evaluation")
def test_move_to_close_asks_for_the_evaluation():
    case = at(Stage.MONITOR)
    with refused("close_needs_evaluation"):
        move_stage(case=case, to=Stage.CLOSE, by=worker_of(case))


def test_move_refused_to_an_outsider():
    case = at(Stage.IMPLEMENT)
    outsider = MembershipFactory(institution=InstitutionFactory(lksa=True), role=Role.LKSA_STAFF)
    with pytest.raises(NotAllowed):
        move_stage(case=case, to=Stage.MONITOR, by=actor_of(outsider))


@pytest.mark.rule("final_evaluation_missing")
def test_close_refused_without_final_evaluation():
    case = at(Stage.MONITOR)
    CaseConferenceFactory(case=case)
    with refused("final_evaluation_missing"):
        close(case, evaluation="  ")


@pytest.mark.rule("conference_missing")
def test_close_of_a_child_case_refused_without_conference():
    with refused("conference_missing"):
        close(at(Stage.MONITOR))


@pytest.mark.rule("not_monitored")
def test_close_refused_before_monitoring():
    case = at(Stage.IMPLEMENT)
    CaseConferenceFactory(case=case)
    with refused("not_monitored"):
        close(case)


def test_close_goes_through_closure():
    case = at(Stage.MONITOR)
    CaseConferenceFactory(case=case)
    closed = close(case)
    assert closed.stage == Stage.CLOSE
    assert not Case.objects.get(pk=case.pk).is_open


@pytest.mark.parametrize("visit", [True, False])
def test_close_after_homecoming_goes_on_to_aftercare(visit):
    case = at(Stage.MONITOR)
    CaseConferenceFactory(case=case)
    if visit:
        AftercareVisitFactory(case=case)
    assert close(case, "GOALS_REACHED" if visit else "RETURNED_TO_FAMILY").stage == Stage.AFTERCARE


def test_case_that_ends_where_it_stands_keeps_its_stage():
    case = close(at(Stage.INTAKE), "MOVED_AWAY")
    assert case.stage == Stage.INTAKE
    assert not case.is_open


@pytest.mark.rule("case_closed")
def test_closed_case_moves_no_more():
    case = close(at(Stage.IMPLEMENT), "DIED")
    with refused("case_closed"):
        move_stage(case=case, to=Stage.MONITOR, by=worker_of(case))
    with refused("case_closed"):
        close(case, "DIED")


def test_close_over_a_soft_problem_of_a_higher_room_keeps_the_written_reason(request):
    runs = Problem("placement_runs", "Penempatan berjalan", "soft")
    hooks.CLOSING_CHECKS.append(check := lambda case: [runs])
    request.addfinalizer(lambda: hooks.CLOSING_CHECKS.remove(check))
    case = at(Stage.IMPLEMENT)
    with refused("placement_runs"):
        close(case, "MOVED_AWAY")
    closed = close(case, "MOVED_AWAY", reasons={"placement_runs": "Pindah bersama lembaga (contoh)"})
    assert closed.closing_reasons == {"placement_runs": "Pindah bersama lembaga (contoh)"}


def test_close_refused_to_an_institution_that_only_works_by_share():
    case = at(Stage.MONITOR)
    staff = MembershipFactory(institution=InstitutionFactory(lksa=True), role=Role.LKSA_STAFF)
    with pytest.raises(NotAllowed):
        close_case(case=case, by=actor_of(staff), reason_code=code("CLOSURE_REASON", "DIED"), evaluation="Contoh")


class TestStageOrder(TestCase):
    """Random moves on a case with every paper: no sequence of them skips a stage."""

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.sampled_from(STAGE_ORDER), st.sampled_from(["", "Alasan contoh"])), max_size=12))
    def test_random_moves_never_skip_a_stage(self, moves):
        case = at(Stage.INTAKE)
        AgreementFactory(case=case)
        AssessmentFactory(case=case, signed=True)
        sign(CarePlanFactory(case=case))
        by = worker_of(case)
        reached = 0
        for to, reason in moves:
            before = Case.objects.get(pk=case.pk).stage
            try:
                move_stage(case=case, to=to, by=by, reason=reason)
            except RuleViolation:
                assert Case.objects.get(pk=case.pk).stage == before
                continue
            step = STAGE_ORDER.index(to) - STAGE_ORDER.index(before)
            assert step == 1 or (step < 0 and to in BACK_STAGES and reason)
            reached = max(reached, STAGE_ORDER.index(to))
            assert reached < STAGE_ORDER.index(Stage.CLOSE)
