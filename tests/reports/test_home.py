"""The first page: each role's own work, most urgent first, in a fixed number of queries."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from atensi.deadlines.services.keeping import reconcile
from cases.states import Risk
from institutions.states import Role
from referrals.models import PlacementExtension
from referrals.states import ReferralKind
from reports import work
from tests.cases.factories import CaseFactory
from tests.cases.intake import logged
from tests.institutions.factories import InstitutionFactory, MandateFactory, MembershipFactory, actor_of, deputy_of
from tests.referrals.factories import (
    PlacementExtensionFactory,
    PlacementFactory,
    PlacementReviewFactory,
    ReferralFactory,
)

pytestmark = pytest.mark.django_db
DECIDER_QUERIES = 37


@pytest.fixture
def worker():
    return MembershipFactory(role=Role.FIELD_SOCIAL_WORKER)


def due_case(membership, days, **fields):
    """A case whose assessment is due in `days` days."""
    return CaseFactory(
        worker_membership=membership, assessment_due_on=timezone.localdate() + timedelta(days=days), **fields
    )


def tasks(membership):
    reconcile()
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
    reconcile()
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


# Extensions wait for the decider


@pytest.fixture
def decider(worker):
    return MembershipFactory(role=Role.SOCIAL_OFFICE_DECIDER, institution=worker.institution)


def asked_extension(worker, days=3, **fields):
    """A request of the worker to let a placement last longer that ends in `days` days."""
    ends = timezone.localdate() + timedelta(days=days)
    placement = PlacementFactory(case=CaseFactory(worker_membership=worker), planned_end_on=ends)
    return PlacementExtensionFactory(placement=placement, ends_before=ends, **fields)


def test_extensions_wait_for_the_decider_with_the_earliest_end_first(worker, decider):
    later, late = asked_extension(worker, 9), asked_extension(worker, -2)
    found = [task for task in tasks(decider) if str(task.title).startswith("Perpanjangan")]
    assert [task.url for task in found] == [reverse("referrals:extension", args=[row.pk]) for row in (late, later)]
    assert [task.due for task in found] == [late.ends_before, later.ends_before]


def test_extensions_wait_only_for_those_who_may_answer_them(worker, decider):
    """Four eyes: not for who asked, who recorded the last review, nor a deputy of such a person; no other office."""
    asked_extension(worker, asked_by=decider.user)
    reviewed = asked_extension(worker)
    PlacementReviewFactory(placement=reviewed.placement, held=True, recorded_by=decider.user)
    asked_extension(worker, signed=True, answered_by=decider.user)
    deputy = deputy_of(MandateFactory(grantor=decider))
    colleague = MembershipFactory(role=Role.SOCIAL_OFFICE_DECIDER, institution=worker.institution)
    elsewhere = MembershipFactory(role=Role.SOCIAL_OFFICE_DECIDER, institution=InstitutionFactory(name="Lain"))
    supervisor = MembershipFactory(role=Role.SUPERVISOR, institution=worker.institution)
    actors = [actor_of(one) for one in (decider, colleague, elsewhere, supervisor, worker)]
    counts = [PlacementExtension.objects.answerable_by(actor).count() for actor in [*actors, deputy, None]]
    assert counts == [0, 2, 0, 0, 0, 0, 0]
    assert [task for task in tasks(decider) if str(task.title).startswith("Perpanjangan")] == []


def test_an_extension_that_nobody_may_sign_stands_with_the_office_and_its_administrator(client, worker, decider):
    """One person decides and recorded the review: nobody's page had it, and the placement ran out in silence."""
    stuck = asked_extension(worker, asked_by=decider.user)
    supervisor = MembershipFactory(role=Role.SUPERVISOR, institution=worker.institution)
    administrator = MembershipFactory(role=Role.ADMINISTRATOR, institution=worker.institution)
    page = reverse("referrals:extension", args=[stuck.pk])
    for overseer in (decider, supervisor):
        [task] = [task for task in tasks(overseer) if task.url == page]
        assert str(task.verb) == "Lihat"
    [task] = [task for task in tasks(administrator) if "pejabat pemutus lain" in str(task.title)]
    assert task.case is None
    assert stuck.placement.case.number not in f"{task.title} {task.context}"
    client.force_login(decider.user)
    assert "belum ada yang boleh menandatangani" in client.get(page).content.decode()
    sent = client.post(page, {"answer": "SIGN", "considerations": "Kata-kata contoh."})
    assert (sent.status_code, "Kata-kata contoh." in sent.content.decode()) == (409, True)

    colleague = MembershipFactory(role=Role.SOCIAL_OFFICE_DECIDER, institution=worker.institution)
    [task] = [task for task in tasks(colleague) if task.url == page]
    assert str(task.verb) == "Jawab"
    for other in (decider, supervisor, administrator):
        assert not [task for task in tasks(other) if task.url == page or "pejabat pemutus" in str(task.title)]


def test_a_deputy_finds_what_waits_for_the_decider(worker, decider):
    asked_extension(worker)
    assert PlacementExtension.objects.answerable_by(deputy_of(MandateFactory(grantor=decider))).count() == 1


def test_extensions_are_counted_in_the_navigation_with_the_requests(client, worker, decider):
    asked_extension(worker)
    ReferralFactory(case=CaseFactory(worker_membership=worker))
    asked_extension(worker, asked_by=decider.user)
    client.force_login(decider.user)
    nav = {str(link.label): link.count for link in client.get(reverse("home")).context["frame"].nav}
    assert nav["Keputusan"] == 2


def test_first_page_with_extensions_takes_a_fixed_number_of_queries(
    client, worker, decider, django_assert_max_num_queries, django_assert_num_queries
):
    client.force_login(decider.user)
    asked_extension(worker)
    client.get(reverse("home"))
    with django_assert_max_num_queries(DECIDER_QUERIES) as few:
        client.get(reverse("home"))
    for days in range(5):
        asked_extension(worker, days)
    with django_assert_num_queries(len(few.captured_queries)):
        client.get(reverse("home"))


def test_referral_shows_no_name_before_it_is_accepted(client):
    """Sending shares a summary, accepting the case (design.md 3): the first page tells no more than the inbox."""
    receiver = MembershipFactory(institution=InstitutionFactory(sentra=True), role=Role.INTAKE_OFFICER)
    referral = ReferralFactory(kind=ReferralKind.SERVICE, to_institution=receiver.institution)
    client.force_login(receiver.user)
    page = client.get(reverse("home")).content.decode()
    assert reverse("referrals:detail", args=[referral.pk]) in page
    assert referral.case.beneficiary.name not in page


def test_first_contacts_take_no_query_for_each_name(worker, django_assert_num_queries):
    for _each in range(2):
        logged(worker)
    with django_assert_num_queries(1):
        assert len(list(work.first_contacts(worker.user, actor_of(worker), timezone.localdate()))) == 2
