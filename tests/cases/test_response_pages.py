"""The form of a report, its page, the first contact and the list of reports, as people open them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from guardian.shortcuts import assign_perm

from atensi.audit.models import AuditEvent
from cases.models import Case, CaseResponse
from cases.states import ResponseOutcome
from institutions.states import Role
from tests.cases.factories import code
from tests.cases.intake import DISTRICT, NIK, case_of, logged, person, report, supervisor_at, worker_at
from tests.institutions.factories import InstitutionFactory, MembershipFactory, region

pytestmark = pytest.mark.django_db
CREATE = reverse("cases:response_create")


@pytest.fixture
def worker():
    region(DISTRICT)
    for name in ("MALTREATED", "VIOLENCE", "EMERGENCY", "HIV", "SEXUAL_CRIME"):
        code("AMPK", name)
    return worker_at()


@pytest.fixture
def signed_in(client, worker):
    client.force_login(worker.user)
    return client


def typed(**changes):
    """What the form sends for a plain report; None leaves a field out."""
    now = timezone.localtime() - timedelta(hours=1)
    values = {
        "form_id": str(uuid4()),
        "channel": "VILLAGE",
        "received_on": now.date().isoformat(),
        "received_time": f"{now:%H:%M}",
        "region": DISTRICT,
        "place": "Dusun Rekaan",
        "what_happened": "Anak ditinggal sendiri.",
        "triage": "HIGH",
        "name": "Sari Rekaan",
        "sex": "FEMALE",
        "born_0": "4",
        "born_1": "3",
        "born_2": "2017",
        "born_3": "",
        "nik": "",
        "categories": ["MALTREATED"],
        "primary": "",
        "outcome": "OPENED_CASE",
    }
    return {key: value for key, value in (values | changes).items() if value is not None}


def errors(response):
    return response.context["form"].errors.get_json_data()


def test_the_form_opens_with_the_time_now_and_the_offices_districts(signed_in):
    region("14.02.01")
    form = signed_in.get(CREATE).context["form"]
    assert form["received_on"].value() == timezone.localdate()
    assert {district.pk[:5] for district in form.fields["region"].queryset} == {"14.01"}
    assert "worker" not in form.fields


def test_a_report_is_saved_and_its_page_opens(signed_in, worker):
    page = signed_in.post(CREATE, typed(), follow=True)
    response = CaseResponse.objects.get()
    assert page.redirect_chain == [(reverse("cases:response", args=[response.pk]), 302)]
    assert (response.case.worker, response.triage) == (worker.user, "HIGH")
    assert response.beneficiary.birth_date.isoformat() == "2017-03-04"
    assert response.number in page.content.decode()


def test_an_unknown_child_is_saved_with_the_least(signed_in):
    least = typed(name=None, name_unknown="on", sex="UNKNOWN", born_0="", born_1="", born_2="")
    assert signed_in.post(CREATE, least).status_code == 302
    child = CaseResponse.objects.get().beneficiary
    assert (child.name, child.birth_date, child.birth_precision) == ("", None, "UNKNOWN")


def test_a_second_click_leads_to_the_same_page(signed_in):
    sent = typed()
    first, second = signed_in.post(CREATE, sent), signed_in.post(CREATE, sent)
    assert first.headers["Location"] == second.headers["Location"]
    assert CaseResponse.objects.count() == 1


def test_nothing_typed_is_lost_when_something_is_missing(signed_in):
    page = signed_in.post(CREATE, typed(what_happened="", nik="123", categories=["HIV"], place="Dekat pasar rekaan"))
    text = page.content.decode()
    assert page.status_code == 422
    assert set(errors(page)) == {"what_happened", "nik"}
    for kept in ("Dekat pasar rekaan", "Sari Rekaan", 'value="123"', "NIK berisi 3 angka. NIK selalu 16 angka."):
        assert kept in text
    assert 'value="HIV" id="id_categories_3" autocomplete' in text or page.context["form"].unfolded
    assert "Galat:" in text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"channel": "OTHERWISE"}, "channel"),
        ({"triage": None}, "triage"),
        ({"name": ""}, "name"),
        ({"sex": None}, "sex"),
        ({"categories": []}, "categories"),
        ({"categories": ["MALTREATED", "VIOLENCE"]}, "primary"),
        ({"categories": ["NONSENSE"]}, "categories"),
        ({"primary": "NONSENSE"}, "primary"),
        ({"region": "99.99.99"}, "region"),
        ({"received_on": "2199-01-01"}, "received_on"),
        ({"received_time": "25:00"}, "received_time"),
        ({"born_2": "2099"}, "born"),
        ({"name": "R" * 201}, "name"),
        ({"place": "  "}, "place"),
        ({"outcome": "JOINED_CASE"}, "outcome"),
        ({"form_id": "forged"}, "__all__"),
    ],
)
def test_what_is_missing_or_forged_is_named_at_its_field(signed_in, changes, field):
    page = signed_in.post(CREATE, typed(**changes))
    assert field in errors(page)
    assert not CaseResponse.objects.exists()


@pytest.mark.rule("form_id_missing")
def test_a_report_without_its_forms_number_is_not_taken(signed_in):
    page = signed_in.post(CREATE, typed(form_id=""))
    assert "Formulir ini tidak utuh" in page.content.decode()
    assert not CaseResponse.objects.exists()


def test_a_primary_category_is_chosen_by_itself_alone(signed_in):
    assert signed_in.post(CREATE, typed(categories=[], primary="HIV")).status_code == 302
    case = Case.objects.get()
    assert [(row.code.code, row.is_primary) for row in case.category_rows.all()] == [("HIV", True)]
    assert case.restricted


@pytest.mark.parametrize("name", ["😀 Rekaan", "<script>alert(1)</script> Rekaan", 'Rekaan & "Umpama"', "R" * 200])
def test_odd_names_are_shown_as_text(signed_in, name):
    page = signed_in.post(CREATE, typed(name=name), follow=True)
    assert CaseResponse.objects.get().beneficiary.name == name
    assert "<script>alert" not in page.content.decode()


@pytest.fixture
def twin(worker):
    """An open case of the worker about somebody of the typed name."""
    return case_of(worker, child__name="Sari Rekaan", child__sex="FEMALE")


def test_a_likely_duplicate_is_shown_before_anything_is_saved(signed_in, twin):
    page = signed_in.post(CREATE, typed(name="Rekaan, Sarie"))
    text = page.content.decode()
    assert not CaseResponse.objects.exists()
    assert "Belum disimpan" in text
    assert twin.number in text
    assert "Galat:" not in text


def test_another_child_is_saved_once_the_candidates_were_seen(signed_in, twin):
    sent = typed()
    page = signed_in.post(CREATE, sent)
    assert not CaseResponse.objects.exists()
    assert signed_in.post(CREATE, sent | {"duplicates_seen": "1"}).status_code == 200
    assert signed_in.post(CREATE, sent | {"duplicates_seen": page.context["found"].digest}).status_code == 302
    assert CaseResponse.objects.get().case != twin


def test_a_report_joins_the_case_that_the_user_chose(signed_in, twin):
    sent = typed(join=str(twin.pk))
    assert signed_in.post(CREATE, sent).status_code == 302
    response = CaseResponse.objects.get()
    assert (response.case, response.outcome) == (twin, ResponseOutcome.JOINED_CASE)


def test_a_report_goes_on_the_file_that_the_user_chose(signed_in, worker):
    before = logged(worker, outcome=ResponseOutcome.ADVICE)
    page = signed_in.post(CREATE, typed())
    assert "Anak yang sama, simpan" in page.content.decode()
    signed_in.post(CREATE, typed(same=str(before.beneficiary_id)))
    assert Case.objects.get().beneficiary == before.beneficiary


@pytest.mark.parametrize("forged", ["0", "999999999", "-1", "x", "9" * 40, "1 OR 1=1"])
@pytest.mark.parametrize("field", ["join", "same"])
def test_a_forged_choice_finds_nothing(signed_in, field, forged):
    assert signed_in.post(CREATE, typed(**{field: forged})).status_code == 404


def test_a_case_out_of_sight_cannot_be_chosen(signed_in):
    hidden = case_of(worker_at())
    assert signed_in.post(CREATE, typed(join=str(hidden.pk))).status_code == 404
    assert signed_in.post(CREATE, typed(same=str(hidden.beneficiary_id))).status_code == 404
    assert not CaseResponse.objects.exists()


def test_outside_the_scope_the_page_names_the_office_alone(signed_in):
    there = worker_at(InstitutionFactory(name="Dinas Sosial Contoh Jauh"))
    hidden = case_of(there, child__name="Sarri Rekaan", child__sex="FEMALE", child__address="Jalan Rahasia")
    text = signed_in.post(CREATE, typed()).content.decode()
    assert "Ada berkas mirip di Dinas Sosial Contoh Jauh" in text
    for secret in ("Sarri", hidden.number, "Jalan Rahasia", str(hidden.worker)):
        assert secret not in text


def test_a_nik_held_elsewhere_can_be_left_out(signed_in):
    logged(worker_at(InstitutionFactory(name="Dinas Sosial Contoh Jauh")), person=person(nik=NIK, name="Lain Sekali"))
    sent = typed(nik=NIK)
    page = signed_in.post(CREATE, sent)
    assert "NIK ini tercatat di Dinas Sosial Contoh Jauh" in page.content.decode()
    digest = page.context["found"].digest
    page = signed_in.post(CREATE, sent | {"duplicates_seen": digest})
    assert set(errors(page)) == {"nik"}
    assert signed_in.post(CREATE, sent | {"without_nik": digest}).status_code == 302
    assert CaseResponse.objects.latest("pk").beneficiary.no_nik_reason == "HELD_ELSEWHERE"


def test_what_the_nik_says_differently_never_stops(signed_in):
    assert signed_in.post(CREATE, typed(nik="1401050411180001")).status_code == 302
    page = signed_in.get(reverse("cases:response", args=[CaseResponse.objects.get().pk]))
    assert "Tanggal di NIK berbunyi 4 November 2018" in page.content.decode()


def test_the_fragment_shows_candidates_and_warnings_while_typing(signed_in, twin):
    half_typed = {"name": "Sarry Rekaan", "sex": "FEMALE", "nik": "1401050411180001", "born_2": "2017"}
    page = signed_in.post(reverse("cases:response_duplicates"), half_typed, headers={"hx-request": "true"})
    text = page.content.decode()
    assert page.status_code == 200
    assert twin.number in text
    assert "Jenis kelamin di NIK berbunyi laki-laki" in text
    assert "<html" not in text
    assert signed_in.get(reverse("cases:response_duplicates")).status_code == 405


@pytest.mark.parametrize("data", [{}, {"name": "\x00", "born_0": "x"}, {"name": "😀", "nik": "😀", "region": "1"}])
def test_the_fragment_takes_anything(signed_in, data):
    assert signed_in.post(reverse("cases:response_duplicates"), data).status_code == 200


def test_a_supervisor_chooses_the_worker(client, worker):
    client.force_login(supervisor_at(worker.institution).user)
    assert "worker" in errors(client.post(CREATE, typed()))
    assert client.post(CREATE, typed(worker=str(worker.user_id))).status_code == 302
    assert Case.objects.get().worker == worker.user


def test_times_are_those_of_the_offices_zone(client):
    east = region("91.03.01")
    for place in (east, east.parent, east.parent.parent):
        place.time_zone = "Asia/Jayapura"
        place.save()
    code("AMPK", "MALTREATED")
    member = worker_at(InstitutionFactory(region=east.parent))
    client.force_login(member.user)
    client.post(CREATE, typed(region="91.03.01", received_on="2026-01-05", received_time="09:00"))
    response = CaseResponse.objects.get()
    assert response.received_at.isoformat() == "2026-01-05T00:00:00+00:00"
    page = client.get(reverse("cases:response", args=[response.pk])).content.decode()
    assert "09.00\N{NO-BREAK SPACE}WIT" in page


# The page of a report


def address(response):
    return reverse("cases:response", args=[response.pk])


def status_for(client, membership, response):
    client.force_login(membership.user)
    return client.get(address(response)).status_code


def listed_for(client, membership, response):
    client.force_login(membership.user)
    page = client.get(reverse("cases:response_list"))
    return page.status_code == 200 and address(response) in page.content.decode()


def test_owner_and_office_see_a_report_outsiders_and_former_members_do_not(client, worker):
    response = logged(worker)
    office = worker.institution
    decider = MembershipFactory(role=Role.SOCIAL_OFFICE_DECIDER, institution=office)
    for membership in (worker, supervisor_at(office), decider):
        assert status_for(client, membership, response) == 200
        assert listed_for(client, membership, response)
    for membership in (worker_at(office), worker_at(), supervisor_at(InstitutionFactory())):
        assert status_for(client, membership, response) == 404
        assert not listed_for(client, membership, response)
    worker.valid_until = timezone.localdate() - timedelta(days=1)
    worker.save()
    MembershipFactory(user=worker.user, role=Role.FIELD_SOCIAL_WORKER)
    assert status_for(client, worker, response) == 404
    assert not listed_for(client, worker, response)


def test_who_holds_a_share_of_the_case_sees_its_report(client, worker):
    response = logged(worker)
    sentra = MembershipFactory(role=Role.INTAKE_OFFICER, institution=InstitutionFactory(sentra=True))
    assert status_for(client, sentra, response) == 404
    assign_perm("view_case", sentra.institution.group, response.case)
    assert status_for(client, sentra, response) == 200


def test_the_reporter_shows_only_to_those_who_work_on_it(client, worker):
    response = logged(worker, report=report(reporter_name="Ibu Pelapor", reporter_phone="08120001"))
    decider = MembershipFactory(role=Role.SOCIAL_OFFICE_DECIDER, institution=worker.institution)
    for membership, shows in ((worker, True), (supervisor_at(worker.institution), True), (decider, False)):
        client.force_login(membership.user)
        text = client.get(address(response)).content.decode()
        assert ("Ibu Pelapor" in text, "08120001" in text) == (shows, shows)


def test_a_restricted_report_is_masked_for_those_who_do_not_work_on_it(client, worker):
    response = logged(worker, report=report("SEXUAL_CRIME", place="Dusun Rahasia", what_happened="Isi rahasia"))
    sentra = MembershipFactory(role=Role.INTAKE_OFFICER, institution=InstitutionFactory(sentra=True))
    assign_perm("view_case", sentra.institution.group, response.case)
    client.force_login(sentra.user)
    text = client.get(address(response)).content.decode()
    for secret in ("Sari Rekaan", "Dusun Rahasia", "Isi rahasia", "Kode SEXUAL_CRIME"):
        assert secret not in text
    client.force_login(worker.user)
    assert "Dusun Rahasia" in client.get(address(response)).content.decode()


def test_opening_a_report_is_recorded(signed_in, worker):
    response = logged(worker)
    signed_in.get(address(response))
    event = AuditEvent.objects.get(verb="response.view")
    assert (event.subject, event.user_id) == (f"caseresponse:{response.pk}", worker.user_id)


def test_first_contact_is_recorded_from_the_page(signed_in, worker):
    response = logged(worker)
    url = reverse("cases:first_contact_record", args=[response.pk])
    at = timezone.localtime() - timedelta(minutes=5)
    page = signed_in.post(url, {"at": f"{at:%Y-%m-%dT%H:%M}", "note": ""})
    assert page.status_code == 422
    page = signed_in.post(url, {"at": f"{at:%Y-%m-%dT%H:%M}", "note": "Anak aman."}, follow=True)
    assert "Anak aman." in page.content.decode()
    again = signed_in.post(url, {"at": f"{at:%Y-%m-%dT%H:%M}", "note": "Lain."})
    assert again.status_code == 409
    assert "sudah dicatat" in again.content.decode()
    assert "Lain." in again.content.decode()
    response.refresh_from_db()
    assert response.first_contact_note == "Anak aman."


def test_a_contact_in_the_future_comes_back_with_the_text(signed_in, worker):
    response = logged(worker)
    url = reverse("cases:first_contact_record", args=[response.pk])
    page = signed_in.post(url, {"at": "2199-01-01T10:00", "note": "Ditemui besok"})
    assert page.status_code == 422
    assert "at" in errors(page)
    assert "Ditemui besok" in page.content.decode()


def test_a_decider_sees_but_records_no_contact(client, worker):
    response = logged(worker)
    client.force_login(MembershipFactory(role=Role.SOCIAL_OFFICE_DECIDER, institution=worker.institution).user)
    assert client.get(address(response)).context["form"] is None
    url = reverse("cases:first_contact_record", args=[response.pk])
    assert client.post(url, {"at": "2026-01-01T10:00", "note": "x"}).status_code == 403


def test_the_list_puts_what_waits_for_contact_first_the_most_urgent_on_top(signed_in, worker):
    low = logged(worker, report=report(triage="LOW"))
    high = logged(worker, report=report(triage="HIGH"))
    done = logged(worker)
    CaseResponse.objects.filter(pk=done.pk).update(first_contact_at=timezone.now(), first_contact_by=worker.user)
    context = signed_in.get(reverse("cases:response_list")).context
    assert [row.pk for row, _who, _hidden in context["awaiting"]] == [high.pk, low.pk]
    assert [row.pk for row, _who, _hidden in context["answered"]] == [done.pk]


def test_a_worker_who_was_given_the_case_has_its_report_in_the_list(client, worker):
    response = logged(supervisor_at(worker.institution), worker=worker.user)
    assert listed_for(client, worker, response)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.LKSA_STAFF, Role.SOCIAL_OFFICE_DECIDER])
def test_other_roles_do_not_open_the_form(client, role):
    client.force_login(MembershipFactory(role=role).user)
    assert client.get(CREATE).status_code == 403
    assert client.post(CREATE, typed()).status_code == 403


def queries_of(client, url, django_assert_max_num_queries):
    with django_assert_max_num_queries(100) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_lists_and_pages_take_a_fixed_number_of_queries(signed_in, worker, django_assert_max_num_queries):
    urls = [reverse("cases:response_list"), CREATE, address(logged(worker, report=report("HIV")))]
    for url in urls:
        signed_in.get(url)  # the first visit begins a session and a trail
    before = [queries_of(signed_in, url, django_assert_max_num_queries) for url in urls]
    for number in range(6):
        row = logged(worker, report=report("HIV", "VIOLENCE"), person=person(name=f"Anak {number}"))
        if number % 2:
            CaseResponse.objects.filter(pk=row.pk).update(first_contact_at=timezone.now(), first_contact_by=worker.user)
    after = [queries_of(signed_in, url, django_assert_max_num_queries) for url in urls]
    assert after == before
    assert max(after) <= 30
