"""A NIK that comes later, its verification, and the civil papers (domain.md 10.3)."""

import pytest
from django.urls import reverse

from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed, StaleWrite
from atensi.versions import version_of
from cases.event_states import EventKind
from cases.identity import Paper, identity_of
from cases.models import Beneficiary
from cases.person_states import IdentityStep, NikProof, PaperKind, PaperState
from cases.services.beneficiaries import update_beneficiary
from cases.services.identity import SEEN_OF_NIK, attach_nik, record_papers, verify_nik
from cases.states import NikStatus, NoNikReason
from tests.cases.intake import NIK, case_of, logged, person, worker_at
from tests.cases.rules import refused
from tests.institutions.factories import InstitutionFactory, actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    return worker_at()


@pytest.fixture
def case(worker):
    return case_of(worker)


def test_a_nik_is_attached_later_then_verified(worker, case):
    by = actor_of(worker)
    child = attach_nik(case=case, nik="1401 0544 0317 0001", by=by)
    assert (child.nik, child.nik_status, child.no_nik_reason) == (NIK, NikStatus.UNVERIFIED, "")
    child = verify_nik(case=case, proof=NikProof.FAMILY_CARD, by=by)
    assert (child.nik_status, child.nik_proof, child.nik_verified_by_id) == ("VERIFIED", "FAMILY_CARD", worker.user_id)
    assert [event.kind for event in case.events.all()] == [EventKind.IDENTITY_RECORDED] * 2
    assert NIK not in " ".join(event.text for event in case.events.all())
    verbs = AuditEvent.objects.filter(subject=f"beneficiary:{child.pk}").values_list("verb", flat=True)
    assert set(verbs) == {"beneficiary.nik_attach", "beneficiary.nik_verify"}


def test_another_number_is_to_be_verified_anew(worker, case):
    by = actor_of(worker)
    attach_nik(case=case, nik=NIK, by=by)
    verify_nik(case=case, proof=NikProof.KTP, by=by)
    child = update_beneficiary(beneficiary=case.beneficiary, person=person(nik="1401054403170002"), by=by)
    assert (child.nik_status, child.nik_proof, child.nik_verified_at) == (NikStatus.UNVERIFIED, "", None)
    child = update_beneficiary(beneficiary=child, person=person(nik=""), by=by)
    assert (child.nik_status, child.nik_index) == (NikStatus.NONE, None)


@pytest.mark.rule("nik_known")
def test_a_second_nik_is_not_attached(worker, case):
    attach_nik(case=case, nik=NIK, by=actor_of(worker))
    with refused("nik_known"):
        attach_nik(case=case, nik="1401054403170002", by=actor_of(worker))


@pytest.mark.rule("nik_empty")
def test_nothing_is_no_nik(worker, case):
    with refused("nik_empty"):
        attach_nik(case=case, nik="  ", by=actor_of(worker))


def test_a_nik_in_sight_or_of_wrong_shape_is_not_attached(worker, case):
    logged(worker, person=person(nik=NIK))
    with refused("nik_in_use"):
        attach_nik(case=case, nik=NIK, by=actor_of(worker))
    with refused("nik_length"):
        attach_nik(case=case, nik="123", by=actor_of(worker))


def test_a_nik_held_elsewhere_is_left_out_and_its_holder_told(worker, case):
    holder = logged(worker_at(InstitutionFactory(name="Dinas Sosial Contoh Jauh")), person=person(nik=NIK)).beneficiary
    with refused("nik_held_elsewhere"):
        attach_nik(case=case, nik=NIK, by=actor_of(worker))
    child = attach_nik(case=case, nik=NIK, by=actor_of(worker), without_nik=True)
    assert (child.nik, child.no_nik_reason) == ("", NoNikReason.HELD_ELSEWHERE)
    trail = AuditEvent.objects.filter(subject=f"beneficiary:{holder.pk}").values_list("verb", flat=True)
    assert {"beneficiary.nik_refused", "beneficiary.nik_held"} <= set(trail)


@pytest.mark.rule("nik_to_verify", "nik_verified")
def test_only_a_nik_that_is_not_verified_yet_is_verified(worker, case):
    by = actor_of(worker)
    with refused("nik_to_verify"):
        verify_nik(case=case, proof=NikProof.KTP, by=by)
    attach_nik(case=case, nik=NIK, by=by)
    verify_nik(case=case, proof=NikProof.KTP, by=by)
    with refused("nik_verified"):
        verify_nik(case=case, proof=NikProof.KTP, by=by)


def test_the_number_that_was_compared_is_the_one_verified(worker, case):
    by = actor_of(worker)
    seen = version_of(attach_nik(case=case, nik=NIK, by=by), SEEN_OF_NIK)
    update_beneficiary(beneficiary=case.beneficiary, person=person(nik="1401054403170002"), by=by)
    with pytest.raises(StaleWrite):
        verify_nik(case=case, proof=NikProof.KTP, by=by, seen=seen)


def test_only_who_works_on_the_case_touches_the_identity(case):
    by = actor_of(worker_at())
    tries = [
        lambda: attach_nik(case=case, nik=NIK, by=by),
        lambda: verify_nik(case=case, proof=NikProof.KTP, by=by),
        lambda: record_papers(case=case, papers={}, by=by),
    ]
    for each in tries:
        with pytest.raises(NotAllowed):
            each()


@pytest.mark.rule("paper_number")
def test_papers_are_held_being_made_or_missing(worker, case):
    by = actor_of(worker)
    told = {PaperKind.FAMILY_CARD: Paper(PaperState.HELD, "1401050101100001"), PaperKind.KIA: Paper("BEING_MADE")}
    record_papers(case=case, papers=told, by=by)
    record_papers(case=case, papers={PaperKind.KIA: Paper("")}, by=by)
    assert [(row.kind, row.state, row.number) for row in case.beneficiary.papers.all()] == [
        ("FAMILY_CARD", "HELD", "1401050101100001")
    ]
    with refused("paper_number"):
        record_papers(case=case, papers={PaperKind.KTP: Paper(PaperState.MISSING, "1")}, by=by)


def test_the_identity_says_what_is_missing_and_what_comes_next(worker, case):
    by = actor_of(worker)

    def now():
        child = Beneficiary.objects.get(pk=case.beneficiary_id)
        return identity_of(child, child.papers.all())

    assert now().step == IdentityStep.ATTACH
    assert [line.kind for line in now().missing] == ["BIRTH_CERTIFICATE", "FAMILY_CARD", "KIA"]
    attach_nik(case=case, nik=NIK, by=by)
    assert now().step == IdentityStep.VERIFY
    verify_nik(case=case, proof=NikProof.KIA, by=by)
    assert now().step == IdentityStep.PAPERS
    kinds = [PaperKind.BIRTH_CERTIFICATE, PaperKind.FAMILY_CARD, PaperKind.KIA]
    record_papers(case=case, papers={kind: Paper(PaperState.HELD) for kind in kinds}, by=by)
    assert (now().step, now().missing, now().ending) == (IdentityStep.DONE, [], "0001")


def test_the_pages_of_identity(client, worker, case):
    client.force_login(worker.user)
    address = {name: reverse(f"cases:{name}", args=[case.pk]) for name in ("nik_attach", "nik_verify", "beneficiary")}
    assert "Tanpa NIK" in client.get(address["beneficiary"]).content.decode()
    assert client.post(address["nik_attach"], {"nik": "1"}).status_code == 422
    assert client.post(address["nik_attach"], {"nik": NIK}).status_code == 302
    assert NIK in client.get(address["nik_verify"]).content.decode()
    page = client.post(address["nik_verify"], {"proof": "KTP"}, follow=True).content.decode()
    assert "NIK terverifikasi" in page
    assert NIK not in page
    assert "berakhiran 0001" in page


def test_the_page_of_papers(client, worker, case):
    client.force_login(worker.user)
    address = reverse("cases:identity_papers", args=[case.pk])
    sent = {"kia_state": "HELD", "kia_number": "KIA-1", "family_card_state": "BEING_MADE"}
    page = client.post(address, sent, follow=True).content.decode()
    assert "KIA-1" in page
    assert "Sedang diurus" in page
    assert client.post(address, {"kia_state": "MISSING", "kia_number": "1"}).status_code == 422


def test_what_a_colleague_noted_meanwhile_stays(client, worker, case):
    client.force_login(worker.user)
    address = reverse("cases:identity_papers", args=[case.pk])
    shown = {f"initial-{name}": "" for name in ("kia_state", "kia_number", "family_card_state", "family_card_number")}
    record_papers(case=case, by=actor_of(worker), papers={PaperKind.FAMILY_CARD: Paper(PaperState.HELD, "KK-1")})
    blank = {"family_card_state": "", "family_card_number": ""}
    client.post(address, {**shown, **blank, "kia_state": "HELD", "kia_number": "KIA-1"})
    assert dict(case.beneficiary.papers.values_list("kind", "number")) == {"FAMILY_CARD": "KK-1", "KIA": "KIA-1"}


def test_the_page_carries_what_it_showed(client, worker, case):
    client.force_login(worker.user)
    page = client.get(reverse("cases:identity_papers", args=[case.pk])).text
    assert 'name="initial-kia_state"' in page


def test_the_page_offers_to_leave_out_a_nik_held_elsewhere(client, worker, case):
    logged(worker_at(InstitutionFactory(name="Dinas Sosial Contoh Jauh")), person=person(nik=NIK))
    client.force_login(worker.user)
    address = reverse("cases:nik_attach", args=[case.pk])
    page = client.post(address, {"nik": NIK})
    assert page.status_code == 422
    assert "Dinas Sosial Contoh Jauh" in page.content.decode()
    assert "without_nik" in page.content.decode()
    assert client.post(address, {"nik": NIK, "without_nik": "1"}).status_code == 302
    case.beneficiary.refresh_from_db()
    assert case.beneficiary.no_nik_reason == NoNikReason.HELD_ELSEWHERE
