"""Official papers of a case: numbered without gaps, made once, without names that may not go out."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.documents.models import OfficialPaper
from atensi.errors import NotAllowed
from cases.event_states import EventKind
from cases.masking import kin_on_paper, name_on_paper, without_names
from cases.official import issuable, papers_of
from cases.services.official import issue_paper
from cases.services.shares import share_case
from cases.states import Relation, Stage
from institutions.states import Role
from referrals.letters import LETTER
from tests.api.people import program_of
from tests.cases.factories import BeneficiaryAliasFactory, CaseFactory, FamilyMemberFactory
from tests.cases.papers import (
    AftercareVisitFactory,
    CarePlanFactory,
    CaseConferenceFactory,
    SocialReportFactory,
    sign,
    worker_of,
)
from tests.cases.rules import refused
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of
from tests.referrals.factories import ReferralFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return CaseFactory(stage=Stage.IMPLEMENT)


@pytest.fixture
def client(case):
    browser = Client()
    browser.force_login(case.worker)
    return browser


def issued(case, about, **more) -> OfficialPaper:
    return issue_paper(case=case, about=about, **{"by": worker_of(case)} | more)


def signed_report(case):
    return SocialReportFactory(case=case, signed=True)


def status_of(paper) -> str:
    """What anybody learns of the paper's code."""
    return Client().get(reverse("verification:check", args=[paper.document.verification_code])).content.decode()


def test_a_report_becomes_a_numbered_pdf_with_hash_and_code(case):
    paper = issued(case, signed_report(case))
    year = paper.dated_on.year
    assert paper.number == f"LS/0001/DINSOS-{case.office.region_id}/{year}"
    with paper.document.file.open("rb") as stored:
        assert stored.read(5) == b"%PDF-"
    assert len(paper.document.sha256) == 64
    assert case.events.get(kind=EventKind.PAPER_ISSUED).text == f"Laporan sosial {paper.number}"


def test_numbers_of_an_office_have_no_gap_after_a_failure(case):
    first = issued(case, signed_report(case))
    with pytest.raises(RuntimeError), transaction.atomic():
        issued(case, signed_report(case))
        raise RuntimeError
    second = issued(case, signed_report(case))
    assert [int(one.number.split("/")[1]) for one in (first, second)] == [1, 2]


@pytest.mark.rule("paper_issued")
def test_a_record_is_issued_once(case):
    report = signed_report(case)
    issued(case, report)
    with refused("paper_issued"):
        issued(case, report)


@pytest.mark.rule("paper_not_ready")
def test_only_what_is_signed_or_done_and_of_this_case_is_issued(case):
    with refused("paper_not_ready"):
        issued(case, SocialReportFactory(case=case))
    with refused("paper_not_ready"):
        issued(case, signed_report(CaseFactory()))
    with refused("paper_not_ready"):
        issued(case, AftercareVisitFactory(case=case))
    with refused("paper_not_ready"):
        issued(case, case.worker)


@pytest.mark.rule("paper_replaces_unfit")
def test_a_new_version_has_a_new_number_and_the_old_one_is_valid_no_more(case):
    old = issued(case, signed_report(case))
    new = issued(case, signed_report(case), replaces=old)
    assert "Sudah diganti versi baru" in status_of(old)
    assert "Berlaku" in status_of(new)
    with refused("paper_replaces_unfit"):
        issued(case, signed_report(case), replaces=OfficialPaper.objects.get(pk=old.pk))
    other = CaseFactory()
    with refused("paper_replaces_unfit"):
        issued(other, signed_report(other), replaces=new)
    with refused("paper_replaces_unfit"):
        issued(case, CaseConferenceFactory(case=case), replaces=new)


def test_a_later_plan_replaces_the_paper_of_the_one_before(case):
    first = issued(case, sign(CarePlanFactory(case=case)))
    second = issued(case, sign(CarePlanFactory(case=case, version=2)))
    assert second.replaces == first
    assert [str(row) for _source, row in issuable(case)] == []


def test_papers_are_issued_by_the_social_workers_and_overseers_of_the_office(case):
    sentra = MembershipFactory(institution=InstitutionFactory(sentra=True), role=Role.INTAKE_OFFICER)
    share_case(case=case, institution=sentra.institution, by=worker_of(case))
    report = signed_report(case)
    with pytest.raises(NotAllowed):
        issued(case, report, by=actor_of(sentra))
    decider = MembershipFactory(institution=case.office, role=Role.SOCIAL_OFFICE_DECIDER)
    assert issued(case, report, by=actor_of(decider)).issued_by == decider.user


def test_of_a_restricted_case_initials_alone_stand_on_paper(case):
    case.restricted = True
    person = case.beneficiary
    person.name = "Contoh Melati"
    BeneficiaryAliasFactory(beneficiary=person, name="Melur Rekaan")
    assert name_on_paper(case) == "C. M."
    told = without_names(case, "contoh melati, dipanggil Melur Rekaan, tinggal dengan Bibi Melatiwati.")
    assert told == "C. M., dipanggil M. R., tinggal dengan Bibi Melatiwati."


def test_parts_of_the_name_and_names_of_the_family_go_out_as_initials_too(case):
    case.restricted = True
    person = case.beneficiary
    person.name = "Contoh Melati"
    BeneficiaryAliasFactory(beneficiary=person, name="Melur Rekaan")
    FamilyMemberFactory(beneficiary=person, name="Ibu Umpama Kenanga", relation=Relation.MOTHER)
    written = "Melati dan MELUR ditemani Umpama Kenanga; ibu kandung (Kenanga) berkata anaknya takut. Melatiwati tidak."
    told = "M. dan M. ditemani U. K.; ibu kandung (K.) berkata anaknya takut. Melatiwati tidak."
    assert without_names(case, written) == told
    case.restricted = False
    assert without_names(case, written) == written


def test_of_a_restricted_case_a_paper_says_how_the_family_signatory_is_related(case):
    case.restricted = True
    FamilyMemberFactory(beneficiary=case.beneficiary, name="Umpama Kenanga", relation=Relation.MOTHER)
    assert kin_on_paper(case, "Umpama Kenanga") == "Ibu"
    assert kin_on_paper(case, "Misal Tetangga") == "M. T."
    case.restricted = False
    assert kin_on_paper(case, "Umpama Kenanga") == "Umpama Kenanga"


def letter_of(case, referral) -> str:
    content = LETTER.content(case, referral)
    return " ".join(words for pair in [*content.facts, *content.sections] for words in pair)


def test_a_letter_names_nobody_to_a_receiver_that_does_not_see_the_case(case):
    referral = ReferralFactory(case=case, reason=f"{case.beneficiary} perlu bantuan.")
    assert str(case.beneficiary) not in letter_of(case, referral)
    share_case(case=case, institution=referral.to_institution, by=worker_of(case))
    assert f"{case.beneficiary} perlu bantuan." in letter_of(case, referral)
    case.restricted = True
    case.save()
    assert str(case.beneficiary) not in letter_of(case, referral)


def test_the_page_issues_and_hands_out(case, client):
    report, visit = signed_report(case), AftercareVisitFactory(case=case)
    visit.done_on, visit.done_by, visit.is_safe = timezone.localdate(), case.worker, True
    visit.home_on, visit.findings = timezone.localdate() - timedelta(days=3), "Sehat (contoh)."
    visit.save()
    address = reverse("cases:official_papers", args=[case.pk])
    assert client.get(address).content.decode().count("Terbitkan PDF") == 2
    client.post(reverse("cases:official_issue", args=[case.pk]), {"about": f"socialreport-{report.pk}"})
    client.post(reverse("cases:official_issue", args=[case.pk]), {"about": f"aftercarevisit-{visit.pk}"})
    papers = list(papers_of(case))
    assert {paper.kind for paper in papers} == {"LS", "LK"}
    page = client.get(address).content.decode()
    assert all(paper.number in page for paper in papers)
    served = client.get(reverse("cases:official_paper", args=[case.pk, papers[0].pk]))
    assert served.getvalue().startswith(b"%PDF")
    assert AuditEvent.objects.filter(verb="paper.open", subject=f"case:{case.pk}").count() == 1
    other = CaseFactory()
    stranger = Client()
    stranger.force_login(other.worker)
    assert stranger.get(reverse("cases:official_paper", args=[case.pk, papers[0].pk])).status_code == 404
    assert stranger.get(reverse("cases:official_paper", args=[other.pk, papers[0].pk])).status_code == 404


def test_a_program_issues_and_reads(case):
    report = signed_report(case)
    worker = program_of(case.worker.memberships.get())
    made = worker.tell("official_papers_write", case.pk, about=f"socialreport:{report.pk}")
    assert worker.ask("official_paper_file_read", case.pk, made["id"]).startswith(b"%PDF")
    [told] = worker.ask("official_papers_read", case.pk)["results"]
    assert (told["number"], told["replaced_by"]) == (made["number"], None)
