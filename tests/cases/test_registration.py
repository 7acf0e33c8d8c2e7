"""A child without identity is allowed, and leads to a task (domain.md 5.3)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.services.beneficiaries import update_beneficiary
from cases.services.case_tasks import drop_task
from cases.services.identity import attach_nik
from cases.states import NoNikReason, TaskKind, TaskState
from institutions.models import Parameter
from tests.cases.intake import NIK, logged, person, worker_at
from tests.institutions.factories import InstitutionFactory, actor_of

pytestmark = pytest.mark.django_db
LITTLE = {"birth_date": date(2020, 5, 1)}


@pytest.fixture
def worker():
    return worker_at()


def tasks_of(case, state=TaskState.OPEN):
    return case.tasks.filter(kind=TaskKind.CIVIL_REGISTRATION, state=state)


def test_a_case_of_a_child_without_nik_opens_a_task_by_the_offices_days(worker):
    Parameter.objects.create(key="civil_registration_days", institution=worker.institution, value=10)
    case = logged(worker, person=person(no_nik_reason=NoNikReason.FOUNDLING, **LITTLE)).case
    task = tasks_of(case).get()
    assert (task.assignee, task.created_by) == (worker.user, worker.user)
    assert timezone.localdate() + timedelta(days=9) <= task.due_on <= timezone.localdate() + timedelta(days=11)


@pytest.mark.parametrize("facts", [{"nik": NIK, **LITTLE}, {"birth_date": date(1980, 5, 1)}])
def test_with_a_nik_or_of_age_there_is_none(worker, facts):
    assert not tasks_of(logged(worker, person=person(**facts)).case).exists()


def test_a_nik_that_another_office_holds_is_no_lack_of_registration(worker):
    logged(worker_at(InstitutionFactory(name="Dinas Sosial Contoh Jauh")), person=person(nik=NIK))
    case = logged(worker, person=person(nik=NIK, **LITTLE), without_nik=True).case
    assert case.beneficiary.no_nik_reason == NoNikReason.HELD_ELSEWHERE
    assert not tasks_of(case).exists()


def test_one_task_stands_whatever_is_saved(worker):
    case = logged(worker, person=person(**LITTLE)).case
    for name in ("Sari Rekaan", "Sari Umpama"):
        update_beneficiary(beneficiary=case.beneficiary, person=person(name=name, **LITTLE), by=actor_of(worker))
    assert tasks_of(case).count() == 1


def test_attaching_the_nik_ends_the_task(worker):
    case = logged(worker, person=person(**LITTLE)).case
    attach_nik(case=case, nik=NIK, by=actor_of(worker))
    assert not tasks_of(case).exists()
    assert tasks_of(case, TaskState.DONE).get().ended_by == worker.user


def test_whose_nik_turns_out_wrong_needs_the_task_again(worker):
    case = logged(worker, person=person(nik=NIK, **LITTLE)).case
    update_beneficiary(beneficiary=case.beneficiary, person=person(**LITTLE), by=actor_of(worker))
    assert tasks_of(case).exists()


def test_the_page_of_the_person_names_the_task(client, worker):
    case = logged(worker, person=person(**LITTLE)).case
    client.force_login(worker.user)
    page = client.get(reverse("cases:beneficiary", args=[case.pk])).content.decode()
    assert reverse("cases:task", args=[tasks_of(case).get().pk]) in page


def test_a_task_that_was_dropped_does_not_come_back_with_the_next_correction(worker):
    case = logged(worker, person=person(**LITTLE)).case
    drop_task(task=tasks_of(case).get(), reason="Anak berkewarganegaraan lain (contoh)", by=actor_of(worker))
    update_beneficiary(beneficiary=case.beneficiary, person=person(name="Sari Umpama", **LITTLE), by=actor_of(worker))
    assert not tasks_of(case).exists()
