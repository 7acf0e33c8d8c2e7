"""Signing a care decision (domain.md 5.2; UU 23/2002 arts. 57-58)."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from atensi.audit.models import AuditEvent
from atensi.clock import date_words
from atensi.deadlines.models import Deadline
from atensi.documents.models import Document, NumberSeries
from atensi.errors import NotAllowed, RuleViolation
from cases.event_states import EventKind
from cases.masking import initials_of
from cases.models import Case, CaseEvent
from cases.states import Base, CareForm
from institutions.models import Parameter
from institutions.states import Faith, Role
from referrals.eligibility.signing import asked_end, first_review_on
from referrals.models import CareDecision, Placement, Referral
from referrals.papers import decision_paper
from referrals.services.decisions import sign_decision
from referrals.services.referrals import accept_referral, decline_referral, withdraw_referral
from referrals.states import DecisionOutcome, ReferralKind, ReferralState, Term
from tests.carers.ways import walked
from tests.cases.factories import FamilyMemberFactory
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of
from tests.pdf import text_of

from .factories import CareDecisionFactory, PlacementFactory, SocialReportFactory, days_ago, member
from .scenes import in_days, scene

NO_CERTIFICATE = {"not_accredited": "Menunggu visitasi (rekaan)."}
SHORTER = {"shorter_than_asked": "Bibi siap lebih cepat (rekaan)."}
FIRST = "Bibi, dengan kunjungan tiap minggu (rekaan)."


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    storages = {**settings.STORAGES}
    storages["default"] = {**storages["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = storages


@pytest.fixture
def the(db):
    return scene()


def sign(the, referral, **changes) -> CareDecision:
    fields = {
        "by": actor_of(the.decider),
        "outcome": DecisionOutcome.APPROVED,
        "considerations": "Jembatan menuju bibi (rekaan).",
        "starts_on": timezone.localdate(),
        "ends_on": asked_end(referral, timezone.localdate()),
        "term": Term.SHORT,
        "reasons": NO_CERTIFICATE,
        "try_first": FIRST,
    } | changes
    return sign_decision(referral=referral, **fields)


def refused_codes(the, referral, **changes) -> set[str]:
    with pytest.raises(RuleViolation) as refused, transaction.atomic():
        sign(the, referral, **changes)
    return {problem.code for problem in refused.value.problems}


def words_of(document: Document) -> str:
    with document.file.open("rb") as file:
        return " ".join(text_of(file.read()).split())


def test_signed_decision_holds_everything_the_law_asks_for(the):
    referral = the.ask()
    decision = sign(the, referral)
    year = timezone.localdate().year
    assert decision.number == f"460/0001/DINSOS-14.01/{year}"
    assert decision.signed_by == the.decider.user
    assert (decision.social_report, decision.conference) == (the.report, the.conference)
    assert (decision.form, decision.institution) == (CareForm.LKSA, the.home)
    assert "pasal 57 dan pasal 58" in decision.legal_basis
    assert decision.recommending_office == decision.deciding_office == the.office
    assert decision.soft_reasons == NO_CERTIFICATE
    referral.refresh_from_db()
    assert (referral.state, referral.answered_by) == (ReferralState.ACCEPTED, the.decider.user)
    assert CaseEvent.objects.filter(case=the.case, kind=EventKind.DECISION_SIGNED).count() == 1
    assert AuditEvent.objects.get(subject=f"caredecision:{decision.pk}").verb == "decision.sign"


def test_the_household_of_the_child_is_held_while_the_decision_is_judged(the):
    """Nobody suspends it between the question and the signature."""
    referral = the.ask()
    with CaptureQueriesContext(connection) as run:
        sign(the, referral)
    assert [one for one in run if 'FROM "carers_candidate"' in one["sql"] and "FOR NO KEY UPDATE" in one["sql"]]


def test_paper_names_child_number_grounds_ladder_and_code(the):
    decision = sign(the, the.ask())
    words = words_of(decision.document)
    for expected in (
        decision.number,
        the.case.beneficiary.name,
        the.home.name,
        the.decider.user.name,
        "Jembatan menuju bibi",
        "pasal 57 dan pasal 58",
        "Orang tua asuh",
        decision.document.verification_code,
    ):
        assert expected in words
    assert not the.case.beneficiary.nik or the.case.beneficiary.nik not in words


def test_considerations_that_look_like_code_stay_text(the):
    decision = sign(the, the.ask(), considerations='#read("/etc/passwd") #panic("x")')
    words = words_of(decision.document)
    assert "root:" not in words
    assert "#panic" in words


def test_approved_residential_care_asks_the_named_home_to_admit(the):
    referral = the.ask()
    decision = sign(the, referral)
    admission = Referral.objects.get(kind=ReferralKind.ADMISSION)
    assert (admission.decision, admission.to_institution, admission.state) == (decision, the.home, ReferralState.SENT)
    assert admission.from_institution == the.office
    assert not Case.objects.visible_to(the.home_staff.user).exists()
    accept_referral(
        referral=admission, by=actor_of(the.home_staff), admitted_on=timezone.localdate(), reasons=NO_CERTIFICATE
    )
    assert Placement.objects.get(case=the.case).decision == decision


def test_first_review_of_the_placement_is_due_no_later_than_the_paper_says(the):
    decision = sign(the, the.ask(), ends_on=in_days(60), reasons=NO_CERTIFICATE | SHORTER)
    admission = Referral.objects.get(kind=ReferralKind.ADMISSION)
    accept_referral(
        referral=admission, by=actor_of(the.home_staff), admitted_on=timezone.localdate(), reasons=NO_CERTIFICATE
    )
    review = Placement.objects.get(case=the.case).reviews.get()
    assert review.due_on == decision.review_due_on == in_days(53)


def test_home_that_asked_for_the_decision_itself_is_asked_to_admit(the):
    accept_referral(referral=the.ask_service(to_institution=the.home), by=actor_of(the.home_staff))
    sign(the, the.ask(by=actor_of(the.home_staff)))
    assert Referral.objects.filter(kind=ReferralKind.ADMISSION, to_institution=the.home).exists()


def test_approved_care_in_a_family_asks_no_institution(the):
    aunt = FamilyMemberFactory(beneficiary=the.case.beneficiary)
    referral = the.ask(
        asked_form=CareForm.KINSHIP,
        asked_base=Base.FAMILY,
        asked_institution=None,
        asked_carer=aunt,
        alternatives=the.entries(CareForm.KINSHIP),
    )
    walked(the.case, CareForm.KINSHIP, relative=aunt)
    decision = sign(the, referral, reasons={})
    assert (decision.carer, decision.institution) == (aunt, None)
    assert not Referral.objects.filter(kind=ReferralKind.ADMISSION).exists()


def test_rejection_answers_the_sender_with_the_considerations(the):
    referral = the.ask()
    decision = sign(the, referral, outcome=DecisionOutcome.REJECTED, considerations="Tempuh dulu bibi.", reasons={})
    referral.refresh_from_db()
    assert (referral.state, referral.answer_reason) == (
        ReferralState.DECLINED,
        f"Tempuh dulu bibi.\nDitempuh dulu: {FIRST}",
    )
    assert (decision.try_first, decision.start_due_on, decision.usable_until) == (FIRST, None, None)
    assert decision.outcome == DecisionOutcome.REJECTED
    assert not Referral.objects.filter(kind=ReferralKind.ADMISSION).exists()


def test_rejection_is_possible_though_the_papers_are_incomplete(the):
    referral = the.ask()
    referral.alternatives.all().delete()
    the.case.agreements.update(withdrawn_on=timezone.localdate())
    assert sign(the, referral, outcome=DecisionOutcome.REJECTED, reasons={}).pk


# Who signs


@pytest.mark.rule("referrals.permissions.can_sign_decision")
@pytest.mark.parametrize("role", [role for role in Role if role != Role.SOCIAL_OFFICE_DECIDER])
def test_only_the_decider_signs(the, role):
    referral = the.ask()
    with pytest.raises(NotAllowed):
        sign(the, referral, by=actor_of(member(the.office, role)))
    assert not CareDecision.objects.exists()


@pytest.mark.rule("referrals.permissions.can_sign_decision")
def test_decider_of_another_office_does_not_sign(the):
    other = member(InstitutionFactory(provincial=True), Role.SOCIAL_OFFICE_DECIDER)
    with pytest.raises(NotAllowed):
        sign(the, the.ask(), by=actor_of(other))


@pytest.mark.rule("four_eyes")
def test_author_of_the_report_does_not_sign_even_as_decider(the):
    both = MembershipFactory(user=the.worker.user, institution=the.office, role=Role.SOCIAL_OFFICE_DECIDER)
    assert "four_eyes" in refused_codes(the, the.ask(), by=actor_of(both))
    assert "four_eyes" in refused_codes(
        the, Referral.objects.get(), by=actor_of(both), outcome=DecisionOutcome.REJECTED, reasons={}
    )


@pytest.mark.django_db
@pytest.mark.rule("four_eyes")
@pytest.mark.parametrize("part", ["author", "signed_by"])
def test_neither_who_wrote_the_report_nor_who_signed_it_decides(part):
    """Two people may stand behind one report: a worker wrote it, the supervisor signed."""
    the = scene()
    case, decider = the.case, the.decider.user
    the.report = SocialReportFactory(case=case, **{"author": case.worker, "signed_by": case.worker, part: decider})
    assert "four_eyes" in refused_codes(the, the.ask(), by=actor_of(the.decider))


def test_database_holds_four_eyes_too(the):
    with pytest.raises(IntegrityError, match="decision_four_eyes"), transaction.atomic():
        CareDecisionFactory(case=the.case, signed_by=the.report.author, social_report=the.report)


def test_signed_decision_cannot_change(the):
    decision = sign(the, the.ask())
    decision.considerations = "Lain."
    with pytest.raises(IntegrityError, match="is signed"), transaction.atomic():
        decision.save()


# What is asked before signing


@pytest.mark.rule("nobody_answers")
def test_a_home_where_nobody_answers_is_decided_on_with_a_reason(the):
    """What is decided is then asked of that home, and nobody there would read it."""
    referral = the.ask()
    the.home_staff.valid_until = days_ago(1)
    the.home_staff.save()
    assert refused_codes(the, referral, reasons=NO_CERTIFICATE) == {"nobody_answers", "not_accredited"}
    reasons = NO_CERTIFICATE | {"nobody_answers": "Akun petugas dibuat hari ini (rekaan)."}
    assert sign(the, referral, reasons=reasons).soft_reasons == reasons


@pytest.mark.rule("alternative_old_*")
def test_evidence_that_grew_old_while_waiting_asks_for_a_reason(the):
    referral = the.ask()
    referral.alternatives.update(considered_on=days_ago(120))
    codes = refused_codes(the, referral)
    assert "alternative_old_kinship" in codes


def test_reason_the_sender_wrote_stands(the):
    entries = the.entries(considered_on=days_ago(99))
    reasons = {f"alternative_old_{entry.form.lower()}": "Daftar tidak berubah." for entry in entries}
    decision = sign(the, the.ask(alternatives=entries, reasons=reasons))
    assert decision.soft_reasons == reasons | NO_CERTIFICATE


def test_missing_evidence_blocks_approval(the):
    referral = the.ask()
    referral.alternatives.filter(form=CareForm.FOSTER).delete()
    assert "alternative_missing_foster" in refused_codes(the, referral)


@pytest.mark.rule(
    "considerations_missing",
    "emergency_exceeded",
    "end_missing",
    "ends_before_start",
    "longer_than_asked",
    "short_term_exceeded",
    "starts_before_signing",
)
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (lambda: {"considerations": "  "}, "considerations_missing"),
        (lambda: {"starts_on": days_ago(1)}, "starts_before_signing"),
        (lambda: {"ends_on": days_ago(1)}, "ends_before_start"),
        (lambda: {"ends_on": None}, "end_missing"),
        (lambda: {"ends_on": in_days(31), "term": Term.EMERGENCY}, "emergency_exceeded"),
        (lambda: {"ends_on": in_days(300)}, "longer_than_asked"),
        (lambda: {"ends_on": in_days(600)}, "short_term_exceeded"),
    ],
)
def test_dates_of_a_decision(the, changes, code):
    assert code in refused_codes(the, the.ask(), **changes())


@pytest.mark.rule("shorter_than_asked")
def test_less_than_asked_says_why_on_the_row_and_on_the_paper(the):
    referral = the.ask()
    assert "shorter_than_asked" in refused_codes(the, referral, ends_on=in_days(60))
    decision = sign(the, referral, ends_on=in_days(60), reasons=NO_CERTIFICATE | SHORTER)
    assert decision.soft_reasons == NO_CERTIFICATE | SHORTER
    assert SHORTER["shorter_than_asked"] in "".join(decision_paper(decision, code="")["considerations"])


@pytest.mark.rule("try_first_missing")
def test_a_rejection_says_what_to_try_first(the):
    codes = refused_codes(the, the.ask(), outcome=DecisionOutcome.REJECTED, try_first="  ", reasons={})
    assert codes == {"try_first_missing"}


def test_what_an_approval_would_try_first_is_not_kept(the):
    assert sign(the, the.ask()).try_first == ""


def test_the_rejecting_paper_says_what_to_try_first(the):
    decision = sign(the, the.ask(), outcome=DecisionOutcome.REJECTED, reasons={})
    assert any(FIRST in words for _label, words in decision_paper(decision, code="")["rulings"])


def test_paper_of_a_restricted_case_names_neither_child_kin_nor_home(the):
    the.case.restricted = True
    the.case.save()
    aunt = the.case.beneficiary.family.get()
    referral = the.ask(alternatives=the.entries(reason=f"{aunt.name} bekerja malam (rekaan)."))
    words = f"{the.case.beneficiary.name} aman di {the.home.name} (rekaan)."
    decision = sign(the, referral, considerations=words, reasons=NO_CERTIFICATE)
    told = json.dumps(decision_paper(decision, code=""), ensure_ascii=False)
    for kept in (the.case.beneficiary.name, aunt.name, the.home.name, date_words(the.case.beneficiary.birth_date)):
        assert kept not in told
    assert initials_of(the.case.beneficiary.name) in told
    assert the.case.number in told


def test_paper_of_a_restricted_case_does_not_name_the_home_where_the_child_lives_now(the):
    the.case.restricted = True
    the.case.save()
    now = PlacementFactory(case=the.case, beneficiary=the.case.beneficiary).institution
    decision = sign(
        the, the.ask(), outcome=DecisionOutcome.REJECTED, considerations=f"Ia tinggal di {now.name.upper()} (rekaan)."
    )
    assert now.name.casefold() not in json.dumps(decision_paper(decision, code=""), ensure_ascii=False).casefold()


def test_by_when_an_approval_is_used_follows_from_the_office_and_is_copied(the):
    setting = {"institution": the.office, "valid_from": days_ago(30)}
    Parameter.objects.create(key="decision_unused_days", value=10, **setting)
    Parameter.objects.create(key="decision_stale_days", value=20, **setting)
    decision = sign(the, the.ask())
    assert (decision.start_due_on, decision.usable_until) == (in_days(10), in_days(20))


def test_an_approval_is_not_said_to_be_usable_after_its_end(the):
    decision = sign(the, the.ask(), ends_on=in_days(14), reasons=NO_CERTIFICATE | {"shorter_than_asked": "Rekaan."})
    assert (decision.start_due_on, decision.usable_until) == (in_days(14), in_days(14))


def test_nobody_is_asked_to_use_a_decision_about_a_child_who_died(the):
    decision = sign(the, the.ask())
    person = decision.case.beneficiary
    person.died_on = timezone.localdate()
    person.save(update_fields=["died_on"])
    assert not CareDecision.objects.unused().exists()


def test_a_decision_that_nobody_uses_has_a_clock_until_a_placement_begins(the):
    decision = sign(the, the.ask())
    row = Deadline.objects.get(clock="decision_unused")
    assert (row.subject_id, row.case_id, row.due_on) == (decision.pk, the.case.pk, in_days(30))
    assert (row.holder, row.worker, row.reference) == (the.office, the.worker.user, decision.number)
    admission = decision.admissions.get()
    accept_referral(
        referral=admission, by=actor_of(the.home_staff), admitted_on=timezone.localdate(), reasons=NO_CERTIFICATE
    )
    assert not Deadline.objects.filter(clock="decision_unused").exists()


def test_a_later_approval_takes_the_place_of_one_that_nobody_used(the):
    first = sign(the, the.ask())
    decline_referral(referral=first.admissions.get(), by=actor_of(the.home_staff), reason="Penuh (rekaan).")
    second = sign(the, the.ask())
    assert list(CareDecision.objects.unused()) == [second]
    assert Deadline.objects.get(clock="decision_unused").subject_id == second.pk


@pytest.mark.rule("ends_after_childhood")
def test_end_after_the_eighteenth_birthday_asks_for_a_reason(the):
    person = the.case.beneficiary
    person.birth_date = timezone.localdate().replace(day=1) - timedelta(days=17 * 366)
    person.save()
    codes = refused_codes(the, the.ask(asked_months=None), ends_on=in_days(3 * 365), term=Term.LONG)
    assert "ends_after_childhood" in codes


@pytest.mark.rule("licence_expired")
def test_unfit_home_is_not_decided_on(the):
    the.home.licence_valid_until = days_ago(1)
    the.home.save()
    assert "licence_expired" in refused_codes(the, the.ask())


@pytest.mark.rule("faith_differs")
def test_home_of_another_faith_is_not_decided_on(the):
    the.home.faith, the.case.beneficiary.faith = Faith.CATHOLIC, Faith.ISLAM
    the.home.save()
    the.case.beneficiary.save()
    assert "faith_differs" in refused_codes(the, the.ask())


@pytest.mark.rule("no_free_place")
def test_full_home_asks_for_a_reason_since_a_place_may_come_free(the):
    the.home.places = 0
    the.home.save()
    referral = the.ask()
    assert "no_free_place" in refused_codes(the, referral)
    assert sign(the, referral, reasons=NO_CERTIFICATE | {"no_free_place": "Satu anak pulang pekan depan."})


@pytest.mark.rule("already_answered")
@pytest.mark.parametrize("act", ["sign", "withdraw", "decline"])
def test_answered_request_is_not_decided_again(the, act):
    referral = the.ask()
    if act == "sign":
        sign(the, referral)
    elif act == "withdraw":
        withdraw_referral(referral=referral, by=actor_of(the.worker))
    else:
        decline_referral(referral=referral, by=actor_of(the.decider), reason="Belum lengkap.")
    assert refused_codes(the, referral) == {"already_answered"}
    assert CareDecision.objects.count() == (act == "sign")


# When the first review is due


@pytest.mark.parametrize(
    ("term", "ends_on", "due"),
    [
        (Term.SHORT, date(2027, 1, 1), date(2026, 10, 1)),
        (Term.LONG, None, date(2027, 1, 1)),
        (Term.EMERGENCY, date(2026, 7, 31), date(2026, 7, 15)),
        (Term.SHORT, date(2026, 8, 31), date(2026, 8, 24)),
        (Term.SHORT, date(2026, 7, 4), date(2026, 7, 1)),
    ],
)
def test_first_review_follows_the_term_and_comes_before_a_short_end(the, term, ends_on, due):
    assert first_review_on(the.ask(), term=term, starts_on=date(2026, 7, 1), ends_on=ends_on) == due


# Numbers


def test_numbers_of_two_offices_do_not_meet(the):
    other = InstitutionFactory(provincial=True)
    decider = member(other, Role.SOCIAL_OFFICE_DECIDER)
    first = sign(the, the.ask())
    second_scene = scene()
    second = sign_decision(
        referral=second_scene.ask(to_institution=other),
        by=actor_of(decider),
        outcome=DecisionOutcome.REJECTED,
        considerations="Rekaan.",
        starts_on=timezone.localdate(),
        ends_on=None,
        term=Term.SHORT,
        try_first=FIRST,
    )
    assert first.number.split("/")[1] == second.number.split("/")[1] == "0001"
    assert first.number != second.number


def test_refused_signing_leaves_no_gap(the):
    referral = the.ask()
    refused_codes(the, referral, considerations="")
    assert sign(the, referral).number.split("/")[1] == "0001"


def in_threads(jobs):
    """Run the jobs at the same time, each on a connection of its own; give their results or exceptions."""

    def run(job):
        try:
            return job()
        except (RuleViolation, NotAllowed) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


@pytest.mark.slow
def test_twenty_decisions_at_once_get_one_number_each_without_gap(committed_db):
    scenes = [scene()]
    office = scenes[0].office
    scenes += [scene(MembershipFactory(institution=office)) for _ in range(19)]
    asked = [(each, each.ask()) for each in scenes]
    jobs = [lambda each=each, referral=referral: sign(each, referral) for each, referral in asked]
    results = in_threads(jobs)
    numbers = sorted(int(decision.number.split("/")[1]) for decision in results)
    assert numbers == list(range(1, 21))
    assert NumberSeries.objects.get(key=f"decision:14.01:{timezone.localdate().year}").last == 20


@pytest.mark.slow
def test_two_deciders_at_once_one_signs_and_one_learns_who_did(committed_db):
    the = scene()
    colleague = member(the.office, Role.SOCIAL_OFFICE_DECIDER)
    referral = the.ask()
    results = in_threads(
        [
            lambda: sign(the, Referral.objects.get(pk=referral.pk)),
            lambda: sign(the, Referral.objects.get(pk=referral.pk), by=actor_of(colleague)),
        ]
    )
    refused = [result for result in results if isinstance(result, RuleViolation)]
    assert len(refused) == 1
    assert CareDecision.objects.count() == 1
    assert Document.objects.count() == 1
    assert CareDecision.objects.get().signed_by.name in str(refused[0].problems[0].text)


@pytest.mark.rule("already_answered")
@pytest.mark.slow
def test_two_officers_at_once_one_answers_and_one_learns_who_did(committed_db):
    the = scene()
    colleague = member(the.sentra, Role.INTAKE_OFFICER)
    referral = the.ask_service()
    results = in_threads(
        [
            lambda: accept_referral(referral=Referral.objects.get(pk=referral.pk), by=actor_of(the.sentra_staff)),
            lambda: decline_referral(
                referral=Referral.objects.get(pk=referral.pk), by=actor_of(colleague), reason="Penuh."
            ),
        ]
    )
    refused = [result for result in results if isinstance(result, RuleViolation)]
    winner = Referral.objects.get(pk=referral.pk)
    assert len(refused) == 1
    assert {problem.code for problem in refused[0].problems} == {"already_answered"}
    assert winner.answered_by.name in str(refused[0].problems[0].text)
    assert CaseEvent.objects.filter(kind=EventKind.REFERRAL_ANSWERED).count() == 1


@pytest.mark.slow
def test_same_form_sent_twice_at_once_is_one_referral(committed_db):
    the = scene()
    form_id = uuid.uuid4()
    results = in_threads([lambda: the.ask_service(form_id=form_id) for _ in range(2)])
    assert results[0] == results[1]
    assert Referral.objects.count() == 1
