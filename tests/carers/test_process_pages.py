"""The page and the API of the way to guardianship and adoption, and the decision and placement that rest on it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from atensi.errors import RuleViolation
from carers.models import CareProcess, CareProcessStep
from cases.states import Base, CareForm
from institutions.states import Faith
from referrals.eligibility.placements import placement_problems
from referrals.eligibility.signing import Signing, way_problems
from referrals.models import Referral
from referrals.services.decisions import sign_decision
from referrals.states import Title
from tests.api.client import refused_with
from tests.api.people import program_of
from tests.cases.factories import FamilyMemberFactory
from tests.institutions.factories import actor_of
from tests.referrals.scenes import scene

from .steps import approved, chosen
from .ways import ago, led, walked

pytestmark = pytest.mark.django_db


def at(page: str, case, *more) -> str:
    return reverse(f"carers:{page}", args=[case.pk, *more])


def test_a_way_is_opened_and_walked_on_its_page(client):
    case, worker, decider, _process = led(CareForm.ADOPTION)
    client.force_login(worker.user)
    page = client.get(at("care_process", case)).content.decode()
    assert "Pertimbangan Tim PIPA" in page
    assert "Lakukan dulu: " in page
    assert client.post(at("care_process", case), {"form": "ADOPTION"}).status_code == 409
    assert client.post(at("care_process", case), {"form": "GUARDIAN"}).status_code == 302
    address = at("care_step", case, "GUARDIAN", "VISIT")
    sent = {"verdict": "NOT_MET", "done_on": ago(1).isoformat(), "note": ""}
    assert client.get(address).status_code == 200
    assert client.post(address, sent).status_code == 409
    assert client.post(address, sent | {"note": "Rumah kosong (rekaan)."}).url == at("care_process", case)
    step = CareProcessStep.objects.get()
    assert client.post(at("care_step_withdraw", case, step.pk), {"reason": "Salah hari"}).status_code == 302
    assert "Salah hari" in client.get(at("care_process", case)).content.decode()
    assert client.post(at("care_process_end", case, "GUARDIAN"), {"reason": "Calon mundur"}).status_code == 302
    assert "Calon mundur" in client.get(at("care_process", case)).content.decode()
    assert client.get(at("care_step", case, "GUARDIAN", "VISIT")).status_code == 404
    assert client.get(at("care_step", case, "ADOPTION", "TPPW")).status_code == 404
    client.force_login(decider.user)
    assert client.get(at("care_step", case, "ADOPTION", "CONSENT")).status_code == 403
    assert client.get(at("care_step", case, "ADOPTION", "TRIAL")).status_code == 200
    assert at("care_process", case) in client.get(reverse("referrals:gate", args=[case.pk])).content.decode()


def test_a_page_runs_the_same_queries_whatever_was_done(client, django_assert_max_num_queries):
    case, worker, _decider, process = led(CareForm.ADOPTION)
    client.force_login(worker.user)
    with django_assert_max_num_queries(60) as before:
        client.get(at("care_process", case))
    end = {"ended_on": ago(0), "ended_by": worker.user, "end_reason": "Rekaan."}
    CareProcess.objects.filter(pk=process.pk).update(**end)
    walked(case, CareForm.ADOPTION)
    with django_assert_max_num_queries(len(before) + 6):
        client.get(at("care_process", case))


def test_a_way_is_walked_by_the_api():
    case, worker, decider, _process = led(CareForm.ADOPTION)
    program = program_of(worker)
    made = program.tell("care_processes_write", case.pk, form="GUARDIAN")
    assert made["missing"][0] == "KIN_FIRST"
    told = {"code": "VISIT", "verdict": "MET", "done_on": timezone.localdate().isoformat()}
    with refused_with(409, "care_step_out_of_turn"):
        program.tell(
            "care_steps_write", case.pk, made["id"], **told | {"code": "TPPW", "body": "TPPW", "paper_number": "1"}
        )
    with refused_with(403):
        program_of(decider).tell("care_steps_write", case.pk, made["id"], **told)
    step = program.tell("care_steps_write", case.pk, made["id"], **told)
    program.tell("care_step_withdrawal_write", case.pk, made["id"], step["id"], reason="Keliru (rekaan).")
    ended = program.tell("care_process_end_write", case.pk, made["id"], reason="Mundur (rekaan).")
    assert ended["end_reason"]
    assert len(program.ask("care_processes_read", case.pk)["results"]) == 2


def test_a_way_to_kin_is_opened_for_one_relative_on_the_page_and_by_the_api(client):
    case, worker, _decider, _process = led(CareForm.ADOPTION)
    client.force_login(worker.user)
    assert "Catat dulu kerabat sedarah" in client.get(at("care_process", case)).content.decode()
    aunt = FamilyMemberFactory(beneficiary=case.beneficiary, name="Bibi Rekaan")
    FamilyMemberFactory(beneficiary=case.beneficiary, name="Tetangga Rekaan", kinship_degree=None)
    page = client.get(at("care_process", case)).content.decode()
    assert "Bibi Rekaan, " in page
    assert "Tetangga Rekaan" not in page
    for nobody in ("", "9" * 40, "x"):
        sent = {"form": "KINSHIP", "relative": nobody}
        assert client.post(at("care_process", case), sent).status_code == 409
    assert client.post(at("care_process", case), {"form": "KINSHIP", "relative": aunt.pk}).status_code == 302
    assert "Kerabat: Bibi Rekaan" in client.get(at("care_process", case)).content.decode()
    story = case.events.filter(text__contains="proses dibuka").get().text
    assert "Rekaan" not in story, "the story names nobody"
    program, process = program_of(worker), CareProcess.objects.get(form="KINSHIP")
    program.tell("care_process_end_write", case.pk, process.pk, reason="Pindah (rekaan).")
    with refused_with(409, "care_kin_unnamed"):
        program.tell("care_processes_write", case.pk, form="KINSHIP")
    made = program.tell("care_processes_write", case.pk, form="KINSHIP", relative=aunt.pk)
    assert made["relative"] == aunt.pk


def signing(the, form) -> Signing:
    referral = Referral(case=the.case, asked_form=form)
    today = timezone.localdate()
    return Signing(referral, actor_of(the.decider), "APPROVED", "Rekaan.", today, None, "LONG", today)


@pytest.mark.rule("care_process_incomplete")
@pytest.mark.parametrize("form", [CareForm.GUARDIAN, CareForm.ADOPTION])
def test_a_decision_waits_for_the_part_of_the_office(form):
    the = scene()
    assert [one.code for one in way_problems(signing(the, form))] == ["care_process_incomplete"]
    walked(the.case, form, of_court=False)
    assert not list(way_problems(signing(the, form)))


@pytest.mark.rule("care_process_incomplete")
def test_nobody_signs_an_adoption_whose_way_is_not_walked():
    the = scene(beneficiary__faith=Faith.ISLAM)
    carer = FamilyMemberFactory(beneficiary=the.case.beneficiary, faith=Faith.ISLAM)
    asked = {"asked_form": CareForm.ADOPTION, "asked_base": Base.FAMILY, "asked_institution": None}
    asked |= {"asked_carer": carer, "asked_months": None, "alternatives": the.entries(CareForm.ADOPTION)}
    referral = the.ask(**asked)
    today = timezone.localdate()
    signed = {"outcome": "APPROVED", "considerations": "Layak (rekaan).", "starts_on": today, "ends_on": None}
    signed |= {"referral": referral, "by": actor_of(the.decider), "term": "LONG", "try_first": "", "reasons": {}}
    with pytest.raises(RuleViolation) as refused:
        sign_decision(**signed)
    assert {problem.code for problem in refused.value.problems if problem.is_hard} == {"care_process_incomplete"}


@pytest.mark.rule("care_kin_other")
def test_a_decision_is_asked_for_the_relative_of_the_way():
    """Said to the sender, not after weeks by the decider who could not sign."""
    the = scene()
    aunt, uncle = (FamilyMemberFactory(beneficiary=the.case.beneficiary) for _one in range(2))
    walked(the.case, CareForm.KINSHIP, relative=aunt)
    asked = {"asked_form": CareForm.KINSHIP, "asked_base": Base.FAMILY, "asked_institution": None}
    asked["alternatives"] = the.entries(CareForm.KINSHIP)
    assert refused_codes(the, **asked, asked_carer=uncle) == {("care_kin_other", "asked_carer")}
    assert the.ask(**asked, asked_carer=aunt).asked_carer == aunt


@pytest.mark.rule("carer_not_of_household", "carer_not_the_chosen")
def test_a_decision_is_asked_for_somebody_of_the_chosen_household(worker, decider):
    """PP 44/2017: only those who were selected; another carer, or one renamed since, is not asked for."""
    the = scene(worker, beneficiary__faith=Faith.ISLAM)
    match = chosen(the.case, approved(worker, decider), worker)
    asked = {"asked_form": CareForm.FOSTER, "asked_base": Base.FAMILY, "asked_institution": None}
    asked["alternatives"] = the.entries(CareForm.FOSTER)
    other = FamilyMemberFactory(beneficiary=the.case.beneficiary, faith=Faith.ISLAM)
    assert refused_codes(the, **asked, asked_carer=other) == {("carer_not_the_chosen", "asked_carer")}
    carer = match.carer
    carer.name = "Orang Lain"
    carer.save()
    assert refused_codes(the, **asked, asked_carer=carer) == {("carer_not_of_household", "asked_carer")}
    carer.name = "Bapak Rekaan"
    carer.save()
    assert the.ask(**asked, asked_carer=carer).asked_carer == carer


def refused_codes(the, **asked) -> set[tuple[str, str]]:
    with pytest.raises(RuleViolation) as refused:
        the.ask(**asked)
    return {(one.code, one.field) for one in refused.value.problems}


@pytest.mark.rule("care_process_incomplete")
def test_kin_who_were_not_assessed_need_a_reason_once():
    the = scene()
    (problem,) = way_problems(signing(the, CareForm.KINSHIP))
    assert (problem.code, problem.is_hard) == ("care_process_incomplete", False)
    asked = {"form": CareForm.KINSHIP, "base": Base.FAMILY, "institution": None, "carer": None, "decision": None}
    for title in (Title.DECISION, Title.EMERGENCY):
        found = placement_problems(case=the.case, title=title, starts_on=timezone.localdate(), **asked)
        assert "care_process_incomplete" not in {one.code for one in found}
    way = walked(the.case, CareForm.KINSHIP)
    assert not list(way_problems(signing(the, CareForm.KINSHIP)))
    other = FamilyMemberFactory(beneficiary=the.case.beneficiary)
    for title, found in ((Title.DECISION, True), (Title.EMERGENCY, False), (Title.COURT, False)):
        for carer, is_other in ((other, found), (way.relative, False)):
            told = placement_problems(
                case=the.case, title=title, starts_on=timezone.localdate(), **asked | {"carer": carer}
            )
            assert ("care_kin_other" in {one.code for one in told}) == is_other


@pytest.mark.parametrize(("title", "is_asked"), [(Title.DECISION, True), (Title.COURT, False)])
def test_a_placement_by_decision_asks_for_the_court_too_and_one_by_court_for_nothing(title, is_asked):
    the = scene()
    walked(the.case, CareForm.ADOPTION, of_court=False)
    asked = {"form": CareForm.ADOPTION, "base": Base.FAMILY, "institution": None, "carer": None, "decision": None}
    found = placement_problems(case=the.case, title=title, starts_on=timezone.localdate(), **asked)
    assert ("care_process_incomplete" in {problem.code for problem in found}) == is_asked
