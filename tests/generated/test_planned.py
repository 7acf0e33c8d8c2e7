"""Plans of the nation are on every step of their way, each with the work that it asks of somebody."""

import pytest
from django.db.models import F

from cases.models import CarePlan, CarePlanContact, CaseTask, PlanStep
from cases.plan_states import PlanApproval, PlanState, PlanStepKind
from cases.states import Stage, TaskKind

WORK = {
    PlanState.SUBMITTED: TaskKind.PLAN_APPROVAL,
    PlanState.RETURNED: TaskKind.PLAN_REVISION,
    PlanState.APPROVED: TaskKind.PLAN_SIGNING,
}


def test_new_plans_were_approved_by_a_supervisor_and_old_ones_by_the_old_rule(nation):
    signed = CarePlan.objects.exclude(signed_at=None)
    assert set(signed.order_by().values_list("approval", flat=True)) == {PlanApproval.REVIEWED, PlanApproval.OLD_RULE}
    reviewed = signed.filter(approval=PlanApproval.REVIEWED)
    steps = PlanStep.objects.filter(plan__in=reviewed)
    assert steps.filter(kind=PlanStepKind.SUBMITTED).count() == reviewed.count()
    assert steps.filter(kind=PlanStepKind.APPROVED, by=F("plan__approved_by")).count() == reviewed.count()


@pytest.mark.parametrize("state", WORK)
def test_a_plan_on_its_way_is_somebodys_open_task(nation, state):
    waiting = CarePlan.objects.filter(signed_at=None, state=state)
    tasks = CaseTask.objects.open().filter(kind=WORK[state])
    assert set(waiting.values_list("case_id", flat=True)) == set(tasks.values_list("case_id", flat=True)) != set()
    assert set(waiting.values_list("case__stage", flat=True)) == {Stage.PLAN}


def test_plans_say_with_whom_the_child_has_contact(nation):
    assert CarePlanContact.objects.count() == CarePlan.objects.count()
    assert not CarePlanContact.objects.exclude(member__beneficiary=F("plan__case__beneficiary")).exists()
