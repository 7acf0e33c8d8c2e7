"""SERASI: one door of a Sentra that takes any request and sends it on or answers it (domain.md 1, 4, 5.3)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from atensi.audit.actor import system_actor
from atensi.audit.models import AuditEvent
from atensi.deadlines.models import Deadline
from atensi.errors import NotAllowed, RuleViolation
from atensi.notices.kinds import kind_of
from atensi.notices.models import Notice
from cases.models import DeskRequest, IncomingReport
from cases.services.desk_requests import Going, forward_request
from cases.services.incoming import assign_incoming
from cases.states import Channel, IncomingState, Onward, RequestState, Urgency
from cases.views import lists
from institutions.models import Institution, Parameter
from institutions.services.institutions import update_institution
from institutions.services.memberships import end_membership
from institutions.states import Kind, Role
from tests.api.people import program_of
from tests.api.test_keeping import codes_of, status_of
from tests.cases.desk_requests import asked_of, officer_of_sentra
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("serasi:request_list"), reverse("serasi:request_create")
TO_DINAS = Going(way=Onward.OFFICE)


@pytest.fixture
def dinas():
    """The Dinas of the place, with somebody who supervises."""
    return MembershipFactory(role=Role.SUPERVISOR).institution


@pytest.fixture
def officer():
    return officer_of_sentra()


def forward(request, officer, going=TO_DINAS):
    return forward_request(asking=request, going=going, by=actor_of(officer))


def codes(refused):
    return {problem.code for problem in refused.value.problems}


def page_of(request):
    return reverse("serasi:request", args=[request.pk])


def test_a_request_sent_on_becomes_a_report_of_the_dinas_of_the_place(officer, dinas):
    request = asked_of(officer, going=TO_DINAS, urgency=Urgency.DANGER)

    report = IncomingReport.objects.get()
    assert (request.state, request.report) == (RequestState.SENT_ON, report)
    assert (report.office, report.state, report.channel) == (dinas, IncomingState.WAITING, Channel.SERASI)
    assert (report.problem, report.child_name, report.urgency) == (request.problem, "Sari Rekaan", Urgency.DANGER)
    assert (report.recorded_by_id, report.recorded_for) == (officer.user_id, officer.institution)
    assert Notice.objects.filter(kind="report:danger", subject=f"incomingreport:{report.pk}").exists()
    assert Deadline.objects.filter(clock="report").count() == 1
    assert not Deadline.objects.filter(clock="request").exists()
    assert AuditEvent.objects.filter(verb="request.register", subject=f"deskrequest:{request.pk}").exists()


def test_what_waits_has_the_clock_of_its_sentra(officer, dinas):
    sentra, today = officer.institution, timezone.localdate()
    Parameter.objects.create(key="serasi_hours", institution=sentra, value=5, valid_from=today)
    calm, danger = asked_of(officer), asked_of(officer, urgency=Urgency.DANGER)

    assert (calm.due_hours, danger.due_hours) == (5, 2)
    row = Deadline.objects.get(clock="request", subject_id=calm.pk)
    assert (row.office_id, row.reference) == (sentra.pk, calm.number)
    forward(calm, officer)
    assert not Deadline.objects.filter(clock="request", subject_id=calm.pk).exists()


def test_another_sentra_gets_it_with_its_own_time_and_the_first_reads_the_state_alone(client, officer, dinas):
    other = officer_of_sentra()
    request = asked_of(officer)
    DeskRequest.objects.filter(pk=request.pk).update(due_at=timezone.now() - timedelta(hours=9))
    moved = forward(request, officer, Going(way=Onward.SENTRA, to=other.institution, words="Dekat rumahnya (rekaan)."))

    assert moved.sentra == other.institution and not moved.is_late
    notice = Notice.objects.get(kind="request:arrived")
    assert (notice.recipient_id, notice.path) == (other.user_id, page_of(request))
    with pytest.raises(NotAllowed):
        forward(request, officer)
    forward(request, other, Going(way=Onward.ANSWER, words="Sembako dan konseling (rekaan)."))

    client.force_login(officer.user)
    page = client.get(page_of(request)).content.decode()
    assert "Dibantu langsung" in page and "Sembako" not in page
    client.force_login(other.user)
    assert "Sembako" in client.get(page_of(request)).content.decode()


def to_sentra(officer):
    return Going(way=Onward.SENTRA, to=officer.institution, words="Dekat rumahnya (rekaan).")


def test_a_sentra_in_the_middle_keeps_the_trace_of_what_it_gave_on(client, officer, dinas):
    middle, last = officer_of_sentra(), officer_of_sentra()
    request = asked_of(officer, going=to_sentra(middle))
    client.force_login(middle.user)
    url = reverse("serasi:request_forward", args=[request.pk])
    given = client.post(url, {"way": "SENTRA", "to": last.institution_id, "words": "Lebih dekat (rekaan)."})

    assert given["Location"] == page_of(request)
    assert client.get(page_of(request)).status_code == 200
    assert client.get(f"{LIST}?keadaan=diteruskan").content.decode().count(f'vh">: {request.number}') == 1
    left = program_of(middle).ask("desk_requests_read", state="left")["results"]
    assert [row["id"] for row in left] == [request.pk]


def test_what_waits_at_the_other_sentra_of_an_officer_is_not_done_with(client, officer, dinas):
    other = officer_of_sentra()
    both = MembershipFactory(user=officer.user, institution=other.institution, role=Role.INTAKE_OFFICER)
    waiting, given = asked_of(both), asked_of(officer, going=to_sentra(other))

    assert set(DeskRequest.objects.all().left(officer.institution_id)) == {given}
    assert waiting in DeskRequest.objects.visible_to(officer.user)
    assert not DeskRequest.objects.all().left(other.institution_id).exists()


@pytest.mark.parametrize(
    "urgency, kind, urgent", [(Urgency.DANGER, "request:danger", True), (Urgency.UNCLEAR, "request:arrived", False)]
)
def test_danger_is_told_to_the_next_sentra_at_night_too(officer, dinas, urgency, kind, urgent):
    asked_of(officer, going=to_sentra(officer_of_sentra()), urgency=urgency)

    assert Notice.objects.get().kind == kind
    assert (kind_of(kind).urgent, kind_of(kind).has_limit) == (urgent, True)


SECRETS = ("Sari Rekaan", "Nenek Contoh", "0811-0000-0000", "Nenek tidak sanggup", "Dusun Rekaan")


def reads(client, officer, request):
    """Which of what was told `officer` reads on the page and by the API: all of it or nothing, and the same."""
    client.force_login(officer.user)
    page = client.get(page_of(request)).content.decode()
    told = program_of(officer).ask("desk_request_detail_read", request.pk)
    fields = ("problem", "place", "person_name", "requester_name", "requester_phone")
    found = {secret in page for secret in SECRETS} | {bool(told[name]) for name in fields} | {told["is_told"]}
    assert len(found) == 1
    return found.pop()


def test_whom_it_is_about_is_told_where_it_is_and_to_who_recorded_it(client, officer, dinas):
    colleague = MembershipFactory(institution=officer.institution, role=Role.INTAKE_OFFICER)
    middle, last = officer_of_sentra(), officer_of_sentra()
    request = asked_of(officer)
    assert reads(client, colleague, request), "it waits there"

    request = forward(request, officer, to_sentra(middle))
    assert [reads(client, one, request) for one in (officer, colleague, middle)] == [True, False, True]
    request = forward(request, middle, to_sentra(last))
    assert [reads(client, one, request) for one in (middle, last)] == [False, True]
    assert "Isinya ada pada Sentra lain" in client_page(client, middle, request)
    request = forward(request, last)
    assert [reads(client, one, request) for one in (officer, colleague, last)] == [True, False, False]
    assert "Isinya ada pada Dinas Sosial" in client_page(client, last, request)


def client_page(client, officer, request):
    client.force_login(officer.user)
    return client.get(page_of(request)).content.decode()


def test_the_desk_learns_what_became_of_it_and_no_more(client, officer, dinas):
    request = asked_of(officer, going=TO_DINAS)
    worker, supervisor = MembershipFactory(institution=dinas), dinas.memberships.get(role=Role.SUPERVISOR)
    assign_incoming(report=request.report, worker=worker.user, by=actor_of(supervisor))

    news = Notice.objects.get(kind="report:taken_up")
    assert (news.recipient_id, news.path) == (officer.user_id, page_of(request))
    client.force_login(officer.user)
    page = client.get(page_of(request)).content.decode()
    assert "Ditugaskan" in page and str(worker.user) not in page
    assert client.get(reverse("desk:report", args=[request.report_id])).status_code == 403


def test_the_dinas_reads_whose_request_it_is(client, officer, dinas):
    request = asked_of(officer, going=TO_DINAS, is_child=False)
    client.force_login(dinas.memberships.get(role=Role.SUPERVISOR).user)

    page = client.get(reverse("desk:report", args=[request.report_id])).content.decode()
    assert request.number in page and "untuk orang dewasa" in page and officer.institution.name in page


@pytest.mark.rule("request_source", "request_without_story", "received_in_future")
def test_a_request_says_who_asks_for_what_and_when(officer, dinas):
    with pytest.raises(RuleViolation) as refused:
        asked_of(officer, source="X", problem=" ", received_at=timezone.now() + timedelta(hours=3))

    assert codes(refused) >= {"request_source", "request_without_story"}
    assert len(refused.value.problems) == 3


@pytest.mark.rule("request_to_no_sentra", "request_without_reason", "request_answer_unsaid", "onward_missing")
@pytest.mark.parametrize(
    "going, expected",
    [
        (Going(way=Onward.SENTRA), {"request_to_no_sentra", "request_without_reason"}),
        (Going(way=Onward.ANSWER, words=" "), {"request_answer_unsaid"}),
        (Going(way="X"), {"onward_missing"}),
    ],
)
def test_each_way_says_what_it_needs_and_nothing_is_kept_otherwise(officer, dinas, going, expected):
    with pytest.raises(RuleViolation) as refused:
        asked_of(officer, going=going)

    assert codes(refused) == expected
    assert codes_of_forward(asked_of(officer), officer, going) == expected


def codes_of_forward(request, officer, going):
    with pytest.raises(RuleViolation) as refused:
        forward(request, officer, going)
    return codes(refused)


def test_a_sentra_left_chosen_counts_for_no_other_way(officer, dinas):
    other = officer_of_sentra()
    request = asked_of(officer)
    forward(request, officer, Going(way=Onward.OFFICE, to=other.institution))
    assert AuditEvent.objects.get(verb="request.forward").data == {"way": "OFFICE", "to": None}


def test_whoever_was_slower_reads_how_it_stands_now(client, officer, dinas, monkeypatch):
    request = asked_of(officer)
    client.force_login(officer.user)

    def after_another(**words):
        forward_request(asking=request, going=TO_DINAS, by=actor_of(officer))
        return forward_request(**words)

    monkeypatch.setattr("cases.views.desk_requests.forward_request", after_another)
    url = reverse("serasi:request_forward", args=[request.pk])
    answer = client.post(url, {"way": "ANSWER", "words": "Sembako (rekaan)."})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Permintaan ini sudah selesai" in page
    assert "Sembako (rekaan)." in page and "Menunggu Sentra" not in page


def test_no_dinas_of_the_place_is_said(officer):
    assert codes_of_forward(asked_of(officer, region=region("35.01")), officer, TO_DINAS) == {"office_missing"}


def test_its_own_sentra_or_a_home_takes_no_request(officer, dinas):
    request = asked_of(officer)
    for to in (officer.institution, InstitutionFactory(lksa=True), InstitutionFactory(sentra=True, is_active=False)):
        going = Going(way=Onward.SENTRA, to=to, words="Rekaan.")
        assert codes_of_forward(request, officer, going) == {"request_to_no_sentra"}


@pytest.mark.rule("request_ended")
def test_what_is_done_is_done_once(officer, dinas):
    request = asked_of(officer, going=TO_DINAS)

    assert codes_of_forward(request, officer, TO_DINAS) == {"request_ended"}
    assert IncomingReport.objects.count() == 1


def test_a_form_sent_twice_is_one_request_and_another_persons_form_is_refused(officer, dinas):
    key = uuid4()
    assert asked_of(officer, form_id=key, going=TO_DINAS) == asked_of(officer, form_id=key, going=TO_DINAS)
    assert IncomingReport.objects.count() == DeskRequest.objects.count() == 1
    colleague = MembershipFactory(institution=officer.institution, role=Role.INTAKE_OFFICER)
    with pytest.raises(NotAllowed):
        asked_of(colleague, form_id=key)


@pytest.mark.parametrize("kind, role", [("UPTD", Role.INTAKE_OFFICER), ("SENTRA", Role.ADMINISTRATOR)])
def test_nobody_but_the_intake_officers_of_a_sentra_takes_a_request(kind, role, dinas):
    with pytest.raises(NotAllowed):
        asked_of(MembershipFactory(institution__kind=kind, role=role))


def test_a_foreign_request_is_not_found_and_a_role_without_a_desk_has_no_page(client, officer, dinas):
    request = asked_of(officer)
    for by, status in ((officer_of_sentra(), 404), (dinas.memberships.get(), 403)):
        client.force_login(by.user)
        assert client.get(page_of(request)).status_code == status
        assert (
            client.post(reverse("serasi:request_forward", args=[request.pk]), {"way": "OFFICE"}).status_code == status
        )
    assert DeskRequest.objects.get().is_open


def test_it_is_taken_and_sent_on_in_one_step_on_the_page(client, officer, dinas):
    client.force_login(officer.user)
    assert client.get(NEW).status_code == 200
    given = {
        "urgency": "UNCLEAR",
        "problem": "Minta kursi roda.",
        "whose": "ADULT",
        "regency": "14.01",
        "source": "SELF",
        "received_at": f"{timezone.localdate().isoformat()}T00:00",
        "way": "OFFICE",
        "form_id": str(uuid4()),
    }
    answer = client.post(NEW, given)
    request = DeskRequest.objects.get()
    assert answer["Location"] == page_of(request)
    assert (request.state, request.is_child) == (RequestState.SENT_ON, False)
    assert request.number in client.get(f"{LIST}?keadaan=diteruskan").content.decode()
    assert client.post(NEW, {"way": "ANSWER"}).status_code == 422


def test_it_is_answered_from_its_page(client, officer, dinas):
    request = asked_of(officer)
    client.force_login(officer.user)
    assert request.number in client.get(LIST).content.decode()
    url = reverse("serasi:request_forward", args=[request.pk])
    assert client.post(url, {"way": "ANSWER", "words": ""}).status_code == 422
    assert client.post(url, {"way": "ANSWER", "words": "Kursi roda diberikan."})["Location"] == page_of(request)
    assert "Kursi roda diberikan." in client.get(page_of(request)).content.decode()


@pytest.mark.parametrize("state", ["terbuka", "diteruskan"])
def test_a_long_list_asks_no_more(client, officer, dinas, state):
    client.force_login(officer.user)
    counts = []
    for number in (1, 6):
        for _each in range(number):
            asked_of(officer)
            asked_of(officer, going=TO_DINAS)
        client.get(f"{LIST}?keadaan={state}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{LIST}?keadaan={state}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_program_does_the_same(officer, dinas):
    program = program_of(officer)
    given = {
        "source": "COMMUNITY",
        "urgency": "UNCLEAR",
        "problem": "Lansia sendirian (rekaan).",
        "is_child": False,
        "region": "14.01",
        "received_at": timezone.now().isoformat(),
    }
    made = program.tell("desk_requests_write", **given)
    assert (made["state"], made["office"]) == ("WAITING", None)
    assert codes_of(program.tell, "desk_request_forwarding_write", made["id"], way="ANSWER") == {
        "request_answer_unsaid"
    }
    sent = program.tell("desk_request_forwarding_write", made["id"], way="OFFICE")
    assert (sent["office"]["id"], sent["status"]) == (dinas.pk, "Menunggu kantor")
    at_once = program.tell("desk_requests_write", **given, going={"way": "ANSWER", "words": "Sembako (rekaan)."})
    assert (at_once["state"], at_once["answer"]) == ("ANSWERED", "Sembako (rekaan).")
    left = program.ask("desk_requests_read", state="left")["results"]
    assert {row["id"] for row in left} == {made["id"], at_once["id"]}
    assert program.ask("desk_request_detail_read", made["id"])["status"] == "Menunggu kantor"
    assert status_of(program_of(officer_of_sentra()).ask, "desk_request_detail_read", made["id"]) == 404


@pytest.mark.rule("sentra_without_intake")
def test_a_sentra_where_nobody_takes_in_is_not_sent_a_request(client, officer, dinas):
    empty = officer_of_sentra(name="Sentra Tanpa Petugas")
    end_membership(membership=empty, by=system_actor())
    request = asked_of(officer)

    with pytest.raises(RuleViolation) as refused:
        forward(request, officer, to_sentra(empty))
    [problem] = refused.value.problems
    assert (problem.code, problem.is_hard, problem.field) == ("sentra_without_intake", True, "to")
    assert "Sentra Tanpa Petugas belum punya petugas penerima" in str(problem.text)
    with pytest.raises(RuleViolation):
        asked_of(officer, going=to_sentra(empty))
    assert DeskRequest.objects.get() == request and request.sentra == officer.institution
    program = program_of(officer)
    assert codes_of(
        program.tell, "desk_request_forwarding_write", request.pk, way="SENTRA", to=empty.institution_id, words="Dekat."
    ) == {"sentra_without_intake"}


def test_the_form_offers_only_sentra_that_somebody_reads_at_and_says_so(client, officer, dinas):
    empty, staffed = InstitutionFactory(sentra=True, name="Sentra Kosong"), officer_of_sentra(name="Sentra Berisi")
    others = Institution.objects.filter(kind=Kind.SENTRA).exclude(pk=officer.institution_id).count()
    client.force_login(officer.user)
    for url in (NEW, page_of(asked_of(officer))):
        page = client.get(url).content.decode()
        assert f'value="{staffed.institution_id}"' in page and "Sentra Kosong" not in page
        assert f"{others - 1} Sentra tidak ditawarkan" in page
    sent = {"way": "SENTRA", "to": empty.pk, "words": "Dekat (rekaan)."}
    answer = client.post(reverse("serasi:request_forward", args=[DeskRequest.objects.get().pk]), sent)
    assert answer.status_code == 422 and "tidak menerima permintaan sekarang" in answer.content.decode()
    MembershipFactory(institution=empty, role=Role.INTAKE_OFFICER)
    page = client.get(NEW).content.decode()
    assert f"{others - 2} Sentra tidak ditawarkan" in page and "Sentra Kosong" in page


@pytest.mark.rule("requests_waiting")
def test_a_sentra_at_whose_desk_requests_wait_is_not_switched_off(officer, dinas):
    first, second = asked_of(officer), asked_of(officer)
    with pytest.raises(RuleViolation) as refused:
        update_institution(institution=officer.institution, by=system_actor(), is_active=False)
    [problem] = refused.value.problems
    assert (problem.code, problem.is_hard) == ("requests_waiting", True)
    assert str(problem.text).startswith("2 permintaan SERASI") and first.number in str(problem.text)

    forward(first, officer)
    forward(second, officer, Going(way=Onward.ANSWER, words="Sembako (rekaan)."))
    assert not update_institution(institution=officer.institution, by=system_actor(), is_active=False).is_active
    with pytest.raises(NotAllowed):
        asked_of(officer)


@pytest.mark.parametrize("address", [LIST, reverse("desk:report_list")])
def test_a_list_that_stops_says_how_many_more_wait(client, officer, dinas, monkeypatch, address):
    monkeypatch.setattr(lists, "OPEN_SHOWN", 1)
    reader = officer if address == LIST else dinas.memberships.get(role=Role.SUPERVISOR)
    client.force_login(reader.user)
    asked_of(officer, going=None if address == LIST else TO_DINAS)
    assert "lainnya juga menunggu" not in client.get(address).content.decode()
    for _each in range(2):
        asked_of(officer, going=None if address == LIST else TO_DINAS)
    page = client.get(address).content.decode()
    assert "2 lainnya juga menunggu; yang tampil di sini 1 yang paling mendesak" in page
