"""The pages that enter children who live in a home already: one by one, and by a sheet."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed
from cases.models import Beneficiary, Case
from institutions.models import Parameter
from institutions.states import Role
from referrals import sheets
from referrals.models import Placement, ResidentSheet
from referrals.services import resident_sheets
from referrals.sheets import COLUMNS, template
from referrals.states import SheetLineState, SheetState, Title
from referrals.tasks import enter_resident_sheets
from tests.cases.factories import code
from tests.institutions.factories import InstitutionFactory, actor_of, region

from .factories import PlacementFactory, days_ago, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    office = InstitutionFactory()
    Parameter.objects.create(key="existing_residents_entry", value=True, institution=office, valid_from=days_ago(30))
    return office


@pytest.fixture
def worker(office):
    return member(office, Role.FIELD_SOCIAL_WORKER)


@pytest.fixture
def home(worker):
    return InstitutionFactory(lksa=True, places=5, region=region("14.01.05"))


@pytest.fixture
def staff(home):
    return member(home)


def typed(home, **changes):
    data = {
        "institution": home.pk,
        "name": "Umpama Sulung",
        "sex": "FEMALE",
        "born_0": "17",
        "born_1": "8",
        "born_2": "2015",
        "region": region("14.01.05").pk,
        "starts_on": days_ago(400).isoformat(),
        "category": code("AMPK", "MALTREATED").pk,
    }
    return data | changes


def test_page_enters_one_child_and_asks_about_similar_files(client, home, staff):
    client.force_login(staff.user)
    url = reverse("referrals:resident_create")
    assert client.get(url).status_code == 200
    assert client.post(url, typed(home, name="")).status_code == 422
    response = client.post(url, typed(home))
    assert response.url == reverse("cases:case", args=[Case.objects.get().pk])
    assert client.get(response.url).status_code == 200
    again = client.post(url, typed(home))
    assert (again.status_code, Case.objects.count()) == (200, 1)
    assert "Mungkin anak yang sama" in again.content.decode()
    other = client.post(url, typed(home, duplicates_seen=again.context["found"].digest))
    assert (other.status_code, Case.objects.count()) == (302, 2)


def test_page_shows_what_stands_against_the_entry(client, home, worker):
    client.force_login(worker.user)
    response = client.post(reverse("referrals:resident_create"), typed(home, starts_on=days_ago(3).isoformat()))
    assert (response.status_code, Case.objects.count()) == (409, 0)


def test_page_of_a_home_leads_to_the_entry_only_while_it_is_switched_on(client, home, staff):
    client.force_login(staff.user)
    page, link = reverse("institutions:detail", args=[home.pk]), reverse("referrals:resident_create")
    assert link in client.get(page).content.decode()
    Parameter.objects.all().delete()
    assert link not in client.get(page).content.decode()


@pytest.mark.parametrize("role", [Role.SOCIAL_OFFICE_DECIDER, Role.ADMINISTRATOR])
def test_pages_are_for_staff_of_homes_and_social_workers(client, office, role):
    client.force_login(member(office, role).user)
    for name in ("resident_create", "resident_sheet", "resident_template"):
        assert client.get(reverse(f"referrals:{name}")).status_code == 403


def sheet(*rows) -> SimpleUploadedFile:
    text = "\ufeff" + "\r\n".join(";".join(row) for row in [COLUMNS, *rows])
    return SimpleUploadedFile("anak.csv", text.encode())


def line(name, **changes) -> list[str]:
    cells = dict.fromkeys(COLUMNS, "")
    cells |= {"nama": name, "jenis_kelamin": "P", "tanggal_lahir": "17-08-2015", "kategori": "maltreated"}
    cells |= {"tanggal_masuk": days_ago(400).isoformat()}
    return list((cells | changes).values())


def upload(client, home, *rows, **data):
    files = {"sheet": sheet(*rows)} if rows else {}
    return client.post(reverse("referrals:resident_sheet"), {"institution": home.pk} | files | data)


def enter(client, home, *rows) -> ResidentSheet:
    """The sheet sent, its look confirmed, and the worker's run."""
    response = upload(client, home, *rows, enter="1")
    assert response.status_code == 302
    enter_resident_sheets()
    return ResidentSheet.objects.order_by("-pk").first()


def refused(sheet) -> dict[int, list[str]]:
    lines = sheet.lines.filter(state=SheetLineState.REFUSED)
    return {line.number: [problem["code"] for problem in line.problems] for line in lines}


def test_a_sheet_is_looked_at_first_and_then_entered_by_the_worker(client, home, staff):
    client.force_login(staff.user)
    assert client.get(reverse("referrals:resident_sheet")).status_code == 200
    rows = [line("Umpama Sulung"), line("Misal Bungsu", jenis_kelamin="L", tanggal_lahir="")]
    looked = upload(client, home, *rows)
    assert (looked.status_code, Case.objects.count(), ResidentSheet.objects.count()) == (200, 0, 0), (
        "a look writes nothing"
    )
    assert "2 anak siap dicatat" in looked.content.decode()
    taken = upload(client, home, text=looked.context["text"], enter="1")
    sheet = ResidentSheet.objects.get()
    assert taken.url == reverse("referrals:resident_progress", args=[sheet.pk])
    waiting = client.get(taken.url).content.decode()
    assert (Case.objects.count(), "0 dari 2 baris" in waiting) == (0, True)
    enter_resident_sheets()
    sheet.refresh_from_db()
    assert (sheet.state, Placement.objects.filter(title=Title.EXISTING).count()) == (SheetState.DONE, 2)
    assert "2 dari 2 baris dikerjakan: 2 anak tercatat" in client.get(taken.url).content.decode()
    assert [row.cells for row in sheet.lines.all()] == ["", ""], "nothing is left of what was typed"


def test_the_page_asks_for_numbers_while_lines_wait_and_then_loads_anew(client, home, staff):
    client.force_login(staff.user)
    upload(client, home, line("Umpama Sulung"), enter="1")
    url = reverse("referrals:resident_progress", args=[ResidentSheet.objects.get().pk])
    before = AuditEvent.objects.count()
    part = client.get(url, headers={"HX-Request": "true"})
    assert ("0 dari 1" in part.content.decode(), "Umpama" in part.content.decode()) == (True, False)
    assert AuditEvent.objects.count() == before, "numbers are no record of a person"
    enter_resident_sheets()
    assert client.get(url, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_the_same_sheet_twice_makes_nobody_double(client, home, staff):
    client.force_login(staff.user)
    rows = [line("Umpama Sulung"), line("Misal Bungsu")]
    first, again = (upload(client, home, *rows, enter="1") for _time in range(2))
    assert first.url == again.url, "a second click while it is entered"
    enter_resident_sheets()
    enter_resident_sheets()
    assert Case.objects.count() == 2
    later = enter(client, home, *rows)
    assert (Case.objects.count(), Beneficiary.objects.count()) == (2, 2)
    assert refused(later) == {2: ["duplicate_candidates"], 3: ["duplicate_candidates"]}
    page = client.get(reverse("referrals:resident_progress", args=[later.pk])).content.decode()
    assert "2 baris belum tercatat" in page and "Umpama Sulung" in page


@pytest.mark.rule("sheet_is_entered_by_others")
def test_a_sheet_that_a_colleague_enters_is_not_begun_again(client, home, staff):
    client.force_login(staff.user)
    upload(client, home, line("Umpama Sulung"), enter="1")
    client.force_login(member(home).user)
    response = upload(client, home, line("Umpama Sulung"), enter="1")
    assert response.status_code == 422
    assert "petugas lain" in response.content.decode()
    enter_resident_sheets()
    assert Case.objects.count() == 1


def test_siblings_of_one_sheet_do_not_stand_in_each_others_way(client, home, staff):
    client.force_login(staff.user)
    sheet = enter(client, home, line("Umpama Rekaan Sulung"), line("Umpama Rekaan Bungsu"))
    assert (refused(sheet), Case.objects.count()) == ({}, 2)


def test_a_worker_killed_in_the_middle_leaves_the_rest_for_the_next_run(client, home, staff, monkeypatch):
    client.force_login(staff.user)
    upload(client, home, *[line(name) for name in ("Umpama Sulung", "Misal Tengah", "Contoh Bungsu")], enter="1")
    register, calls = resident_sheets.register_existing_resident, []

    def killed_at_the_second(**given):
        placement = register(**given)
        calls.append(placement)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return placement

    monkeypatch.setattr(resident_sheets, "register_existing_resident", killed_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        enter_resident_sheets()
    sheet = ResidentSheet.objects.get()
    states = list(sheet.lines.values_list("state", flat=True))
    assert (states, Case.objects.count()) == (["ENTERED", "WAITING", "WAITING"], 1), "nothing half-entered"
    monkeypatch.undo()
    enter_resident_sheets()
    sheet.refresh_from_db()
    assert (sheet.state, Case.objects.count(), refused(sheet)) == (SheetState.DONE, 3, {})


@pytest.mark.rule("sheet_right_ended")
def test_who_lost_the_right_meanwhile_enters_nobody(client, home, staff):
    client.force_login(staff.user)
    upload(client, home, line("Umpama Sulung"), enter="1")
    staff.valid_from, staff.valid_until = days_ago(30), days_ago(1)
    staff.save()
    enter_resident_sheets()
    assert (refused(ResidentSheet.objects.get()), Case.objects.count()) == ({2: ["sheet_right_ended"]}, 0)


def test_progress_is_for_who_uploaded_the_sheet(client, home, staff):
    client.force_login(staff.user)
    upload(client, home, line("Umpama Sulung"), enter="1")
    url = reverse("referrals:resident_progress", args=[ResidentSheet.objects.get().pk])
    client.force_login(member(home).user)
    assert client.get(url).status_code == 404


def test_cells_lie_encrypted(client, home, staff):
    client.force_login(staff.user)
    upload(client, home, line("Umpama Sulung"), enter="1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cells FROM referrals_residentsheetline")
        assert "Umpama" not in cursor.fetchone()[0]


@pytest.mark.rule("cell_unknown", "cell_unread")
def test_one_bad_row_and_nothing_is_entered(client, home, staff):
    client.force_login(staff.user)
    rows = [line("Umpama Sulung"), line("Misal Bungsu", kategori="APA", tanggal_masuk="kapan", nik="123")]
    response = upload(client, home, *rows, enter="1")
    assert (response.status_code, Case.objects.count()) == (409, 0)
    [good, bad] = response.context["rows"]
    assert (good.problems, bad.number) == ([], 3)
    assert {problem.code for problem in bad.problems} >= {"cell_unknown", "cell_unread"}


@pytest.mark.rule("twice_in_sheet")
def test_a_child_that_stands_twice_in_a_sheet_stops_it(client, home, staff):
    client.force_login(staff.user)
    response = upload(client, home, line("Umpama Sulung"), line("Umpama Sulung"), enter="1")
    assert (response.status_code, Case.objects.count()) == (409, 0)
    assert "twice_in_sheet" in [problem.code for problem in response.context["rows"][1].problems]


@pytest.mark.rule("cell_missing", "cell_before_birth")
def test_a_row_without_a_name_or_with_days_out_of_order_is_refused(client, home, staff):
    client.force_login(staff.user)
    early = {"tanggal_masuk": "2014-01-01"}
    response = upload(client, home, line("", tanggal_lahir=""), line("Misal Bungsu", **early), enter="1")
    found = [[problem.code for problem in row.problems] for row in response.context["rows"]]
    assert (found, Case.objects.count()) == ([["cell_missing"], ["cell_before_birth"]], 0)


def test_rows_share_the_places_that_are_left_and_each_line_says_what_stands_against_it(client, home, staff):
    PlacementFactory.create_batch(4, institution=home)
    client.force_login(staff.user)
    sheet = enter(client, home, line("Umpama Sulung"), line("Misal Bungsu"))
    assert (refused(sheet), sheet.lines.filter(state=SheetLineState.ENTERED).count()) == ({3: ["no_free_place"]}, 1)


def test_the_reason_of_a_row_answers_what_its_rules_ask(client, home, staff):
    home.licence_number = ""
    home.save()
    client.force_login(staff.user)
    sheet = enter(client, home, line("Umpama Sulung"))
    assert (refused(sheet), Case.objects.count()) == ({2: ["licence_expired"]}, 0)
    enter(client, home, line("Umpama Sulung", alasan="Izin diperpanjang (rekaan)."))
    assert Placement.objects.get().soft_reasons == {"licence_expired": "Izin diperpanjang (rekaan)."}


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00",
        b"nama;alasan\nUmpama;x",
        ";".join(COLUMNS).encode(),
        b"nama,jenis_kelamin,tanggal_masuk,kategori\n" + b"Umpama,P,2020-01-01,MALTREATED\n" * 501,
        b"x" * (1024 * 1024 + 1),
    ],
    ids=["not utf-8", "columns missing", "empty", "too many rows", "too large"],
)
def test_what_is_no_sheet_is_refused_in_words(client, home, staff, content):
    client.force_login(staff.user)
    file = SimpleUploadedFile("anak.csv", content)
    response = client.post(reverse("referrals:resident_sheet"), {"institution": home.pk, "sheet": file})
    assert (response.status_code, Case.objects.count()) == (422, 0)


def test_the_template_is_read_back(client, staff, home):
    client.force_login(staff.user)
    response = client.get(reverse("referrals:resident_template"))
    assert response.content.decode() == template()
    file = SimpleUploadedFile("anak.csv", response.content)
    looked = client.post(reverse("referrals:resident_sheet"), {"institution": home.pk, "sheet": file})
    assert [row.problems for row in looked.context["rows"]] == [[]]


def test_a_sheet_goes_only_into_the_own_home(client, home, staff):
    client.force_login(staff.user)
    other = InstitutionFactory(lksa=True)
    assert upload(client, other, line("Umpama Sulung"), enter="1").status_code == 422
    rows = [sheets.row_of(2, dict(zip(COLUMNS, line("Umpama Sulung"), strict=True)), sheets.Lists.of(other))]
    with pytest.raises(NotAllowed):
        resident_sheets.take_sheet(institution=other, rows=rows, by=actor_of(staff))
