"""What the pages tell besides: files, boards, the sheet of a review, who has seen a case, returns, services kept."""

import io

import pytest
import pyzipper

from atensi.audit.models import AuditEvent
from cases.models import Case
from cases.services.shares import share_case, unshare_case
from institutions.states import Role
from reports.models import Export
from reports.services.exporting import fail_export, make_exports
from tests.api.client import refused_with
from tests.api.people import program_of
from tests.cases.factories import CaseFactory
from tests.cases.papers import ServiceRecordFactory
from tests.flows import when
from tests.flows.given import given_the_field
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of
from tests.reports.test_reentries import came_back, went_home

pytestmark = pytest.mark.django_db
REASON = "Laporan bulanan (rekaan)"


@pytest.fixture(autouse=True)
def _state(settings, tmp_path):
    settings.STATE_DIR = tmp_path


@pytest.fixture
def worker():
    return MembershipFactory()


@pytest.fixture
def case(worker):
    return CaseFactory(worker=worker.user, office=worker.institution)


# Files


def test_a_file_is_asked_for_watched_and_taken_away_with_its_password(worker, case):
    program = program_of(worker)
    made = program.tell("exports_write", key="satu", kind="CASES", format="CSV", cases="all", reason=REASON)
    assert (made["state"], made["filters"]["cases"]) == ("WAITING", "all")
    with refused_with(404):
        program.ask("export_file_read", made["id"])
    make_exports()
    ready = program.ask("export_detail_read", made["id"])
    assert (ready["state"], ready["done"], ready["password_waits"]) == ("READY", 1, True)
    password = program.tell("export_password_write", made["id"])["password"]
    assert program.tell("export_password_write", made["id"])["password"] == ""
    with pyzipper.AESZipFile(io.BytesIO(program.ask("export_file_read", made["id"]))) as archive:
        archive.setpassword(password.encode())
        assert case.number.encode() in archive.read(archive.namelist()[0])
    assert AuditEvent.objects.filter(verb="export.download").count() == 1
    with refused_with(404):
        program_of(MembershipFactory(institution=worker.institution)).ask("export_detail_read", made["id"])


@pytest.mark.rule("export_without_reason")
def test_a_file_needs_a_reason_and_a_right(worker):
    with refused_with(409, "export_without_reason"):
        program_of(worker).tell("exports_write", kind="CASES", reason="x")
    analyst = program_of(MembershipFactory(institution=worker.institution, role=Role.ANALYST))
    with refused_with(403):
        analyst.tell("exports_write", kind="CASES", reason=REASON)
    filters = {"scope": "published", "first": "2026-01", "last": "2026-02", "category": "HIV", "region": "14"}
    made = analyst.tell("exports_write", kind="NUMBERS", reason=REASON, filters=filters)
    assert {name: made["filters"][name] for name in filters} == filters


def test_a_file_that_failed_is_made_once_more(worker, case):
    program = program_of(worker)
    made = program.tell("exports_write", kind="CASES", reason=REASON)
    with refused_with(409, "export_state"):
        program.tell("export_repeat_write", made["id"])
    fail_export(export=Export.objects.get(), by=actor_of(worker))
    assert program.tell("export_repeat_write", made["id"])["state"] == "WAITING"


# Boards and the sheet of a review


@pytest.fixture
def placed(clock):
    """A child in the Sentra, whose first review is to come."""
    story = when.Story(given_the_field(clock))
    when.when_everything_is_known(story)
    when.when_a_care_decision_is_asked(story, "SENTRA", at="sentra")
    when.when_the_decider_signs(story)
    when.when_an_institution_admits(story, Case.objects.get().referrals.get(kind="ADMISSION"))
    return story


def test_the_board_has_the_columns_of_the_page(placed):
    program = program_of(placed.field.people["worker"])
    lanes = program.ask("board_read")["results"]
    assert [lane["code"] for lane in lanes] == ["late", "this_week", "this_month", "later", "done_this_month"]
    rows = [row for lane in lanes for row in lane["rows"]]
    assert [row["masked"] for row in rows] == [False]
    assert rows[0]["subject"].startswith("placementreview:")
    assert AuditEvent.objects.filter(verb="review.list").last().seen == [rows[0]["subject"]]
    assert program.ask("board_read", clock="all", scope="waiting")["results"]
    with refused_with(400):
        program.ask("board_read", scope="entah")


def test_a_review_is_prepared_from_what_stands_today(placed, clock):
    sentra = program_of(placed.field.people["sentra_officer"])
    [review] = sentra.ask("reviews_read", scope="shared")["results"]
    sheet = sentra.ask("review_preparation_read", review["id"])
    assert (sheet["review"]["id"], sheet["stays"], sheet["earlier"]) == (review["id"], 1, [])
    assert sheet["goals"][0]["last"] is None
    assert sheet["goals"][0]["actions"]
    assert AuditEvent.objects.filter(verb="review.view").count() == 1
    with refused_with(404):
        program_of(placed.field.people["foreign_worker"]).ask("review_preparation_read", review["id"])


def test_an_office_reads_how_its_homes_stand(placed):
    supervisor = program_of(placed.field.people["supervisor"])
    found = {row["institution"]["name"]: row["placements"] for row in supervisor.ask("homes_behind_read")["results"]}
    assert found["Sentra Contoh"] == 1
    province = program_of(placed.field.people["province_supervisor"])
    assert "Dinas Sosial Kab. Contoh" in [
        row["institution"]["name"] for row in province.ask("homes_behind_read")["results"]
    ]


# Who has seen a case; returns; services kept


def test_the_overseers_read_who_has_seen_a_case(worker, case):
    program = program_of(worker)
    program.ask("case_detail_read", case.pk)
    supervisor = program_of(MembershipFactory(institution=worker.institution, role=Role.SUPERVISOR))
    lines = supervisor.ask("case_trail_read", case.pk)["results"]
    assert lines[0]["verb"] == "case.view_case"
    assert lines[0]["person"] == worker.user.name
    readers = supervisor.ask("case_readers_read", case.pk)["results"]
    assert worker.user.name in [reader["person"] for reader in readers]
    assert AuditEvent.objects.filter(verb="case.view_trail").count() == 2
    with refused_with(403):
        program.ask("case_trail_read", case.pk)


def test_a_child_that_came_back_is_told_to_the_office_that_sent_it_home(worker):
    row = came_back(went_home(worker, visits=[30, 60]), worker)
    supervisor = program_of(MembershipFactory(institution=worker.institution, role=Role.SUPERVISOR))
    [line] = supervisor.ask("reentries_read")["results"]
    assert (line["former"], line["present"], line["days_at_home"]) == (row.former_id, row.case_id, 90)
    assert (line["visits_done"], line["visits_planned"]) == (2, 3)
    assert supervisor.ask("reentries_read", from_elsewhere=True)["results"] == []
    seen = AuditEvent.objects.filter(verb="reentry.list").first().seen
    assert seen == [f"case:{row.former_id}", f"case:{row.case_id}"]


def test_services_stay_with_the_institution_that_wrote_them(case):
    home = MembershipFactory(institution=InstitutionFactory(lksa=True), role=Role.LKSA_STAFF)
    share_case(case=case, institution=home.institution, by=actor_of(case.worker.memberships.get()))
    ServiceRecordFactory(case=case, recorded_for=home.institution, recorded_by=home.user)
    ServiceRecordFactory(case=case, recorded_for=case.office)
    program = program_of(home)
    assert program.ask("services_kept_read")["results"] == []
    unshare_case(case=case, institution=home.institution, by=actor_of(case.worker.memberships.get()))
    [kept] = program.ask("services_kept_read")["results"]
    assert kept["case_number"] == case.number
    with refused_with(404):
        program.ask("case_detail_read", case.pk)
