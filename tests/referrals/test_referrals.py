"""Sending, answering, passing on and ending referrals."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.errors import NotAllowed, RuleViolation
from atensi.reference.workdays import add_workdays
from cases.event_states import EventKind
from cases.models import Case, CaseEvent
from cases.states import Base, CareForm
from institutions.models import Parameter
from institutions.states import Role
from referrals.models import Alternative, Placement, Referral
from referrals.services.referrals import (
    accept_referral,
    complete_referral,
    decline_referral,
    redirect_referral,
    withdraw_referral,
)
from referrals.services.silence import lapse_silent
from referrals.states import ENDED_REFERRALS, AlternativeResult, ReferralKind, ReferralState, Title
from tests.cases.factories import CaseFactory, FamilyMemberFactory
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region

from .factories import (
    AssessmentFactory,
    CareDecisionFactory,
    ReferralFactory,
    SocialReportFactory,
    days_ago,
    member,
    staffed,
)
from .scenes import in_days, scene

pytestmark = pytest.mark.django_db
NO_CERTIFICATE = {"not_accredited": "Menunggu visitasi (rekaan)."}


def codes(refused) -> set[str]:
    return {problem.code for problem in refused.value.problems}


def sees(membership, case) -> bool:
    return Case.objects.visible_to(membership.user).filter(pk=case.pk).exists()


@pytest.fixture
def the():
    return scene()


@pytest.fixture
def province():
    return InstitutionFactory(provincial=True)


# Sending


def test_sent_referral_has_number_clock_event_and_trail(the):
    referral = the.ask_service()
    year = timezone.localdate().year
    assert referral.number == f"RJ-14.01/{year}/00001"
    assert referral.answer_due_on == add_workdays(timezone.localdate(), 5)
    assert referral.from_institution == the.office
    assert CaseEvent.objects.filter(case=the.case, kind=EventKind.REFERRAL_SENT).count() == 1
    assert AuditEvent.objects.get(subject=f"referral:{referral.pk}").verb == "referral.send"


def test_receivers_setting_rules_when_the_answer_is_due(the):
    Parameter.objects.create(key="referral_processing_workdays", institution=the.sentra, value=2)
    assert the.ask_service().answer_due_on == add_workdays(timezone.localdate(), 2)


def test_emergency_is_to_be_answered_the_same_day(the):
    assert the.ask_admission().answer_due_on == timezone.localdate()


def test_second_click_sends_once(the):
    form_id = uuid.uuid4()
    first, second = the.ask_service(form_id=form_id), the.ask_service(form_id=form_id)
    assert first == second
    assert Referral.objects.count() == 1


def test_form_of_somebody_else_does_not_give_away_their_referral(the):
    form_id = uuid.uuid4()
    the.ask_service(form_id=form_id)
    other = scene()
    with pytest.raises(IntegrityError), transaction.atomic():
        other.ask_service(form_id=form_id)


def test_numbers_follow_each_other_without_gap(the):
    with pytest.raises(RuleViolation):
        the.ask_service(reason="")
    first, second = the.ask_service(), the.ask()
    assert [referral.number[-5:] for referral in (first, second)] == ["00001", "00002"]


def test_sending_a_summary_shows_the_receiver_the_referral_but_not_the_case(the):
    referral = the.ask_service()
    assert Referral.objects.visible_to(the.sentra_staff.user).get() == referral
    assert not sees(the.sentra_staff, the.case)


def test_putting_a_case_to_the_province_for_decision_shares_it(the, province):
    decider = member(province, Role.SOCIAL_OFFICE_DECIDER)
    the.ask(to_institution=province)
    assert sees(decider, the.case)


@pytest.mark.parametrize("who", ["decider", "sentra_staff", "home_staff"])
def test_only_who_works_on_the_case_refers(the, who):
    with pytest.raises(NotAllowed):
        the.ask_service(by=actor_of(getattr(the, who)))
    assert not Referral.objects.exists()


def test_lksa_that_works_on_the_case_refers_to_dinas(the):
    accept_referral(referral=the.ask_service(to_institution=the.home), by=actor_of(the.home_staff))
    referral = the.ask(by=actor_of(the.home_staff))
    assert referral.from_institution == the.home


@pytest.mark.rule("receiver_does_not_take")
@pytest.mark.parametrize(
    ("kind", "receiver"),
    [
        (ReferralKind.SERVICE, {}),
        (ReferralKind.SERVICE, {"provincial": True}),
        (ReferralKind.CARE_DECISION, {"lksa": True}),
        (ReferralKind.CARE_DECISION, {"sentra": True}),
        (ReferralKind.ADMISSION, {"provincial": True}),
        (ReferralKind.ADMISSION, {"kind": "LKS"}),
    ],
)
def test_each_kind_of_request_goes_only_to_bodies_that_take_it(the, kind, receiver):
    with pytest.raises(RuleViolation) as refused:
        the.ask(kind=kind, to_institution=InstitutionFactory(**receiver))
    assert "receiver_does_not_take" in codes(refused)


@pytest.mark.rule("receiver_does_not_take")
def test_inactive_institution_receives_nothing(the):
    the.sentra.is_active = False
    the.sentra.save()
    with pytest.raises(RuleViolation) as refused:
        the.ask_service()
    assert codes(refused) == {"receiver_does_not_take"}


@pytest.mark.rule("nobody_answers")
@pytest.mark.parametrize("kind", ["ask_service", "ask_admission"])
def test_where_nobody_may_answer_a_request_goes_with_a_reason_only(the, kind):
    """An ended membership answers nothing; who is asked to decide owes an answer whoever is there."""
    house = InstitutionFactory(lksa=True)
    staff = member(house, valid_until=days_ago(1))
    with pytest.raises(RuleViolation) as refused:
        getattr(the, kind)(to_institution=house)
    assert codes(refused) == {"nobody_answers"}
    assert not refused.value.problems[0].is_hard
    reasons = {"nobody_answers": "Lembaga ditelepon; akunnya dibuat besok (rekaan)."}
    assert getattr(the, kind)(to_institution=house, reasons=reasons).soft_reasons == reasons
    staff.valid_until = None
    staff.save()
    other = scene(the.worker)
    assert getattr(other, kind)(to_institution=house).pk


@pytest.mark.rule("nobody_answers")
def test_a_request_is_not_passed_on_to_where_nobody_may_answer(the):
    referral, house = the.ask_service(), InstitutionFactory(lksa=True)
    with pytest.raises(RuleViolation) as refused:
        redirect_referral(referral=referral, by=actor_of(the.sentra_staff), to_institution=house, reason="Lebih dekat.")
    assert [(problem.code, problem.is_hard) for problem in refused.value.problems] == [("nobody_answers", True)]


def test_a_dinas_without_decider_is_asked_all_the_same(the):
    the.decider.valid_until = the.supervisor.valid_until = days_ago(1)
    the.decider.save()
    the.supervisor.save()
    assert the.ask().pk


@pytest.mark.rule("foreign_office")
def test_decision_is_asked_from_the_childs_regency_or_province_only(the):
    elsewhere = InstitutionFactory(region=region("73.71"))
    with pytest.raises(RuleViolation) as refused:
        the.ask(to_institution=elsewhere)
    assert codes(refused) == {"foreign_office"}


@pytest.mark.rule("conference_missing")
def test_hard_problems_of_the_gate_stop_a_request_for_decision(the):
    with pytest.raises(RuleViolation) as refused:
        the.ask(alternatives=the.entries()[:3], conference=None)
    assert codes(refused) == {"alternative_missing_guardian", "alternative_missing_adoption", "conference_missing"}
    assert not Referral.objects.exists()


def test_old_evidence_goes_through_with_a_written_reason_that_is_kept(the):
    entries = the.entries(considered_on=days_ago(99))
    with pytest.raises(RuleViolation):
        the.ask(alternatives=entries)
    reasons = {f"alternative_old_{entry.form.lower()}": "Daftar tidak berubah." for entry in entries}
    assert the.ask(alternatives=entries, reasons=reasons).soft_reasons == reasons


@pytest.mark.rule("alternative_foreign_*")
def test_forged_evidence_of_another_case_is_refused_by_the_service(the):
    with pytest.raises(RuleViolation) as refused:
        the.ask(alternatives=the.entries(assessment=AssessmentFactory()))
    assert "alternative_foreign_kinship" in codes(refused)
    assert not Alternative.objects.exists()


@pytest.mark.rule("social_report_foreign")
def test_papers_of_another_case_cannot_be_shown_to_a_receiver(the):
    with pytest.raises(RuleViolation) as refused:
        the.ask_service(social_report=SocialReportFactory())
    assert codes(refused) == {"social_report_foreign"}


@pytest.mark.rule("poverty_only")
def test_poverty_alone_passes_only_with_a_supervisors_reason(the):
    poor = the.entries(result=AlternativeResult.POVERTY_ONLY)
    reasons = {"poverty_only": "Bantuan sudah diberikan, rumah roboh."}
    with pytest.raises(RuleViolation) as refused:
        the.ask(alternatives=poor, reasons=reasons)
    assert codes(refused) == {"poverty_only"}
    sent = the.ask(
        alternatives=the.entries(result=AlternativeResult.POVERTY_ONLY), reasons=reasons, by=actor_of(the.supervisor)
    )
    assert sent.soft_reasons == reasons


@pytest.mark.rule("residential_reason")
def test_residential_service_asks_why_family_and_community_do_not_suffice(the):
    with pytest.raises(RuleViolation) as refused:
        the.ask_service(asked_base=Base.RESIDENTIAL)
    assert codes(refused) == {"residential_reason"}
    assert the.ask_service(asked_base=Base.RESIDENTIAL, reasons={"residential_reason": "Tidak ada klinik."})


def test_admission_needs_a_decision_unless_it_is_an_emergency(the):
    with pytest.raises(RuleViolation) as refused:
        the.ask_admission(is_emergency=False)
    assert codes(refused) == {"no_decision"}


@pytest.mark.rule("decision_differs")
def test_admission_by_decision_goes_to_the_place_it_names(the):
    decision = CareDecisionFactory(case=the.case, institution=the.home)
    other = staffed(lksa=True)
    with pytest.raises(RuleViolation) as refused:
        the.ask_admission(is_emergency=False, decision=decision, to_institution=other)
    assert codes(refused) == {"decision_differs"}


def test_decision_of_another_child_admits_nobody_here(the):
    decision = CareDecisionFactory(institution=the.home)
    with pytest.raises(RuleViolation) as refused:
        the.ask_admission(is_emergency=False, decision=decision)
    assert codes(refused) == {"no_decision"}


@pytest.mark.rule("decision_used")
def test_decision_is_put_to_its_place_again_only_after_a_refusal(the):
    decision = CareDecisionFactory(case=the.case, institution=the.home)
    first = the.ask_admission(is_emergency=False, decision=decision)
    with pytest.raises(RuleViolation) as refused:
        the.ask_admission(is_emergency=False, decision=decision)
    assert "decision_used" in codes(refused)
    decline_referral(referral=first, by=actor_of(the.home_staff), reason="Kamar diperbaiki.")
    assert the.ask_admission(is_emergency=False, decision=decision).state == ReferralState.SENT


def test_database_holds_that_one_decision_admits_once(the):
    decision = CareDecisionFactory(case=the.case, institution=the.home)
    ReferralFactory(admission=True, case=the.case, decision=decision)
    with pytest.raises(IntegrityError, match="decision_admits_once"), transaction.atomic():
        ReferralFactory(admission=True, case=the.case, decision=decision)


@pytest.mark.rule("carer_missing")
def test_carer_of_another_child_is_refused(the):
    stranger = FamilyMemberFactory()
    with pytest.raises(RuleViolation) as refused:
        the.ask(
            asked_form=CareForm.KINSHIP,
            asked_base=Base.FAMILY,
            asked_institution=None,
            asked_carer=stranger,
            alternatives=the.entries(CareForm.KINSHIP),
        )
    assert codes(refused) == {"carer_missing"}


@pytest.mark.rule("already_sent")
def test_same_request_is_not_sent_while_it_waits(the):
    the.ask_service()
    with pytest.raises(RuleViolation) as refused:
        the.ask_service()
    assert codes(refused) == {"already_sent"}


def test_closed_case_is_not_referred(the):
    case = CaseFactory(worker_membership=the.worker)
    Case.objects.filter(pk=case.pk).update(
        closed_at=timezone.now(),
        closed_by=the.worker.user,
        closure_reason=case.categories.first(),
        final_evaluation="x",
    )
    with pytest.raises(RuleViolation) as refused:
        the.ask_service(case=case, social_report=None, conference=None)
    assert codes(refused) == {"case_closed"}


# Answering


def test_accepting_a_service_shares_the_case(the):
    referral = accept_referral(referral=the.ask_service(), by=actor_of(the.sentra_staff))
    assert referral.state == ReferralState.ACCEPTED
    assert referral.answered_by == the.sentra_staff.user
    assert sees(the.sentra_staff, the.case)
    assert AuditEvent.objects.filter(subject=f"referral:{referral.pk}", verb="referral.accept").exists()


def test_accepting_an_emergency_admits_the_child_at_once(the):
    referral = accept_referral(
        referral=the.ask_admission(),
        by=actor_of(the.home_staff),
        admitted_on=timezone.localdate(),
        reasons=NO_CERTIFICATE,
    )
    placement = Placement.objects.get(referral=referral)
    assert (placement.title, placement.institution, placement.term) == (Title.EMERGENCY, the.home, "EMERGENCY")
    assert placement.emergency_ends_on == in_days(30)
    assert sees(the.home_staff, the.case)


def test_accepting_by_decision_carries_its_term_and_title(the):
    decision = CareDecisionFactory(case=the.case, institution=the.home)
    referral = the.ask_admission(is_emergency=False, decision=decision)
    accept_referral(
        referral=referral, by=actor_of(the.home_staff), admitted_on=timezone.localdate(), reasons=NO_CERTIFICATE
    )
    placement = Placement.objects.get(referral=referral)
    assert (placement.title, placement.decision, placement.term) == (Title.DECISION, decision, decision.term)


def test_refused_placement_leaves_the_referral_unanswered(the):
    the.home.places = 0
    the.home.save()
    referral = the.ask_admission()
    with pytest.raises(RuleViolation) as refused, transaction.atomic():
        accept_referral(
            referral=referral, by=actor_of(the.home_staff), admitted_on=timezone.localdate(), reasons=NO_CERTIFICATE
        )
    assert codes(refused) >= {"no_free_place"}
    referral.refresh_from_db()
    assert referral.state == ReferralState.SENT
    assert not sees(the.home_staff, the.case)


@pytest.mark.rule("admission_date_missing")
def test_admission_without_a_date_is_refused(the):
    with pytest.raises(RuleViolation) as refused:
        accept_referral(referral=the.ask_admission(), by=actor_of(the.home_staff))
    assert codes(refused) == {"admission_date_missing"}


@pytest.mark.rule("needs_decision")
def test_care_decision_is_not_accepted_but_decided(the):
    with pytest.raises(RuleViolation) as refused:
        accept_referral(referral=the.ask(), by=actor_of(the.decider))
    assert codes(refused) == {"needs_decision"}


@pytest.mark.parametrize("who", ["worker", "supervisor", "decider", "home_staff"])
def test_only_the_addressed_institution_answers(the, who):
    referral = the.ask_service()
    for act in (accept_referral, decline_referral):
        with pytest.raises(NotAllowed):
            act(
                referral=referral,
                by=actor_of(getattr(the, who)),
                **({"reason": "x"} if act is decline_referral else {}),
            )


def test_supervisor_neither_declines_nor_signs_but_redirects_a_request_for_decision(the, province):
    referral = the.ask()
    with pytest.raises(NotAllowed):
        decline_referral(referral=referral, by=actor_of(the.supervisor), reason="x")
    assert redirect_referral(
        referral=referral, by=actor_of(the.supervisor), to_institution=province, reason="Wewenang provinsi."
    )


def test_second_officer_learns_who_answered_and_when(the):
    referral = the.ask_service()
    colleague = member(the.sentra, Role.INTAKE_OFFICER)
    accept_referral(referral=referral, by=actor_of(the.sentra_staff))
    with pytest.raises(RuleViolation) as refused:
        decline_referral(referral=referral, by=actor_of(colleague), reason="Penuh.")
    text = str(refused.value.problems[0].text)
    assert the.sentra_staff.user.name in text
    assert "diterima" in text
    assert str(timezone.localdate().year) in text


@pytest.mark.rule("reason_missing")
def test_refusal_says_why(the):
    referral = the.ask_service()
    with pytest.raises(RuleViolation) as refused:
        decline_referral(referral=referral, by=actor_of(the.sentra_staff), reason="  ")
    assert codes(refused) == {"reason_missing"}
    declined = decline_referral(referral=referral, by=actor_of(the.sentra_staff), reason="Belum ada terapis.")
    assert (declined.state, declined.answer_reason) == (ReferralState.DECLINED, "Belum ada terapis.")
    assert not sees(the.sentra_staff, the.case)


def test_declined_request_for_decision_takes_the_provinces_share_back(the, province):
    decider = member(province, Role.SOCIAL_OFFICE_DECIDER)
    referral = the.ask(to_institution=province)
    decline_referral(referral=referral, by=actor_of(decider), reason="Belum lengkap.")
    assert not sees(decider, the.case)


# Passing on


def test_redirecting_makes_a_new_referral_that_keeps_the_sender(the):
    other = staffed(sentra=True)
    referral = the.ask_service()
    following = redirect_referral(
        referral=referral, by=actor_of(the.sentra_staff), to_institution=other, reason="Di luar wilayah."
    )
    referral.refresh_from_db()
    assert referral.state == ReferralState.REDIRECTED
    assert referral.answer_reason == "Di luar wilayah."
    assert (following.redirected_from, following.from_institution) == (referral, the.office)
    assert (following.to_institution, following.state) == (other, ReferralState.SENT)
    assert following.number != referral.number


def test_redirected_request_for_decision_keeps_its_evidence_and_moves_its_share(the, province):
    decider = member(province, Role.SOCIAL_OFFICE_DECIDER)
    first = the.ask(to_institution=province)
    back = redirect_referral(
        referral=first, by=actor_of(decider), to_institution=the.office, reason="Wewenang kabupaten."
    )
    assert back.alternatives.count() == 5
    assert not sees(decider, the.case)
    forth = redirect_referral(
        referral=back, by=actor_of(the.decider), to_institution=province, reason="Lintas kabupaten."
    )
    assert forth.alternatives.count() == 5
    assert sees(decider, the.case)


def test_emergency_is_redirected_to_a_residence_of_another_rank(the):
    referral = the.ask_admission()
    following = redirect_referral(
        referral=referral, by=actor_of(the.home_staff), to_institution=the.sentra, reason="Penuh."
    )
    assert following.asked_form == CareForm.SENTRA


@pytest.mark.rule("decision_differs")
def test_admission_by_decision_is_not_redirected_elsewhere(the):
    decision = CareDecisionFactory(case=the.case, institution=the.home)
    referral = the.ask_admission(is_emergency=False, decision=decision)
    with pytest.raises(RuleViolation) as refused:
        redirect_referral(
            referral=referral,
            by=actor_of(the.home_staff),
            to_institution=staffed(lksa=True),
            reason="Penuh.",
        )
    assert codes(refused) == {"decision_differs"}


@pytest.mark.parametrize("to", ["itself", "sender"])
def test_redirecting_goes_somewhere_else(the, to):
    referral = the.ask_service()
    target = the.sentra if to == "itself" else the.office
    with pytest.raises(RuleViolation):
        redirect_referral(referral=referral, by=actor_of(the.sentra_staff), to_institution=target, reason="x")


# Ends


@pytest.mark.rule("already_answered")
def test_sender_withdraws_while_nobody_has_answered(the):
    referral = withdraw_referral(referral=the.ask_service(), by=actor_of(the.worker))
    assert referral.state == ReferralState.WITHDRAWN
    with pytest.raises(RuleViolation) as refused:
        accept_referral(referral=referral, by=actor_of(the.sentra_staff))
    assert codes(refused) == {"already_answered"}


def test_receiver_does_not_withdraw(the):
    with pytest.raises(NotAllowed):
        withdraw_referral(referral=the.ask_service(), by=actor_of(the.sentra_staff))


def test_completed_service_takes_the_share_back(the):
    referral = accept_referral(referral=the.ask_service(), by=actor_of(the.sentra_staff))
    complete_referral(referral=referral, by=actor_of(the.sentra_staff))
    assert not sees(the.sentra_staff, the.case)
    assert list(Referral.objects.receipts_of(the.sentra_staff.user)) == [referral]


def test_share_stays_while_another_service_runs(the):
    first = accept_referral(referral=the.ask_service(), by=actor_of(the.sentra_staff))
    accept_referral(referral=the.ask_service(), by=actor_of(the.sentra_staff))
    complete_referral(referral=first, by=actor_of(the.sentra_staff))
    assert sees(the.sentra_staff, the.case)


@pytest.mark.rule("not_answered")
def test_unanswered_service_cannot_be_completed(the):
    with pytest.raises(RuleViolation) as refused:
        complete_referral(referral=the.ask_service(), by=actor_of(the.sentra_staff))
    assert codes(refused) == {"not_answered"}


@pytest.mark.rule("not_a_service")
def test_admission_does_not_end_here(the):
    referral = accept_referral(
        referral=the.ask_admission(),
        by=actor_of(the.home_staff),
        admitted_on=timezone.localdate(),
        reasons=NO_CERTIFICATE,
    )
    with pytest.raises(RuleViolation) as refused:
        complete_referral(referral=referral, by=actor_of(the.home_staff))
    assert codes(refused) == {"not_a_service"}


# Who sees


def test_who_sees_a_referral(the):
    referral = the.ask_service()
    outsider = member(InstitutionFactory(sentra=True), Role.INTAKE_OFFICER)
    ended = member(the.sentra, Role.INTAKE_OFFICER, ended=True)
    administrator = member(the.sentra, Role.ADMINISTRATOR)
    colleague = MembershipFactory(institution=the.office, role=Role.FIELD_SOCIAL_WORKER)
    expected = {
        the.worker: True,
        the.supervisor: True,
        the.decider: True,
        the.sentra_staff: True,
        outsider: False,
        ended: False,
        administrator: False,
        colleague: False,
        the.home_staff: False,
    }
    for membership, visible in expected.items():
        seen = Referral.objects.visible_to(membership.user).filter(pk=referral.pk).exists()
        assert seen is visible, membership


def test_former_member_no_longer_sees_what_they_sent(the):
    referral = the.ask_service()
    the.worker.valid_until = days_ago(1)
    the.worker.save()
    assert not Referral.objects.visible_to(the.worker.user).filter(pk=referral.pk).exists()


def ended(the, how):
    """A service request that ended in one of its ways, by its way."""
    referral = the.ask_service()
    officer = actor_of(the.sentra_staff)
    if how == ReferralState.DECLINED:
        return decline_referral(referral=referral, by=officer, reason="Penuh (rekaan).")
    if how == ReferralState.REDIRECTED:
        other = staffed(sentra=True)
        redirect_referral(referral=referral, by=officer, to_institution=other, reason="Di luar wilayah (rekaan).")
        return referral
    if how == ReferralState.WITHDRAWN:
        return withdraw_referral(referral=referral, by=actor_of(the.worker))
    if how == ReferralState.LAPSED:
        lapse_silent(timezone.now() + timedelta(days=60))
        return referral
    return complete_referral(referral=accept_referral(referral=referral, by=officer), by=officer)


def test_visible_is_the_or_of_the_scopes(the, province):
    """Sent and received, open and ended, own and foreign, before and after a share."""
    for how in ENDED_REFERRALS:
        ended(the, how)
    the.ask_service()
    the.ask(to_institution=province)
    scene().ask_service(to_institution=the.sentra)
    accept_referral(referral=scene().ask_service(to_institution=the.sentra), by=actor_of(the.sentra_staff))
    decider = member(province, Role.SOCIAL_OFFICE_DECIDER)
    people = (the.worker, the.supervisor, the.decider, the.sentra_staff, the.home_staff, decider)
    sizes = []
    for membership in people:
        scopes = Referral.objects.all().scopes(membership.user)
        visible = list(Referral.objects.visible_to(membership.user))
        assert set(visible) == set().union(*scopes.values())
        assert len(visible) == len(set(visible))
        sizes.append(len(visible))
    assert sizes == [8, 8, 8, 3, 0, 8]


@pytest.mark.parametrize("how", sorted(ENDED_REFERRALS))
def test_ended_request_is_the_receivers_no_more_but_for_a_line_without_the_child(the, how):
    referral = ended(the, how)
    staff = the.sentra_staff.user
    assert not Referral.objects.visible_to(staff).filter(pk=referral.pk).exists()
    assert Referral.objects.visible_to(the.worker.user).filter(pk=referral.pk).exists()
    receipt = Referral.objects.receipts_of(staff).get()
    assert (receipt.number, receipt.state) == (referral.number, how)
    for personal in ("case_id", "summary", "reason", "legally_responsible", "social_report_id"):
        assert personal in receipt.get_deferred_fields()


def test_line_of_an_ended_request_is_only_its_receivers(the):
    ended(the, ReferralState.DECLINED)
    outsider = member(InstitutionFactory(sentra=True), Role.INTAKE_OFFICER)
    former = member(the.sentra, Role.INTAKE_OFFICER, ended=True)
    administrator = member(the.sentra, Role.ADMINISTRATOR)
    for membership in (outsider, former, administrator, the.worker, the.supervisor):
        assert not Referral.objects.receipts_of(membership.user).exists()


def test_open_request_leaves_no_line_yet(the):
    the.ask_service()
    assert not Referral.objects.receipts_of(the.sentra_staff.user).exists()


def test_office_that_answers_for_the_case_reads_its_ended_requests_on(the):
    referral = decline_referral(referral=the.ask(), by=actor_of(the.decider), reason="Belum lengkap (rekaan).")
    assert referral in Referral.objects.visible_to(the.decider.user)


def test_sender_keeps_the_referral_in_its_list_after_the_answer(the):
    referral = decline_referral(referral=the.ask_service(), by=actor_of(the.sentra_staff), reason="Penuh.")
    assert referral in Referral.objects.all().scopes(the.worker.user)["sent"]


def test_database_refuses_an_answer_without_its_person(the):
    referral = the.ask_service()
    with pytest.raises(IntegrityError, match="referral_answer_has_time_and_person"), connection.cursor() as cursor:
        cursor.execute("UPDATE referrals_referral SET state = 'ACCEPTED' WHERE id = %s", [referral.pk])
