import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from institutions.middleware import SESSION_KEY
from institutions.states import Role
from living.models import Incident
from living.states import IncidentKind
from tests.institutions.factories import InstitutionFactory
from tests.living.scenes import closed, home_with_children, incident, reported, share, step
from tests.referrals.factories import PlacementFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return home_with_children()


def signed_in(membership) -> Client:
    client = Client()
    client.force_login(membership.user)
    session = client.session
    session[SESSION_KEY] = membership.pk
    session.save()
    return client


def text(response) -> str:
    return response.content.decode()


def test_the_staff_of_a_home_see_its_children_with_days_away(home):
    page = signed_in(home.staff).get(reverse("living:home"))

    assert "Melati Contoh" in text(page)
    assert "100 hari" in text(page)


def test_the_list_of_a_home_asks_as_often_for_many_children_as_for_two(home, django_assert_max_num_queries):
    client, address = signed_in(home.staff), reverse("living:home")
    client.get(address)
    with django_assert_max_num_queries(40) as two:
        client.get(address)
    for _n in range(3):
        share(PlacementFactory(institution=home.home).case, home.home)
    with django_assert_max_num_queries(len(two)):
        client.get(address)


def test_a_body_without_children_has_an_empty_list():
    staff = member(InstitutionFactory(kind="LKS"), Role.LKSA_STAFF)

    assert "Tidak ada anak yang tinggal" in text(signed_in(staff).get(reverse("living:home")))


def test_an_incident_is_written_down_on_its_page(home):
    sent = {
        "kind": IncidentKind.VIOLENCE,
        "happened_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "place": "Dapur",
        "story": "M. C. dipukul.",
        "children": [home.first.pk],
        "measures": "Dipisahkan.",
        "police_number": "LP/7",
    }
    answer = signed_in(home.staff).post(reverse("living:incident_create", args=[home.home.pk]), sent)

    row = Incident.objects.get()
    assert answer.url == reverse("living:incident", args=[row.pk])
    assert row.steps.get().number == "LP/7"


def test_an_incident_without_a_child_says_so(home):
    sent = {
        "kind": IncidentKind.FAITH,
        "happened_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        **dict.fromkeys(("place", "story", "measures"), "Contoh"),
    }
    answer = signed_in(home.staff).post(reverse("living:incident_create", args=[home.home.pk]), sent)

    assert answer.status_code == 409
    assert "tulis inisialnya" in text(answer)


def test_a_worker_who_may_write_for_a_child_is_asked_which_and_loses_no_word(home):
    sent = {
        "kind": IncidentKind.VIOLENCE,
        "happened_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        **dict.fromkeys(("place", "measures"), "Contoh"),
        "story": "Anak lain dipukul (rekaan).",
        "other_children": "B. C.",
    }
    answer = signed_in(home.worker).post(reverse("living:incident_create", args=[home.home.pk]), sent)

    assert answer.status_code == 422
    assert "Anak lain dipukul (rekaan)." in text(answer)


def test_the_page_of_an_incident_names_no_other_child(home):
    row = incident(home, children=[home.first, home.second])
    page = signed_in(home.worker).get(reverse("living:incident", args=[row.pk]))

    assert "Melati Contoh" in text(page)
    assert "Kenanga" not in text(page)


def test_who_has_nothing_to_do_with_it_finds_nothing(home):
    row = incident(home)

    assert signed_in(home.other_worker).get(reverse("living:incident", args=[row.pk])).status_code == 404


def test_an_incident_is_followed_reported_on_and_closed_on_its_pages(home):
    row = incident(home)
    office, day = signed_in(home.supervisor), timezone.localdate()
    told = {"kind": "TOLD_POLICE", "done_on": day, "text": "Ke Polsek", "number": "LP/9"}

    signed_in(home.staff).post(reverse("living:incident_step", args=[row.pk]), told)
    office.post(reverse("living:incident_report", args=[row.pk]), {"number": "460/1", "findings": "Benar."})
    answer = office.post(reverse("living:incident_close", args=[row.pk]), {"outcome": "Selesai."})

    row.refresh_from_db()
    assert (answer.status_code, row.report_number, row.outcome) == (302, "460/1", "Selesai.")
    page = text(office.get(reverse("living:incident", args=[row.pk])))
    assert "LP/9" in page
    assert "Selesai." in page


def test_the_form_to_close_says_what_stands_against_it(home):
    row = incident(home)
    page = signed_in(home.supervisor).get(reverse("living:incident_close", args=[row.pk]))

    assert "Belum ada laporan Dinas Sosial" in text(page)
    assert "Belum dilaporkan ke polisi" in text(page)


def test_violence_says_on_its_page_that_no_police_was_told(home):
    client, untold, told = signed_in(home.staff), incident(home), incident(home, police_number="LP/1/CONTOH")

    for row, owes in ((untold, True), (told, False)):
        page = text(client.get(reverse("living:incident", args=[row.pk])))
        assert ("UU 35/2014 pasal 76A–76J" in page) is owes


def test_a_reason_answers_for_the_police(home):
    row = reported(incident(home), home.supervisor)
    sent = {"outcome": "Selesai.", "reason_incident_without_police": "LPSK mendampingi."}

    answer = signed_in(home.supervisor).post(reverse("living:incident_close", args=[row.pk]), sent)
    assert answer.status_code == 302
    assert "LPSK mendampingi." in text(signed_in(home.staff).get(answer.url))


def test_lists_and_panels_show_an_incident_without_names(home, django_assert_max_num_queries):
    row = incident(home)
    step(row, home.staff)
    for client, address in (
        (signed_in(home.staff), reverse("living:incidents")),
        (signed_in(home.supervisor), reverse("living:incidents")),
        (signed_in(home.worker), reverse("living:incidents")),
        (signed_in(home.worker), reverse("living:register", args=[home.home.pk])),
    ):
        page = text(client.get(address))
        assert row.number in page
        assert "Melati" not in page
    assert row.number in text(signed_in(home.worker).get(reverse("cases:placements", args=[home.first.case_id])))
    assert "masih terbuka" in text(signed_in(home.staff).get(reverse("institutions:detail", args=[home.home.pk])))


def test_the_register_asks_as_often_for_many_as_for_one(home, django_assert_max_num_queries):
    client, address = signed_in(home.staff), reverse("living:register", args=[home.home.pk])
    incident(home)
    client.get(address)
    with django_assert_max_num_queries(40) as one:
        client.get(address)
    for _n in range(3):
        incident(home, kind=IncidentKind.ILLNESS)
    with django_assert_max_num_queries(len(one)):
        client.get(address)


def test_closed_ones_are_found_by_their_state(home):
    row = closed(incident(home, kind=IncidentKind.ILLNESS), home.staff)
    client, address = signed_in(home.staff), reverse("living:incidents")

    assert row.number in text(client.get(address, {"status": "ditutup"}))
    assert row.number not in text(client.get(address, {"status": "terbuka"}))


def test_dinas_finds_it_among_the_work_of_the_day(home):
    row = incident(home)

    for one in (home.supervisor, home.worker):
        assert row.number in text(signed_in(one).get("/"))
    assert row.number not in text(signed_in(home.other_worker).get("/"))


def test_the_case_offers_to_write_one_down(home):
    page = signed_in(home.worker).get(reverse("cases:case", args=[home.first.case_id]))

    assert f"{reverse('living:incident_create', args=[home.home.pk])}?anak={home.first.pk}" in text(page)
