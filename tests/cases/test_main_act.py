"""The one filled button of the case page: what the case waits for, and only what its reader may do."""

import re

import pytest
from django.urls import reverse

from cases.services.shares import share_case
from cases.services.stages import close_case
from cases.states import Stage
from institutions.states import Role
from tests.cases.factories import CaseFactory, code
from tests.cases.intake import logged, supervisor_at, worker_at
from tests.cases.papers import AftercareVisitFactory, worker_of
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of

pytestmark = pytest.mark.django_db


def button(client, user, case):
    """The words on the filled button, None without one."""
    client.force_login(user)
    page = client.get(reverse("cases:case", args=[case.pk])).content.decode()
    found = re.search(r'<div class="row"><a class="btn" href="([^"]+)">([^<]+)</a>', page)
    return found and found[2]


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (Stage.INTAKE, "Catat kesepakatan"),
        (Stage.AGREEMENT, "Kerjakan asesmen"),
        (Stage.ASSESSMENT, "Kerjakan rencana"),
        (Stage.PLAN, "Catat layanan"),
        (Stage.IMPLEMENT, "Catat layanan"),
        (Stage.MONITOR, "Catat layanan"),
    ],
)
def test_the_button_is_what_the_stage_waits_for(client, stage, words):
    case = CaseFactory(stage=stage)
    assert button(client, case.worker, case) == words


def test_first_contact_comes_before_everything(client):
    case = logged(worker_at()).case
    assert button(client, case.worker, case) == "Catat kontak"
    assert button(client, supervisor_at(case.office).user, case) == "Catat kontak"


def test_a_decider_who_only_reads_has_no_button(client):
    case = CaseFactory(stage=Stage.ASSESSMENT)
    decider = MembershipFactory(institution=case.office, role=Role.SOCIAL_OFFICE_DECIDER)
    assert button(client, decider.user, case) is None


def test_a_home_that_signs_no_papers_records_services(client):
    case, home = CaseFactory(stage=Stage.AGREEMENT), InstitutionFactory(lksa=True)
    share_case(case=case, institution=home, by=worker_of(case))
    staff = MembershipFactory(institution=home, role=Role.LKSA_STAFF)
    assert button(client, staff.user, case) == "Catat layanan"


def test_a_closed_case_waits_for_its_visits(client):
    worker = worker_at()
    case = CaseFactory(worker_membership=worker, stage=Stage.MONITOR)
    close_case(
        case=case,
        by=actor_of(worker),
        reason_code=code("CLOSURE_REASON", "MOVED_AWAY"),
        evaluation="Pindah bersama keluarga (contoh).",
    )
    assert button(client, worker.user, case) is None
    AftercareVisitFactory(case=case)
    assert button(client, worker.user, case) == "Catat kunjungan"
