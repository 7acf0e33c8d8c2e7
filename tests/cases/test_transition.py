"""Before the 18th birthday the young person has a plan for life after it (domain.md 3.1)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from atensi.deadlines.services.keeping import reconcile
from atensi.errors import NotAllowed, RuleViolation
from cases.event_states import EventKind
from cases.models import TransitionPlan
from cases.services.transition import write_transition_plan
from cases.states import TaskKind, TaskState
from cases.transition import ASPECTS, adult_on, transition_of
from tests.cases.factories import CaseFactory
from tests.cases.intake import worker_at
from tests.cases.papers import worker_of
from tests.cases.rules import refused
from tests.institutions.factories import actor_of

pytestmark = pytest.mark.django_db
WHOLE = dict.fromkeys(ASPECTS, "Ada (contoh)") | {"child_view": "Aku siap (contoh)"}


def case_near(days):
    """A case of somebody whose 18th birthday is so many days ahead."""
    birthday = timezone.localdate() + timedelta(days=days)
    born = date(birthday.year - 18, birthday.month, min(birthday.day, 28))
    case = CaseFactory(beneficiary__birth_date=born, opened_at=timezone.now() - timedelta(days=60))
    reconcile()
    return case


def written(case, **content):
    return write_transition_plan(case=case, by=worker_of(case), content=content)


@pytest.mark.parametrize(("days", "asked"), [(140, False), (60, True), (-20, True)])
def test_the_plan_is_asked_for_from_ninety_days_before_the_birthday_on(days, asked):
    found = transition_of(case_near(days))
    assert (found.is_near, found.is_asked) == (asked, asked)


def test_an_unfinished_plan_is_a_task_until_the_day_before_the_birthday():
    case = case_near(60)
    written(case, housing="Kos dekat bengkel (contoh)")
    written(case, savings="Rekening sendiri (contoh)")
    task = case.tasks.get()
    assert (task.kind, task.due_on) == (TaskKind.TRANSITION, adult_on(case) - timedelta(days=1))
    plan = TransitionPlan.objects.get()
    assert (plan.housing, plan.savings, plan.completed_at) == (
        "Kos dekat bengkel (contoh)",
        "Rekening sendiri (contoh)",
        None,
    )
    assert transition_of(case).written == 2
    assert reconcile() == 0


@pytest.mark.rule("transition_complete_lacks_nothing")
def test_a_plan_that_lacks_nothing_ends_the_task_and_is_told_once():
    case = case_near(60)
    written(case, housing="Kos (contoh)")
    written(case, **WHOLE)
    written(case, savings="Bertambah (contoh)")
    assert case.tasks.get().state == TaskState.DONE
    assert case.events.filter(kind=EventKind.TRANSITION_PLANNED).count() == 1
    assert not transition_of(case).is_asked
    assert written(case, housing="").completed_at is None
    assert case.tasks.open().count() == 1
    assert reconcile() == 0


def test_a_plan_without_the_young_persons_words_is_not_whole():
    assert written(case_near(60), **WHOLE | {"child_view": ""}).completed_at is None


@pytest.mark.rule("transition_without_birth_date", "transition_of_adult")
def test_it_is_written_for_a_child_whose_birth_date_is_known():
    case = case_near(60)
    case.beneficiary.birth_date, case.beneficiary.birth_precision = None, "UNKNOWN"
    case.beneficiary.save()
    with refused("transition_without_birth_date"):
        written(case)
    with refused("transition_of_adult"):
        written(case_near(-200))


def test_only_those_who_work_on_the_case_write_it():
    case = case_near(60)
    with pytest.raises(NotAllowed):
        write_transition_plan(case=case, by=actor_of(worker_at()), content={})


def test_a_plan_that_somebody_changed_meanwhile_is_not_overwritten():
    case = case_near(60)
    read_at = written(case, housing="Satu").updated_at
    written(case, housing="Dua")
    with pytest.raises(RuleViolation):
        write_transition_plan(case=case, by=worker_of(case), content={"housing": "Tiga"}, read_at=read_at)


def test_the_case_page_asks_and_the_form_saves(client):
    case = case_near(60)
    client.force_login(case.worker)
    url = reverse("cases:transition", args=[case.pk])
    assert url in client.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert client.get(url).status_code == 200
    edit = reverse("cases:transition_edit", args=[case.pk])
    assert client.get(edit).status_code == 200
    assert client.post(edit, WHOLE).status_code == 302
    assert "Lengkap" in client.get(url).content.decode()
