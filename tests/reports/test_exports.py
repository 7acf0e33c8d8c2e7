"""Files of numbers and lists: only what their person may see, only for them, locked, logged, and gone in time."""

import csv
import io
import os
import time
import tracemalloc
from dataclasses import replace
from datetime import timedelta
from unittest import mock
from xml.etree import ElementTree

import pytest
import pyzipper
from django.urls import reverse
from django.utils import timezone
from guardian.shortcuts import assign_perm
from hypothesis import given
from hypothesis import strategies as st

from atensi.audit.actor import system_actor
from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed
from cases.models import CaseEvent
from cases.querysets import SHARE_PERMISSION, WORK_PERMISSION
from institutions.rights import seeing
from institutions.states import Role
from reports.exports import files, rows
from reports.exports.rows import Table
from reports.models import Export
from reports.services.counting import count_cases
from reports.services.exporting import (
    ask_export,
    make_export,
    make_exports,
    remove_exports,
    repeat_export,
    show_export_password,
    take_up_export,
)
from reports.states import ExportFormat, ExportKind, ExportState
from tests.api.client import refused_with
from tests.api.people import program_of
from tests.cases.factories import BeneficiaryFactory, CaseFactory
from tests.cases.rules import refused
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region
from tests.referrals.factories import PlacementFactory, PlacementReviewFactory
from tests.reports.factories import ExportFactory

pytestmark = pytest.mark.django_db
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REASON = "Laporan bulanan ke pimpinan (contoh)"
ODD = ["=1+1", "+62", "-3", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u200b=2"]
STRANGE = 'Rekaan \U0001f600 \u202eabc\u202c\nbaris kedua; "kutip" <b>'


@pytest.fixture(autouse=True)
def state(settings, tmp_path):
    settings.STATE_DIR = tmp_path
    return tmp_path


@pytest.fixture
def worker():
    return MembershipFactory(role=Role.FIELD_SOCIAL_WORKER)


def asked(membership, kind=ExportKind.CASES, file_format=ExportFormat.CSV, **filters) -> Export:
    return ask_export(kind=kind, file_format=file_format, asked=filters, reason=REASON, by=actor_of(membership))


def made(export: Export) -> Export:
    make_export(export.pk)
    export.refresh_from_db()
    assert export.state == ExportState.READY
    return export


def opened(export: Export) -> bytes:
    with pyzipper.AESZipFile(files.folder() / export.file) as archive:
        archive.setpassword(export.password.encode())
        [name] = archive.namelist()
        return archive.read(name)


def lines(export: Export) -> list[list[str]]:
    if export.format == ExportFormat.CSV:
        return list(csv.reader(io.StringIO(opened(export).decode("utf-8-sig"), newline=""), delimiter=";"))
    return sheet_of(opened(export))


def sheet_of(book: bytes) -> list[list[str]]:
    """The cells of a workbook as it is written row by row: texts stand in the sheet itself."""
    with pyzipper.ZipFile(io.BytesIO(book)) as parts:
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))  # noqa: S314  (our own file)
    found = []
    for row in sheet.iter(f"{SHEET}row"):
        found.append(["".join(cell.itertext()) for cell in row.iter(f"{SHEET}c")])
    return found


def status(client, name: str, export: Export) -> int:
    response = client.get(reverse(f"reports:{name}", args=[export.pk]))
    if response.streaming:
        assert response.getvalue()
    return response.status_code


def verbs(export: Export) -> list[str]:
    return list(
        AuditEvent.objects.filter(subject=f"export:{export.pk}").order_by("position").values_list("verb", flat=True)
    )


# What stands in the file


@pytest.mark.parametrize("file_format", ExportFormat)
def test_the_list_of_cases_holds_what_the_person_may_see(worker, file_format):
    mine = CaseFactory(worker_membership=worker)
    CaseFactory(worker_membership=MembershipFactory(institution=worker.institution))
    CaseFactory()
    head, *body = lines(made(asked(worker, file_format=file_format)))
    assert head[:2] == ["Nomor kasus", "Nama"]
    assert [row[:2] for row in body] == [[mine.number, mine.beneficiary.name]]


def test_the_rows_are_those_of_the_time_of_making(worker):
    export = asked(worker)
    late = CaseFactory(worker_membership=worker)
    assert [row[0] for row in lines(made(export))[1:]] == [late.number]


def test_overseers_have_the_cases_of_the_office_and_a_sentra_those_shared_with_it(worker):
    case = CaseFactory(worker_membership=worker)
    boss = MembershipFactory(role=Role.SUPERVISOR, institution=worker.institution)
    sentra = MembershipFactory(role=Role.INTAKE_OFFICER, institution=InstitutionFactory(sentra=True))
    assert [row[0] for row in lines(made(asked(boss)))[1:]] == [case.number]
    assert lines(made(asked(sentra)))[1:] == []
    for permission in (SHARE_PERMISSION, WORK_PERMISSION):
        assign_perm(permission, sentra.institution.group, case)
    assert [row[0] for row in lines(made(asked(sentra, keadaan="terbuka")))[1:]] == [case.number]


@pytest.mark.parametrize("kind", ExportKind)
@pytest.mark.parametrize(("role", "trait"), [(Role.LKSA_STAFF, "lksa"), (Role.INTAKE_OFFICER, "sentra")])
def test_a_file_asked_under_one_home_holds_no_child_of_another(worker, kind, role, trait):
    """It would outlive the other membership, and its trail name the wrong home."""
    here, there = (MembershipFactory(role=role, institution=InstitutionFactory(**{trait: True})) for _n in range(2))
    type(there).objects.filter(pk=there.pk).update(user=here.user)
    there.refresh_from_db()
    case = CaseFactory(worker_membership=worker)
    PlacementFactory(case=case)
    assign_perm(SHARE_PERMISSION, there.institution.group, case)
    count_cases()
    rows_here, rows_there = (lines(made(asked(one, kind=kind)))[1:] for one in (here, there))
    if kind == ExportKind.NUMBERS:
        assert {row[-1] for row in rows_here} == {"0"}
        assert "1" in {row[-1] for row in rows_there}
    else:
        assert rows_here == []
        assert [row[0] for row in rows_there] == [case.number]


def test_a_restricted_case_is_masked_for_who_may_not_read_its_names():
    """The supervisor of a Dinas that was asked to decide sees the case, and no name (docs/adr/0003)."""
    case = CaseFactory(restricted=True, categories=["SEXUAL_CRIME"])
    boss = MembershipFactory(role=Role.SUPERVISOR)
    with mock.patch.object(rows, "cases_of", lambda reader: type(case).objects.filter(pk=case.pk)):
        [row] = lines(made(asked(boss)))[1:]
    assert case.beneficiary.name not in ";".join(row)
    assert row[1].startswith("Kasus terbatas")
    assert row[3:5] == ["", "terbatas"]


def test_filters_narrow_the_list(worker):
    CaseFactory(worker_membership=worker)
    assert len(lines(made(asked(worker, keadaan="terbuka")))) == 2
    assert len(lines(made(asked(worker, keadaan="tertutup")))) == 1


def test_placements_come_with_the_review_that_is_due(worker):
    placement = PlacementFactory(case=CaseFactory(worker_membership=worker))
    due = timezone.localdate() - timedelta(days=3)
    PlacementReviewFactory(placement=placement, due_on=due)
    [row] = lines(made(asked(worker, kind=ExportKind.PLACEMENTS)))[1:]
    assert row[0] == placement.case.number
    assert row[-2:] == [due.isoformat(), "ya"]


def test_numbers_are_those_of_the_page(worker):
    for _ in range(3):
        CaseFactory(worker_membership=worker, categories=["HIV"])
    count_cases()
    analyst = MembershipFactory(role=Role.ANALYST)
    found = {row[1]: row[2:] for row in lines(made(asked(analyst, kind=ExportKind.NUMBERS)))[1:]}
    assert found["Anak dengan HIV/AIDS"] == ["<5", "<5"]
    own = {row[1]: row[2:] for row in lines(made(asked(worker, kind=ExportKind.NUMBERS)))[1:]}
    assert own["Anak dengan HIV/AIDS"] == ["3", "3"]


# Formulas and odd names


@pytest.mark.parametrize("file_format", ExportFormat)
@pytest.mark.parametrize("name", [*ODD, STRANGE])
def test_a_name_is_never_a_formula_and_stays_whole(worker, name, file_format):
    CaseFactory(worker_membership=worker, beneficiary=BeneficiaryFactory(worker_membership=worker, name=name))
    [row] = lines(made(asked(worker, file_format=file_format)))[1:]
    told = row[1].replace("\r\n", "\n")
    assert told == (name if name == STRANGE else f"'{name}") or "\r" in name
    assert not told.lstrip(" \u200b").startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_workbook_holds_no_formula(worker):
    CaseFactory(
        worker_membership=worker, beneficiary=BeneficiaryFactory(worker_membership=worker, name="=HYPERLINK(1)")
    )
    book = opened(made(asked(worker, file_format=ExportFormat.XLSX)))
    with pyzipper.ZipFile(io.BytesIO(book)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet


@given(text=st.text(max_size=20))
def test_no_cell_begins_as_a_formula(text):
    cell = files.safe(text)
    assert cell.endswith(text)
    assert not cell.lstrip(" \u00a0\u200b\ufeff").startswith(files.FORMULA)


# Who may have it


@pytest.mark.rule("export_without_reason")
def test_without_a_reason_there_is_no_file(worker):
    with refused("export_without_reason"):
        ask_export(kind=ExportKind.CASES, file_format="CSV", asked={}, reason="  laporan ", by=actor_of(worker))


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ANALYST])
@pytest.mark.parametrize("kind", [ExportKind.CASES, ExportKind.PLACEMENTS])
def test_who_sees_no_case_gets_no_list(role, kind):
    with pytest.raises(NotAllowed):
        asked(MembershipFactory(role=role), kind=kind)


def test_only_its_owner_finds_it(client, worker):
    export = made(asked(worker))
    names = ("export", "export_file")
    client.force_login(worker.user)
    assert [status(client, name, export) for name in names] == [200, 200]
    client.force_login(MembershipFactory(role=Role.SUPERVISOR, institution=worker.institution).user)
    assert [status(client, name, export) for name in names] == [404, 404]
    assert client.post(reverse("reports:export_password", args=[export.pk])).status_code == 404
    assert client.post(reverse("reports:export_repeat", args=[export.pk])).status_code == 404


def test_a_membership_that_ended_gives_no_file(client, worker):
    export = made(asked(worker))
    MembershipFactory(user=worker.user)  # works elsewhere now
    worker.valid_until = timezone.localdate() - timedelta(days=1)
    worker.save()
    client.force_login(worker.user)
    assert client.get(reverse("reports:export_file", args=[export.pk])).status_code == 404


def test_a_membership_that_ends_before_the_file_is_made_gives_none(worker):
    CaseFactory(worker_membership=worker)
    export = asked(worker)
    worker.valid_until = timezone.localdate() - timedelta(days=1)
    worker.save()
    make_export(export.pk)
    export.refresh_from_db()
    assert export.state == ExportState.FAILED
    assert list(files.folder().iterdir()) == []


def test_a_membership_that_ends_while_it_is_made_gives_none(worker, monkeypatch):
    monkeypatch.setattr(rows, "CHUNK", 2)
    for _ in range(5):
        CaseFactory(worker_membership=worker)
    export, told = asked(worker), []

    def ends(cases):
        told.append(len(cases))
        type(worker).objects.filter(pk=worker.pk).update(valid_until=timezone.localdate() - timedelta(days=1))

    with mock.patch("reports.services.exporting._export_read", lambda export, cases, by: ends(cases)):
        make_export(export.pk)
    export.refresh_from_db()
    assert (export.state, told) == (ExportState.FAILED, [2])
    assert list(files.folder().iterdir()) == []


def test_the_file_lies_in_the_state_directory_under_a_name_that_tells_nothing(worker, state):
    case = CaseFactory(worker_membership=worker)
    export = made(asked(worker))
    [path] = (state / "exports").iterdir()
    assert path.name == export.file
    assert path.stat().st_mode & 0o077 == 0
    assert (state / "exports").stat().st_mode & 0o077 == 0
    assert case.beneficiary.name.encode() not in path.read_bytes()


def test_only_its_password_opens_it_and_is_shown_once(client, worker):
    export = made(asked(worker))
    with pyzipper.AESZipFile(files.folder() / export.file) as archive, pytest.raises(RuntimeError):
        archive.read(archive.namelist()[0], pwd=b"salah")
    client.force_login(worker.user)
    address = reverse("reports:export_password", args=[export.pk])
    assert export.password in client.post(address).content.decode()
    assert export.password not in client.post(address, follow=True).content.decode()
    export.refresh_from_db()
    assert export.password == ""


def test_a_password_is_not_shown_before_the_file_is_made(worker):
    export = asked(worker)
    assert show_export_password(export=export, by=actor_of(worker)) == ""
    export.refresh_from_db()
    assert export.password


# The trail


def test_the_trail_says_who_why_how_many_and_of_whom(client, worker):
    case = CaseFactory(worker_membership=worker)
    export = made(asked(worker, keadaan="terbuka"))
    client.force_login(worker.user)
    assert status(client, "export_file", export) == 200
    assert verbs(export) == ["export.ask", "export.read", "export.make", "export.download"]
    event = AuditEvent.objects.get(subject=f"export:{export.pk}", verb="export.make")
    assert (event.user_id, event.reason, event.data["rows"]) == (worker.user_id, REASON, 1)
    assert event.data["asked"] == {"keadaan": "terbuka"}
    assert AuditEvent.objects.get(seen__contains=[f"case:{case.pk}"]).verb == "export.read"


# Twice, killed, failed, over


@pytest.mark.rule("one_running_export_of_a_kind")
def test_a_second_click_makes_no_second_file(client, worker):
    client.force_login(worker.user)
    sent = {"kind": "CASES", "format": "CSV", "reason": REASON, "keadaan": "terbuka"}
    with mock.patch("reports.exports.views.wake_worker"):
        first, second = (client.post(reverse("reports:exports"), sent) for _ in range(2))
    assert first.url == second.url
    assert Export.objects.count() == 1
    sent["keadaan"] = "semua"
    with mock.patch("reports.exports.views.wake_worker"):
        assert client.post(reverse("reports:exports"), sent).url != first.url


def test_a_second_click_after_the_file_is_made_makes_another(worker):
    assert made(asked(worker)).pk != asked(worker).pk


def test_what_a_killed_worker_left_is_taken_up_again(worker):
    CaseFactory(worker_membership=worker)
    export = asked(worker)
    assert take_up_export(pk=export.pk) is not None
    make_exports()  # its worker may be alive
    export.refresh_from_db()
    assert export.state == ExportState.RUNNING
    Export.objects.filter(pk=export.pk).update(worked_at=timezone.now() - timedelta(minutes=3))
    make_exports()
    export.refresh_from_db()
    assert (export.state, export.attempts, export.done) == (ExportState.READY, 2, 1)


def test_what_kills_every_worker_is_shown_as_failed(client, worker):
    export = asked(worker)
    for _ in range(4):
        Export.objects.filter(pk=export.pk).update(worked_at=timezone.now() - timedelta(minutes=3))
        take_up_export(pk=export.pk)
    export.refresh_from_db()
    assert export.state == ExportState.FAILED
    client.force_login(worker.user)
    assert "Ulangi" in client.get(reverse("reports:export", args=[export.pk])).content.decode()


def test_a_failed_file_can_be_repeated(client, worker):
    export = asked(worker)
    with mock.patch("reports.services.exporting.files.write", side_effect=OSError("penuh")):
        make_export(export.pk)
    export.refresh_from_db()
    assert export.state == ExportState.FAILED
    client.force_login(worker.user)
    with mock.patch("reports.exports.views.wake_worker"):
        client.post(reverse("reports:export_repeat", args=[export.pk]))
    made(export)


@pytest.mark.rule("export_state")
def test_a_file_that_did_not_fail_is_not_repeated(worker):
    export = made(asked(worker))
    with refused("export_state"):
        repeat_export(export=export, by=actor_of(worker))


def test_a_token_takes_no_file_of_another_membership(worker):
    export = made(asked(worker))
    elsewhere = MembershipFactory(user=worker.user, institution=InstitutionFactory(region=region("14.04")))
    bound = replace(actor_of(elsewhere), is_bound=True)
    assert not Export.objects.visible_to(seeing(bound)).exists()
    assert Export.objects.visible_to(seeing(replace(actor_of(worker), is_bound=True))).get() == export
    for service in (show_export_password, repeat_export):
        with pytest.raises(NotAllowed):
            service(export=export, by=bound)
    assert show_export_password(export=export, by=actor_of(elsewhere)), "in person it is one's own"


def test_a_token_finds_no_file_of_another_membership(worker):
    export = made(asked(worker))
    elsewhere = MembershipFactory(user=worker.user, institution=InstitutionFactory(region=region("14.04")))
    program = program_of(elsewhere)
    assert program.ask("exports_read")["results"] == []
    for operation in ("export_detail_read", "export_file_read"):
        with refused_with(404):
            program.ask(operation, export.pk)
    with refused_with(404):
        program.tell("export_password_write", export.pk)


def test_two_workers_never_make_the_same(worker):
    export = asked(worker)
    assert take_up_export(pk=export.pk) is not None
    assert take_up_export(pk=export.pk) is None


@pytest.mark.rule("export_ready_has_file_and_end")
def test_a_file_is_removed_when_its_time_is_over(client, worker, django_capture_on_commit_callbacks):
    export = made(asked(worker))
    assert export.expires_at - export.finished_at == timedelta(hours=24)
    assert remove_exports(by=system_actor()) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_exports(by=system_actor(), at=export.expires_at) == 1
    export.refresh_from_db()
    assert (export.state, export.file, export.password) == (ExportState.EXPIRED, "", "")
    assert list(files.folder().iterdir()) == []
    client.force_login(worker.user)
    assert client.get(reverse("reports:export_file", args=[export.pk])).status_code == 404
    assert "Masa simpannya habis" in client.get(reverse("reports:export", args=[export.pk])).content.decode()


def test_what_a_killed_worker_left_on_the_disk_goes_after_some_hours(worker):
    export = made(asked(worker))
    workshop = files.folder() / "setengah"
    workshop.mkdir()
    (workshop / "daftar.csv").write_text("Contoh")
    files.clear({export.file})
    assert workshop.exists()
    hours_ago = time.time() - 3 * 3600
    for path in files.folder().iterdir():
        os.utime(path, (hours_ago, hours_ago))
    files.clear({export.file})
    assert [path.name for path in files.folder().iterdir()] == [export.file]


# Flat memory, pages


@pytest.mark.parametrize("file_format", ExportFormat)
def test_memory_stays_flat_for_any_length(file_format):
    def peak(chunks: int) -> int:
        table = Table(["a", "b"], 0, ([[f"{n}", "Umpama" * 20] for n in range(500)] for _ in range(chunks)))
        tracemalloc.start()
        files.write(table, file_format=file_format, title="x", password="p", progress=lambda done: None)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(1)
    assert peak(40) < peak(4) * 1.5


def test_long_lists_are_read_by_chunks(worker, monkeypatch):
    monkeypatch.setattr(rows, "CHUNK", 3)
    for _ in range(8):
        CaseFactory(worker_membership=worker)
    export, told = asked(worker), []
    with mock.patch("reports.services.exporting._export_told", side_effect=lambda export, **kw: told.append(kw)):
        make_export(export.pk)
    assert told == [{"total": 8}, {"done": 3}, {"done": 6}, {"done": 8}]
    assert AuditEvent.objects.filter(verb="export.read").count() == 3


def test_progress_is_shown_with_and_without_script(client, worker):
    export = asked(worker)
    Export.objects.filter(pk=export.pk).update(state=ExportState.RUNNING, total=10, done=4, worked_at=timezone.now())
    client.force_login(worker.user)
    address = reverse("reports:export", args=[export.pk])
    assert "4 dari 10 baris" in client.get(address).content.decode()
    part = client.get(address, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    assert 'hx-trigger="every 2s"' in part
    made_now = Export.objects.get(pk=export.pk)
    Export.objects.filter(pk=made_now.pk).update(worked_at=timezone.now() - timedelta(minutes=3))
    made(made_now)
    assert client.get(address, headers={"hx-request": "true"}).headers["HX-Refresh"] == "true"


def test_pages_take_a_fixed_number_of_queries(client, worker, django_assert_num_queries):
    client.force_login(worker.user)
    ExportFactory(membership=worker)
    address = reverse("reports:exports")
    client.get(address)
    with django_assert_num_queries(8):
        client.get(address)
    for _ in range(5):
        ExportFactory(membership=worker)
    with django_assert_num_queries(8):
        client.get(address)


@pytest.mark.parametrize(("role", "asks"), [(Role.ANALYST, False), (Role.SUPERVISOR, True)])
def test_who_gets_no_list_is_not_asked_of_which_cases(client, role, asks):
    client.force_login(MembershipFactory(role=role).user)
    page = client.get(reverse("reports:exports"))
    assert page.status_code == 200
    assert ('name="keadaan"' in page.content.decode()) == asks


def test_a_form_without_a_reason_comes_back_with_what_was_chosen(client, worker):
    client.force_login(worker.user)
    response = client.post(
        reverse("reports:exports"), {"kind": "NUMBERS", "format": "XLSX", "reason": "", "kategori": "HIV"}
    )
    assert response.status_code == 422
    assert 'name="kategori" value="HIV"' in response.content.decode()


def test_the_timeline_of_a_case_is_not_touched(worker):
    CaseFactory(worker_membership=worker)
    before = CaseEvent.objects.count()
    made(asked(worker))
    assert CaseEvent.objects.count() == before
