"""A field social worker carries a case on a phone, with and without a script; its pages are for everyone."""

import pytest
from django.urls import reverse

from cases.models import CarePlan, Case, ServiceRecord
from cases.services.plan_approval import approve_plan
from cases.states import Stage
from tests.cases.factories import FamilyMemberFactory, code
from tests.cases.intake import case_of, supervisor_at, worker_at
from tests.cases.papers import (
    AftercareVisitFactory,
    AgreementFactory,
    AssessmentFactory,
    CarePlanFactory,
    CaseConferenceFactory,
    ServiceRecordFactory,
    SocialReportFactory,
    sign,
)
from tests.e2e.test_intake import signed_in
from tests.institutions.factories import actor_of
from tests.ui.test_browser import PASSWORD, SIZES, complaints

pytestmark = pytest.mark.browser
LONG = "Bantuan satu kamar di rumah bibi yang sangat jauh dari sekolah rekaan dan puskesmas contoh"


@pytest.fixture
def case(live_site) -> Case:
    """A case that has been assessed, at the planning table."""
    for name in ("FAMILY_SUPPORT", "BASIC_NEEDS"):
        code("COMPONENT", name)
    membership = worker_at()
    membership.user.set_password(PASSWORD)
    membership.user.save()
    case = case_of(membership, stage=Stage.ASSESSMENT)
    AgreementFactory(case=case)
    AssessmentFactory(case=case, signed=True)
    return case


def address(name: str, *args: int) -> str:
    return reverse(f"cases:{name}", args=args)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_plan_is_drafted_row_by_row_signed_and_carried_out(browser, live_site, case, script):
    supervisor = supervisor_at(case.office)
    with signed_in(browser, live_site, case.worker, java_script_enabled=script) as page:
        page.goto(address("plan_new", case.pk))
        page.fill("[name=child_view]", "Aku mau dekat Bibi (contoh)")
        page.check("[name=child_signs]")
        page.fill("[name=family_signatory]", "Bibi Rekaan")
        page.select_option("[name=goal-0-domain]", index=1)
        page.fill("[name=goal-0-need]", "Pengasuh tetap (contoh)")
        page.fill("[name=goal-0-text]", "Tinggal bersama bibi (contoh)")
        page.click("text=Tambah kegiatan")
        page.fill("[name=goal-0-action-2-text]", LONG)
        page.select_option("[name=goal-0-action-2-component]", index=1)
        page.select_option("[name=goal-0-action-2-base]", "FAMILY")
        page.fill("[name=goal-0-action-2-responsible]", "Dinas Contoh")
        page.fill("[name=goal-0-action-2-due_on]", "2030-01-15")
        page.fill("[name=goal-0-action-2-indicator]", "Kamar dipakai (contoh)")
        page.click(".bar button")
        page.wait_for_url("**/rencana/*/")
        page.click("text=Ajukan ke penyelia")
        page.wait_for_selector("text=Menunggu orang lain")
        approve_plan(plan=CarePlan.objects.get(), by=actor_of(supervisor))
        page.reload()
        page.click("text=Tanda tangani")
        page.wait_for_selector("text=tidak dapat diubah")
        page.goto(address("case", case.pk))
        page.click("text=Catat layanan")
        page.select_option("[name=action]", index=1)
        page.check("[name=completes_action]")
        page.fill("[name=description]", "Kamar selesai (contoh)")
        page.click(".bar button")
        page.wait_for_url(f"**{address('services', case.pk)}")
        page.goto(address("case", case.pk))
        assert "1 dari 1" in page.inner_text("main")
    assert CarePlan.objects.get().is_signed
    assert ServiceRecord.objects.get().action.text == LONG
    assert Case.objects.get(pk=case.pk).stage == Stage.IMPLEMENT


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_questions_follow_the_answers_at_once_or_after_saving(browser, live_site, case, script):
    with signed_in(browser, live_site, case.worker, java_script_enabled=script) as page:
        page.goto(address("assessment_new", case.pk))
        with page.expect_navigation():
            page.click(".bar button")
        page.check("[name=q_age_group][value=AGE_5_11]")
        if not script:
            save_and_stay(page)
        page.select_option("[name=q_school]", "LEFT")
        if not script:
            save_and_stay(page)
        page.fill("[name=q_school_why]", LONG)
        page.check("[name=q_age_group][value=UNDER_5]")
        save_and_stay(page)
        assert not page.is_visible("[name=q_school_why]")
        assert page.is_visible("[name=q_immunisation]")
        page.check("[name=q_age_group][value=AGE_5_11]")
        if not script:
            save_and_stay(page)
        assert page.input_value("[name=q_school_why]") == LONG
        assert page.is_visible("[name=q_school_why]")


def save_and_stay(page) -> None:
    with page.expect_navigation():
        page.click(".bar [name=next]")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
def test_pages_of_a_case_are_accessible_and_never_scroll_sideways(browser, live_site, case, size, theme):
    member = FamilyMemberFactory(beneficiary=case.beneficiary, address=LONG, note=LONG, may_contact=False)
    plan = sign(CarePlanFactory(case=case, actions=2))
    ServiceRecordFactory(case=case, action=plan.goals.get().actions.first(), description=LONG, is_emergency_aid=True)
    papers = {
        "agreement": case.agreements.get(),
        "assessment": AssessmentFactory(case=case, conclusion=""),
        "assessment_edit": AssessmentFactory(case=case, answering={"can_stay": "NO"}),
        "assessment_compare": AssessmentFactory(
            case=case, signed=True, answering={"harm": "DANGER", "safety_plan": LONG}
        ),
        "report": SocialReportFactory(case=case, assessment=case.assessments.filter(signed_at__isnull=False).first()),
        "conference": CaseConferenceFactory(case=case),
        "plan_version": plan,
        "plan_edit": CarePlanFactory(case=case, version=2),
        "family_edit": member,
    }
    tabs = ["case", "family", "assessments", "plan", "services", "placements", "documents", "timeline"]
    forms = ["service_record", "assessment_new", "agreement_new", "conference_new", "stage_move", "close"]
    pages = [
        *[address(name, case.pk) for name in tabs + forms],
        *[address(name, case.pk, paper.pk) for name, paper in papers.items()],
        address("aftercare_visit", AftercareVisitFactory(case=case).pk),
    ]
    with signed_in(browser, live_site, case.worker, size, color_scheme=theme) as page:
        assert [one for where in pages for one in complaints(page, where, size[0])] == []
