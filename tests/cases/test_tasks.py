"""Tasks of a case: in one hand, by a day, put off only with a reason, ended for good (domain.md 4.2, 9)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.deadlines.models import Deadline
from atensi.deadlines.services.keeping import reconcile
from atensi.notices.models import Notice
from atensi.notices.subjects import words_of
from cases.ending import Ending
from cases.event_states import EventKind
from cases.models import CaseTask
from cases.services.case_tasks import (
    add_task,
    drop_task,
    finish_task,
    finish_tasks_of,
    give_task,
    open_task,
    snooze_task,
)
from cases.services.cases import assign_worker
from cases.services.shares import share_case, unshare_case
from cases.services.stages import close_case
from cases.states import Stage, TaskKind, TaskState, TaskStepKind
from institutions.states import Kind, Role
from tests.cases.factories import CaseFactory, code
from tests.cases.papers import CaseConferenceFactory, worker_of
from tests.cases.rules import refused
from tests.institutions.factories import MembershipFactory, actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    case = CaseFactory(stage=Stage.MONITOR)
    reconcile()  # what the factory left out
    return case


@pytest.fixture
def supervisor(case):
    return MembershipFactory(institution=case.office, role=Role.SUPERVISOR)


def days_ahead(days):
    return timezone.localdate() + timedelta(days=days)


def added(case, **changes):
    given = {"title": "Jemput rapor (contoh)", "due_on": days_ahead(5), "hand": case.worker} | changes
    return add_task(case=case, by=given.pop("by", None) or worker_of(case), **given)


def deadline_of(task):
    return Deadline.objects.filter(clock="task", subject_id=task.pk).first()


def test_a_task_stands_on_the_workers_clock_until_it_is_done(case):
    task = added(case)
    assert deadline_of(task).worker == case.worker
    assert deadline_of(task).due_on == task.due_on
    finish_task(task=task, by=worker_of(case), note="Rapor sudah di berkas (contoh)")
    task.refresh_from_db()
    assert (task.state, task.ended_by) == (TaskState.DONE, case.worker)
    assert deadline_of(task) is None
    assert reconcile() == 0


def test_a_task_that_is_done_is_a_line_of_the_timeline_with_what_came_of_it(case):
    finish_task(task=added(case), by=worker_of(case), note="Ibu datang (contoh)")
    event = case.events.get(kind=EventKind.TASK_DONE)
    assert event.text == "Jemput rapor (contoh). Ibu datang (contoh)"


@pytest.mark.rule("task_without_title")
def test_a_task_says_what_is_to_be_done(case):
    with refused("task_without_title"):
        added(case, title="  ")


@pytest.mark.rule("task_due_in_past")
def test_a_new_task_is_not_late_already(case):
    with refused("task_due_in_past"):
        added(case, due_on=days_ahead(-2))


@pytest.mark.rule("task_hand_unfit")
def test_a_task_goes_only_to_those_who_can_open_the_case(case, supervisor):
    colleague = MembershipFactory(institution=case.office, role=Role.FIELD_SOCIAL_WORKER)
    home = MembershipFactory(institution__kind=Kind.LKSA, role=Role.LKSA_STAFF).institution
    for stranger in (colleague.user, home):
        with refused("task_hand_unfit"):
            added(case, hand=stranger)
    assert added(case, hand=supervisor.user).assignee == supervisor.user


def test_a_home_that_works_on_the_case_takes_tasks_and_ends_them(case):
    staff = MembershipFactory(institution__kind=Kind.LKSA, role=Role.LKSA_STAFF)
    share_case(case=case, institution=staff.institution, by=worker_of(case))
    task = added(case, hand=staff.institution)
    assert (task.holder, task.assignee) == (staff.institution, None)
    assert deadline_of(task).holder == staff.institution
    assert Notice.objects.filter(recipient=staff.user, kind="task:given").exists()
    finish_task(task=task, by=actor_of(staff))
    assert CaseTask.objects.get().ended_by == staff.user


def test_a_home_whose_share_ended_neither_sees_nor_ends_its_task(case):
    staff = MembershipFactory(institution__kind=Kind.LKSA, role=Role.LKSA_STAFF)
    share_case(case=case, institution=staff.institution, by=worker_of(case))
    task = added(case, hand=staff.institution)
    unshare_case(case=case, institution=staff.institution, by=worker_of(case))
    assert not CaseTask.objects.visible_to(staff.user).exists()
    with pytest.raises(PermissionDenied):
        finish_task(task=task, by=actor_of(staff))
    task.refresh_from_db()
    assert (task.assignee, task.holder) == (case.worker, None)
    assert (deadline_of(task).holder, deadline_of(task).worker) == (None, case.worker)


def test_a_worker_who_left_gets_no_task(case, supervisor):
    membership = case.worker.memberships.get()
    membership.valid_until = timezone.localdate() - timedelta(days=1)
    membership.save()
    by = actor_of(supervisor)
    with refused("task_hand_unfit"):
        added(case, by=by)
    opening = {"kind": TaskKind.CIVIL_REGISTRATION, "title": "Urus NIK", "due_on": days_ahead(30)}
    assert open_task(case=case, by=by, **opening).assignee == supervisor.user


def test_a_day_beyond_reach_is_refused_on_the_form(client, case):
    client.force_login(case.worker)
    sent = {"title": "Contoh", "due_on": "9999-12-31", "hand": f"p{case.worker_id}"}
    answer = client.post(reverse("cases:task_add", args=[case.pk]), sent)
    assert (answer.status_code, "di luar jangkauan" in answer.text) == (422, True)


def test_a_stranger_adds_no_task(case):
    with pytest.raises(PermissionDenied):
        added(case, by=actor_of(MembershipFactory(role=Role.SUPERVISOR)))


@pytest.mark.rule("snooze_without_reason", "snooze_not_later")
def test_a_task_is_put_off_to_a_later_day_with_a_reason_that_stays(case):
    task, by = added(case), worker_of(case)
    with refused("snooze_without_reason"):
        snooze_task(task=task, until=days_ahead(9), reason=" ", by=by)
    with refused("snooze_not_later"):
        snooze_task(task=task, until=task.due_on, reason="Sekolah libur (contoh)", by=by)
    snooze_task(task=task, until=days_ahead(9), reason="Sekolah libur (contoh)", by=by)
    step = task.steps.first()
    assert (step.kind, step.text, step.due_on) == (TaskStepKind.SNOOZED, "Sekolah libur (contoh)", days_ahead(9))
    assert deadline_of(task).due_on == days_ahead(9)


@pytest.mark.rule("task_dropped_without_reason", "task_ended")
def test_a_task_that_ended_moves_no_more(case):
    task, by = added(case), worker_of(case)
    with refused("task_dropped_without_reason"):
        drop_task(task=task, reason="", by=by)
    drop_task(task=task, reason="Sudah diurus ayah (contoh)", by=by)
    for again in (
        lambda: finish_task(task=task, by=by),
        lambda: drop_task(task=task, reason="Lagi", by=by),
        lambda: snooze_task(task=task, until=days_ahead(9), reason="Lagi", by=by),
        lambda: give_task(task=task, hand=MembershipFactory(institution=case.office).user, by=by),
    ):
        with refused("task_ended"):
            again()


def test_giving_a_task_on_tells_the_new_hand_and_the_same_hand_changes_nothing(case, supervisor):
    task = added(case)
    give_task(task=task, hand=case.worker, by=worker_of(case))
    assert task.steps.count() == 1
    give_task(task=task, hand=supervisor.user, by=worker_of(case))
    notice = Notice.objects.get(recipient=supervisor.user, kind="task:given")
    assert notice.reference == case.number
    assert words_of(supervisor.user, [notice]) == {notice.subject: str(case.beneficiary)}
    give_task(task=task, hand=case.worker, by=actor_of(supervisor))
    give_task(task=task, hand=supervisor.user, by=worker_of(case))
    assert Notice.objects.filter(recipient=supervisor.user, kind="task:given").count() == 2


def test_the_tasks_of_a_worker_go_on_with_the_case(case, supervisor):
    mine, theirs = added(case), added(case, hand=supervisor.user)
    new = MembershipFactory(institution=case.office, role=Role.FIELD_SOCIAL_WORKER)
    assign_worker(case=case, worker=new.user, by=actor_of(supervisor))
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.assignee, theirs.assignee) == (new.user, supervisor.user)
    assert deadline_of(mine).worker == new.user


@pytest.mark.rule("tasks_open")
def test_closing_with_open_tasks_asks_why_and_drops_them(case):
    task = added(case)
    CaseConferenceFactory(case=case)
    close = {
        "case": case,
        "by": worker_of(case),
        "reason_code": code("CLOSURE_REASON", "GOALS_REACHED"),
        "evaluation": "Tujuan tercapai (contoh).",
        "ending": Ending(child_view="Aku senang (contoh)."),
    }
    with refused("tasks_open"):
        close_case(**close)
    close_case(**close, reasons={"tasks_open": "Diteruskan puskesmas (contoh)"})
    task.refresh_from_db()
    assert task.state == TaskState.CANCELLED
    assert reconcile() == 0


def test_a_single_task_is_open_once_and_ends_with_what_it_asked_for(case):
    opening = {"case": case, "kind": TaskKind.CIVIL_REGISTRATION, "title": "Urus NIK", "due_on": days_ahead(30)}
    first = open_task(**opening, by=worker_of(case))
    assert open_task(**opening, by=worker_of(case)) == first
    finish_tasks_of(case=case, kind=TaskKind.CIVIL_REGISTRATION, by=worker_of(case))
    first.refresh_from_db()
    assert first.state == TaskState.DONE
    assert open_task(**opening, by=worker_of(case)) != first


def test_each_step_leaves_a_line_in_the_trail(case):
    task, by = added(case), worker_of(case)
    snooze_task(task=task, until=days_ahead(9), reason="Contoh", by=by)
    finish_task(task=task, by=by)
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {"task.add", "task.snooze", "task.finish"} <= verbs


def test_the_pages_of_a_task_lead_from_the_case_to_its_end(client, case):
    client.force_login(case.worker)
    sent = {"title": "Antar ke puskesmas (contoh)", "due_on": days_ahead(3).isoformat(), "hand": f"p{case.worker_id}"}
    answer = client.post(reverse("cases:task_add", args=[case.pk]), sent)
    assert answer.status_code == 302
    assert answer.url == reverse("cases:tasks", args=[case.pk])
    task = CaseTask.objects.get()
    assert "Antar ke puskesmas" in client.get(answer.url).text
    assert "Antar ke puskesmas" in client.get(reverse("cases:case", args=[case.pk])).text
    assert client.get(reverse("cases:task", args=[task.pk])).status_code == 200
    answer = client.post(reverse("cases:task_finish", args=[task.pk]), {"note": ""})
    assert answer.url == reverse("cases:tasks", args=[case.pk]), "back from a task leads to it, its end to the list"
    assert CaseTask.objects.get().state == TaskState.DONE


def test_a_forged_hand_is_refused_on_the_form(client, case):
    client.force_login(case.worker)
    for hand in ("p999999", "i1", "x", "p"):
        sent = {"title": "Contoh", "due_on": days_ahead(3).isoformat(), "hand": hand}
        assert client.post(reverse("cases:task_add", args=[case.pk]), sent).status_code == 422
    assert not CaseTask.objects.exists()


def test_the_list_of_tasks_asks_the_same_whatever_their_number(client, case):
    client.force_login(case.worker)
    added(case)
    page = reverse("cases:tasks", args=[case.pk])
    client.get(page)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(page)
    for number in range(5):
        added(case, title=f"Tugas contoh {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(page)
    assert len(many) == len(few)


def test_a_task_is_on_the_workers_first_page_without_words_of_a_restricted_case(client):
    case = CaseFactory(categories=["SEXUAL_CRIME"], restricted=True)
    added(case, title="Antar ke sidang (contoh)")
    client.force_login(case.worker)
    text = client.get(reverse("home")).text
    assert "Antar ke sidang" not in text
    assert reverse("cases:task", args=[CaseTask.objects.get().pk]) in text
