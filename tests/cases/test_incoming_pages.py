"""The report desk as people open it: operator, office, worker."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from cases.models import CaseResponse, IncomingReport
from cases.services.incoming import assign_incoming
from cases.states import IncomingState
from institutions.states import Role
from tests.cases.desk import assigned, closed, operator, passed_on, taken
from tests.cases.factories import code
from tests.cases.intake import supervisor_at, worker_at
from tests.cases.test_response_pages import errors
from tests.cases.test_response_pages import typed as typed_response
from tests.institutions.factories import InstitutionFactory, MembershipFactory, region

pytestmark = pytest.mark.django_db
LIST, CREATE = reverse("desk:report_list"), reverse("desk:report_create")
DISTRICT = "14.01.05"


@pytest.fixture
def office():
    region(DISTRICT)
    for name in ("MALTREATED", "SEXUAL_CRIME"):
        code("AMPK", name)
    return InstitutionFactory(name="Dinas Sosial Contoh", phone="0762-CONTOH")


@pytest.fixture
def supervisor(office):
    return supervisor_at(office)


@pytest.fixture
def worker(office):
    return worker_at(office)


@pytest.fixture
def caller(office):
    return operator()


def typed(**changes):
    """What the form sends for a plain call; None leaves a field out."""
    values = {
        "form_id": str(uuid4()),
        "urgency": "UNCLEAR",
        "problem": "Anak dipukul (rekaan).",
        "category": "",
        "regency": "14.01",
        "district": DISTRICT,
        "place": "Dusun Rekaan",
        "child_name": "Sari Rekaan",
        "channel": "TEPSA",
        "reporter_name": "",
        "reporter_phone": "",
        "received_at": f"{timezone.localtime() - timedelta(minutes=5):%Y-%m-%dT%H:%M}",
    }
    return {key: value for key, value in (values | changes).items() if value is not None}


def key_of(page, name="draft"):
    return re.search(rf'name="{name}" value="([^"]+)"', page.content.decode()).group(1)


def page_of(name, report):
    return reverse(f"desk:{name}", args=[report.pk])


def test_whoever_assigns_a_report_too_late_reads_how_it_stands_now(client, office, supervisor, worker, monkeypatch):
    report = taken()
    client.force_login(supervisor.user)

    def after_another(**words):
        closed(report, supervisor)
        return assign_incoming(**words)

    monkeypatch.setattr("cases.views.incoming.assign_incoming", after_another)
    late = client.post(page_of("report_assign", report), {"worker": str(worker.user_id)})
    page = late.content.decode()
    assert late.status_code == 422 and "Laporan ini sudah selesai" in page
    assert "Soal listrik (rekaan)." in page and "Menunggu kantor" not in page


def test_a_call_is_saved_and_handed_to_the_office_of_the_place(client, caller, office):
    client.force_login(caller.user)
    page = client.post(CREATE, typed(), follow=True)
    report = IncomingReport.objects.get()
    assert page.redirect_chain == [(page_of("report", report), 302)]
    assert (report.office, report.region_id, report.state) == (office, DISTRICT, IncomingState.WAITING)
    for words in (report.number, "Dinas Sosial Contoh", "0762-CONTOH", "Menunggu kantor", "Belum ditetapkan"):
        assert words in page.content.decode()


def test_a_second_click_leads_to_the_same_report(client, caller):
    client.force_login(caller.user)
    sent = typed()
    first, second = client.post(CREATE, sent), client.post(CREATE, sent)
    assert first.headers["Location"] == second.headers["Location"]
    assert IncomingReport.objects.count() == 1


def test_a_call_outlives_the_session_with_its_regency_and_district(client, caller):
    region("14.02.01")
    client.force_login(caller.user)
    sent = typed(draft=key_of(client.get(CREATE)), regency="14.02", district="14.02.01")
    client.logout()
    assert "Tulisan Anda tersimpan" in client.post(CREATE, sent, follow=True).content.decode()
    client.force_login(caller.user)
    form = client.get(CREATE).context["form"]
    kept = {name: form[name].value() for name in ("problem", "regency", "district", "child_name")}
    assert kept == {"problem": sent["problem"], "regency": "14.02", "district": "14.02.01", "child_name": "Sari Rekaan"}
    assert "14.02.01" in dict(form.fields["district"].choices)


def test_a_second_click_on_what_the_office_does_leads_where_the_first_led(client, supervisor, worker):
    other = InstitutionFactory(region=region("14.02"))
    client.force_login(supervisor.user)
    for name, sent in (
        ("report_assign", {"worker": str(worker.user_id)}),
        ("report_pass_on", {"to": str(other.pk), "reason": "Anak sudah pindah."}),
        ("report_close", {"closure": "UNTRACEABLE", "note": "Tidak ditemukan."}),
    ):
        report = taken()
        page = client.get(page_of("report" if name == "report_assign" else name, report))
        sent["form_id"] = key_of(page, "form_id")
        first, second = client.post(page_of(name, report), sent), client.post(page_of(name, report), sent)
        assert (second.status_code, second.headers["Location"]) == (302, first.headers["Location"])


def test_a_nul_asks_nothing_of_the_database(client, caller):
    client.force_login(caller.user)
    assert client.get(LIST, {"nomor": "\0"}).status_code == 200
    assert DISTRICT not in client.get(reverse("desk:districts"), {"regency": "\0"}).content.decode()
    page = client.post(CREATE, typed(regency="\0"))
    assert (page.status_code, "regency" in errors(page)) == (422, True)


def test_without_script_the_regency_alone_is_enough(client, caller, office):
    client.force_login(caller.user)
    assert client.post(CREATE, typed(district="")).status_code == 302
    assert IncomingReport.objects.get().region_id == "14.01"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"urgency": None}, "urgency"),
        ({"problem": " "}, "problem"),
        ({"regency": "99.99"}, "regency"),
        ({"district": "14.02.01"}, "district"),
        ({"channel": "VILLAGE"}, "channel"),
        ({"category": "0"}, "category"),
        ({"received_at": "2199-01-01T10:00"}, "received_at"),
        ({"form_id": "forged"}, "__all__"),
        ({"regency": "91.01", "district": ""}, "regency"),
    ],
)
def test_what_is_missing_or_forged_is_named_and_nothing_typed_is_lost(client, caller, changes, field):
    region("91.01")
    client.force_login(caller.user)
    page = client.post(CREATE, typed(child_name='<b>"Rekaan" 😀</b>', **changes))
    assert page.status_code == 422
    assert field in errors(page)
    assert "&lt;b&gt;&quot;Rekaan&quot; 😀&lt;/b&gt;" in page.content.decode()
    assert not IncomingReport.objects.exists()


def test_the_districts_of_the_regency_that_was_picked(client, caller):
    client.force_login(caller.user)
    text = client.get(reverse("desk:districts"), {"regency": "14.01"}).content.decode()
    assert f'value="{DISTRICT}"' in text
    assert "<html" not in text
    for odd in ("", "x", "14.01' OR 1=1", "😀"):
        assert DISTRICT not in client.get(reverse("desk:districts"), {"regency": odd}).content.decode()


def test_the_operator_sees_the_own_reports_with_their_state(client, caller, supervisor, worker):
    own, other = taken(caller), taken()
    client.force_login(caller.user)
    text = client.get(LIST).content.decode()
    assert own.number in text
    assert other.number not in text
    assert client.get(page_of("report", other)).status_code == 404
    assigned(own, supervisor, worker)
    page = client.get(page_of("report", own)).content.decode()
    assert str(worker.user) in page
    assert "0811-0000-0000" in page  # to call back
    for forbidden in ("report_assign", "report_pass_on", "report_close"):
        assert client.get(page_of(forbidden, own)).status_code == 403
    assert client.get(LIST, {"nomor": own.number[-5:]}).context["rows"] == [own]
    assert client.get(LIST, {"nomor": "99999"}).context["rows"] == []


def test_who_is_not_part_of_it_does_not_find_it(client, office, supervisor, worker):
    report = assigned(taken(), supervisor, worker)
    seen = {supervisor: 200, worker: 200, worker_at(office): 404, supervisor_at(InstitutionFactory()): 404}
    seen[MembershipFactory(role=Role.ADMINISTRATOR, institution=office)] = 403
    for membership, status in seen.items():
        client.force_login(membership.user)
        assert client.get(page_of("report", report)).status_code == status
        listed = client.get(LIST)
        assert (listed.status_code == 200 and report.number in listed.content.decode()) == (status == 200)
    supervisor.valid_until = timezone.localdate() - timedelta(days=1)
    supervisor.save()
    MembershipFactory(user=supervisor.user, role=Role.SUPERVISOR)
    client.force_login(supervisor.user)
    assert client.get(page_of("report", report)).status_code == 404


def test_the_supervisor_gives_it_to_a_worker(client, supervisor, worker):
    report = taken()
    client.force_login(supervisor.user)
    assert worker.user.name in client.get(page_of("report", report)).content.decode()
    refused = client.post(page_of("report_assign", report), {"worker": str(supervisor.user_id)})
    assert (refused.status_code, set(errors(refused))) == (422, {"worker"})
    page = client.post(page_of("report_assign", report), {"worker": str(worker.user_id)}, follow=True)
    report.refresh_from_db()
    assert report.assigned_to == worker.user
    assert "Laporan ditugaskan." in page.content.decode()


def test_the_supervisor_passes_it_on_and_it_leaves_the_list(client, supervisor):
    report, other = taken(), InstitutionFactory(region=region("14.02"), name="Dinas Sosial Umpama")
    client.force_login(supervisor.user)
    assert "Dinas Sosial Umpama" in client.get(page_of("report_pass_on", report)).content.decode()
    assert set(errors(client.post(page_of("report_pass_on", report), {}))) == {"to", "reason"}
    sent = {"to": str(other.pk), "reason": "Anak sudah pindah."}
    page = client.post(page_of("report_pass_on", report), sent, follow=True).content.decode()
    assert "dialihkan ke Dinas Sosial Umpama" in page
    assert page_of("report", report) not in page
    assert client.get(page_of("report", report)).status_code == 404


def test_the_supervisor_closes_it_and_the_operator_reads_why(client, caller, supervisor):
    double, report = taken(caller), taken(caller)
    client.force_login(supervisor.user)
    assert set(errors(client.post(page_of("report_close", report), {}))) == {"closure", "note"}
    sent = {"closure": "DUPLICATE", "note": "Sama dengan kemarin.", "double": "L-00"}
    assert set(errors(client.post(page_of("report_close", report), sent))) == {"double"}
    assert client.post(page_of("report_close", report), sent | {"double": double.number}).status_code == 302
    again = client.post(page_of("report_close", report), sent | {"double": double.number})
    assert "sudah selesai" in again.content.decode()
    client.force_login(caller.user)
    page = client.get(page_of("report", report)).content.decode()
    assert "Sama dengan kemarin." in page
    assert double.number in page
    assert client.get(LIST, {"keadaan": "selesai"}).context["rows"] == [report]


def test_the_worker_makes_a_case_response_of_it_prefilled(client, supervisor, worker):
    hidden = code("AMPK", "SEXUAL_CRIME")
    report = assigned(taken(urgency="DANGER", category=hidden), supervisor, worker)
    client.force_login(worker.user)
    address = f"{reverse('cases:response_create')}?laporan={report.pk}"
    assert address in client.get(page_of("report", report)).content.decode()
    form = client.get(address).context["form"]
    told = {name: form[name].value() for name in ("channel", "place", "what_happened", "triage", "name", "categories")}
    assert told == {
        "channel": "TEPSA",
        "place": "Dusun Rekaan",
        "what_happened": report.problem,
        "triage": "HIGH",
        "name": "Sari Rekaan",
        "categories": ["SEXUAL_CRIME"],
    }
    assert (form["region"].value(), form["reporter_name"].value()) == (DISTRICT, "Ibu Contoh")
    sent = typed_response(incoming=str(report.pk))
    first, second = (client.post(reverse("cases:response_create"), sent) for _send in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    report.refresh_from_db()
    assert (report.state, report.response) == (IncomingState.ANSWERED, CaseResponse.objects.get())
    assert "Buka respon kasus" in client.get(page_of("report", report)).content.decode()


@pytest.mark.parametrize("forged", ["0", "x", "999999999", "9" * 40])
def test_a_forged_report_is_not_found_and_answers_nothing(client, worker, forged):
    client.force_login(worker.user)
    assert client.get(reverse("cases:response_create"), {"laporan": forged}).status_code == 404
    page = client.post(reverse("cases:response_create"), typed_response(incoming=forged))
    assert page.status_code == (409 if forged in ("0", "999999999") else 404)
    assert not CaseResponse.objects.exists()


def test_a_report_of_another_cannot_be_answered(client, office, supervisor, worker):
    report = taken()
    client.force_login(worker.user)
    page = client.post(reverse("cases:response_create"), typed_response(incoming=str(report.pk)))
    assert page.status_code == 409  # as for a number that no report has
    assert report.number not in page.content.decode()
    decider = MembershipFactory(role=Role.SOCIAL_OFFICE_DECIDER, institution=office)
    client.force_login(decider.user)
    assert "Catat respon kasus" not in client.get(page_of("report", report)).content.decode()
    assert not CaseResponse.objects.exists()


def lost_by_closing(report, supervisor, office):
    closed(report, supervisor)


def lost_to_a_colleague(report, supervisor, office):
    assigned(report, supervisor, worker_at(office))


def lost_to_another_office(report, supervisor, office):
    passed_on(report, supervisor, InstitutionFactory(region=region("14.02")))


@pytest.mark.parametrize("lost", [lost_by_closing, lost_to_a_colleague, lost_to_another_office])
def test_what_was_typed_about_a_report_that_went_elsewhere_stays_and_may_be_saved_without_it(
    client, office, supervisor, worker, lost
):
    report = assigned(taken(), supervisor, worker)
    client.force_login(worker.user)
    address = f"{reverse('cases:response_create')}?laporan={report.pk}"
    sent = typed_response(incoming=str(report.pk), draft=key_of(client.get(address)), what_happened="Panjang (rekaan).")
    lost(report, supervisor, office)
    page = client.post(reverse("cases:response_create"), sent)
    assert page.status_code == 409
    for shown in (page, client.get(address)):
        text = shown.content.decode()
        assert "tidak lagi pada Anda" in text
        assert "Panjang (rekaan)." in text
        assert 'name="incoming"' not in text
    assert not CaseResponse.objects.exists()
    assert client.post(reverse("cases:response_create"), sent | {"incoming": ""}).status_code == 302
    report.refresh_from_db()
    assert report.response is None
    assert CaseResponse.objects.count() == 1


def test_a_list_never_names_the_child_of_a_restricted_report(client, caller, office, supervisor):
    report = taken(caller, category=code("AMPK", "SEXUAL_CRIME"))
    for membership in (caller, supervisor):
        client.force_login(membership.user)
        text = client.get(LIST).content.decode()
        assert "Laporan terbatas" in text
        assert "Sari Rekaan" not in text
        assert region(DISTRICT).name not in text
        assert "Sari Rekaan" in client.get(page_of("report", report)).content.decode()


def test_the_telephone_shows_only_to_those_who_answer(client, office, supervisor):
    report = taken()
    decider = MembershipFactory(role=Role.SOCIAL_OFFICE_DECIDER, institution=office)
    for membership, shows in ((supervisor, True), (decider, False)):
        client.force_login(membership.user)
        assert ("0811-0000-0000" in client.get(page_of("report", report)).content.decode()) == shows


def test_opening_a_report_and_a_list_leaves_a_trace(client, supervisor):
    report = taken()
    client.force_login(supervisor.user)
    client.get(LIST)
    client.get(page_of("report", report))
    seen = AuditEvent.objects.filter(verb="incoming.list").get().seen
    assert seen == [f"incomingreport:{report.pk}"]
    assert AuditEvent.objects.filter(verb="incoming.view", subject=f"incomingreport:{report.pk}").count() == 1


def test_a_late_report_stands_on_the_tab_of_the_province(client, office):
    province = MembershipFactory(institution=InstitutionFactory(provincial=True), role=Role.SOCIAL_OFFICE_DECIDER)
    report = taken()
    client.force_login(province.user)
    assert client.get(LIST, {"tab": "terlambat"}).context["rows"] == []
    IncomingReport.objects.update(due_at=timezone.now() - timedelta(hours=1))
    assert client.get(LIST, {"tab": "terlambat"}).context["rows"] == [report]
    page = client.get(page_of("report", report)).content.decode()
    assert page_of("report_pass_on", report) in page
    assert page_of("report_assign", report) not in page
    assert client.post(page_of("report_assign", report), {}).status_code == 403


QUERIES = {"list": 9, "ended": 10, "page": 11, "form": 7}


def test_pages_take_a_fixed_number_of_queries(client, caller, supervisor, worker, django_assert_num_queries):
    for round_ in range(2):
        for _more in range(1 + 3 * round_):
            report = assigned(taken(caller), supervisor, worker)
            closed(taken(caller), supervisor)
        client.force_login(supervisor.user)
        client.get(LIST)
        with django_assert_num_queries(QUERIES["list"]):
            client.get(LIST, {"tab": "kantor"})
        with django_assert_num_queries(QUERIES["ended"]):
            client.get(LIST, {"tab": "kantor", "keadaan": "selesai"})
        with django_assert_num_queries(QUERIES["page"]):
            client.get(page_of("report", report))
        client.force_login(caller.user)
        client.get(LIST)
        with django_assert_num_queries(QUERIES["form"]):
            client.get(CREATE)


def test_a_report_that_went_elsewhere_keeps_its_number_for_the_operator(client, caller, supervisor):
    report = taken(caller)
    passed_on(report, supervisor, InstitutionFactory(region=region("14.02"), name="Dinas Sosial Umpama"))
    client.force_login(caller.user)
    page = client.get(page_of("report", report)).content.decode()
    assert report.number in page
    assert "Dinas Sosial Umpama" in page
    assert "Anak sudah pindah." in page


@pytest.mark.parametrize("name, field", [("report_close", "note"), ("report_pass_on", "reason")])
def test_words_about_a_report_that_went_to_another_office_stay_to_be_copied(client, office, supervisor, name, field):
    """The draft of a page that answers 404 could be opened by nobody, and its words were lost."""
    writer, report = supervisor_at(office), taken()
    client.force_login(writer.user)
    sent = {field: "Kata-kata contoh.", "draft": key_of(client.get(page_of(name, report)))}
    passed_on(report, supervisor, InstitutionFactory(name="Dinas Sosial Rekaan", region=region("14.02")))
    for answer in (client.post(page_of(name, report), sent), client.get(page_of(name, report))):
        assert answer.status_code == 409
        assert "Kata-kata contoh." in answer.content.decode()
        assert report.number not in answer.content.decode()
    assert IncomingReport.objects.get().state == IncomingState.WAITING
    client.force_login(supervisor.user)  # who wrote nothing learns nothing
    assert client.get(page_of(name, report)).status_code == 404
    assert client.post(page_of(name, report), {field: "Lain."}).status_code == 404
