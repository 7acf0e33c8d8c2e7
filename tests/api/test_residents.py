"""Children who live in a home already, by programs: one by one, and by a sheet with its lines' results."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from atensi.audit.models import AuditEvent
from cases.models import Case
from institutions.models import Parameter
from institutions.states import Role
from referrals import sheets
from referrals.models import ResidentSheet
from referrals.states import SheetState, Title
from referrals.tasks import enter_resident_sheets
from tests.api.client import Program, Refused, refused_with
from tests.api.people import program_of
from tests.institutions.factories import InstitutionFactory, MembershipFactory, region
from tests.referrals.factories import days_ago, member
from tests.referrals.test_views_residents import line

pytestmark = pytest.mark.django_db
DISTRICT = "14.01.05"


@pytest.fixture
def office():
    office = InstitutionFactory()
    Parameter.objects.create(key="existing_residents_entry", value=True, institution=office, valid_from=days_ago(30))
    member(office, Role.FIELD_SOCIAL_WORKER)
    return office


@pytest.fixture
def home(office):
    return InstitutionFactory(lksa=True, places=5, region=region(DISTRICT))


@pytest.fixture
def staff(home) -> Program:
    return program_of(member(home))


def resident(home, **more):
    child = {"name": "Umpama Sulung", "sex": "FEMALE", "birth_date": "2015-08-17", "region": DISTRICT}
    said = {"institution": home.pk, "starts_on": days_ago(400).isoformat(), "category": "MALTREATED"}
    return {**said, "person": child, **more}


def sheet_of(*lines):
    text = "\n".join(";".join(cells) for cells in (sheets.COLUMNS, *lines))
    return SimpleUploadedFile("anak.csv", text.encode())


def test_a_child_is_entered_once_and_similar_files_come_first(home, staff):
    made = staff.tell("residents_write", key="satu", **resident(home))
    assert staff.tell("residents_write", key="satu", **resident(home)) == made
    assert (made["title"], made["institution"]) == (Title.EXISTING, home.pk)
    with refused_with(409, "likely_duplicates"):
        staff.tell("residents_write", **resident(home))
    found = staff.tell("resident_duplicates_write", institution=home.pk, person=resident(home)["person"])
    staff.tell("residents_write", **resident(home, duplicates_seen=found["digest"]))
    assert Case.objects.count() == 2


def test_a_child_on_file_is_named_and_not_written_twice(home, staff):
    staff.tell("residents_write", **resident(home))
    child = Case.objects.get().beneficiary
    asked = resident(home, beneficiary=child.pk)
    with refused_with(400):
        staff.tell("residents_write", **asked)
    del asked["person"]
    with pytest.raises(Refused) as refused:  # the child lives here already
        staff.tell("residents_write", **asked)
    assert refused.value.status == 409


def test_a_supervisor_names_the_worker(office, home):
    supervisor = program_of(member(office, Role.SUPERVISOR))
    with pytest.raises(Refused) as refused:
        supervisor.tell("residents_write", **resident(home))
    assert set(refused.value.told["errors"]) == {"worker"}
    worker = office.memberships.get(role=Role.FIELD_SOCIAL_WORKER)
    supervisor.tell("residents_write", **resident(home, worker=worker.user_id))
    assert Case.objects.get().worker_id == worker.user_id


def test_another_home_is_no_choice(staff):
    other = InstitutionFactory(lksa=True, places=5, region=region(DISTRICT))
    with refused_with(400):
        staff.tell("residents_write", **resident(other))


def test_a_sheet_is_looked_at_handed_in_and_told_by_line(home, staff):
    good, bad = line("Contoh Sulung"), line("Misal Tengah", kategori="entah")
    told = staff.tell("resident_sheet_check_write", institution=home.pk, sheet=sheet_of(good, bad))
    assert [bool(row["problems"]) for row in told["results"]] == [False, True]
    assert not ResidentSheet.objects.exists()
    with pytest.raises(Refused) as refused:
        staff.tell("resident_sheets_write", institution=home.pk, sheet=sheet_of(good, bad))
    assert refused.value.status == 409
    lines = (good, line("Contoh Sulung Dua"))
    made = staff.tell("resident_sheets_write", key="satu", institution=home.pk, sheet=sheet_of(*lines))
    again = staff.tell("resident_sheets_write", key="satu", institution=home.pk, sheet=sheet_of(*lines))
    assert (again, made["state"], made["waiting"]) == (made, SheetState.WAITING, 2)
    enter_resident_sheets()
    read = staff.ask("resident_sheet_detail_read", made["id"])
    assert (read["state"], read["waiting"]) == (SheetState.DONE, 0)
    assert len(read["entered"]) + len(read["refused"]) == 2
    assert [row["id"] for row in staff.ask("resident_sheets_read")["results"]] == [made["id"]]
    assert AuditEvent.objects.filter(verb="resident_sheet.view").count() == 1
    with refused_with(404):
        program_of(member(home)).ask("resident_sheet_detail_read", made["id"])


def test_a_token_knows_nothing_of_sheets_of_another_membership(office, home, staff):
    lines = [line("Contoh Sulung")]
    made = staff.tell("resident_sheets_write", institution=home.pk, sheet=sheet_of(*lines))
    person = ResidentSheet.objects.get().uploaded_by
    other = program_of(MembershipFactory(user=person, institution=office, role=Role.FIELD_SOCIAL_WORKER))
    assert other.ask("resident_sheets_read")["results"] == []
    with refused_with(404):
        other.ask("resident_sheet_detail_read", made["id"])
    with refused_with(409, "sheet_is_entered_by_others"):
        other.tell("resident_sheets_write", institution=home.pk, sheet=sheet_of(*lines))
    in_person = Client()
    in_person.force_login(person)
    assert in_person.get(reverse("referrals:resident_progress", args=[made["id"]])).status_code == 200


@pytest.mark.parametrize(
    ("content", "word"), [(b"\xff\xfe", "CSV UTF-8"), (b"a;b\n1;2", "Kolom"), (b"x" * (sheets.MAX_BYTES + 1), "1 MB")]
)
def test_what_is_no_sheet_is_refused_as_on_the_page(home, staff, content, word):
    with pytest.raises(Refused) as refused:
        staff.tell("resident_sheets_write", institution=home.pk, sheet=SimpleUploadedFile("anak.csv", content))
    assert refused.value.status == 400
    assert word in refused.value.told["errors"]["sheet"][0]


def test_the_empty_sheet_can_be_handed_in(home, staff):
    empty = staff.ask("resident_sheet_template_read")
    told = staff.tell("resident_sheet_check_write", institution=home.pk, sheet=SimpleUploadedFile("anak.csv", empty))
    assert len(told["results"]) == 1
