"""How the work of an office is spread, and a leaver's cases given on in one step (domain.md 5.3, 9)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from atensi.deadlines.services.keeping import reconcile
from atensi.notices.models import Notice
from cases.caseload import carried_by, loads_of
from cases.event_states import EventKind
from cases.models import Case
from cases.services.handing_over import hand_over_cases
from cases.states import Risk, Stage
from institutions.models import Parameter
from institutions.states import Role
from tests.cases.factories import CaseFactory, code
from tests.cases.papers import AftercareVisitFactory, ServiceRecordFactory
from tests.cases.rules import refused
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return InstitutionFactory()


@pytest.fixture
def supervisor(office):
    return MembershipFactory(institution=office, role=Role.SUPERVISOR)


@pytest.fixture
def worker(office):
    return MembershipFactory(institution=office, role=Role.FIELD_SOCIAL_WORKER)


@pytest.fixture
def other(office):
    return MembershipFactory(institution=office, role=Role.FIELD_SOCIAL_WORKER)


def case_of(worker, **fields):
    return CaseFactory(worker_membership=worker, stage=Stage.IMPLEMENT, **fields)


def days_ago(days):
    return timezone.now() - timedelta(days=days)


def load_of(worker, office):
    return next(load for load in loads_of(office) if load.worker == worker.user)


def test_a_line_counts_open_cases_risk_and_what_is_late(office, worker, other):
    case_of(worker, risk=Risk.HIGH)
    case_of(worker, assessment_due_on=timezone.localdate() - timedelta(days=4))
    reconcile()
    load = load_of(worker, office)
    assert (load.cases, load.high, load.late, load.works_here) == (2, 1, 1, True)
    assert load_of(other, office).cases == 0


def test_cases_of_other_offices_do_not_count(office, worker):
    case_of(MembershipFactory(role=Role.FIELD_SOCIAL_WORKER))
    assert load_of(worker, office).cases == 0
    assert len(loads_of(office)) == 1


def test_a_case_is_silent_when_nobody_was_in_contact_for_as_long_as_the_office_says(office, worker):
    quiet = case_of(worker, opened_at=days_ago(40))
    heard = case_of(worker, opened_at=days_ago(40))
    ServiceRecordFactory(case=heard, provided_on=days_ago(3).date())
    case_of(worker)
    assert load_of(worker, office).silent == 1
    assert {one.case: one.silent for one in carried_by(worker.user, office)}[quiet]
    Parameter.objects.create(key="contact_silence_days", institution=office, value=60, valid_from=days_ago(1).date())
    assert load_of(worker, office).silent == 0


def test_the_riskiest_case_stands_first_and_then_the_one_without_contact_for_longest(office, worker):
    low, high = case_of(worker, risk=Risk.LOW), case_of(worker, risk=Risk.HIGH)
    medium, heard = case_of(worker, risk=Risk.MEDIUM), case_of(worker, risk=Risk.MEDIUM)
    ServiceRecordFactory(case=heard, provided_on=timezone.localdate())
    assert [one.case for one in carried_by(worker.user, office)] == [high, medium, heard, low]


def test_all_cases_of_a_leaver_go_to_another_worker_in_one_step(office, supervisor, worker, other):
    cases = [case_of(worker) for _number in range(3)]
    reason = "Pindah tugas (contoh)"
    given = {"office": office, "leaver": worker.user, "worker": other.user, "by": actor_of(supervisor)}
    assert hand_over_cases(**given, reason=reason) == 3
    assert set(Case.objects.filter(worker=other.user)) == set(cases)
    assert reason in cases[0].events.get(kind=EventKind.WORKER_ASSIGNED).text
    assert Notice.objects.get(recipient=other.user).reference == "3"
    assert hand_over_cases(**given, reason=reason) == 0


def test_the_cases_of_two_leavers_are_told_of_twice(office, supervisor, worker, other):
    third = MembershipFactory(institution=office, role=Role.FIELD_SOCIAL_WORKER)
    for leaver in (worker, third):
        case_of(leaver)
        given = {"office": office, "leaver": leaver.user, "worker": other.user, "by": actor_of(supervisor)}
        hand_over_cases(**given, reason="Pindah tugas (contoh)")
    assert Notice.objects.filter(recipient=other.user).count() == 2


def test_after_care_of_a_closed_case_goes_along(office, supervisor, worker, other):
    case = case_of(worker)
    AftercareVisitFactory(case=case)
    case.closed_at, case.closed_by, case.final_evaluation = timezone.now(), worker.user, "Pulang (contoh)."
    case.closure_reason = code("CLOSURE_REASON", "RETURNED_TO_FAMILY")
    case.save()
    assert load_of(worker, office).cases == 1
    given = {"office": office, "leaver": worker.user, "worker": other.user, "by": actor_of(supervisor)}
    assert hand_over_cases(**given, reason="Pindah tugas (contoh)") == 1
    assert Case.objects.get().worker == other.user


@pytest.mark.rule("handed_to_leaver", "handed_without_reason")
def test_cases_are_handed_over_to_somebody_else_and_with_a_reason(office, supervisor, worker, other):
    case_of(worker)
    given = {"office": office, "leaver": worker.user, "by": actor_of(supervisor)}
    with refused("handed_to_leaver"):
        hand_over_cases(**given, worker=worker.user, reason="Contoh")
    with refused("handed_without_reason"):
        hand_over_cases(**given, worker=other.user, reason=" ")
    with refused("worker_unfit"):
        stranger = MembershipFactory(role=Role.FIELD_SOCIAL_WORKER)
        hand_over_cases(**given, worker=stranger.user, reason="Contoh")
    assert Case.objects.filter(worker=worker.user).count() == 1


def test_only_overseers_of_the_office_hand_over_and_look(client, office, worker, other):
    case_of(worker)
    given = {"office": office, "leaver": worker.user, "worker": other.user, "reason": "Contoh"}
    for stranger in (worker, MembershipFactory(role=Role.SUPERVISOR)):
        with pytest.raises(PermissionDenied):
            hand_over_cases(**given, by=actor_of(stranger))
    client.force_login(worker.user)
    assert client.get(reverse("cases:caseload")).status_code == 403


def test_a_worker_who_left_is_shown_until_the_cases_are_given_on(client, office, supervisor, worker, other):
    case_of(worker)
    worker.valid_until = timezone.localdate() - timedelta(days=1)
    worker.save()
    client.force_login(supervisor.user)
    assert "Tidak bertugas lagi" in client.get(reverse("cases:caseload")).text
    page = reverse("cases:worker_cases", args=[worker.user.pk])
    assert client.get(page).status_code == 200
    answer = client.post(page, {"worker": other.user.pk, "reason": "Berhenti (contoh)"})
    assert answer.status_code == 302
    assert Case.objects.get().worker == other.user
    assert client.get(page).status_code == 404


def test_a_worker_of_another_office_is_not_found(client, supervisor):
    client.force_login(supervisor.user)
    stranger = MembershipFactory(role=Role.FIELD_SOCIAL_WORKER)
    case_of(stranger)
    assert client.get(reverse("cases:worker_cases", args=[stranger.user.pk])).status_code == 404


@pytest.mark.parametrize("name", ["caseload", "worker_cases"])
def test_the_pages_ask_the_same_whatever_the_number_of_cases(client, supervisor, worker, name):
    client.force_login(supervisor.user)
    page = reverse(f"cases:{name}", args=[worker.user.pk] if name == "worker_cases" else [])
    case_of(worker)
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    for _number in range(4):
        case_of(worker)
    with CaptureQueriesContext(connection) as many:
        client.get(page)
    assert len(many) == len(few)
