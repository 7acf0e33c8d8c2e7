"""The steps of a demo case that lead to care and home again: referral, decision, placement, review."""

import uuid
from datetime import timedelta

from atensi.audit.actor import Actor
from cases.models import CarePlanGoal
from cases.states import (
    CARE_FORMS,
    Base,
    CareForm,
)
from institutions.models import Institution
from referrals.eligibility.reviews import GoalFinding
from referrals.models import Alternative, Placement
from referrals.services.decisions import sign_decision
from referrals.services.extensions import ask_extension
from referrals.services.holds import hold_place
from referrals.services.inquiries import record_inquiry
from referrals.services.placements import start_placement
from referrals.services.questions import ask_sender
from referrals.services.recommendations import give_recommendation
from referrals.services.referrals import accept_referral, decline_referral, send_referral
from referrals.services.reunifications import (
    record_hand_over,
    record_homecoming_consent,
    record_preparation,
    record_readiness,
)
from referrals.services.reviews import hold_review
from referrals.services.silence import lapse_silent
from referrals.states import (
    Advice,
    AlternativeResult,
    Attendee,
    ConsentForm,
    DecisionOutcome,
    GoalProgress,
    ReferralKind,
    ReviewOutcome,
    Source,
    Term,
    Title,
)

from .justice import JusticeSteps
from .steps import justified
from .world import RIAU


class Story(JusticeSteps):
    """The whole path of a child: the social worker's steps and those of the Dinas and the homes."""

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

    def ask_kin(self) -> None:
        """The aunt says yes; nobody has looked at her home yet."""
        record_inquiry(
            case=self.case,
            by=self.worker,
            form=CareForm.KINSHIP,
            asked_on=self.today,
            member=self.aunt,
            result=AlternativeResult.WILLING,
            reason="Mau mengasuh bila kamarnya jadi; suaminya setuju.",
        )

    def ask_around(self) -> None:
        """Who was asked before the request, with the visit as proof; two ranks are still open."""
        answers = [
            (CareForm.BIRTH_FAMILY, "Kepala dusun Contoh", AlternativeResult.IMPOSSIBLE, "Ayah pergi tanpa kabar."),
            (CareForm.KINSHIP, "", AlternativeResult.NOT_READY, "Bibi mau; kamar belum selesai."),
            (
                CareForm.FOSTER,
                "Daftar Dinas Contoh",
                AlternativeResult.NONE_AVAILABLE,
                "Belum ada di kabupaten.",
            ),
        ]
        for form, whom, result, reason in answers:
            record_inquiry(
                case=self.case,
                by=self.worker,
                form=form,
                asked_on=self.today,
                member=None if whom else self.aunt,
                asked_whom=whom,
                result=result,
                reason=reason,
                service=self.evidence,
            )

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

    def ask_home(self) -> None:
        """A home nearby could teach a trade."""
        self._send(
            ReferralKind.SERVICE,
            self.home,
            reason="Perlu pelatihan kerja sebelum berumur 18 tahun.",
            asked_base=Base.COMMUNITY,
        )

    def be_declined(self) -> None:
        """It has no room; nobody else was asked, so that the Sentra sees a request without a place in its area."""
        decline_referral(referral=self.referral, reason="Kelas pelatihan penuh sampai tahun depan.", by=self.receiver)

    def ask_more(self) -> None:
        """The Sentra asks the sender before it answers; its clock rests until then."""
        text = "Seberapa jauh anak dapat berjalan tanpa bantuan, dan siapa yang mengantar ke terapi?"
        ask_sender(referral=self.referral, by=self.world.actor("yusuf"), text=text)

    def fall_silent(self) -> None:
        """Nobody at the Sentra answered in time: the request lapses, and its sender looks for another place."""
        lapse_silent()

    def hold(self) -> None:
        """A place is kept free while Dinas Sosial decides."""
        hold_place(case=self.case, institution=self.home, by=self.worker)

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

    def ask_kinship_of_province(self) -> None:
        """The aunt lives in another regency: the province decides, once the regency has recommended."""
        self.ask_kinship(self.world.institutions[RIAU])

    def ask_kinship(self, office: Institution | None = None) -> None:
        self._send(
            ReferralKind.CARE_DECISION,
            office or self.deciding_office,
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

    def recommend(self) -> None:
        """The regency's word before its province decides; in an office without a supervisor nobody may say it."""
        if self.referral.recommendation_due_on is None or self.supervisor is None:
            return
        give_recommendation(
            referral=self.referral,
            by=self.supervisor,
            advice=Advice.FOR,
            reason="Bibi menjadi tujuan; sampai kamarnya siap tidak ada tempat aman di kabupaten.",
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
            family_view="Rumah sudah siap, anak dirindukan adiknya.",
            findings=findings,
            recommendation="Kontak keluarga tiap minggu; bibi dibantu sampai rumahnya siap.",
            goal_findings=self._goal_findings(),
            outcome=outcome,
        )

    def _goal_findings(self) -> list[GoalFinding]:
        """What is said about each goal of the plan in force."""
        goals = CarePlanGoal.objects.filter(plan__case=self.case, plan__signed_at__isnull=False)
        return [GoalFinding(goal, GoalProgress.ON_WAY, "Bibi berkunjung tiap minggu.") for goal in goals]

    def review_continue(self) -> None:
        self._review(ReviewOutcome.CONTINUE, "Anak sehat dan bersekolah; kamar di rumah bibi belum selesai.")

    def ask_extension(self) -> None:
        """The decision runs out before the aunt's house is ready: Dinas Sosial is asked for more time."""
        placement = Placement.objects.open().get(case=self.case)
        justified(
            ask_extension,
            placement=placement,
            by=self.receiver,
            until_on=placement.planned_end_on + timedelta(days=60),
            reason="Kamar di rumah bibi selesai bulan depan; anak menyelesaikan ujian sekolahnya.",
        )

    def prepare_home(self) -> None:
        """Half of what a return asks: the family is ready, the child has been there; consent and hand-over are open."""
        placement = Placement.objects.open().get(case=self.case)
        record_readiness(
            placement=placement,
            by=self.worker,
            findings="Kamar selesai, bibi bekerja dekat rumah, sekolah menerima pindahan.",
            assessed_on=self.today,
            assessed_by="Sakti Peksos",
        )
        record_preparation(
            placement=placement,
            by=self.receiver,
            done_on=self.today,
            what="Anak menginap dua malam di rumah bibi.",
            with_whom="Bibi, pengasuh",
        )

    def hand_over(self) -> None:
        """The other half: the aunt and the child say yes, and the child is handed over."""
        placement = Placement.objects.open().get(case=self.case)
        record_homecoming_consent(
            placement=placement,
            by=self.worker,
            member=self.aunt,
            given_on=self.today,
            form=ConsentForm.WRITTEN,
            child_view="Aku senang, kamarku sudah jadi.",
        )
        record_hand_over(
            placement=placement,
            by=self.receiver,
            handed_over_on=self.today,
            received_by=self.aunt,
            handed_over_by="Pengasuh dan pimpinan lembaga",
            documents="Akta kelahiran, KIA, rapor",
            belongings="Pakaian, sepeda, buku",
        )

    def review_home(self) -> None:
        self.prepare_home()
        self.hand_over()
        self._review(ReviewOutcome.REUNIFY, "Kamar selesai; bibi siap; anak ingin pulang sebelum tahun ajaran baru.")
