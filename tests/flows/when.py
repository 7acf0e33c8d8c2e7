"""What people do in a story, one verb each, through the services that pages call."""

import uuid
from datetime import date, timedelta

from atensi.reference.models import Code
from cases.ending import Ending, goals_in_force
from cases.hand_over_states import HandedTo
from cases.models import (
    Assessment,
    CarePlan,
    CarePlanGoal,
    Case,
    CaseConference,
    CaseResponse,
    FamilyMember,
    ServiceRecord,
    SocialReport,
)
from cases.person import Person
from cases.plan_states import GoalResult, NeedDomain, PlanHorizon
from cases.report import Report
from cases.services.aftercare import record_aftercare_visit
from cases.services.agreements import sign_agreement
from cases.services.assessments import draft_assessment, sign_assessment
from cases.services.beneficiaries import update_beneficiary
from cases.services.conferences import hold_conference
from cases.services.deliveries import record_service
from cases.services.family import add_family_member
from cases.services.identity import attach_nik
from cases.services.plan_approval import approve_plan, submit_plan
from cases.services.plans import PlannedAction, PlannedGoal, draft_plan, sign_plan
from cases.services.reports import draft_report, sign_report
from cases.services.responses import log_response, record_first_contact
from cases.services.stages import close_case
from cases.states import (
    BASIC_SCOPES,
    AssessmentKind,
    Base,
    BirthPrecision,
    CareForm,
    Channel,
    ImmediateAction,
    Relation,
    ResponseOutcome,
    Sex,
    Triage,
)
from referrals.eligibility.gate import gentler_forms
from referrals.eligibility.reviews import GoalFinding
from referrals.models import Alternative, CareDecision, Placement, PlacementReview, Referral
from referrals.services.decisions import sign_decision
from referrals.services.placements import start_placement
from referrals.services.recommendations import give_recommendation
from referrals.services.referrals import accept_referral, send_referral
from referrals.services.reunifications import (
    record_hand_over,
    record_homecoming_consent,
    record_preparation,
    record_readiness,
)
from referrals.services.reviews import hold_review
from referrals.states import (
    Advice,
    AlternativeResult,
    Attendee,
    ConsentForm,
    DecisionOutcome,
    GoalProgress,
    ReferralKind,
    Source,
    Term,
    Title,
)
from tests.cases.papers import ANSWERS
from tests.flows.given import DISTRICT, Field
from tests.institutions.factories import region

CHILD_VIEW = "Aku mau tinggal dengan Bibi, tapi rumahnya belum jadi."
ATTENDEES = [Attendee.CHILD, Attendee.FAMILY, Attendee.CASE_WORKER, Attendee.INSTITUTION_HEAD]


class Story:
    """One child's case as it goes on; keeps the papers that later steps need."""

    def __init__(self, field: Field):
        self.field, self.clock = field, field.clock
        self.response: CaseResponse
        self.case: Case
        self.aunt: FamilyMember
        self.assessment: Assessment
        self.plan: CarePlan
        self.report: SocialReport
        self.conference: CaseConference
        self.visit: ServiceRecord
        self.referral: Referral
        self.decision: CareDecision

    @property
    def placement(self) -> Placement:
        """The placement that began last."""
        return self.case.placements.order_by("-starts_on", "-pk").first()

    @property
    def open_review(self) -> PlacementReview:
        return self.placement.reviews.open().get()

    def again(self) -> Case:
        """The case as it stands now."""
        self.case = Case.objects.get(pk=self.case.pk)
        return self.case


def codes(list_name: str, *names: str) -> list[Code]:
    valid = {row.code: row for row in Code.objects.of(list_name).valid_on(date(2026, 1, 5))}
    return [valid[name] for name in names]


def when_a_neighbour_reports_a_child_without_a_name(story: Story, *categories: str, risk: str = Triage.HIGH) -> None:
    rows = codes(Code.List.AMPK, *(categories or ["MALTREATED", "EMERGENCY"]))
    place = region(DISTRICT)
    story.response = log_response(
        by=story.field.actor("worker"),
        form_id=uuid.uuid4(),
        outcome=ResponseOutcome.OPENED_CASE,
        person=Person(region=place, sex=Sex.MALE),
        report=Report(
            channel=Channel.VILLAGE,
            received_at=story.clock.now() - timedelta(hours=1),
            region=place,
            place="Dusun Rekaan, belakang pasar lama",
            what_happened="Anak ditinggal sendiri sejak kemarin (rekaan).",
            triage=risk,
            categories=rows,
            primary=rows[0],
            immediate_actions=[ImmediateAction.CALLED_VILLAGE],
            reporter_name="Tetangga Rekaan",
        ),
    )
    story.case = story.response.case


def when_the_worker_reaches_the_child(story: Story) -> None:
    record_first_contact(
        response=story.response,
        by=story.field.actor("worker"),
        at=story.clock.now(),
        note="Bertemu anak di rumah tetangga; aman malam ini (rekaan).",
    )


def when_the_child_is_named(story: Story, name: str = "Raka Contoh", born: date = date(2016, 7, 1)) -> None:
    update_beneficiary(
        beneficiary=story.case.beneficiary,
        by=story.field.actor("worker"),
        person=Person(
            region=region(DISTRICT),
            name=name,
            sex=Sex.MALE,
            birth_date=born,
            birth_precision=BirthPrecision.MONTH,
        ),
    )


def when_the_nik_is_attached(story: Story, nik: str = "1401050107160001") -> None:
    attach_nik(case=story.case, nik=nik, by=story.field.actor("worker"))


def when_the_family_is_recorded(story: Story) -> None:
    by = story.field.actor("worker")
    add_family_member(case=story.case, by=by, name="Ibu Rekaan", relation=Relation.MOTHER, is_alive=False)
    story.aunt = add_family_member(
        case=story.case, by=by, name="Bibi Sari Rekaan", relation=Relation.AUNT_UNCLE, phone="0800-000-000"
    )


def when_the_aunt_and_the_child_agree(story: Story) -> None:
    sign_agreement(
        case=story.case,
        by=story.field.actor("worker"),
        signed_on=story.clock.today,
        child_agrees=True,
        signatory=story.aunt,
        child_view=CHILD_VIEW,
        scopes=sorted(BASIC_SCOPES),
    )


def when_the_worker_signs_an_assessment(story: Story, kind: str = AssessmentKind.COMPREHENSIVE) -> None:
    by = story.field.actor("worker")
    content = {"kind": kind, "assessed_on": story.clock.today, "answers": ANSWERS[kind]}
    content |= {"child_view": CHILD_VIEW, "conclusion": "Kesimpulan (rekaan)."}
    draft = draft_assessment(case=story.case, by=by, content=content)
    story.assessment = sign_assessment(assessment=draft, by=by)


def when_the_worker_signs_a_social_report(story: Story) -> None:
    by = story.field.actor("worker")
    sections = ("purpose", "chronology", "findings", "family_and_care", "analysis", "recommendation")
    content = {name: f"Uraian {name} (rekaan)." for name in sections}
    draft = draft_report(case=story.case, by=by, assessment=story.assessment, content=content)
    story.report = sign_report(report=draft, by=by)


def when_the_case_is_conferred(story: Story) -> None:
    story.conference = hold_conference(
        case=story.case,
        by=story.field.actor("worker"),
        held_on=story.clock.today,
        attendees="Sakti Peksos, bibi, wali kelas, kader desa (rekaan)",
        options="Bibi dengan bantuan; orang tua asuh; lembaga untuk sementara.",
        recommendation="Bibi menjadi tujuan; tempat aman sampai rumahnya siap.",
        child_view=CHILD_VIEW,
    )


def when_the_worker_signs_a_plan(story: Story) -> None:
    """As it is told in one breath: handed in, approved by the supervisor, signed."""
    when_the_worker_submits_a_plan(story)
    when_the_supervisor_approves_the_plan(story)
    when_the_worker_signs_the_approved_plan(story)


def when_the_worker_submits_a_plan(story: Story) -> None:
    by = story.field.actor("worker")
    [support, care] = codes(Code.List.COMPONENT, "FAMILY_SUPPORT", "CARE")
    due = story.clock.today + timedelta(days=20)
    plan = draft_plan(
        case=story.case,
        by=by,
        content={
            "horizon": PlanHorizon.SHORT,
            "permanency_goal": CareForm.KINSHIP,
            "concurrent_goal": CareForm.FOSTER,
            "child_view": CHILD_VIEW,
            "family_view": "Beri saya waktu, kamarnya sedang dibuat.",
            "child_signs": True,
            "family_signatory": story.aunt.name,
        },
        goals=[
            PlannedGoal(
                "Anak tinggal bersama bibi",
                [
                    PlannedAction(
                        "Temu penguatan anak dan keluarga", support, Base.FAMILY, "Sakti Peksos", due, "Hadir"
                    ),
                    PlannedAction(
                        "Kembali bersekolah", care, Base.COMMUNITY, "Sekolah", due + timedelta(days=30), "Hadir"
                    ),
                ],
                NeedDomain.RELATIONS,
                "Pengasuh tetap (rekaan)",
            )
        ],
    )
    story.plan = submit_plan(plan=plan, by=by)


def when_the_supervisor_approves_the_plan(story: Story) -> None:
    story.plan = approve_plan(plan=story.plan, by=story.field.actor("supervisor"))


def when_the_worker_signs_the_approved_plan(story: Story) -> None:
    sign_plan(plan=story.plan, by=story.field.actor("worker"))


def when_a_service_is_recorded(story: Story, *, is_emergency_aid: bool = False) -> None:
    [component] = codes(Code.List.COMPONENT, "FAMILY_SUPPORT")
    [activity] = codes(Code.List.ACTIVITY, "FAMILY_STRENGTHENING_SESSION")
    story.visit = record_service(
        case=story.case,
        by=story.field.actor("worker"),
        provided_on=story.clock.today,
        component=component,
        activity=activity,
        base=Base.FAMILY,
        provider="Sakti Peksos",
        description="Temu penguatan anak dan keluarga (rekaan).",
        is_emergency_aid=is_emergency_aid,
    )


def everything_that_was_asked(story: Story, form: str) -> list[Alternative]:
    """An entry for every rank gentler than `form`, each with a paper of the case as its evidence."""
    results = [
        (AlternativeResult.IMPOSSIBLE, {"assessment": story.assessment}),
        (AlternativeResult.NOT_READY, {"service": story.visit}),
        (AlternativeResult.NONE_AVAILABLE, {"conference": story.conference}),
    ]
    asked = []
    for place, one in enumerate(gentler_forms(form)):
        result, evidence = results[min(place, 2)]
        why = f"Ditanyakan, alasan rekaan ke-{place}."
        asked.append(
            Alternative(form=one, considered_on=story.clock.today, result=result, reason=why, **evidence),
        )
    return asked


def when_a_care_decision_is_asked(
    story: Story,
    form: str,
    *,
    of: str = "province",
    at: str | None = None,
    alternatives: list[Alternative] | None = None,
    by: str = "worker",
    reasons: dict[str, str] | None = None,
) -> None:
    """Ask the Dinas `of` for care in `form`: in the residence `at`, or with the aunt."""
    story.referral = send_referral(
        case=story.case,
        kind=ReferralKind.CARE_DECISION,
        to_institution=story.field.places[of],
        by=story.field.actor(by),
        form_id=uuid.uuid4(),
        source=Source.FAMILY,
        legally_responsible="Bibi Sari Rekaan",
        reason="Rumah bibi belum siap (rekaan).",
        summary="Anak sehat, ibu meninggal, bibi menyiapkan rumah (rekaan).",
        asked_form=form,
        asked_base=Base.RESIDENTIAL if at else Base.FAMILY,
        asked_institution=story.field.places[at] if at else None,
        asked_carer=None if at else story.aunt,
        asked_months=9,
        social_report=story.report,
        conference=story.conference,
        alternatives=everything_that_was_asked(story, form) if alternatives is None else alternatives,
        reasons=reasons,
    )


def when_the_regency_recommends(story: Story, advice: str = Advice.FOR, *, by: str = "supervisor") -> None:
    give_recommendation(
        referral=story.referral, by=story.field.actor(by), advice=advice, reason="Bibi sudah ditanya (rekaan)."
    )


def when_the_decider_signs(
    story: Story, outcome: str = DecisionOutcome.APPROVED, *, by: str = "province_decider", days: int = 260
) -> None:
    if by == "province_decider" and Referral.objects.awaiting_recommendation().filter(pk=story.referral.pk).exists():
        when_the_regency_recommends(story)
    story.decision = sign_decision(
        referral=story.referral,
        by=story.field.actor(by),
        outcome=outcome,
        considerations="Jembatan menuju pengasuhan bibi (rekaan).",
        starts_on=story.clock.today,
        ends_on=story.clock.today + timedelta(days=days),
        term=Term.SHORT,
        try_first="Bibi, dengan kunjungan tiap minggu (rekaan).",
        reasons={
            "shorter_than_asked": "Bibi siap lebih cepat (rekaan).",
            "care_process_incomplete": "Bibi sudah dikunjungi; asesmennya menyusul (rekaan).",
        },
    )


def when_everything_is_known(story: Story) -> None:
    """From the report to the first service under a plan, in one morning."""
    when_a_neighbour_reports_a_child_without_a_name(story)
    when_the_worker_reaches_the_child(story)
    when_the_papers_are_written(story)


def when_the_papers_are_written(story: Story) -> None:
    """Family, agreement, assessment, social report, conference, plan and a first service of an open case."""
    when_the_child_is_named(story)
    when_the_family_is_recorded(story)
    when_the_aunt_and_the_child_agree(story)
    when_the_worker_signs_an_assessment(story)
    when_the_worker_signs_a_social_report(story)
    when_the_case_is_conferred(story)
    when_the_worker_signs_a_plan(story)
    when_a_service_is_recorded(story)
    story.again()


def when_a_service_is_asked(story: Story, of: str) -> None:
    story.referral = send_referral(
        case=story.case,
        kind=ReferralKind.SERVICE,
        to_institution=story.field.places[of],
        by=story.field.actor("worker"),
        form_id=uuid.uuid4(),
        source=Source.FAMILY,
        legally_responsible="Bibi Sari Rekaan",
        reason="Perlu terapi psikososial (rekaan).",
        summary="Anak sehat, sering terbangun malam (rekaan).",
        asked_base=Base.COMMUNITY,
    )


def when_an_institution_admits(story: Story, referral: Referral, by: str = "sentra_officer") -> None:
    accept_referral(referral=referral, by=story.field.actor(by), admitted_on=story.clock.today)


def when_the_aunt_takes_the_child_in(story: Story) -> None:
    start_placement(
        case=story.case,
        by=story.field.actor("worker"),
        title=Title.DECISION,
        form=CareForm.KINSHIP,
        base=Base.FAMILY,
        term=Term.SHORT,
        starts_on=story.clock.today,
        carer=story.aunt,
        decision=story.decision,
    )


def when_an_emergency_place_is_asked(story: Story, at: str = "home") -> None:
    """Admission without a decision yet, because there is no safe place tonight."""
    story.referral = send_referral(
        case=story.case,
        kind=ReferralKind.ADMISSION,
        to_institution=story.field.places[at],
        by=story.field.actor("worker"),
        form_id=uuid.uuid4(),
        source=Source.AUTHORITY,
        legally_responsible="Belum diketahui",
        reason="Tidak ada tempat aman malam ini (rekaan).",
        summary="Anak terpisah dari keluarga, sehat (rekaan).",
        asked_form=CareForm.LKSA,
        asked_base=Base.RESIDENTIAL,
        asked_institution=story.field.places[at],
        is_emergency=True,
    )


def when_a_review_is_held(
    story: Story, outcome: str, *, by: str = "sentra_officer", reasons: dict[str, str] | None = None
) -> PlacementReview:
    return hold_review(
        review=story.open_review,
        by=story.field.actor(by),
        held_on=story.clock.today,
        attendees=ATTENDEES,
        child_view="Di sini baik, tapi bukan rumah.",
        child_not_heard_reason="",
        family_view="Kami menunggunya (rekaan).",
        findings="Anak sehat dan bersekolah (rekaan).",
        outcome=outcome,
        recommendation="Kontak tiap minggu (rekaan).",
        goal_findings=[
            GoalFinding(goal, GoalProgress.ON_WAY)
            for goal in CarePlanGoal.objects.filter(plan__case=story.case, plan__signed_at__isnull=False)
        ],
        reasons=reasons,
    )


def when_the_return_is_prepared(story: Story, *, by: str = "sentra_officer") -> None:
    """The aunt is found ready, the child has slept there, both say yes, and the child is handed over today."""
    staff, placement, today = story.field.actor(by), story.placement, story.clock.today
    found = {"findings": "Kamar selesai (rekaan).", "assessed_on": today, "assessed_by": "Sakti Peksos"}
    record_readiness(placement=placement, by=staff, **found)
    what = "Menginap dua malam (rekaan)."
    record_preparation(placement=placement, by=staff, done_on=today, what=what, with_whom="Bibi")
    said = {"form": ConsentForm.WRITTEN, "child_view": "Aku mau pulang ke Bibi."}
    record_homecoming_consent(placement=placement, by=staff, member=story.aunt, given_on=today, **said)
    given = {"received_by": story.aunt, "handed_over_by": "Pengasuh Rekaan", "documents": "Akta kelahiran"}
    record_hand_over(placement=placement, by=staff, handed_over_on=today, **given)


def when_the_family_is_visited(story: Story, *, is_safe: bool = True) -> None:
    """The worker makes the after-care visit that is due next."""
    record_aftercare_visit(
        visit=story.case.aftercare_visits.open().first(),
        done_on=story.clock.today,
        is_safe=is_safe,
        findings="Anak bersekolah, akrab dengan bibi (rekaan).",
        by=story.field.actor("worker"),
    )


def when_the_case_is_closed(story: Story, reason: str = "RETURNED_TO_FAMILY") -> None:
    [code] = codes(Code.List.CLOSURE_REASON, reason)
    close_case(
        case=story.case,
        by=story.field.actor("worker"),
        reason_code=code,
        evaluation="Anak tinggal menetap bersama bibi (rekaan).",
        ending=Ending(
            child_view=CHILD_VIEW,
            family_view="Kami siap (rekaan).",
            goals=[(goal, GoalResult.REACHED) for goal in goals_in_force(story.case)],
            handed_to=HandedTo.FAMILY,
            handed_to_name="Bibi Rekaan",
            hand_over_note="Rapor dan kartu kontrol (rekaan).",
        ),
    )
