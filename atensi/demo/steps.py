"""One step of a demo case each, through the same services that the pages call."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from atensi.audit.actor import Actor
from atensi.errors import RuleViolation
from atensi.reference.models import Code, Region
from cases.ending import Ending, goals_in_force
from cases.hand_over_states import HandedTo
from cases.models import CarePlan, CarePlanAction, Case, CaseResponse, CaseTask, FamilyMember
from cases.person import Person
from cases.plan_states import ActionState, ContactPace, ContactWay, GoalResult, NeedDomain, PlanHorizon
from cases.report import Report
from cases.services.aftercare import record_aftercare_visit
from cases.services.agreements import sign_agreement, withdraw_agreement
from cases.services.assessments import draft_assessment, sign_assessment
from cases.services.attachments import add_attachment
from cases.services.case_tasks import add_task, finish_task
from cases.services.conferences import FollowUp, Guest, call_conference, hold_conference
from cases.services.contact_bans import ban_contact
from cases.services.deliveries import record_service
from cases.services.family import add_family_member, update_family_member
from cases.services.official import issue_paper
from cases.services.plan_approval import approve_plan, return_plan, submit_plan
from cases.services.plans import PlannedAction, PlannedContact, PlannedGoal, draft_plan, sign_plan
from cases.services.reports import draft_report, sign_report
from cases.services.responses import log_response, record_first_contact
from cases.services.siblings import link_sibling
from cases.services.stages import close_case, move_stage
from cases.services.transition import write_transition_plan
from cases.states import (
    AssessmentKind,
    AttachmentKind,
    BanBasis,
    Base,
    BirthPrecision,
    CareForm,
    Channel,
    ConsentScope,
    ImmediateAction,
    Relation,
    ResponseOutcome,
    Stage,
    Triage,
)
from institutions.models import Institution
from institutions.states import Role
from referrals.models import CareDecision, Referral

from .children import SIBLING_OF, Child
from .files import drawn_page
from .persons import describe
from .texts import ASSESSED, REASON, REASONS, REPORTED, SCREENED, VOICE
from .world import World


def justified(service: Callable[..., Any], **wish: Any) -> Any:
    """Call a service; where only soft problems stand against it, call it again with a written reason for each."""
    try:
        return service(**wish)
    except RuleViolation as violation:
        if any(problem.is_hard for problem in violation.problems):
            raise
        return service(**wish, reasons={row.code: REASONS.get(row.code, REASON) for row in violation.problems})


def component(code: str) -> Code:
    return Code.objects.of(Code.List.COMPONENT).valid_on(timezone.localdate()).get(code=code)


class CaseSteps:
    """A child's case as its social worker carries it on."""

    def __init__(self, world: World, child: Child):
        self.world, self.child = world, child
        self.office: Institution = world.institutions[child.district]
        self.worker: Actor = world.actor(world.worker_of(child.district))
        overseers = [*world.holders(child.district, Role.SUPERVISOR)]
        overseers += world.holders(child.district, Role.SOCIAL_OFFICE_DECIDER)
        self.supervisor: Actor | None = world.actor(overseers[0]) if overseers else None
        self.care_plan: CarePlan
        self.today: date = timezone.localdate()
        self.response: CaseResponse
        self.case: Case
        self.aunt: FamilyMember
        self.task: CaseTask
        self.referral: Referral
        self.decision: CareDecision | None = None

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
            name="Bibi Sari Rekaan",
            relation=Relation.AUNT_UNCLE,
            is_caregiver=True,
            phone="0800-000-000",
            faith=self.child.faith,
            **add,
        )
        describe(name=self.child.name, case=self.case, by=self.worker)

    def kin(self) -> None:
        """More people around the child: who cared before, who may not come near, and whom nobody has found yet."""
        add = {"case": self.case, "by": self.worker}
        add_family_member(name="Nenek Umpama", relation=Relation.GRANDPARENT, address="Kampung sebelah", **add)
        add_family_member(name="Paman Misal", relation=Relation.AUNT_UNCLE, **add)
        neighbour = add_family_member(
            name="Tetangga Contoh",
            relation=Relation.NOT_KIN,
            is_caregiver=True,
            care_changed_on=self.today - timedelta(days=120),
            **add,
        )
        known = {"name": neighbour.name, "relation": neighbour.relation}
        update_family_member(member=neighbour, is_caregiver=False, care_changed_on=self.today, **known, **add)
        step_father = add_family_member(
            name="Ayah Tiri Rekaan", relation=Relation.STEP_PARENT, is_alleged_harmer=True, **add
        )
        ban_contact(
            member=step_father,
            basis=BanBasis.COURT_ORDER,
            order_number="12/Pdt.P/CONTOH",
            reason="Anak takut bertemu; penetapan melarang mendekat.",
            since=self.today,
            review_on=timezone.localdate() + timedelta(days=90),
            **add,
        )

    def sibling(self) -> None:
        """A brother or sister of the same family, whose own case came first, is tied to its file."""
        first = Case.objects.get(beneficiary__name=SIBLING_OF[self.child.name])
        name = str(first.beneficiary)
        member = add_family_member(case=self.case, by=self.worker, name=name, relation=Relation.SIBLING)
        link_sibling(case=self.case, member=member, sibling=first.beneficiary, by=self.worker)

    def agree(self) -> None:
        sign_agreement(
            case=self.case,
            by=self.worker,
            signed_on=self.today,
            child_agrees=True,
            scopes=[ConsentScope.SERVICE, ConsentScope.DATA, ConsentScope.PORTRAIT],
            signatory=self.aunt,
            child_view=VOICE,
        )

    def disagree(self) -> None:
        """The aunt takes back the consent to the portrait; the rest stands."""
        agreement = self.case.agreements.get()
        withdraw_agreement(
            agreement=agreement,
            by=self.worker,
            reason="Bibi tidak ingin foto anak disimpan.",
            withdrawn_on=self.today,
            consents=[agreement.consents.get(scope=ConsentScope.PORTRAIT)],
        )

    def screen(self) -> None:
        content = {"kind": AssessmentKind.INITIAL, "assessed_on": self.today, "answers": SCREENED}
        content |= {"child_view": VOICE, "conclusion": ASSESSED["conclusion"]}
        draft = draft_assessment(case=self.case, by=self.worker, content=content)
        justified(sign_assessment, assessment=draft, by=self.worker)

    def begin_assessment(self):
        content = {**ASSESSED, "kind": AssessmentKind.COMPREHENSIVE, "assessed_on": self.today}
        return draft_assessment(case=self.case, by=self.worker, content=content)

    def assess(self) -> None:
        self.assessment = self.begin_assessment()
        self.assessment = justified(sign_assessment, assessment=self.assessment, by=self.worker)
        self.file(AttachmentKind.HEALTH, "Surat keterangan dari puskesmas", "JPEG")

    def file(self, kind: str, title: str, form: str, belongs_to: Any = None) -> None:
        add_attachment(
            case=self.case,
            kind=kind,
            title=title,
            content=drawn_page(title, form),
            dated_on=self.today,
            belongs_to=belongs_to,
            by=self.worker,
        )

    def invite(self) -> None:
        """A conference that is still to come."""
        call_conference(
            case=self.case,
            by=self.worker,
            meets_at=timezone.now() + timedelta(days=max(self.child.days_ago - 7, 0) + 3),
            place="Balai desa (contoh)",
            agenda="Apa yang keluarga perlukan supaya anak bisa tinggal dengan bibi.",
            people=[self.case.worker],
            guests=[Guest("Ibu Guru Rekaan", "guru"), Guest("Kader Misal", "kader desa")],
        )

    def confer(self) -> None:
        call = call_conference(
            case=self.case,
            by=self.worker,
            meets_at=timezone.now() + timedelta(hours=2),
            place="Ruang rapat Dinas Sosial (contoh)",
            agenda="Dengan siapa anak tinggal, dan apa yang keluarga perlukan.",
            people=[self.case.worker],
            guests=[Guest("Ibu Guru Rekaan", "guru"), Guest("Kader Misal", "kader desa")],
        )
        self.conference = hold_conference(
            case=self.case,
            by=self.worker,
            held_on=self.today,
            attendees="Bibi Sari Rekaan, bibi\nAnak",
            came=list(call.guests.all())[:2],
            follow_ups=[
                FollowUp("Hubungi puskesmas tentang kontrol anak", self.today + timedelta(days=6), self.case.worker)
            ],
            options="Pengasuhan bibi dengan bantuan; orang tua asuh; LKSA sementara.",
            recommendation="Bibi menjadi tujuan; tempat aman sementara bila rumah belum siap.",
            child_view=VOICE,
        )
        self.file(AttachmentKind.LETTER, "Daftar hadir pembahasan kasus", "PDF", self.conference)

    def plan(self) -> None:
        """Drafted, approved by the supervisor, signed by everybody; where an office has nobody else, with why."""
        if self.supervisor is None:
            justified(sign_plan, plan=self.draft(), by=self.worker)
            return
        self.submit()
        approve_plan(plan=self.care_plan, by=self.supervisor, comment="Setuju.")
        justified(sign_plan, plan=self.care_plan, by=self.worker)

    def give_back(self) -> None:
        """The supervisor finds something to mend."""
        assert self.supervisor is not None
        comment = "Sebutkan siapa yang mengantar anak ke sekolah, dan kapan bantuan kamar diterima."
        return_plan(plan=self.care_plan, by=self.supervisor, comment=comment)

    def submit(self) -> None:
        self.care_plan = justified(submit_plan, plan=self.draft(), by=self.worker)

    def draft(self) -> CarePlan:
        for agreed in self.conference.follow_ups.all():
            finish_task(task=agreed.task, by=self.worker, note="Sudah dihubungi; kontrol bulan depan.")
        actions = [
            PlannedAction(
                "Bantuan satu kamar di rumah bibi",
                component("BASIC_NEEDS"),
                Base.FAMILY,
                str(self.office),
                self.today + timedelta(days=45),
                "Kamar dipakai anak",
            ),
            PlannedAction(
                "Pertemuan anak dan keluarga (TEPAK)",
                component("FAMILY_SUPPORT"),
                Base.FAMILY,
                "Sakti Peksos",
                self.today + timedelta(days=25),
                "Hadir tiga kali, anak dan bibi bercerita",
            ),
            PlannedAction(
                "Kembali bersekolah",
                component("CARE"),
                Base.COMMUNITY,
                "Sekolah",
                self.today + timedelta(days=60),
                "Masuk sekolah empat hari seminggu",
            ),
        ]
        return draft_plan(
            case=self.case,
            by=self.worker,
            contacts=[PlannedContact(self.aunt, ContactPace.WEEKLY, ContactWay.VISIT)],
            content={
                "horizon": PlanHorizon.SHORT,
                "permanency_goal": CareForm.KINSHIP,
                "concurrent_goal": CareForm.FOSTER,
                "child_view": VOICE,
                "family_view": "Beri saya waktu, kamarnya sedang dibuat.",
                "child_signs": True,
                "family_signatory": self.aunt,
                "institution_signatory": "",
                "assessment_summary": "Anak aman bersama bibi; rumahnya perlu satu kamar dan anak perlu sekolah.",
                "exit_plan": "Selesai bila anak setahun tinggal aman bersama bibi dan bersekolah.",
            },
            goals=[
                PlannedGoal(
                    "Anak tinggal bersama bibi dan bersekolah",
                    actions,
                    NeedDomain.RELATIONS,
                    "Pengasuh tetap yang dikenal anak",
                )
            ],
        )

    def to_do(self) -> None:
        """Something that the worker took on, beside the plan."""
        self.task = add_task(
            case=self.case,
            by=self.worker,
            title="Jemput rapor dari sekolah lama",
            due_on=self.today + timedelta(days=10),
            hand=self.case.worker,
        )

    def begin_transition(self) -> None:
        """What a young person knows of life after 18 so far; a task asks for the rest."""
        known = {
            "housing": "Tetap bersama bibi sampai punya penghasilan.",
            "livelihood": "Pelatihan bengkel, lalu magang.",
            "child_view": "Aku mau punya bengkel sendiri.",
        }
        write_transition_plan(case=self.case, by=self.worker, content=known)

    def did(self) -> None:
        finish_task(task=self.task, by=self.worker, note="Rapor ada di berkas.")

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
        issue_paper(case=self.case, about=self.paper, by=self.worker)

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
        ending = Ending(
            child_view=VOICE,
            family_view="Kami senang ia kembali bersekolah.",
            goals=[(goal, GoalResult.REACHED) for goal in goals_in_force(self.case)],
            handed_to=HandedTo.VILLAGE,
            handed_to_name="Kader desa (contoh)",
            hand_over_note="Menengok sebulan sekali; menghubungi Dinas Sosial bila ada masalah.",
        )
        wish = {"case": self.case, "by": self.worker, "reason_code": code, "evaluation": evaluation, "ending": ending}
        justified(close_case, **wish)
