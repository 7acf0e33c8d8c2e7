"""Papers, plans and services of a case, made through the factories; `worker_of(case)` is its social worker as Actor."""

from datetime import timedelta

import factory
from django.utils import timezone

from atensi.instruments.models import InstrumentVersion
from atensi.instruments.scoring import kept_scores
from atensi.instruments.states import Audience
from cases.models import (
    AftercareVisit,
    Agreement,
    Assessment,
    Attachment,
    CarePlan,
    CarePlanAction,
    CarePlanGoal,
    Case,
    CaseConference,
    Consent,
    ConsentNotice,
    ServiceRecord,
    SocialReport,
)
from cases.plan_states import PlanApproval, PlanHorizon, PlanState
from cases.states import AssessmentKind, AttachmentKind, Base, CareForm
from institutions.states import Role
from tests.cases.factories import CaseFactory, code, document
from tests.institutions.factories import MembershipFactory, actor_of


def worker_of(case: Case):
    """The responsible worker of `case`, acting under its office."""
    return actor_of(case.worker.memberships.get(institution=case.office))


class SignedFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    class Params:
        signed = factory.Trait(
            signed_at=factory.LazyFunction(timezone.now),
            signed_by=factory.LazyAttribute(lambda row: row.author),
            str_number="STR-CONTOH",
        )

    case = factory.SubFactory(CaseFactory)
    author = factory.LazyAttribute(lambda row: row.case.worker)


# Answers to everything that the published questionnaires require of a child, by code.
ANSWERS = {
    "INITIAL": {
        "age_group": "AGE_5_11",
        "situation": "Tinggal di rumah tetangga (contoh).",
        "urgent_needs": ["CARER"],
        **dict.fromkeys(("harm", "harmer_access", "protector", "basic_needs"), "FAIR"),
        "can_stay": "YES",
        "needs_service": "YES",
        "decided_with": ["PERSON", "KIN"],
    },
    "COMPREHENSIVE": {
        "age_group": "AGE_5_11",
        "sex": "MALE",
        "biological": "Sehat (contoh).",
        "psychological": "Tenang (contoh).",
        "social": "Punya teman (contoh).",
        "spiritual": "Beribadah (contoh).",
        **dict.fromkeys(("care_presence", "care_warmth", "care_needs", "care_calm", "care_watch"), "OFTEN"),
        **dict.fromkeys(("harm", "harmer_access", "protector", "basic_needs"), "FAIR"),
        "can_stay": "YES",
    },
}


def typed(answers: dict) -> dict:
    """The answers as a browser sends them."""
    return {f"q_{code}": answer for code, answer in answers.items()}


def version_of(kind: str) -> InstrumentVersion:
    """The questionnaire in force for an assessment of this kind."""
    return InstrumentVersion.objects.in_force(kind, audience=Audience.CHILD)


class AssessmentFactory(SignedFactory):
    """A complete comprehensive assessment of a child; `signed=True` for a signed one. answering: answers by code that
    are put over the complete ones, None for none."""

    class Meta:
        model = Assessment

    class Params:
        answering = factory.LazyFunction(dict)

    signed_at = None
    kind = AssessmentKind.COMPREHENSIVE
    assessed_on = factory.LazyFunction(timezone.localdate)
    version = factory.LazyAttribute(lambda row: version_of(row.kind))
    answers = factory.LazyAttribute(lambda row: answering(row.kind, row.answering))
    scores = factory.LazyAttribute(
        lambda row: kept_scores(row.version.questionnaire, row.answers) if row.signed_at else None
    )
    conclusion = "Bisa diasuh kerabat (contoh)."


def answering(kind: str, changed: dict) -> dict:
    """The complete answers, with these put over them."""
    return {code: answer for code, answer in {**ANSWERS[kind], **changed}.items() if answer is not None}


class SocialReportFactory(SignedFactory):
    class Meta:
        model = SocialReport

    assessment = factory.SubFactory(AssessmentFactory, case=factory.SelfAttribute("..case"), signed=True)
    purpose = "Permintaan contoh."
    chronology = "Kronologi contoh."
    findings = "Temuan contoh."
    family_and_care = "Keluarga contoh."
    analysis = "Analisis contoh."
    recommendation = "Rekomendasi contoh."


class AgreementFactory(factory.django.DjangoModelFactory):
    """Consent to the service and its data, `covering=` for other scopes."""

    class Meta:
        model = Agreement
        skip_postgeneration_save = True

    case = factory.SubFactory(CaseFactory)
    signed_on = factory.LazyFunction(timezone.localdate)
    signatory_name = "Bibi Rekaan"
    relation = "Bibi"
    child_agrees = True
    child_view = "Aku mau tinggal dengan Bibi (contoh)."
    notice = factory.LazyFunction(lambda: ConsentNotice.objects.in_force())
    notice_version = "2026-2"
    recorded_by = factory.LazyAttribute(lambda row: row.case.worker)

    @factory.post_generation
    def covering(self, create, extracted, **kwargs):
        ended = {"withdrawn_on": self.withdrawn_on, "withdrawn_reason": "Contoh."} if self.withdrawn_on else {}
        for scope in extracted or ("SERVICE", "DATA"):
            Consent.objects.create(agreement=self, scope=scope, **ended)


class CaseConferenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CaseConference

    case = factory.SubFactory(CaseFactory)
    held_on = factory.LazyFunction(timezone.localdate)
    attendees = "Bibi Rekaan, Kepala Desa Contoh"
    child_view = "Aku mau sekolah (contoh)."
    options = "Kerabat; orang tua asuh"
    recommendation = "Kerabat (contoh)."
    recorded_by = factory.LazyAttribute(lambda row: row.case.worker)


class AttachmentFactory(factory.django.DjangoModelFactory):
    """The row of a file; the file itself is not there."""

    class Meta:
        model = Attachment

    case = factory.SubFactory(CaseFactory)
    kind = AttachmentKind.LETTER
    title = "Surat contoh"
    document = factory.LazyFunction(document)
    added_by = factory.LazyAttribute(lambda row: row.case.worker)


class CarePlanFactory(SignedFactory):
    """A draft plan with one goal and `actions` actions (1). `sign(plan)` signs it: goals of a signed one are fixed."""

    class Meta:
        model = CarePlan
        skip_postgeneration_save = True

    version = 1
    horizon = PlanHorizon.SHORT
    permanency_goal = CareForm.KINSHIP
    child_view = "Aku mau tinggal dengan Bibi (contoh)."
    child_signs = True
    family_signatory = "Bibi Rekaan"

    @factory.post_generation
    def actions(self, create, extracted, **kwargs):
        goal = CarePlanGoal.objects.create(
            plan=self, text="Diasuh kerabat (contoh)", domain="RELATIONS", need="Pengasuh tetap (contoh)"
        )
        for number in range(1 if extracted is None else extracted):
            CarePlanAction.objects.create(
                goal=goal,
                text=f"Kegiatan contoh {number}",
                component=code("COMPONENT", "FAMILY_SUPPORT"),
                base=Base.FAMILY,
                responsible="Petugas Contoh",
                due_on=timezone.localdate() + timedelta(days=number + 1),
                indicator="Terlihat (contoh)",
            )


def sign(paper):
    """Sign a draft in the database, past the services: for tests that begin after the signature."""
    paper.signed_at, paper.signed_by = timezone.now(), paper.author
    if isinstance(paper, Assessment):
        paper.scores = kept_scores(paper.questionnaire, paper.answers)
    if isinstance(paper, CarePlan) and paper.state != PlanState.APPROVED:
        paper.state, paper.approval = PlanState.APPROVED, PlanApproval.OLD_RULE
    paper.save()
    return paper


def approved(plan: CarePlan) -> CarePlan:
    """A plan that a supervisor of its office approved, past the services: for tests of the signature."""
    boss = MembershipFactory(institution=plan.case.office, role=Role.SUPERVISOR).user
    plan.refresh_from_db()
    plan.submitted_at = plan.approved_at = timezone.now()
    plan.submitted_by_id, plan.approved_by = plan.author_id, boss
    plan.state, plan.approval = PlanState.APPROVED, PlanApproval.REVIEWED
    plan.save()
    return plan


class ServiceRecordFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ServiceRecord

    case = factory.SubFactory(CaseFactory)
    provided_on = factory.LazyFunction(timezone.localdate)
    component = factory.LazyFunction(lambda: code("COMPONENT", "FAMILY_SUPPORT"))
    base = Base.FAMILY
    provider = "Dinas Sosial Contoh"
    description = "Kunjungan contoh."
    recorded_by = factory.LazyAttribute(lambda row: row.case.worker)


class AftercareVisitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AftercareVisit

    case = factory.SubFactory(CaseFactory)
    month = 1
    home_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=20))
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=10))
