"""The visit and call log (domain.md 5.5): who was met, was the child seen alone, is the child safe."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from atensi.deadlines.services.keeping import reconcile
from cases.caseload import carried_by
from cases.event_states import EventKind
from cases.models import CaseContact
from cases.services.contacts import log_contact
from cases.states import TaskKind, TaskState
from institutions.states import Role
from tests.api.people import program_of
from tests.cases.factories import CaseFactory
from tests.cases.papers import worker_of
from tests.cases.rules import refused
from tests.institutions.factories import MembershipFactory, actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    case = CaseFactory(opened_at=timezone.now() - timedelta(days=200))
    reconcile()  # what the factory left out
    return case


def days_ago(days):
    return timezone.localdate() - timedelta(days=days)


def made(case, **changes):
    made_on = days_ago(changes.pop("days_ago", 0))
    given = {"kind": "HOME_VISIT", "made_on": made_on, "met": ["CHILD"], "safety": "SAFE", "note": "Contoh."}
    return log_contact(case=case, **{"by": worker_of(case)} | given | changes)


def test_a_contact_is_a_line_of_the_timeline_without_the_words_of_the_note(case):
    made(case, note="Rahasia (contoh)", child_alone=True)
    text = case.events.get(kind=EventKind.CONTACT_MADE).text
    assert "Kunjungan rumah" in text
    assert "Rahasia" not in text
    assert reconcile() == 0


def test_a_contact_is_the_last_one_of_the_case_load_and_a_call_in_vain_is_none(case):
    def standing():
        [one] = carried_by(case.worker, case.office)
        return one.last_contact, one.silent

    made(case, met=["NOBODY"], safety="UNKNOWN")
    assert standing() == (None, True)
    made(case, kind="PHONE", met=["PARENT"], made_on=days_ago(1))
    assert standing() == (days_ago(1), False)


def test_an_unsafe_child_opens_a_task_for_tomorrow_and_meeting_it_safe_ends_it(case):
    made(case, safety="UNSAFE")
    task = case.tasks.get(kind=TaskKind.UNSAFE)
    assert (task.due_on, task.assignee) == (days_ago(-1), case.worker)
    made(case, next_step="Telepon guru (contoh)", next_on=days_ago(-7))
    task.refresh_from_db()
    assert task.state == TaskState.DONE
    assert case.tasks.open().get().title == "Telepon guru (contoh)"
    assert reconcile() == 0


@pytest.mark.parametrize(
    "later",
    [
        {"kind": "PHONE", "met": ["NOBODY"], "safety": "UNKNOWN"},
        {"kind": "PHONE", "met": ["PARENT"], "safety": "SAFE"},
        {"met": ["CHILD"], "safety": "UNKNOWN"},
        {"met": ["CHILD"], "safety": "UNSAFE"},
        {"met": ["CHILD"], "safety": "SAFE", "days_ago": 3},
    ],
)
def test_an_unsafe_child_stays_on_the_list_until_it_is_met_and_safe(case, later):
    made(case, safety="UNSAFE")
    made(case, **later)
    assert case.tasks.open().get().kind == TaskKind.UNSAFE


def test_a_call_in_vain_leaves_the_next_step_open_and_reaching_somebody_ends_it(case):
    made(case, next_step="Telepon guru (contoh)", next_on=days_ago(-7))
    made(case, kind="PHONE", met=["NOBODY"], safety="UNKNOWN")
    assert case.tasks.open().get().title == "Telepon guru (contoh)"
    made(case, kind="PHONE", met=["TEACHER"], safety="UNKNOWN")
    assert not case.tasks.open().exists()


@pytest.mark.rule("contact_met_unclear")
@pytest.mark.rule("contact_alone_unmet")
@pytest.mark.rule("contact_without_note")
def test_a_contact_says_whom_and_what(case):
    for met in ([], ["NOBODY", "CHILD"]):
        with refused("contact_met_unclear"):
            made(case, met=met)
    with refused("contact_alone_unmet"):
        made(case, met=["PARENT"], child_alone=True)
    with refused("contact_without_note"):
        made(case, note=" ")


@pytest.mark.rule("contact_next_incomplete")
@pytest.mark.rule("contact_next_in_past")
def test_a_next_step_has_a_day_that_is_still_to_come(case):
    with refused("contact_next_incomplete"):
        made(case, next_step="Contoh")
    with refused("contact_next_in_past"):
        made(case, next_step="Contoh", next_on=days_ago(1))


def test_a_contact_that_has_not_been_yet_is_refused(case):
    with refused("date_ahead"):
        made(case, made_on=days_ago(-1))


def test_who_only_decides_writes_no_contact(case):
    decider = MembershipFactory(institution=case.office, role=Role.SOCIAL_OFFICE_DECIDER)
    with pytest.raises(PermissionDenied):
        made(case, by=actor_of(decider))
    assert not CaseContact.objects.exists()


def test_a_contact_is_recorded_on_its_page_and_read_in_the_log(client, case):
    client.force_login(case.worker)
    sent = {"kind": "PHONE", "made_on": days_ago(0).isoformat(), "met": ["CHILD", "KIN"], "child_alone": "on"}
    answer = client.post(reverse("cases:contact_record", args=[case.pk]), sent | {"safety": "SAFE", "note": "Contoh"})
    assert (answer.status_code, case.contacts.get().met) == (302, ["CHILD", "KIN"])
    assert "Ditemui sendiri" in client.get(answer.url).text


def test_the_log_is_read_and_written_over_the_api(case):
    program = program_of(case.worker.memberships.get())
    sent = {"kind": "VIDEO", "made_on": days_ago(0).isoformat(), "met": ["CHILD"], "safety": "SAFE", "note": "Contoh"}
    told = program.tell("contacts_write", case.pk, **sent)
    assert (told["met"], told["child_alone"]) == (["CHILD"], False)
    assert [one["id"] for one in program.ask("contacts_read", case.pk)["results"]] == [told["id"]]
