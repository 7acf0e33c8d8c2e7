"""Title COURT: an order of court or investigator, into a family and into a residence (design.md 4)."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.documents.models import Document
from atensi.errors import RuleViolation
from cases.services.shares import share_case
from cases.states import Base, CareForm
from institutions.states import Faith, Role
from referrals.models import Placement, Referral
from referrals.services.orders import store_order
from referrals.services.placements import start_placement
from referrals.services.referrals import accept_referral, decline_referral, redirect_referral
from referrals.states import ReferralKind, ReferralState, Title
from tests.cases.factories import FamilyMemberFactory
from tests.institutions.factories import InstitutionFactory, actor_of

from .factories import CareDecisionFactory, PlacementFactory, ReferralFactory, days_ago, member, staffed
from .scenes import scene

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 rekaan"


@pytest.fixture
def the():
    return scene()


def order(the, **changes):
    number = "12/Pen.Pid/2026/PN.Contoh"
    by = actor_of(the.worker)
    document = store_order(case=the.case, order_number=number, content=PDF, content_type="application/pdf", by=by)
    return {"order_number": number, "order_on": days_ago(4), "order_document": document} | changes


def ask(the, **changes):
    return the.ask_admission(is_emergency=False, social_report=None, conference=None, **(order(the) | changes))


def codes(refused) -> set[str]:
    return {problem.code for problem in refused.value.problems}


def accept(the, referral):
    reasons = {"not_accredited": "Rekaan."}
    by = actor_of(the.home_staff)
    return accept_referral(referral=referral, by=by, admitted_on=timezone.localdate(), reasons=reasons)


def test_residence_admits_by_the_order_that_the_referral_carries(the):
    referral = ask(the)
    accept(the, referral)
    placement = Placement.objects.get(referral=referral)
    assert (placement.title, placement.decision, placement.emergency_ends_on) == (Title.COURT, None, None)
    assert (placement.order_number, placement.order_on) == (referral.order_number, referral.order_on)
    assert placement.order_document == referral.order_document
    assert placement.reviews.count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (lambda: {"order_number": ""}, "no_court_order"),
        (lambda: {"order_on": None}, "no_court_order"),
        (lambda: {"order_document": None}, "order_document_missing"),
        (lambda: {"order_on": days_ago(-2)}, "court_order_later"),
        (lambda: {"is_emergency": True}, "order_beside_title"),
    ],
)
@pytest.mark.rule("no_court_order", "order_document_missing", "court_order_later", "order_beside_title")
def test_an_order_is_whole_and_stands_alone(the, changes, code):
    with pytest.raises(RuleViolation) as refused:
        the.ask_admission(**({"is_emergency": False} | order(the) | changes()))
    assert code in codes(refused)


@pytest.mark.rule("order_by_others")
def test_only_the_social_workers_responsible_refer_by_an_order(the):
    given = order(the)
    share_case(case=the.case, institution=the.sentra, by=actor_of(the.worker))
    with pytest.raises(RuleViolation) as refused:
        the.ask_admission(by=actor_of(the.sentra_staff), is_emergency=False, **given)
    assert "order_by_others" in codes(refused)


@pytest.mark.rule("order_not_redirected")
def test_an_order_is_not_passed_on_to_another_residence(the):
    referral = ask(the)
    other = staffed(lksa=True)
    with pytest.raises(RuleViolation) as refused:
        redirect_referral(referral=referral, by=actor_of(the.home_staff), to_institution=other, reason="Rekaan.")
    assert codes(refused) == {"order_not_redirected"}


@pytest.mark.rule("order_differs")
def test_residence_cannot_claim_an_order_that_its_referral_does_not_carry(the):
    referral = ReferralFactory(
        admission=True, state=ReferralState.SENT, case=the.case, to_institution=the.home, is_emergency=True
    )
    with pytest.raises(RuleViolation) as refused:
        start_placement(
            case=the.case,
            by=actor_of(the.home_staff),
            title=Title.COURT,
            form=CareForm.LKSA,
            base=Base.RESIDENTIAL,
            term="SHORT",
            starts_on=timezone.localdate(),
            institution=the.home,
            referral=referral,
            order_number="1/Karangan",
            order_on=days_ago(1),
            order_document=order(the)["order_document"],
        )
    assert "order_differs" in codes(refused)


@pytest.mark.parametrize(
    "fields",
    [
        {"order_number": "1/Contoh"},
        {"order_on": date(2020, 1, 1)},
        {"order_number": "1/Contoh", "order_on": date(2020, 1, 1), "kind": ReferralKind.SERVICE},
    ],
)
@pytest.mark.rule("referral_order_is_whole")
def test_the_database_holds_that_an_order_is_whole_and_of_an_admission(fields):
    row = ReferralFactory(admission=True)
    with pytest.raises(IntegrityError):
        Referral.objects.filter(pk=row.pk).update(**fields)


@pytest.mark.parametrize("form", [CareForm.GUARDIAN, CareForm.ADOPTION])
def test_the_database_holds_that_guardianship_and_adoption_have_their_order(form):
    decision = CareDecisionFactory(kinship=True, form=form)
    fields = {"case": decision.case, "decision": decision, "carer": decision.carer, "form": form}
    with pytest.raises(IntegrityError, match="placement_order_comes_first"):
        PlacementFactory(kinship=True, starts_on=days_ago(2), **fields)


def test_the_database_holds_that_an_existing_stay_owes_its_referral():
    with pytest.raises(IntegrityError, match="placement_has_its_title"):
        PlacementFactory(existing=True, referral_due_on=None)


# --- pages -----------------------------------------------------------------------------------------------------------


def file(content=PDF, name="penetapan.pdf"):
    return SimpleUploadedFile(name, content)


def family(the, **changes):
    child = the.case.beneficiary
    carer = child.family.first() or FamilyMemberFactory(beneficiary=child)
    for person in (child, carer):
        person.faith = Faith.ISLAM
        person.save()
    return {
        "form": CareForm.GUARDIAN,
        "base": Base.FAMILY,
        "carer": carer.pk,
        "term": "LONG",
        "starts_on": timezone.localdate().isoformat(),
        "order_number": "5/Pdt.P/2026/PA.Contoh",
        "order_on": days_ago(4).isoformat(),
        "order_file": file(),
    } | changes


def test_worker_records_guardianship_by_order_with_its_paper(client, the):
    client.force_login(the.worker.user)
    url = reverse("referrals:placement_court", args=[the.case.pk])
    kinds = client.get(f"{reverse('referrals:referral_create')}?kasus={the.case.pk}")
    assert url in kinds.content.decode()
    assert client.get(url).status_code == 200
    response = client.post(url, family(the))
    assert response.url == reverse("cases:placements", args=[the.case.pk])
    placement = Placement.objects.get(case=the.case)
    assert (placement.title, placement.form, placement.reviews.count()) == (Title.COURT, CareForm.GUARDIAN, 1)
    paper = client.get(reverse("referrals:placement_order", args=[placement.pk]))
    assert b"".join(paper.streaming_content) == PDF
    assert client.get(reverse("cases:case", args=[the.case.pk])).status_code == 200


@pytest.mark.parametrize("changes", [{"order_file": file(b"MZ not a paper")}, {"order_number": ""}])
def test_order_without_number_or_real_paper_comes_back(client, the, changes):
    client.force_login(the.worker.user)
    response = client.post(reverse("referrals:placement_court", args=[the.case.pk]), family(the, **changes))
    assert (response.status_code, Placement.objects.count(), Document.objects.count()) == (422, 0, 0)


def test_a_refused_placement_keeps_no_paper(client, the):
    client.force_login(the.worker.user)
    later = family(the, starts_on=days_ago(9).isoformat())
    response = client.post(reverse("referrals:placement_court", args=[the.case.pk]), later)
    assert (response.status_code, Placement.objects.count(), Document.objects.count()) == (409, 0, 0)


def test_the_paper_and_the_page_are_for_those_who_work_on_the_case(client, the):
    row = PlacementFactory(case=the.case, title=Title.COURT, decision=None, starts_on=days_ago(2), **order(the))
    client.force_login(member(InstitutionFactory(lksa=True)).user)
    assert client.get(reverse("referrals:placement_order", args=[row.pk])).status_code == 404
    assert client.get(reverse("referrals:placement_court", args=[the.case.pk])).status_code == 404
    client.force_login(member(the.office, Role.SOCIAL_OFFICE_DECIDER).user)
    assert client.get(reverse("referrals:placement_court", args=[the.case.pk])).status_code == 403


def test_a_placement_without_a_paper_has_none_to_show(client, the):
    row = PlacementFactory(case=the.case)
    client.force_login(the.worker.user)
    assert client.get(reverse("referrals:placement_order", args=[row.pk])).status_code == 404


def admission(the, **changes):
    return {
        "form_id": "5f0c9a1e-52a3-4a57-8d7e-2f0d3f1b7a11",
        "title": "COURT",
        "to_institution": the.home.pk,
        "source": "AUTHORITY",
        "legally_responsible": "Bibi Rekaan",
        "reason": "Alasan rekaan.",
        "summary": "Ringkasan rekaan.",
        "order_number": "12/Pen.Pid/2026/PN.Contoh",
        "order_on": days_ago(4).isoformat(),
        "order_file": file(),
    } | changes


def test_the_home_reads_the_order_before_it_accepts_and_nothing_else(client, the):
    referral = ask(the)
    client.force_login(the.home_staff.user)
    url = reverse("referrals:referral_order", args=[referral.pk])
    assert url in client.get(reverse("referrals:detail", args=[referral.pk])).content.decode()
    paper = client.get(url)
    assert b"".join(paper.streaming_content) == PDF
    assert AuditEvent.objects.filter(verb="order.view", subject=f"referral:{referral.pk}").count() == 1
    assert client.get(reverse("cases:case", args=[the.case.pk])).status_code == 404
    name = paper["Content-Disposition"]
    assert referral.number.replace("/", "-") in name and "Pid" not in name and "PN" not in name


def reads(client, url) -> bytes:
    """What a reader downloads."""
    return b"".join(client.get(url).streaming_content)


def test_the_order_closes_with_the_request(client, the):
    referral = ask(the)
    url = reverse("referrals:referral_order", args=[referral.pk])
    decline_referral(referral=referral, by=actor_of(the.home_staff), reason="Rekaan.")
    client.force_login(the.home_staff.user)
    assert client.get(url).status_code == 404
    client.force_login(the.worker.user)
    assert reads(client, url) == PDF, "whoever works on the case keeps it"


@pytest.mark.parametrize("restricted", [False, True])
def test_the_order_opens_for_the_receiver_even_of_a_restricted_case_and_for_no_other_home(client, the, restricted):
    if restricted:
        the.case.restricted = True
        the.case.save()
    referral = ask(the)
    url = reverse("referrals:referral_order", args=[referral.pk])
    client.force_login(member(InstitutionFactory(lksa=True)).user)
    assert client.get(url).status_code == 404
    client.force_login(member(the.office, Role.SOCIAL_OFFICE_DECIDER).user)
    assert reads(client, url) == PDF, "answers for the case"
    client.force_login(the.home_staff.user)
    assert reads(client, url) == PDF, "it must check the title before it accepts"


def test_worker_refers_with_the_order_and_the_home_sees_and_admits(client, the):
    client.force_login(the.worker.user)
    url = f"{reverse('referrals:referral_create')}?kasus={the.case.pk}&jenis=ADMISSION"
    assert client.get(url).status_code == 200
    assert client.post(url, admission(the, order_file="")).status_code == 422
    sent = client.post(url, admission(the))
    assert sent.status_code == 302
    referral = Referral.objects.get(kind=ReferralKind.ADMISSION)
    assert (referral.is_emergency, referral.order_document is not None) == (False, True)
    client.force_login(the.home_staff.user)
    detail = client.get(reverse("referrals:detail", args=[referral.pk]))
    assert referral.order_number in detail.content.decode()
    assert {problem.code for problem in detail.context["problems"]} == {"not_accredited"}
    answer = {"answer": "ACCEPT", "admitted_on": timezone.localdate().isoformat(), "reason_not_accredited": "Rekaan."}
    assert client.post(reverse("referrals:answer", args=[referral.pk]), answer).status_code == 302
    assert Placement.objects.get(referral=referral).title == Title.COURT
