"""The first page: each role's own work, most urgent first, in a fixed number of queries."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.states import Risk
from institutions.states import Role
from referrals.states import ReferralKind
from reports import work
from tests.cases.factories import CaseFactory
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of
from tests.referrals.factories import ReferralFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    return MembershipFactory(role=Role.FIELD_SOCIAL_WORKER)


def due_case(membership, days, **fields):
    """A case whose assessment is due in `days` days."""
    return CaseFactory(
        worker_membership=membership, assessment_due_on=timezone.localdate() + timedelta(days=days), **fields
    )


def tasks(membership):
    return work.tasks_for(membership.user, actor_of(membership))


def test_tasks_stand_most_urgent_first(worker):
    later, late, today = due_case(worker, 5), due_case(worker, -3), due_case(worker, 0)
    assert [task.case for task in tasks(worker)] == [late, today, later]


def test_tasks_are_grouped_as_late_today_week_and_later(worker):
    for days in (-1, 0, 7, 8):
        due_case(worker, days)
    groups = work.grouped(tasks(worker))
    assert [(str(group.label), len(group.tasks)) for group in groups] == [
        ("Lewat waktu", 1),
        ("Hari ini", 1),
        ("Tujuh hari ke depan", 1),
        ("Nanti", 1),
    ]


def test_worker_sees_no_task_of_a_colleague(worker):
    colleague = MembershipFactory(role=Role.FIELD_SOCIAL_WORKER, institution=worker.institution)
    due_case(colleague, -1)
    assert tasks(worker) == []


def test_supervisor_sees_the_tasks_of_the_office_only(worker):
    supervisor = MembershipFactory(role=Role.SUPERVISOR, institution=worker.institution)
    mine, _foreign = due_case(worker, -1), due_case(MembershipFactory(institution=InstitutionFactory(name="Lain")), -1)
    assert [task.case for task in tasks(supervisor)] == [mine]


def test_tasks_follow_the_acting_membership(worker):
    """What one may do is decided by the acting membership: a second office's work waits on its own first page."""
    other = MembershipFactory(user=worker.user, institution=InstitutionFactory(name="Dinas Contoh Kedua"))
    here, there = due_case(worker, -1), due_case(other, -1)
    assert [task.case for task in tasks(worker)] == [here]
    assert [task.case for task in tasks(other)] == [there]


def test_ended_membership_leaves_no_task():
    former = MembershipFactory(ended=True)
    due_case(former, -1)
    assert tasks(former) == []


def test_restricted_case_shows_no_name_on_the_first_page(client, worker):
    case = due_case(worker, -1, restricted=True, categories=["SEXUAL_CRIME"])
    client.force_login(worker.user)
    page = client.get(reverse("home")).content.decode()
    assert case.beneficiary.name not in page
    assert "Kasus terbatas" in page


def test_closed_case_asks_nothing(worker):
    case = due_case(worker, -1)
    assert len(tasks(worker)) == 1
    case.__class__.objects.filter(pk=case.pk).update(assessment_due_on=None)
    assert tasks(worker) == []


def test_first_page_without_membership_says_whom_to_ask(client, worker):
    client.force_login(MembershipFactory(ended=True).user)
    page = client.get(reverse("home"))
    assert page.status_code == 200
    assert "tidak terhubung dengan lembaga" in page.content.decode()


@pytest.mark.parametrize("role", [Role.FIELD_SOCIAL_WORKER, Role.SUPERVISOR, Role.SOCIAL_OFFICE_DECIDER])
def test_first_page_takes_a_fixed_number_of_queries(client, worker, role, django_assert_max_num_queries):
    reader = worker
    if role != Role.FIELD_SOCIAL_WORKER:
        reader = MembershipFactory(role=role, institution=worker.institution)
    client.force_login(reader.user)
    due_case(worker, -1)
    with django_assert_max_num_queries(40) as few:
        client.get(reverse("home"))
    for days in range(-5, 5):
        due_case(worker, days, risk=Risk.HIGH)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(reverse("home"))


def test_referral_shows_no_name_before_it_is_accepted(client):
    """Sending shares a summary, accepting the case (design.md 3): the first page tells no more than the inbox."""
    receiver = MembershipFactory(institution=InstitutionFactory(sentra=True), role=Role.INTAKE_OFFICER)
    referral = ReferralFactory(kind=ReferralKind.SERVICE, to_institution=receiver.institution)
    client.force_login(receiver.user)
    page = client.get(reverse("home")).content.decode()
    assert reverse("referrals:detail", args=[referral.pk]) in page
    assert referral.case.beneficiary.name not in page
