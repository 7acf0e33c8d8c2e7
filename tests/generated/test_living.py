"""Those who grow up have ways to a living and plans for life from 18 on, as far as they have come."""

from datetime import timedelta

from django.db.models import Count, F
from django.utils import timezone

from cases.event_states import EventKind
from cases.models import CaseEvent, CaseTask, TransitionPlan, VocationalStep, VocationalTrack
from cases.states import TaskKind
from cases.transition import ASPECTS, adult_on


def test_ways_to_a_living_are_of_those_who_may_work_and_end_with_their_case(nation):
    tracks = VocationalTrack.objects.select_related("case__beneficiary")
    ages = {(row.started_on - row.case.beneficiary.birth_date).days // 365 for row in tracks}
    assert min(ages) >= 15
    assert not tracks.filter(ended_on=None, case__closed_at__isnull=False).exists()
    assert tracks.filter(ended_on=None).exists()
    assert CaseEvent.objects.filter(kind=EventKind.VOCATIONAL_STARTED).count() == tracks.count()


def test_steps_follow_one_another_and_a_running_way_has_its_next_visit(nation):
    assert VocationalTrack.objects.annotate(n=Count("steps")).filter(n__gt=1).exists()
    assert not VocationalStep.objects.filter(since__lt=F("track__started_on")).exists()
    assert not VocationalStep.objects.filter(since__gt=timezone.localdate()).exists()
    assert CaseEvent.objects.filter(kind=EventKind.VOCATIONAL_STEP).count() == VocationalStep.objects.count() > 0
    visits = CaseTask.objects.open().filter(kind=TaskKind.VOCATIONAL)
    running = VocationalTrack.objects.filter(ended_on=None)
    assert set(visits.values_list("case_id", flat=True)) == set(running.values_list("case_id", flat=True))


def test_a_plan_for_life_from_18_on_is_whole_or_somebodys_task(nation):
    plans = TransitionPlan.objects.select_related("case__beneficiary")
    assert plans.exists()
    for plan in plans:
        whole = plan.completed_at is not None
        task = CaseTask.objects.open().filter(case=plan.case, kind=TaskKind.TRANSITION)
        assert all(getattr(plan, name) for name in ASPECTS) == whole != task.exists()
        assert plan.case.opened_at.date() < adult_on(plan.case) <= timezone.localdate() + timedelta(days=90)
