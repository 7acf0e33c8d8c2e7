"""A day in court that is ahead: set in its turn, moved, called off, kept by the step, with a clock until then."""

from datetime import time

import pytest
from django.urls import reverse

from atensi.audit.models import AuditEvent
from atensi.deadlines.models import Deadline
from atensi.errors import NotAllowed, RuleViolation, StaleWrite
from atensi.versions import version_of
from carers.models import CareHearing, CareProcess
from carers.services.hearings import SEEN_OF_HEARING, call_off_care_hearing, move_care_hearing, set_care_hearing
from carers.services.processes import end_care_process, record_care_step, withdraw_care_step
from carers.ways import WAYS
from cases.event_states import EventKind
from cases.states import CareForm
from institutions.models import Membership
from tests.api.client import refused_with
from tests.api.people import program_of
from tests.institutions.factories import actor_of

from .ways import ago, led, walked

pytestmark = pytest.mark.django_db
COURT = "Pengadilan Agama Contoh"


def at_court(form: str = CareForm.GUARDIAN) -> tuple[Membership, Membership, CareProcess]:
    """Worker, decider, and a process whose next step is the hearing."""
    case, worker, decider, _other = led(CareForm.ADOPTION if form == CareForm.GUARDIAN else CareForm.GUARDIAN)
    return worker, decider, walked(case, form, of_court=False)


def called(process: CareProcess, worker: Membership, **more) -> CareHearing:
    told = {"due_on": ago(-7), "at": time(9, 0), "court": COURT, "place": "Ruang 2"}
    return set_care_hearing(process=process, by=actor_of(worker), **told | more)


def codes(service, **asked) -> set[str]:
    with pytest.raises(RuleViolation) as refused:
        service(**asked)
    return {problem.code for problem in refused.value.problems}


def due(process: CareProcess) -> list:
    rows = Deadline.objects.filter(clock="care_hearing", case_id=process.case_id)
    return list(rows.values_list("due_on", flat=True))


def heard(process: CareProcess, worker: Membership, **more):
    told = {"verdict": "MET", "done_on": ago(0), "paper_number": "7/Pdt", "body": COURT, "note": "Rekaan."}
    return record_care_step(process=process, code="HEARING", by=actor_of(worker), **told | more)


def test_a_day_runs_until_the_hearing_is_written_down():
    worker, decider, process = at_court()
    with pytest.raises(NotAllowed):
        called(process, decider)
    hearing = called(process, worker)
    assert due(process) == [ago(-7)]
    assert process.case.events.filter(kind=EventKind.CARE_STEP, text__contains=COURT).exists()
    step = heard(process, worker)
    hearing.refresh_from_db()
    assert (hearing.kept_by, due(process)) == (step, [])
    withdraw_care_step(step=step, reason="Keliru (rekaan).", by=actor_of(worker))
    assert due(process) == [ago(-7)], "what was written down wrongly kept no day"


def test_a_hearing_without_result_is_followed_by_another_day():
    worker, _decider, process = at_court()
    called(process, worker, due_on=ago(0))
    step = heard(process, worker, verdict="NOT_MET")
    called(process, worker, due_on=ago(-21))
    withdraw_care_step(step=step, reason="Keliru (rekaan).", by=actor_of(worker))
    assert due(process) == [ago(-21)]


def test_an_earlier_session_without_result_leaves_the_day_ahead():
    """docs/adr/0037: a day that is ahead is kept in sight until what came of it is written down."""
    worker, _decider, process = at_court()
    hearing = called(process, worker)
    heard(process, worker, verdict="NOT_MET", done_on=ago(1))
    hearing.refresh_from_db()
    assert (hearing.kept_by, due(process)) == (None, [ago(-7)])


def test_no_day_waits_again_once_the_court_has_heard_it():
    """A step that is done is not written down twice: nobody could answer the clock of such a day."""
    worker, _decider, process = at_court()
    called(process, worker, due_on=ago(0))
    without = heard(process, worker, verdict="NOT_MET")
    heard(process, worker)
    withdraw_care_step(step=without, reason="Keliru (rekaan).", by=actor_of(worker))
    assert due(process) == []


@pytest.mark.rule(
    "care_hearing_set_already",
    "care_hearing_past",
    "care_hearing_court_missing",
    "one_care_hearing_ahead",
    "care_hearing_names_its_court",
)
def test_one_day_ahead_before_a_named_court():
    worker, _decider, process = at_court()
    asked = {"process": process, "worker": worker}
    assert codes(called, **asked, due_on=ago(1)) == {"care_hearing_past"}
    assert codes(called, **asked, court=" ") == {"care_hearing_court_missing"}
    called(process, worker)
    assert codes(called, **asked) == {"care_hearing_set_already"}


@pytest.mark.rule("care_hearing_without_court", "care_step_out_of_turn", "care_step_done_already")
def test_a_day_is_set_when_the_turn_of_the_court_has_come():
    worker, _decider, process = at_court(CareForm.KINSHIP)
    assert codes(called, process=process, worker=worker) == {"care_hearing_without_court"}
    case, worker, _decider, process = led(CareForm.GUARDIAN)
    assert codes(called, process=process, worker=worker) == {"care_step_out_of_turn"}
    whole = walked(case, CareForm.ADOPTION)
    assert codes(called, process=whole, worker=worker) == {"care_step_done_already"}


@pytest.mark.rule(
    "care_hearing_moved_nowhere", "care_hearing_without_why", "care_hearing_over", "care_hearing_called_off_says_why"
)
def test_courts_postpone_and_call_off():
    worker, _decider, process = at_court()
    hearing = called(process, worker)
    seen = version_of(hearing, SEEN_OF_HEARING)
    told = {"due_on": ago(-7), "at": time(9, 0), "court": COURT, "place": "Ruang 2", "reason": "Hakim sakit (rekaan)."}
    asked = {"hearing": hearing, "by": actor_of(worker), **told}
    assert codes(move_care_hearing, **asked) == {"care_hearing_moved_nowhere"}
    assert codes(move_care_hearing, **asked | {"due_on": ago(-9), "reason": ""}) == {"care_hearing_without_why"}
    move_care_hearing(**asked | {"due_on": ago(-9)})
    assert due(process) == [ago(-9)]
    with pytest.raises(StaleWrite):
        move_care_hearing(**asked | {"due_on": ago(-11), "seen": seen})
    ending = {"hearing": hearing, "by": actor_of(worker)}
    assert codes(call_off_care_hearing, **ending, reason=" ") == {"care_hearing_without_why"}
    call_off_care_hearing(**ending, reason="Permohonan dicabut (rekaan).")
    assert due(process) == []
    assert codes(call_off_care_hearing, **ending, reason="Lagi") == {"care_hearing_over"}
    verbs = set(AuditEvent.objects.filter(verb__startswith="care_hearing").values_list("verb", flat=True))
    assert verbs == {"care_hearing.set", "care_hearing.move", "care_hearing.call_off"}


def test_a_process_that_ends_has_no_day_in_court():
    worker, _decider, process = at_court()
    hearing = called(process, worker)
    end_care_process(process=process, reason="Calon mundur (rekaan).", by=actor_of(worker))
    hearing.refresh_from_db()
    assert (hearing.called_off_reason, due(process)) == ("Calon mundur (rekaan).", [])


def at(page: str, process: CareProcess, *more) -> str:
    return reverse(f"carers:{page}", args=[process.case_id, *more])


def test_a_day_is_set_moved_and_called_off_on_the_pages(client):
    worker, decider, process = at_court()
    client.force_login(worker.user)
    address = at("hearing_set", process, "GUARDIAN")
    assert address in client.get(at("care_process", process)).content.decode()
    sent = {"due_on": ago(-7).isoformat(), "at": "09:00", "court": COURT, "place": "Ruang 2"}
    assert client.get(address).status_code == 200
    assert client.post(address, {}).status_code == 422
    assert client.post(address, sent | {"due_on": ago(1).isoformat()}).status_code == 409
    assert client.post(address, sent).status_code == 302
    hearing = CareHearing.objects.get()
    page = client.get(at("care_process", process)).content.decode()
    assert "pukul 09.00" in page
    assert address not in page
    move = at("hearing_move", process, hearing.pk)
    seen = client.get(move).context["form"]["seen"].value()
    moved = sent | {"due_on": ago(-14).isoformat(), "reason": "Hakim sakit (rekaan).", "seen": seen}
    assert client.post(move, moved).status_code == 302
    assert client.post(move, moved | {"due_on": ago(-15).isoformat()}).status_code == 409
    end = at("hearing_call_off", process, hearing.pk)
    client.force_login(decider.user)
    assert client.get(end).status_code == 403
    client.force_login(worker.user)
    assert client.get(end).status_code == 200
    assert client.post(end, {"reason": "Dicabut (rekaan)."}).status_code == 302
    assert "Dicabut (rekaan)." in client.get(at("care_process", process)).content.decode()
    assert client.get(end).status_code == 404
    other = led(CareForm.ADOPTION)[3]
    assert at("hearing_set", other, "ADOPTION") not in client.get(at("care_process", other)).content.decode()


def test_a_day_is_set_moved_and_called_off_by_the_api():
    worker, decider, process = at_court()
    program, where = program_of(worker), (process.case_id, process.pk)
    told = {"due_on": ago(-7).isoformat(), "at": "09:00:00", "court": COURT}
    with refused_with(403):
        program_of(decider).tell("care_hearings_write", *where, **told)
    made = program.tell("care_hearings_write", *where, **told)
    moved = program.tell("care_hearing_move_write", *where, made["id"], **told | {"at": "10:30:00"}, reason="Padat.")
    assert moved["at"] == "10:30:00"
    program.tell("care_hearing_call_off_write", *where, made["id"], reason="Dicabut (rekaan).")
    (shown,) = [one for one in program.ask("care_processes_read", process.case_id)["results"] if one["hearings"]]
    assert shown["hearings"][0]["called_off_reason"] == "Dicabut (rekaan)."
    assert [step.code for step in WAYS[CareForm.KINSHIP] if step.of_court] == []
