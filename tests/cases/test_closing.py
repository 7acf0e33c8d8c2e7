"""How a case ends, and is taken up again (domain.md 4.2, 5.3; docs/adr/0026)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from atensi.deadlines.models import Deadline
from atensi.deadlines.services.keeping import reconcile
from atensi.errors import NotAllowed
from cases.ending import Ending, closings_of
from cases.event_states import EventKind
from cases.hand_over_states import HandedTo
from cases.models import Case, ClosingGoal, ContactBan
from cases.plan_states import GoalResult, PlanState
from cases.services.reopening import reopen_case
from cases.services.stages import close_case
from cases.states import BanBasis, Stage, TaskKind
from tests.api.people import program_of
from tests.cases.factories import CaseFactory, FamilyMemberFactory, code
from tests.cases.intake import supervisor_at, worker_at
from tests.cases.papers import (
    AftercareVisitFactory,
    CarePlanFactory,
    CaseConferenceFactory,
    sign,
    worker_of,
)
from tests.cases.rules import refused
from tests.institutions.factories import actor_of

pytestmark = pytest.mark.django_db
HEARD = Ending(child_view="Aku senang (contoh).")


@pytest.fixture
def case():
    case = CaseFactory(stage=Stage.MONITOR)
    CaseConferenceFactory(case=case)
    reconcile()
    return case


@pytest.fixture
def boss(case):
    boss = supervisor_at(case.office)
    reconcile()  # what the factory left out
    return boss


def close(case, ending=HEARD, reason="GOALS_REACHED", **more):
    return close_case(
        case=case,
        by=worker_of(case),
        reason_code=code("CLOSURE_REASON", reason),
        evaluation="Tujuan tercapai (contoh).",
        ending=ending,
        **more,
    )


def reopened(case, boss, **changes):
    given = {"reason": "Kekerasan berulang (contoh)", "worker": case.worker} | changes
    return reopen_case(case=case, by=actor_of(boss), **given)


# Closing


def test_a_program_judges_the_goals_of_the_plan(case):
    plan = sign(CarePlanFactory(case=case))
    [goal] = plan.goals.all()
    code("CLOSURE_REASON", "GOALS_REACHED")
    sent = {"evaluation": "Tercapai.", "child_view": "Aku senang.", "goals": [{"goal": goal.pk, "result": "REACHED"}]}
    program = program_of(case.worker.memberships.get())
    assert program.tell("case_closing_write", case.pk, reason_code="GOALS_REACHED", **sent)["closed_at"]
    assert ClosingGoal.objects.get().goal == goal


@pytest.mark.rule("child_not_heard")
def test_a_childs_case_is_not_closed_before_the_child_was_heard(case):
    with refused("child_not_heard"):
        close(case, Ending())
    close(case, Ending(child_not_heard_reason="Belum dapat berbicara (contoh)"))


@pytest.mark.parametrize("reason", ["DIED", "MOVED_AWAY", "UNREACHABLE"])
def test_a_case_that_ends_where_it_stands_asks_for_no_words_of_the_child(case, reason):
    assert close(case, Ending(), reason).closed_at


@pytest.mark.rule("goals_not_evaluated", "goal_of_other_plan", "closing_goal_once")
def test_every_goal_of_the_plan_in_force_is_judged(case):
    plan = CarePlanFactory(case=case)
    goal = plan.goals.get()
    sign(plan)
    with refused("goals_not_evaluated"):
        close(case)
    other = CarePlanFactory().goals.get()
    with refused("goals_not_evaluated", "goal_of_other_plan"):
        close(case, Ending(child_view="Aku senang.", goals=[(other, GoalResult.REACHED)]))
    close(case, Ending(child_view="Aku senang.", goals=[(goal, GoalResult.PARTLY)]))
    assert [row.result for row in closings_of(case).get().goals.all()] == ["PARTLY"]


@pytest.mark.rule("hand_over_incomplete", "hand_over_says_to_whom_and_what")
def test_a_hand_over_says_to_whom_and_what(case):
    with refused("hand_over_incomplete"):
        close(case, Ending(child_view="Aku senang.", handed_to=HandedTo.VILLAGE))
    given = {"handed_to": HandedTo.VILLAGE, "handed_to_name": "Kader Contoh", "hand_over_note": "Kartu kontrol"}
    close(case, Ending(child_view="Aku senang.", **given))
    row = closings_of(case).get()
    assert (row.handed_to, row.handed_to_name, row.stage) == ("VILLAGE", "Kader Contoh", Stage.MONITOR)


def test_the_page_asks_for_each_goal_and_tells_the_end(client, case):
    plan = CarePlanFactory(case=case)
    goal = plan.goals.get()
    sign(plan)
    client.force_login(case.worker)
    url = reverse("cases:close", args=[case.pk])
    assert goal.text in client.get(url).content.decode()
    sent = {"reason_code": code("CLOSURE_REASON", "GOALS_REACHED").pk, "evaluation": "Baik", "child_view": "Senang"}
    assert client.post(url, sent).status_code == 409
    assert client.post(url, sent | {f"goal_{goal.pk}": "REACHED"}).status_code == 302
    assert "tercapai" in client.get(reverse("cases:case", args=[case.pk])).content.decode()


# Reopening


def test_a_reopened_case_keeps_number_and_past_and_asks_anew_how_the_person_is(case, boss):
    close(case)
    number = case.number
    reopened(case, boss)
    case.refresh_from_db()
    assert (case.number, case.stage, case.closed_at, case.closure_reason) == (number, Stage.MONITOR, None, None)
    closing = closings_of(case).get()
    assert closing.evaluation == "Tujuan tercapai (contoh)."
    assert (closing.reopened_by, closing.reopening_reason) == (boss.user, "Kekerasan berulang (contoh)")
    task = case.tasks.open().get()
    assert task.kind == TaskKind.REASSESS
    assert Deadline.objects.filter(clock="task", subject_id=task.pk).exists()
    assert case.events.filter(kind=EventKind.CASE_REOPENED).exists()
    assert reconcile() == 0


def test_reopening_asks_anew_for_the_plan_that_waits_and_for_the_bans_in_force(case, boss):
    member = FamilyMemberFactory(beneficiary=case.beneficiary)
    far = timezone.localdate() + timedelta(days=30)
    ContactBan.objects.create(
        member=member,
        basis=BanBasis.SAFETY,
        reason="Contoh",
        since=far - timedelta(days=60),
        review_on=far,
        recorded_by=case.worker,
    )
    CarePlanFactory(case=case, state=PlanState.RETURNED, submitted_by=case.worker, submitted_at=timezone.now())
    close(case)
    reopened(case, boss)
    tasks = case.tasks.open()
    assert {task.kind for task in tasks} == {TaskKind.REASSESS, TaskKind.PLAN_REVISION, TaskKind.CONTACT_REVIEW}
    ban = ContactBan.objects.get()
    assert (ban.review_task, ban.review_task.due_on) == (tasks.get(kind=TaskKind.CONTACT_REVIEW), far)
    assert reconcile() == 0


def test_after_care_stops_when_the_case_is_reopened(case, boss):
    AftercareVisitFactory(case=case)
    reconcile()
    close(case)
    assert Deadline.objects.filter(clock="aftercare").exists()
    reopened(case, boss)
    assert not Deadline.objects.filter(clock="aftercare").exists()
    assert case.aftercare_visits.get().stopped_on == timezone.localdate()
    close(case, reasons={"tasks_open": "Selesai (contoh)"})
    case.refresh_from_db()
    assert case.stage == Stage.CLOSE
    assert closings_of(case).count() == 2
    assert reconcile() == 0


@pytest.mark.rule("reopening_without_reason", "case_not_closed", "one_closing_in_force")
def test_only_a_closed_case_is_reopened_and_with_a_reason(case, boss):
    with refused("case_not_closed"):
        reopened(case, boss)
    close(case)
    with refused("reopening_without_reason"):
        reopened(case, boss, reason=" ")


def test_the_overseers_of_its_office_reopen_a_case(case):
    close(case)
    for stranger in (case.worker.memberships.get(), supervisor_at(worker_at().institution)):
        with pytest.raises(NotAllowed):
            reopened(case, stranger)


@pytest.mark.rule("other_case_open")
def test_whoever_has_another_open_case_is_helped_there(case, boss):
    close(case)
    CaseFactory(beneficiary=case.beneficiary)
    with refused("other_case_open"):
        reopened(case, boss)


@pytest.mark.rule("reopening_too_late")
@pytest.mark.parametrize("days", [90, 91])
def test_a_case_closed_long_ago_stays_closed(case, boss, days):
    close(case)
    Case.objects.filter(pk=case.pk).update(closed_at=timezone.now() - timedelta(days=days))
    if days > 90:
        with refused("reopening_too_late"):
            reopened(case, boss)
    else:
        assert reopened(case, boss).is_open


def test_somebody_who_left_does_not_answer_for_a_reopened_case(case, boss):
    close(case)
    case.worker.memberships.update(valid_until=timezone.localdate() - timedelta(days=1))
    with refused("worker_unfit"):
        reopened(case, boss)
    new = worker_at(case.office)
    assert reopened(case, boss, worker=new.user).worker == new.user


def test_the_page_of_a_closed_case_leads_to_reopening_and_says_when_to_choose_it(client, case, boss):
    close(case)
    client.force_login(boss.user)
    url = reverse("cases:reopen", args=[case.pk])
    assert url in client.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert "buka kasus baru" in client.get(url).content.decode()
    client.post(url, {"reason": "Berulang (contoh)", "worker": case.worker_id})
    case.refresh_from_db()
    assert case.is_open
