"""How PostgreSQL answers each page and service where large tables hold a hundred thousand rows and more: it walks
indexes and stops. No statement reads a large table from end to end, and none sorts more than a page."""

import os
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.generated import nation
from atensi.generated.making import Made
from atensi.generated.months import Plan
from atensi.measured.acts import acts, undone
from atensi.measured.measuring import inside
from atensi.measured.pages import Page, pages
from atensi.measured.plans import Finding, findings_of, sizes
from cases.models import CaseEvent
from tests import databases
from tests.generated.conftest import made_up
from tests.generated.test_pages_measured import JOBS

CASES = int(os.environ.get("ATENSI_PLAN_CASES", "9000"))
OFFICES, HOMES = 30, 8000
HUNDRED_THOUSAND = 100_000
# How an office's work is spread is summed over all of its cases, and sorted to be summed: it has a test of its own.
WALKED = JOBS - {"load"}
# What sorts all the same, and why that stays small however large the nation is: whose page ("": any of theirs), and
# what is wrong with it.
REASONED = {
    ("sentra", "", "sorts by"): "the cases shared with one Sentra, about 300, have no order of their own",
    ("lksa", "", "sorts by"): "the cases shared with one home, about 40, have no order of their own",
    (
        "penyelia",
        "daftar, disaring",
        "sorts by",
    ): "of one office's open cases few more than a page are left: sorted alone",
    (
        "provinsi",
        "calon pengasuh",
        "sorts by",
    ): "the registers of a province's regencies, some thousand households in the largest, have no order of their own",
}


@pytest.fixture(scope="module")
def large_nation(template_database, django_db_blocker, tmp_path_factory) -> Iterator[Made]:
    """With small offices: whose list is the third part of a table is rightly given all of it."""
    last = timezone.localdate() - timedelta(days=1)
    plan, state = Plan(CASES, last - timedelta(days=3 * 365), last), tmp_path_factory.mktemp("state")
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(nation, "CASES_OF_OFFICE", CASES // OFFICES)
        with made_up(plan, template_database, state, homes=HOMES) as made:
            yield made


def unreasoned(page: Page, findings: list[Finding]) -> list[str]:
    return [
        str(finding)
        for finding in findings
        if not REASONED.keys() & {(page.part, "", finding.what), (page.part, page.name, finding.what)}
    ]


def test_the_large_tables_are_large(large_nation):
    large = sizes()

    for model in (AuditEvent, CaseEvent):
        assert model.objects.count() >= HUNDRED_THOUSAND
    assert {"cases_case", "cases_beneficiary", "cases_caseresponse", "deadlines_deadline"} <= set(large)
    assert "institutions_institution" in large


def test_pages_walk_indexes(large_nation):
    found = {(page.name, page.part): unreasoned(page, findings_of(inside(page))) for page in pages(WALKED)}

    assert len(found) > 15
    assert {page: faults for page, faults in found.items() if faults} == {}


def test_how_work_is_spread_reads_nothing_of_other_offices(large_nation):
    found = [finding for page in pages({"load"}) for finding in findings_of(inside(page))]

    assert [str(finding) for finding in found if finding.what != "sorts by"] == []


@pytest.mark.django_db
def test_services_walk_indexes(large_nation):
    found = {name: findings_of(lambda act=act: undone(act)) for name, act in acts()}

    assert len(found) == 3
    assert {name: [str(finding) for finding in faults] for name, faults in found.items() if faults} == {}


def test_a_missing_index_is_noticed(large_nation):
    owner, _web = databases.roles()
    page = next(page for page in pages({"list"}) if page.part == "penyelia")
    with databases.acting_as(owner), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX case_of_office, case_by_opening, open_case_of_office")
        found = findings_of(inside(page))
        transaction.set_rollback(True)

    assert any(finding.what == "sorts by" and "opened_at" in finding.table for finding in found)
