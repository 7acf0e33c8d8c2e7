"""The record of a hand-over as a numbered paper (domain.md 5.3 "Reunification", hard)."""

import pytest
from django.urls import reverse

from atensi.documents.official import Content
from cases.official import issuable
from cases.services.official import issue_paper
from cases.states import Relation
from institutions.states import Role
from referrals.hand_overs import HAND_OVER
from referrals.states import EndReason, PlacementState
from tests.cases.factories import CaseFactory, FamilyMemberFactory
from tests.cases.rules import refused
from tests.institutions.factories import MembershipFactory, actor_of

from .factories import PlacementFactory, ReunificationFactory, days_ago, worker_of

pytestmark = pytest.mark.django_db
SAID = {
    "documents": "Akta kelahiran, rapor (rekaan)",
    "belongings": "Dua tas baju (rekaan)",
    "medicine": "Vitamin, satu kali sehari (rekaan)",
    "hand_over_note": "Bibi Rekaan menelepon panti setiap minggu.",
}


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    storages = {**settings.STORAGES}
    storages["default"] = {**storages["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = storages


def handed_over(case, *, ended=True):
    aunt = FamilyMemberFactory(beneficiary=case.beneficiary, name="Bibi Rekaan", relation=Relation.AUNT_UNCLE)
    stay = PlacementFactory(case=case)
    record = ReunificationFactory(placement=stay, consent_by=aunt, steps=2, **SAID)
    if ended:
        stay.ended_on, stay.end_reason, stay.state = days_ago(1), EndReason.REUNIFIED, PlacementState.ENDED
        stay.save()
    return record


def paper_of(record) -> Content:
    case = record.placement.case
    return HAND_OVER.content(case, HAND_OVER.rows(case).get(pk=record.pk))


def words_of(content: Content) -> str:
    rows = [
        *content.facts,
        *content.sections,
        *content.signers,
        *(row for one in content.tables for row in one["rows"]),
    ]
    return " | ".join(cell for row in rows for cell in row)


def test_the_paper_says_who_gave_the_child_to_whom_with_what():
    record = handed_over(CaseFactory())
    content = paper_of(record)
    said = words_of(content)
    for words in (*SAID.values(), "Bibi Rekaan (Bibi/paman)", "Pengasuh Rekaan", record.child_view):
        assert words in said
    assert record.placement.place_name in said
    assert len(content.tables[0]["rows"]) == 2
    assert [name for _role, name in content.signers] == ["Pengasuh Rekaan", "Bibi Rekaan"]


def test_it_is_numbered_once_the_placement_has_ended():
    record = handed_over(CaseFactory())
    case = record.placement.case
    assert [(source.kind, row) for source, row in issuable(case) if source is HAND_OVER] == [("ST", record)]
    paper = issue_paper(case=case, about=record, by=worker_actor(case))
    assert paper.number.startswith("ST/0001/")
    with paper.document.file.open("rb") as stored:
        assert stored.read(5) == b"%PDF-"


@pytest.mark.rule("paper_not_ready")
def test_what_may_still_be_corrected_becomes_no_paper():
    record = handed_over(CaseFactory(), ended=False)
    case = record.placement.case
    with refused("paper_not_ready"):
        issue_paper(case=case, about=record, by=worker_actor(case))


def test_of_a_restricted_case_no_name_and_no_place_goes_out():
    record = handed_over(CaseFactory(restricted=True, categories=["SEXUAL_CRIME"]))
    said = words_of(paper_of(record))
    for name in (str(record.placement.beneficiary), "Bibi Rekaan", record.placement.place_name):
        assert name not in said
    assert "Bibi/paman" in said


def test_the_page_leads_to_the_paper(client):
    record = handed_over(CaseFactory())
    case = record.placement.case
    page = reverse("referrals:reunification", args=[record.placement_id])
    client.force_login(case.worker)
    assert reverse("cases:official_papers", args=[case.pk]) in client.get(page).content.decode()
    paper = issue_paper(case=case, about=record, by=worker_actor(case))
    assert paper.number in client.get(page).content.decode()
    client.force_login(MembershipFactory(institution=case.office, role=Role.SUPERVISOR).user)
    assert paper.number in client.get(page).content.decode()


def worker_actor(case):
    return actor_of(worker_of(case))
