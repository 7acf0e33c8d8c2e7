"""One step of a demo case each, through the same services that the pages call."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from atensi.audit.actor import Actor
from atensi.errors import RuleViolation
from atensi.reference.models import Code, Region
from cases.models import CarePlanAction, Case, CaseResponse, FamilyMember
from cases.person import Person
from cases.services.aftercare import record_aftercare_visit
from cases.services.agreements import sign_agreement
from cases.services.assessments import draft_assessment, sign_assessment
from cases.services.conferences import hold_conference
from cases.services.deliveries import record_service
from cases.services.family import add_family_member
from cases.services.plans import PlannedAction, PlannedGoal, draft_plan, sign_plan
from cases.services.reports import draft_report, sign_report
from cases.services.responses import Report, log_response, record_first_contact
from cases.services.stages import close_case, move_stage
from cases.states import (
    CARE_FORMS,
    ActionState,
    AssessmentKind,
    Base,
    BirthPrecision,
    CareForm,
    Channel,
    ImmediateAction,
    PlanHorizon,
    Relation,
    ResponseOutcome,
    Stage,
    Triage,
)
from institutions.models import Institution
from referrals.models import Alternative, CareDecision, Placement, Referral
from referrals.services.decisions import sign_decision
from referrals.services.placements import start_placement
from referrals.services.referrals import accept_referral, send_referral
from referrals.services.reviews import hold_review
from referrals.states import (
    AlternativeResult,
    Attendee,
    DecisionOutcome,
    ReferralKind,
    ReviewOutcome,
    Source,
    Term,
    Title,
)

from .children import Child
from .world import World

VOICE = "Aku mau sekolah dekat rumah Bibi, dan tidak mau jauh dari adik."
ASSESSED = {
    "biological": "Sehat, berat badan sesuai umur; imunisasi belum lengkap.",
    "psychological": "Pendiam pada pertemuan pertama, mulai bercerita pada pertemuan kedua.",
    "social": "Punya dua teman dekat; sudah lama tidak masuk sekolah.",
    "spiritual": "Ikut mengaji bersama bibi.",
    "parenting": "Diasuh bergantian oleh tetangga dan bibi.",
    "strengths": "Suka membaca; bibi menyayanginya.",
    "risks": "Tidak ada orang dewasa yang menetap di rumah.",
    "child_view": VOICE,
    "conclusion": "Perlu pengasuhan yang menetap; bibi bersedia bila rumahnya siap.",
}
REPORTED = {
    "purpose": "Bahan keputusan pengasuhan oleh Dinas Sosial.",
    "chronology": "Ibu meninggal; ayah tidak diketahui tempatnya; anak berpindah-pindah.",
    "findings": "Lihat asesmen: sehat, pendiam, terikat dengan bibi.",
    "family_and_care": "Bibi bersedia mengasuh; rumah satu kamar.",
    "analysis": "Pengasuhan kerabat adalah tujuan; sementara itu anak perlu tempat aman.",
    "recommendation": "Pengasuhan sementara, dengan rencana pulang ke bibi.",
}
REASON = "Sudah dibahas dengan penyelia; dicatat untuk tinjauan berikutnya."


def justified(service: Callable[..., Any], **wish: Any) -> Any:
    """Call a service; where only soft problems stand against it, call it again with a written reason for each."""
    try:
        return service(**wish)
    except RuleViolation as violation:
        if any(problem.is_hard for problem in violation.problems):
            raise
        return service(**wish, reasons={problem.code: REASON for problem in violation.problems})


def component(code: str) -> Code:
    return Code.objects.of(Code.List.COMPONENT).valid_on(timezone.localdate()).get(code=code)


class Story:
    """A child's case as it goes on."""

    def __init__(self, world: World, child: Child):
        self.world, self.child = world, child
        self.office: Institution = world.institutions[child.district]
        self.worker: Actor = world.actor(world.worker_of(child.district))
        self.today: date = timezone.localdate()
        self.response: CaseResponse
        self.case: Case
        self.aunt: FamilyMember
        self.referral: Referral
        self.decision: CareDecision | None = None

    @property
    def home(self) -> Institution:
        """Where this child would live away from family."""
        key = {"in_sentra_due": "sentra", "in_sentra_late": "sentra", "admission_asked": "sentra"}
        home = {"in_home_late": "bangsa", "in_home_reviewed": "bangsa"}
        return self.world.institutions[{**key, **home}.get(self.child.story, "kasih")]

    @property
    def receiver(self) -> Actor:
        """Who answers for that home."""
        names = {"sentra": "yusuf", "kasih": "tuti", "bangsa": "ratna"}
        key = next(key for key, row in self.world.institutions.items() if row == self.home)
        return self.world.actor(names[key])

    @property
    def decider(self) -> Actor:
        return self.world.actor("farida" if self.office == self.world.institutions["14.01"] else "nurhayati")

    @property
    def deciding_office(self) -> Institution:
        return Institution.objects.get(pk=self.decider.institution_id)

    def log(self) -> None:
        child = self.child
        codes = {row.code: row for row in Code.objects.of(Code.List.AMPK).valid_on(timezone.localdate())}
        districts = Region.objects.filter(parent_id=child.district).order_by("code")
        categories = [codes[name] for name in child.categories]
        report = Report(
            channel=Channel.TEPSA if child.triage == Triage.HIGH else Channel.VILLAGE,
            received_at=timezone.now(),
            region=districts[child.age % 5],
            place="Dusun Contoh, dekat balai desa",
            what_happened=child.happened,
            triage=child.triage,
            categories=categories,
            primary=categories[0],
            immediate_actions=[ImmediateAction.CALLED_VILLAGE],
        )
        born = timezone.localdate() - timedelta(days=round((child.age + 0.4) * 365.25))
        person = Person(
            name=child.name,
            sex=child.sex,
            birth_date=born.replace(month=1, day=1) if not child.name else born,
            birth_precision=BirthPrecision.AGE if not child.name else BirthPrecision.DAY,
            faith=child.faith,
            region=report.region,
            address=report.place,
        )
        self.response = log_response(
            by=self.worker,
            form_id=uuid.uuid4(),
            report=report,
            outcome=ResponseOutcome.OPENED_CASE,
            person=person,
        )
        self.case = self.response.case

    def contact(self) -> None:
        record_first_contact(
            response=self.response,
            by=self.worker,
            at=timezone.now(),
            note="Bertemu anak di rumah tetangga; anak aman malam ini.",
        )

    def family(self) -> None:
        add = {"case": self.case, "by": self.worker}
        add_family_member(name="Ibu Rekaan", relation=Relation.MOTHER, is_alive=False, **add)
        add_family_member(name="Ayah Rekaan", relation=Relation.FATHER, may_contact=False, note="Dilacak.", **add)
        self.aunt = add_family_member(
            name="Bibi Sari Rekaan", relation=Relation.AUNT_UNCLE, is_caregiver=True, phone="0800-000-000", **add
        )

    def agree(self) -> None:
        sign_agreement(
            case=self.case,
            by=self.worker,
            signed_on=self.today,
            child_agrees=True,
            signatory=self.aunt,
            child_view=VOICE,
        )

    def begin_assessment(self):
        content = {**ASSESSED, "kind": AssessmentKind.COMPREHENSIVE, "assessed_on": self.today}
        return draft_assessment(case=self.case, by=self.worker, content=content)

    def assess(self) -> None:
        self.assessment = self.begin_assessment()
        self.assessment = justified(sign_assessment, assessment=self.assessment, by=self.worker)

    def confer(self) -> None:
        self.conference = hold_conference(
            case=self.case,
            by=self.worker,
            held_on=self.today,
            attendees="Sakti Peksos, Dinas Sosial, bibi, guru, kader desa",
            options="Pengasuhan bibi dengan bantuan; orang tua asuh; LKSA sementara.",
            recommendation="Bibi menjadi tujuan; tempat aman sementara bila rumah belum siap.",
            child_view=VOICE,
        )

    def plan(self) -> None:
        actions = [
            PlannedAction(
                "Bantuan satu kamar di rumah bibi",
                component("BASIC_NEEDS"),
                Base.FAMILY,
                str(self.office),
                self.today + timedelta(days=45),
            ),
            PlannedAction(
                "Pertemuan anak dan keluarga (TEPAK)",
                component("FAMILY_SUPPORT"),
                Base.FAMILY,
                "Sakti Peksos",
                self.today + timedelta(days=25),
            ),
            PlannedAction(
                "Kembali bersekolah", component("CARE"), Base.COMMUNITY, "Sekolah", self.today + timedelta(days=60)
            ),
        ]
        plan = draft_plan(
            case=self.case,
            by=self.worker,
            content={
                "horizon": PlanHorizon.SHORT,
                "permanency_goal": CareForm.KINSHIP,
                "concurrent_goal": CareForm.FOSTER,
                "child_view": VOICE,
                "family_view": "Beri saya waktu, kamarnya sedang dibuat.",
                "child_signs": True,
                "family_signatory": self.aunt,
                "institution_signatory": "",
            },
            goals=[PlannedGoal("Anak tinggal bersama bibi dan bersekolah", actions)],
        )
        justified(sign_plan, plan=plan, by=self.worker)

    def begin(self) -> None:
        move_stage(case=self.case, to=Stage.IMPLEMENT, by=self.worker)

    def monitor(self) -> None:
        move_stage(case=self.case, to=Stage.MONITOR, by=self.worker)

    def _service(self, code: str, base: str, description: str):
        return record_service(
            case=self.case,
            by=self.worker,
            provided_on=self.today,
            component=component(code),
            base=base,
            provider="Sakti Peksos",
            description=description,
        )

    def serve(self) -> None:
        self._service("FAMILY_SUPPORT", Base.FAMILY, "Kunjungan keluarga: bibi dan anak bercerita tentang sekolah.")

    def fulfil(self) -> None:
        """The planned action that is due next is done."""
        action = CarePlanAction.objects.filter(goal__plan__case=self.case, state=ActionState.PLANNED).first()
        record_service(
            case=self.case,
            by=self.worker,
            provided_on=self.today,
            component=action.component,
            base=action.base,
            provider=action.responsible,
            description="Terlaksana bersama keluarga.",
            action=action,
            completes_action=True,
        )

    def visit(self) -> None:
        self.evidence = self._service("FAMILY_SUPPORT", Base.FAMILY, "Kunjungan dan pelacakan ayah; belum berhasil.")

    def report(self) -> None:
        self.paper = draft_report(case=self.case, by=self.worker, assessment=self.assessment, content=REPORTED)
        self.paper = justified(sign_report, report=self.paper, by=self.worker)

    def _alternatives(self, below: str) -> list[Alternative]:
        results = [
            (AlternativeResult.IMPOSSIBLE, "Ibu meninggal; ayah belum ditemukan setelah tiga kali pelacakan."),
            (AlternativeResult.NOT_READY, "Bibi bersedia; kamar selesai dalam beberapa bulan."),
            (AlternativeResult.NONE_AVAILABLE, "Belum ada keluarga asuh terdaftar untuk umur ini."),
            (AlternativeResult.NONE_AVAILABLE, "Tidak ada calon wali."),
            (AlternativeResult.NOT_IN_INTEREST, "Kerabat bersedia; ikatan dengan adik dijaga."),
        ]
        asked_on = self.today - timedelta(days=2)
        forms = CARE_FORMS[: CARE_FORMS.index(below)][: len(results)]
        entries = [
            Alternative(
                form=form,
                considered_on=self.today - timedelta(days=2),
                result=result,
                reason=reason,
                service=self.evidence,
            )
            for form, (result, reason) in zip(forms, results, strict=False)
        ]
        if below == CareForm.SENTRA:
            entries.append(
                Alternative(
                    form=CareForm.LKSA,
                    considered_on=asked_on,
                    result=AlternativeResult.NOT_IN_INTEREST,
                    reason="Perlu terapi yang tidak ada di LKSA setempat.",
                    conference=self.conference,
                )
            )
        return entries

    def _send(self, kind: str, to: Institution, **asked) -> None:
        self.referral = justified(
            send_referral,
            case=self.case,
            kind=kind,
            to_institution=to,
            by=self.worker,
            form_id=uuid.uuid4(),
            source=Source.FAMILY,
            legally_responsible="Bibi Sari Rekaan",
            summary=f"{self.child.happened} Kondisi stabil; keluarga terlibat.",
            **asked,
        )

    def ask_service(self) -> None:
        self._send(
            ReferralKind.SERVICE,
            self.world.institutions["sentra"],
            reason="Perlu terapi psikososial dan alat bantu yang tidak ada di kabupaten.",
            asked_base=Base.COMMUNITY,
        )

    def ask_decision(self) -> None:
        form = CareForm.SENTRA if self.home.kind == "SENTRA" else CareForm.LKSA
        self._send(
            ReferralKind.CARE_DECISION,
            self.deciding_office,
            reason="Rumah bibi belum siap; anak perlu tempat aman sementara.",
            asked_form=form,
            asked_base=Base.RESIDENTIAL,
            asked_institution=self.home,
            asked_months=6,
            social_report=self.paper,
            conference=self.conference,
            alternatives=self._alternatives(form),
        )

    def ask_kinship(self) -> None:
        self._send(
            ReferralKind.CARE_DECISION,
            self.deciding_office,
            reason="Bibi siap mengasuh dengan bantuan.",
            asked_form=CareForm.KINSHIP,
            asked_base=Base.FAMILY,
            asked_carer=self.aunt,
            asked_months=12,
            social_report=self.paper,
            conference=self.conference,
            alternatives=self._alternatives(CareForm.KINSHIP),
        )

    def ask_emergency(self) -> None:
        self._send(
            ReferralKind.ADMISSION,
            self.home,
            reason="Anak terpisah dari keluarga; tidak ada tempat aman malam ini.",
            asked_form=CareForm.LKSA,
            asked_base=Base.RESIDENTIAL,
            asked_institution=self.home,
            is_emergency=True,
        )

    def decide(self) -> None:
        self.decision = justified(
            sign_decision,
            referral=self.referral,
            by=self.decider,
            outcome=DecisionOutcome.APPROVED,
            considerations="Jembatan menuju pengasuhan bibi; kontak keluarga tiap minggu.",
            starts_on=self.today,
            ends_on=self.today + timedelta(days=180),
            term=Term.SHORT,
        )

    def admit(self) -> None:
        asked = self.decision.admissions.get() if self.decision else self.referral
        justified(accept_referral, referral=asked, by=self.receiver, admitted_on=self.today)

    def place_with_kin(self) -> None:
        justified(
            start_placement,
            case=self.case,
            by=self.worker,
            title=Title.DECISION,
            form=CareForm.KINSHIP,
            base=Base.FAMILY,
            term=Term.SHORT,
            starts_on=self.today,
            carer=self.aunt,
            decision=self.decision,
        )

    def _review(self, outcome: str, findings: str) -> None:
        placement = Placement.objects.open().get(case=self.case)
        justified(
            hold_review,
            review=placement.reviews.open().get(),
            by=self.receiver,
            held_on=self.today,
            attendees=[Attendee.CHILD, Attendee.FAMILY, Attendee.CASE_WORKER, Attendee.INSTITUTION_HEAD],
            child_view="Di sini baik, tapi bukan rumah. Aku mau pulang ke Bibi.",
            child_not_heard_reason="",
            findings=findings,
            outcome=outcome,
        )

    def review_continue(self) -> None:
        self._review(ReviewOutcome.CONTINUE, "Anak sehat dan bersekolah; kamar di rumah bibi belum selesai.")

    def review_home(self) -> None:
        self._review(ReviewOutcome.REUNIFY, "Kamar selesai; bibi siap; anak ingin pulang sebelum tahun ajaran baru.")

    def aftercare(self) -> None:
        record_aftercare_visit(
            visit=self.case.aftercare_visits.open().first(),
            done_on=self.today,
            is_safe=True,
            findings="Anak sehat, bersekolah, akrab dengan bibi.",
            by=self.worker,
        )

    def close(self) -> None:
        """Home for a year: the visits are done and the case ends."""
        for visit in self.case.aftercare_visits.open():
            record_aftercare_visit(
                visit=visit, done_on=self.today, is_safe=True, findings="Keluarga mandiri.", by=self.worker
            )
        self._close("RETURNED_TO_FAMILY", "Anak tinggal menetap bersama bibi, bersekolah, tidak ada kekhawatiran.")

    def finish(self) -> None:
        self._close("GOALS_REACHED", "Anak bersekolah lagi dan mendapat alat bantu; keluarga tidak memerlukan layanan.")

    def _close(self, reason: str, evaluation: str) -> None:
        code = Code.objects.of(Code.List.CLOSURE_REASON).get(code=reason)
        justified(close_case, case=self.case, by=self.worker, reason_code=code, evaluation=evaluation)
