"""The report desk by programs: taken, given on, made a case response or closed; who called stays with who answers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from atensi.audit.models import AuditEvent
from cases.models import CaseResponse, IncomingReport
from institutions.states import Role
from tests.api.client import Program, refused_with
from tests.api.people import program_of
from tests.api.test_sight import report as response
from tests.cases.desk import DISTRICT, operator, taken
from tests.institutions.factories import InstitutionFactory, MembershipFactory, region

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    return MembershipFactory()


@pytest.fixture
def supervisor(worker):
    return program_of(MembershipFactory(institution=worker.institution, role=Role.SUPERVISOR))


@pytest.fixture
def desk() -> Program:
    return program_of(operator())


def call(**more):
    return {
        "channel": "TEPSA",
        "received_at": (timezone.now() - timedelta(minutes=5)).isoformat(),
        "urgency": "DANGER",
        "problem": "Anak menangis tiap malam (rekaan).",
        "region": DISTRICT,
        "child_name": "Sari Rekaan",
        "reporter_name": "Ibu Contoh",
        "reporter_phone": "0811-0000-0000",
        **more,
    }


def test_a_call_goes_to_the_office_its_worker_and_becomes_a_case(desk, supervisor, worker):
    made = desk.tell("incoming_reports_write", **call())
    assert (made["office"]["id"], made["state"]) == (worker.institution_id, "WAITING")
    assert made["reporter_name"] == "Ibu Contoh"
    [waiting] = supervisor.ask("incoming_reports_read")["results"]
    assert waiting["id"] == made["id"]
    supervisor.tell("incoming_assignment_write", made["id"], worker=worker.user_id)
    program = program_of(worker)
    [mine] = program.ask("incoming_reports_read")["results"]
    assert (mine["state"], mine["who"]) == ("ASSIGNED", "Sari Rekaan")
    child = {"name": "Sari Rekaan", "sex": "FEMALE", "region": DISTRICT}
    logged = program.tell("responses_write", **response(person=child, incoming=made["id"]))
    assert CaseResponse.objects.get(incoming=made["id"]).pk == logged["id"]
    read = program.ask("incoming_detail_read", made["id"])
    assert (read["state"], read["response"]) == ("ANSWERED", logged["id"])
    assert [step["kind"] for step in read["steps"]] == ["ANSWERED", "ASSIGNED", "RECORDED"]
    assert desk.ask("incoming_detail_read", made["id"])["response"] is None  # an operator sees no response
    assert [row["id"] for row in desk.ask("incoming_reports_read", state="ended")["results"]] == [made["id"]]


def test_the_same_key_takes_a_call_once(desk, worker):
    told = call()
    first = desk.tell("incoming_reports_write", key="satu", **told)
    assert desk.tell("incoming_reports_write", key="satu", **told) == first
    assert IncomingReport.objects.count() == 1


def test_only_an_operator_takes_a_call_and_only_the_office_moves_it(desk, worker):
    program, report = program_of(worker), taken()
    with refused_with(403):
        program.tell("incoming_reports_write", **call())
    for act in ("assignment", "passing", "closing"):
        with refused_with(403):
            program.tell(f"incoming_{act}_write", report.pk)
    with refused_with(404):
        desk.ask("incoming_detail_read", report.pk)  # another operator's


def test_who_called_is_told_to_whoever_answers(worker, supervisor):
    report = taken()
    decider = program_of(MembershipFactory(institution=worker.institution, role=Role.SOCIAL_OFFICE_DECIDER))
    assert supervisor.ask("incoming_detail_read", report.pk)["reporter_name"] == "Ibu Contoh"
    assert decider.ask("incoming_detail_read", report.pk)["reporter_name"] == ""
    assert AuditEvent.objects.filter(verb="incoming.view").count() == 2


def test_a_report_is_passed_on_with_the_reason_and_gone(supervisor):
    report, other = taken(), InstitutionFactory(kind="DINAS_REGENCY", region=region("14.02"))
    with refused_with(400):
        supervisor.tell("incoming_passing_write", report.pk, to=other.pk, reason="")
    moved = supervisor.tell("incoming_passing_write", report.pk, to=other.pk, reason="Anak sudah pindah (rekaan).")
    assert (moved["office"]["id"], moved["reporter_name"]) == (other.pk, "")
    with refused_with(404):
        supervisor.ask("incoming_detail_read", report.pk)


def test_a_double_names_the_report_before_it(supervisor):
    earlier = taken(received_at=timezone.now() - timedelta(hours=2))
    later = taken()
    said = {"closure": "DUPLICATE", "note": "Sudah dilaporkan (rekaan)."}
    with refused_with(409, "double_missing"):
        supervisor.tell("incoming_closing_write", later.pk, **said)
    closed = supervisor.tell("incoming_closing_write", later.pk, double_of=earlier.pk, **said)
    assert (closed["state"], closed["double_of"], closed["double_number"]) == ("CLOSED", earlier.pk, earlier.number)
    with refused_with(409, "incoming_ended"):
        supervisor.tell("incoming_closing_write", later.pk, double_of=earlier.pk, **said)


def test_a_report_of_another_is_not_answered(worker, supervisor):
    report = taken()
    child = {"name": "Sari Rekaan", "sex": "FEMALE", "region": DISTRICT}
    with refused_with(400):  # it was not given to this worker, who does not see it
        program_of(worker).tell("responses_write", **response(person=child, incoming=report.pk))
    assert report.response_id is None


def test_the_list_of_the_desk_is_filtered_by_number_and_asks_as_much_for_many(
    desk, worker, django_assert_max_num_queries
):
    numbers = [desk.tell("incoming_reports_write", **call())["number"] for _n in range(3)]
    [found] = desk.ask("incoming_reports_read", number=numbers[1][-3:])["results"]
    assert found["number"] == numbers[1]
    with django_assert_max_num_queries(12):
        assert len(desk.ask("incoming_reports_read")["results"]) == 3


def test_a_token_tells_the_desk_of_its_own_membership_alone(worker):
    """The same person supervises another office: its reports are not told to the token of this one."""
    other = InstitutionFactory(kind="DINAS_REGENCY", region=region("14.02"))
    MembershipFactory(user=worker.user, institution=other, role=Role.SUPERVISOR)
    theirs = taken(region=region("14.02"))
    program = program_of(worker)
    assert program.ask("incoming_reports_read", scope="office")["results"] == []
    with refused_with(404):
        program.ask("incoming_detail_read", theirs.pk)
