"""The forms of casework: what is typed reaches the service, what is refused comes back with the typed text."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Agreement, Assessment, CarePlan, CarePlanAction, Case
from cases.plan_states import ActionState
from cases.services.assessments import edit_assessment
from cases.states import Base, CareForm, Stage
from tests.cases.factories import CaseFactory, FamilyMemberFactory, code
from tests.cases.papers import (
    ANSWERS,
    AftercareVisitFactory,
    AgreementFactory,
    AssessmentFactory,
    CarePlanFactory,
    CaseConferenceFactory,
    SocialReportFactory,
    approved,
    sign,
    typed,
    worker_of,
)

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate().isoformat()


def tomorrow():
    return (timezone.localdate() + timedelta(days=1)).isoformat()


def consented():
    return {"scopes": ["SERVICE", "DATA"], "form": "WRITTEN", "signed_on": today()}


@pytest.fixture
def case():
    return CaseFactory(stage=Stage.ASSESSMENT)


@pytest.fixture
def send(client, case):
    """Post `data` as the responsible worker to the page `name` of the case."""

    def post(page, /, *args, **data):
        client.force_login(case.worker)
        return client.post(reverse(f"cases:{page}", args=[case.pk, *args]), data)

    return post


def words(response) -> str:
    return response.content.decode()


def test_family_member_is_added_and_changed(send, case):
    answer = send("family_add", name="Sari Rekaan", relation="AUNT_UNCLE", is_alive="on", may_contact="on")
    assert answer.status_code == 302
    member = case.beneficiary.family.get()
    assert (member.name, member.kinship_degree, member.is_caregiver) == ("Sari Rekaan", 3, False)
    send("family_edit", member.pk, name="Sari Umpama", relation="AUNT_UNCLE", is_alive="on", is_caregiver="on")
    member.refresh_from_db()
    assert (member.name, member.is_caregiver, member.may_contact) == ("Sari Umpama", True, False)


def test_broken_form_comes_back_with_its_words_and_errors(send, case):
    answer = send("family_add", name="", relation="AUNT_UNCLE", note="Tulisan contoh")
    assert answer.status_code == 422
    assert "Tulisan contoh" in words(answer)
    assert "<title>Galat:" in words(answer)
    assert not case.beneficiary.family.exists()


def test_refused_form_answers_409_with_the_problem_and_the_words(send, case):
    mother = FamilyMemberFactory(beneficiary=case.beneficiary, relation="MOTHER")
    answer = send("family_edit", mother.pk, name="Umpama", relation="NOT_KIN", note="Tulisan contoh")
    assert answer.status_code == 409
    assert "UU 35/2014 pasal 39" in words(answer)
    assert "Tulisan contoh" in words(answer)


def test_agreement_is_recorded_with_a_signatory_of_the_family(send, case):
    aunt = FamilyMemberFactory(beneficiary=case.beneficiary)
    send("agreement_new", child_agrees="no", child_view="Aku takut", signatory=aunt.pk, **consented())
    agreement = Agreement.objects.get()
    assert (agreement.signatory, agreement.child_agrees, agreement.child_view) == (aunt, False, "Aku takut")


def test_agreement_does_not_offer_other_families(send):
    stranger = FamilyMemberFactory()
    answer = send("agreement_new", child_agrees="yes", child_view="Ya", signatory=stranger.pk, **consented())
    assert answer.status_code == 422
    assert not Agreement.objects.exists()


def test_agreement_is_withdrawn(send, case):
    agreement = AgreementFactory(case=case)
    consents = [one.pk for one in agreement.consents.all()]
    send("agreement_withdraw", agreement.pk, withdrawn_on=today(), consents=consents, reason="Pindah (contoh)")
    agreement.refresh_from_db()
    assert agreement.withdrawn_on == timezone.localdate()


def test_conference_is_recorded(send, case):
    send(
        "conference_new",
        held_on=today(),
        attendees="Bibi Rekaan",
        child_view="Aku mau",
        options="Kerabat",
        recommendation="Kerabat",
    )
    assert case.conferences.get().recommendation == "Kerabat"


def test_assessment_is_drafted_read_and_signed(send, case, client):
    AgreementFactory(case=case)
    send("assessment_new", kind="COMPREHENSIVE", assessed_on=today())
    paper = Assessment.objects.get()
    send("assessment_edit", paper.pk, assessed_on=today(), conclusion="Isi contoh", **typed(ANSWERS["COMPREHENSIVE"]))
    page = client.get(reverse("cases:assessment", args=[case.pk, paper.pk]))
    assert "Belum ditandatangani" in words(page)
    assert send("assessment_sign", paper.pk, read_at=page.context["stamp"]).status_code == 302
    paper.refresh_from_db()
    assert paper.is_signed
    assert "tidak dapat diubah" in words(client.get(reverse("cases:assessment", args=[case.pk, paper.pk])))


def test_sign_of_an_incomplete_assessment_answers_409(send, case):
    AgreementFactory(case=case)
    paper = AssessmentFactory(case=case, answering={"social": None})
    answer = send("assessment_sign", paper.pk, read_at=paper.updated_at.isoformat())
    assert answer.status_code == 409
    assert "Asesmen belum lengkap: Sosial (1)" in words(answer)


def test_soft_problem_is_signed_over_with_a_written_reason(send, case):
    AgreementFactory(case=case)
    case.worker.memberships.update(str_number="")
    paper = AssessmentFactory(case=case)
    stamp = paper.updated_at.isoformat()
    assert send("assessment_sign", paper.pk, read_at=stamp).status_code == 409
    send("assessment_sign", paper.pk, read_at=stamp, reason_credential_missing="Sedang diurus")
    paper.refresh_from_db()
    assert paper.soft_reasons == {"credential_missing": "Sedang diurus"}


def test_stale_form_does_not_overwrite_and_shows_both_versions(send, case):
    paper = AssessmentFactory(case=case, answering={"social": "Mula-mula"})
    stamp = paper.updated_at.isoformat()
    edit_assessment(assessment=paper, by=worker_of(case), content={"answers": {"social": "Punya orang lain"}})
    answer = send("assessment_edit", paper.pk, assessed_on=today(), q_social="Punya saya", read_at=stamp)
    assert answer.status_code == 409
    assert "Punya orang lain" in words(answer)
    assert "Punya saya" in words(answer)
    assert Assessment.objects.get().answers["social"] == "Punya orang lain"
    again = answer.context["form"]["read_at"].value()
    send("assessment_edit", paper.pk, assessed_on=today(), q_social="Punya saya", read_at=again)
    assert Assessment.objects.get().answers["social"] == "Punya saya"


def test_stale_signature_is_refused(send, case):
    AgreementFactory(case=case)
    paper = AssessmentFactory(case=case)
    stamp = paper.updated_at.isoformat()
    edit_assessment(assessment=paper, by=worker_of(case), content={"answers": {"social": "Diganti"}})
    assert send("assessment_sign", paper.pk, read_at=stamp).status_code == 409
    assert not Assessment.objects.get().is_signed


def test_correction_begins_with_the_signed_words(client, case):
    paper = AssessmentFactory(case=case, signed=True, answering={"social": "Kata lama"})
    client.force_login(case.worker)
    address = f"{reverse('cases:assessment_new', args=[case.pk])}?koreksi={paper.pk}"
    page = client.post(address, {"assessed_on": today()}, follow=True)
    assert "Kata lama" in words(page)
    draft = Assessment.objects.get(corrects=paper)
    assert (draft.answers, draft.version, draft.is_signed) == (paper.answers, paper.version, False)


def test_report_is_drafted_on_a_signed_assessment_and_signed(send, case):
    assessment = AssessmentFactory(case=case, signed=True)
    AssessmentFactory(case=case)
    sections = dict.fromkeys(
        ("purpose", "chronology", "findings", "family_and_care", "analysis", "recommendation"), "Isi contoh"
    )
    send("report_new", assessment=assessment.pk, **sections)
    report = case.social_reports.get()
    send("report_edit", report.pk, assessment=assessment.pk, read_at=report.updated_at.isoformat(), **sections)
    report.refresh_from_db()
    send("report_sign", report.pk, read_at=report.updated_at.isoformat())
    report.refresh_from_db()
    assert report.is_signed


def test_signed_report_is_read_with_its_signature(client, case):
    report = SocialReportFactory(case=case, signed=True)
    client.force_login(case.worker)
    page = words(client.get(reverse("cases:report", args=[case.pk, report.pk])))
    assert "STR-CONTOH" in page
    assert "Rekomendasi contoh." in page


def plan_data(**changes):
    component = code("COMPONENT", "FAMILY_SUPPORT")
    data = {
        "horizon": "SHORT",
        "permanency_goal": CareForm.KINSHIP,
        "child_view": "Aku mau dengan Bibi",
        "child_signs": "on",
        "family_signatory": "Bibi Rekaan",
        "goals-total": "1",
        "goal-0-total": "2",
        "goal-0-domain": "RELATIONS",
        "goal-0-need": "Pengasuh tetap",
        "goal-0-text": "Diasuh bibi",
        "goal-0-action-0-text": "Kunjungan rumah",
        "goal-0-action-0-component": component.pk,
        "goal-0-action-0-base": Base.FAMILY,
        "goal-0-action-0-responsible": "Petugas Contoh",
        "goal-0-action-0-due_on": tomorrow(),
        "goal-0-action-0-indicator": "Bibi dikunjungi",
    }
    return {**data, **changes}


def test_plan_is_drafted_with_goals_and_actions_leaving_empty_rows_out(send, case):
    assert send("plan_new", **plan_data()).status_code == 302
    plan = CarePlan.objects.get()
    assert [goal.text for goal in plan.goals.all()] == ["Diasuh bibi"]
    assert CarePlanAction.objects.get().text == "Kunjungan rumah"


@pytest.mark.parametrize(("button", "goals", "actions"), [("0", 1, 3), ("goal", 2, 2)])
def test_row_is_added_without_script_and_nothing_typed_is_lost_or_judged(send, button, goals, actions):
    answer = send("plan_new", **plan_data(tambah=button, child_view="Kata anak", **{"goal-0-action-1-text": "Separuh"}))
    rows = answer.context["goals"]
    assert (answer.status_code, rows.total, rows.rows[0].total) == (200, goals, actions)
    for text in ("Kata anak", "Diasuh bibi", "Kunjungan rumah", "Separuh", tomorrow()):
        assert text in words(answer), text
    assert "Galat:" not in words(answer)
    assert not CarePlan.objects.exists()


def test_begun_action_must_be_whole(send):
    answer = send("plan_new", **plan_data(**{"goal-0-action-1-text": "Separuh"}))
    assert answer.status_code == 422
    assert 'href="#id_goal-0-action-1-base"' in words(answer)
    assert not CarePlan.objects.exists()


def test_action_without_a_goal_says_what_is_missing(send):
    answer = send("plan_new", **plan_data(**{"goal-0-text": ""}))
    assert "Kegiatan perlu tujuan" in words(answer)
    assert not CarePlan.objects.exists()


@pytest.mark.parametrize("total", ["", "-1", "x", "99999", "²"])
def test_row_counts_from_outside_are_bounded(send, total):
    answer = send("plan_new", **plan_data(**{"goals-total": total, "goal-0-total": total, "goal-0-text": ""}))
    assert answer.status_code in (302, 422)


def test_plan_is_edited_and_signed(send, case):
    AssessmentFactory(case=case, signed=True)
    send("plan_new", **plan_data())
    plan = CarePlan.objects.get()
    stamp = plan.updated_at.isoformat()
    send("plan_edit", plan.pk, **plan_data(**{"goal-0-text": "Diasuh nenek", "read_at": stamp}))
    assert plan.goals.get().text == "Diasuh nenek"
    stale = send("plan_edit", plan.pk, **plan_data(read_at=stamp))
    assert stale.status_code == 409
    [(_label, mine, stored, *_rest)] = stale.context["differences"]
    assert mine.startswith("Diasuh bibi")
    assert stored.startswith("Diasuh nenek")
    approved(plan)
    send("plan_sign", plan.pk, read_at=plan.updated_at.isoformat())
    plan.refresh_from_db()
    assert plan.is_signed
    assert Case.objects.get(pk=case.pk).stage == Stage.PLAN


def test_plan_edit_shows_the_stored_rows(client, case):
    plan = CarePlanFactory(case=case, actions=3)
    client.force_login(case.worker)
    page = words(client.get(reverse("cases:plan_edit", args=[case.pk, plan.pk])))
    assert page.count("Kegiatan contoh") == 3


def test_service_takes_component_and_base_from_the_planned_action(send, case):
    plan = sign(CarePlanFactory(case=case))
    action = CarePlanAction.objects.get(goal__plan=plan)
    send(
        "service_record",
        action=action.pk,
        completes_action="on",
        description="Kunjungan",
        provided_on=today(),
        provider="Dinas",
    )
    service = case.services.get()
    action.refresh_from_db()
    assert (service.component_id, service.base, action.state) == (action.component_id, Base.FAMILY, ActionState.DONE)


def test_service_outside_the_plan_names_component_and_base(send, case):
    sign(CarePlanFactory(case=case))
    answer = send("service_record", description="Kunjungan", provided_on=today(), provider="Dinas")
    assert {"component", "base"} <= set(answer.context["form"].errors)
    assert not case.services.exists()


def test_service_form_begins_with_today_and_the_acting_institution(client, case):
    client.force_login(case.worker)
    page = words(client.get(reverse("cases:service_record", args=[case.pk])))
    assert f'value="{today()}"' in page
    assert f'value="{case.office.name}"' in page


def test_stage_form_offers_only_possible_moves(client, case):
    client.force_login(case.worker)
    form = client.get(reverse("cases:stage_move", args=[case.pk])).context["form"]
    assert [value for value, _label in form.fields["to"].choices] == [Stage.PLAN]


def test_stage_is_moved(send, case):
    AssessmentFactory(case=case, signed=True)
    send("stage_move", to=Stage.PLAN)
    assert Case.objects.get(pk=case.pk).stage == Stage.PLAN


def test_case_is_closed(send, case):
    Case.objects.filter(pk=case.pk).update(stage=Stage.MONITOR)
    CaseConferenceFactory(case=case)
    reason = code("CLOSURE_REASON", "GOALS_REACHED")
    send("close", reason_code=reason.pk, evaluation="Tujuan tercapai", child_view="Aku senang")
    assert Case.objects.get(pk=case.pk).closure_reason == reason


def test_aftercare_visit_is_recorded(client, case):
    visit = AftercareVisitFactory(case=case)
    client.force_login(case.worker)
    address = reverse("cases:aftercare_visit", args=[visit.pk])
    client.post(address, {"done_on": today(), "is_safe": "no", "findings": "Perlu pendampingan"})
    visit.refresh_from_db()
    assert (visit.is_safe, visit.findings) == (False, "Perlu pendampingan")
