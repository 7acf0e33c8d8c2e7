"""Logging a report: what it must hold, what it opens, and that sending it twice is sending it once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed, RuleViolation
from atensi.reference.workdays import add_workdays, local_day
from cases.models import Case, CaseResponse
from cases.services.responses import record_first_contact
from cases.states import EventKind, ResponseOutcome, Risk, Triage
from institutions.models import Parameter
from institutions.states import Role
from tests.cases.factories import code
from tests.cases.intake import case_of, logged, person, report, supervisor_at, worker_at
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region

pytestmark = pytest.mark.django_db


def refused(membership, **kwargs):
    """The problem codes that stand against logging."""
    with pytest.raises(RuleViolation) as violation:
        logged(membership, **kwargs)
    return [problem.code for problem in violation.value.problems]


def test_a_response_opens_a_case_of_the_worker():
    worker = worker_at()
    response = logged(worker, report=report("VIOLENCE", "EMERGENCY", triage=Triage.HIGH))
    case = response.case
    assert (case.worker, case.office, case.risk) == (worker.user, worker.institution, Risk.HIGH)
    assert [(row.code.code, row.is_primary) for row in case.category_rows.all()] == [
        ("VIOLENCE", True),
        ("EMERGENCY", False),
    ]
    assert {event.kind for event in case.events.all()} == {EventKind.CASE_OPENED, EventKind.RESPONSE_LOGGED}
    assert not case.restricted


def test_numbers_name_the_regency_the_year_and_run_on():
    worker = worker_at()
    first, second = logged(worker), logged(worker, person=person(name="Bima Misal"))
    year = timezone.localdate().year
    assert [first.number, second.number] == [f"R-14.01/{year}/00001", f"R-14.01/{year}/00002"]
    assert [first.case.number, second.case.number] == [f"14.01/{year}/00001", f"14.01/{year}/00002"]


def test_assessment_is_due_in_the_working_days_of_the_office():
    worker = worker_at()
    Parameter.objects.create(key="assessment_due_workdays", institution=worker.institution, value=3)
    case = logged(worker).case
    assert case.assessment_due_on == add_workdays(local_day(case.opened_at, worker.institution.region), 3)


@pytest.mark.parametrize(("triage", "hours"), [(Triage.HIGH, 24), (Triage.MEDIUM, 72), (Triage.LOW, 168)])
def test_first_contact_is_due_by_triage(triage, hours):
    response = logged(worker_at(), report=report(triage=triage))
    assert response.first_contact_hours == hours
    assert response.first_contact_due_at == response.received_at + timedelta(hours=hours)


def test_the_limit_of_the_office_is_copied_and_stays():
    worker = worker_at()
    since = timezone.localdate() - timedelta(days=1)  # a report of two hours ago may be one of yesterday
    setting = Parameter.objects.create(
        key="first_contact_medium_hours", institution=worker.institution, value=48, valid_from=since
    )
    response = logged(worker)
    setting.value = 12
    setting.save()
    response.refresh_from_db()
    assert response.first_contact_hours == 48


@pytest.mark.parametrize("category", ["JUSTICE", "SEXUAL_CRIME", "ABDUCTED_TRAFFICKED", "HIV"])
def test_a_case_with_a_protected_category_is_restricted(category):
    assert logged(worker_at(), report=report("MALTREATED", category)).case.restricted


def test_advice_opens_no_case():
    response = logged(worker_at(), outcome=ResponseOutcome.ADVICE)
    assert response.case is None
    assert response.beneficiary.name == "Sari Rekaan"


def test_a_child_without_name_birth_date_or_nik_gets_a_case():
    response = logged(worker_at(), person=person(name=""))
    assert response.case.beneficiary.name_keys == []
    assert str(response.case.beneficiary) == "Nama belum diketahui"


def test_sending_the_same_form_again_gives_the_same_response():
    worker, form_id = worker_at(), uuid4()
    assert logged(worker, form_id=form_id) == logged(worker, form_id=form_id)
    assert (CaseResponse.objects.count(), Case.objects.count()) == (1, 1)


def test_somebody_elses_form_key_shows_nothing():
    form_id = uuid4()
    logged(worker_at(), form_id=form_id)
    with pytest.raises(NotAllowed):
        logged(worker_at(), form_id=form_id)


def test_joining_protects_more_and_never_less():
    worker = worker_at()
    case = case_of(worker, risk=Risk.MEDIUM, categories=["MALTREATED"])
    response = logged(
        worker,
        outcome=ResponseOutcome.JOINED_CASE,
        case=case,
        report=report("SEXUAL_CRIME", "MALTREATED", triage=Triage.HIGH),
    )
    case.refresh_from_db()
    assert (case.restricted, case.risk) == (True, Risk.HIGH)
    assert {(row.code.code, row.is_primary) for row in case.category_rows.all()} == {
        ("MALTREATED", True),
        ("SEXUAL_CRIME", False),
    }
    assert response.beneficiary == case.beneficiary
    logged(worker, outcome=ResponseOutcome.JOINED_CASE, case=case, report=report(triage=Triage.LOW))
    case.refresh_from_db()
    assert (case.restricted, case.risk) == (True, Risk.HIGH)


@pytest.mark.rule("case_closed")
def test_a_closed_case_cannot_be_joined():
    worker = worker_at()
    case = case_of(worker)
    Case.objects.filter(pk=case.pk).update(
        closed_at=timezone.now(),
        closed_by=worker.user,
        closure_reason=code("CLOSURE_REASON", "GOALS_REACHED"),
        final_evaluation="Selesai",
    )
    case.refresh_from_db()
    assert refused(worker, outcome=ResponseOutcome.JOINED_CASE, case=case) == ["case_closed"]


def test_only_those_who_work_on_a_case_join_it():
    case = case_of(worker_at())
    with pytest.raises(NotAllowed):
        logged(worker_at(), outcome=ResponseOutcome.JOINED_CASE, case=case)


@pytest.mark.parametrize("outcome", [ResponseOutcome.ADVICE, ResponseOutcome.OPENED_CASE])
def test_a_case_is_named_only_to_join_it(outcome):
    worker = worker_at()
    case = case_of(worker_at())
    with pytest.raises(NotAllowed):
        logged(worker, case=case, person=person(), outcome=outcome)
    assert not case.events.exists()


@pytest.mark.rule("case_already_open")
def test_a_child_with_an_open_case_gets_no_second_one():
    worker = worker_at()
    case = case_of(worker)
    assert refused(worker, beneficiary=case.beneficiary) == ["case_already_open"]


def test_a_file_outside_the_users_sight_is_not_opened_by_its_number():
    case = case_of(worker_at())
    with pytest.raises(NotAllowed):
        logged(worker_at(), beneficiary=case.beneficiary, outcome=ResponseOutcome.ADVICE)


@pytest.mark.rule("received_in_future")
def test_a_report_from_the_future_is_refused():
    late = report(received_at=timezone.now() + timedelta(hours=1))
    assert refused(worker_at(), report=late) == ["received_in_future"]


@pytest.mark.rule("place_missing", "story_missing")
def test_a_report_says_where_and_what():
    assert refused(worker_at(), report=report(place=" ", what_happened="")) == ["place_missing", "story_missing"]


@pytest.mark.rule("category_missing", "primary_missing")
def test_a_report_names_a_category_and_the_primary_one():
    worker = worker_at()
    assert refused(worker, report=report(categories=[], primary=None)) == ["category_missing"]
    other = code("AMPK", "HIV")
    assert refused(worker, report=report(primary=other)) == ["primary_missing"]
    assert refused(worker, report=report(primary=None)) == ["primary_missing"]


@pytest.mark.rule("region_outside")
def test_a_district_of_another_regency_is_refused():
    assert refused(worker_at(), report=report(region=region("14.02.01"))) == ["region_outside"]


@pytest.mark.parametrize("role", [Role.SOCIAL_OFFICE_DECIDER, Role.INTAKE_OFFICER, Role.LKSA_STAFF, Role.ADMINISTRATOR])
def test_other_roles_log_no_report(role):
    with pytest.raises(NotAllowed):
        logged(MembershipFactory(role=role))


@pytest.mark.rule("worker_missing")
def test_a_supervisor_says_who_becomes_responsible():
    worker = worker_at()
    supervisor = supervisor_at(worker.institution)
    assert refused(supervisor) == ["worker_missing"]
    assert logged(supervisor, worker=worker.user).case.worker == worker.user


@pytest.mark.rule("worker_unfit")
def test_a_case_goes_to_a_field_worker_of_the_office_only():
    office = InstitutionFactory()
    supervisor = supervisor_at(office)
    stranger, former = worker_at(), worker_at(office, ended=True)
    for person_ in (stranger.user, former.user, supervisor.user):
        assert refused(supervisor, worker=person_) == ["worker_unfit"]


def test_the_reporter_is_encrypted_in_the_database(django_db_blocker):
    response = logged(worker_at(), report=report(reporter_name="Ibu Rekaan", reporter_phone="0812000"))
    stored = CaseResponse.objects.filter(pk=response.pk).extra(select={"raw": "reporter_name"}).get()
    assert stored.reporter_name == "Ibu Rekaan"
    assert "Rekaan" not in stored.raw


def test_the_trail_tells_of_the_response_without_names():
    response = logged(worker_at())
    event = AuditEvent.objects.get(verb="response.log")
    assert event.subject == f"caseresponse:{response.pk}"
    assert event.data == {"outcome": "OPENED_CASE", "case": response.case_id}


# First contact


def contact(response, membership, **kwargs):
    values = {"by": actor_of(membership), "at": timezone.now(), "note": "Anak ditemui, aman."}
    return record_first_contact(response=response, **(values | kwargs))


def contact_refused(response, membership, **kwargs):
    with pytest.raises(RuleViolation) as violation:
        contact(response, membership, **kwargs)
    return [problem.code for problem in violation.value.problems]


def test_first_contact_stops_the_clock_and_stands_on_the_timeline():
    worker = worker_at()
    response = contact(logged(worker), worker)
    assert response.first_contact_by == worker.user
    assert response.case.events.filter(kind=EventKind.FIRST_CONTACT).count() == 1
    assert not CaseResponse.objects.awaiting_contact().exists()


@pytest.mark.rule("contact_recorded")
def test_a_second_click_changes_nothing_another_contact_is_refused():
    worker = worker_at()
    response, at = logged(worker), timezone.now()
    contact(response, worker, at=at)
    contact(response, worker, at=at)
    assert response.case.events.filter(kind=EventKind.FIRST_CONTACT).count() == 1
    assert contact_refused(response, worker, note="Lain") == ["contact_recorded"]


@pytest.mark.rule("contact_before_report", "contact_in_future", "contact_note_missing")
def test_a_contact_lies_between_the_report_and_now_and_tells_something():
    worker = worker_at()
    response = logged(worker)
    assert contact_refused(response, worker, at=timezone.now() + timedelta(hours=1)) == ["contact_in_future"]
    early = response.received_at - timedelta(minutes=1)
    assert contact_refused(response, worker, at=early) == ["contact_before_report"]
    assert contact_refused(response, worker, note="  ") == ["contact_note_missing"]


def test_a_supervisor_records_contact_a_stranger_and_a_decider_do_not():
    worker = worker_at()
    response = logged(worker)
    decider = MembershipFactory(role=Role.SOCIAL_OFFICE_DECIDER, institution=worker.institution)
    for membership in (worker_at(), worker_at(worker.institution), decider):
        with pytest.raises(NotAllowed):
            contact(response, membership)
    assert contact(response, supervisor_at(worker.institution)).first_contact_at


def test_advice_is_followed_up_by_the_one_who_logged_it():
    worker = worker_at()
    response = logged(worker, outcome=ResponseOutcome.ADVICE)
    with pytest.raises(NotAllowed):
        contact(response, worker_at(worker.institution))
    assert contact(response, worker).first_contact_at
