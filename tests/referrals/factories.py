from datetime import date, datetime, timedelta

import factory
from django.utils import timezone

from atensi.audit.services import subject_of
from atensi.documents.models import Document
from atensi.instruments.scoring import kept_scores
from cases.models import Assessment, CaseConference, SocialReport
from cases.states import AssessmentKind, Base, CareForm, Stage
from institutions.states import LICENSED, Role
from referrals.models import (
    CareDecision,
    DecisionRevision,
    DecisionRevocation,
    HomeClosure,
    MovePlan,
    PlaceHold,
    Placement,
    PlacementExtension,
    PlacementReview,
    Recommendation,
    Referral,
    ReferralQuestion,
    ResidentSheet,
    ResidentSheetLine,
    Reunification,
    ReunificationStep,
    ReviewDateChange,
)
from referrals.states import (
    Advice,
    Attendee,
    ClosureWhy,
    ConsentForm,
    DateChangeReason,
    DecisionOutcome,
    ExtensionState,
    PlacementState,
    ReferralKind,
    ReferralState,
    ReviewOutcome,
    ReviewState,
    SheetLineState,
    Source,
    Term,
    Title,
)
from referrals.urgency import turn_of
from tests.accounts.factories import UserFactory
from tests.cases.factories import CaseFactory, FamilyMemberFactory
from tests.cases.papers import ANSWERS, version_of
from tests.institutions.factories import InstitutionFactory, MembershipFactory


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time().replace(hour=9)))


class AssessmentFactory(factory.django.DjangoModelFactory):
    """A signed assessment of the case's worker."""

    class Meta:
        model = Assessment

    case = factory.SubFactory(CaseFactory)
    kind = AssessmentKind.COMPREHENSIVE
    assessed_on = factory.LazyFunction(lambda: days_ago(20))
    version = factory.LazyAttribute(lambda row: version_of(row.kind))
    answers = factory.LazyAttribute(lambda row: ANSWERS[row.kind])
    scores = factory.LazyAttribute(lambda row: kept_scores(row.version.questionnaire, row.answers))
    conclusion = "Kesimpulan rekaan."
    author = factory.LazyAttribute(lambda row: row.case.worker)
    signed_by = factory.LazyAttribute(lambda row: row.author)
    signed_at = factory.LazyAttribute(lambda row: moment(row.assessed_on))


class SocialReportFactory(factory.django.DjangoModelFactory):
    """A signed social report of the case's worker."""

    class Meta:
        model = SocialReport

    case = factory.SubFactory(CaseFactory)
    assessment = factory.SubFactory(AssessmentFactory, case=factory.SelfAttribute("..case"))
    purpose = "Permohonan keputusan pengasuhan (rekaan)."
    chronology = "Kronologi rekaan."
    findings = "Temuan rekaan."
    family_and_care = "Keluarga rekaan."
    analysis = "Analisis rekaan."
    recommendation = "Rekomendasi rekaan."
    author = factory.LazyAttribute(lambda row: row.case.worker)
    signed_by = factory.LazyAttribute(lambda row: row.author)
    signed_at = factory.LazyFunction(lambda: moment(days_ago(18)))


class ConferenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CaseConference

    case = factory.SubFactory(CaseFactory)
    held_on = factory.LazyFunction(lambda: days_ago(16))
    attendees = "Peksos, bibi, wali kelas (rekaan)"
    child_view = "Aku mau tetap dekat sekolah."
    options = "Pilihan rekaan."
    recommendation = "Rekomendasi rekaan."
    recorded_by = factory.LazyAttribute(lambda row: row.case.worker)


class ReferralFactory(factory.django.DjangoModelFactory):
    """A request for a care decision to the case's own office; traits: admission, service."""

    class Meta:
        model = Referral

    class Params:
        admission = factory.Trait(
            kind=ReferralKind.ADMISSION, to_institution=factory.SubFactory(InstitutionFactory, lksa=True)
        )
        service = factory.Trait(
            kind=ReferralKind.SERVICE, to_institution=factory.SubFactory(InstitutionFactory, sentra=True)
        )
        accepted = factory.Trait(
            state=ReferralState.ACCEPTED,
            answered_at=factory.LazyFunction(timezone.now),
            answered_by=factory.SubFactory(UserFactory),
        )

    number = factory.Sequence(lambda n: f"R-CONTOH-{n}")
    kind = ReferralKind.CARE_DECISION
    case = factory.SubFactory(CaseFactory)
    from_institution = factory.LazyAttribute(lambda row: row.case.office)
    to_institution = factory.LazyAttribute(lambda row: row.case.office)
    source = Source.COMMUNITY
    legally_responsible = "Bibi Rekaan"
    reason = "Alasan rekaan."
    summary = "Ringkasan rekaan."
    asked_base = Base.FAMILY
    answer_due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=5))
    sent_at = factory.LazyFunction(timezone.now)
    is_emergency = False
    turn = factory.LazyAttribute(
        lambda row: turn_of(is_urgent=row.is_emergency, risk=row.case.risk, sent_at=row.sent_at)
    )
    sent_by = factory.LazyAttribute(lambda row: row.case.worker)
    form_id = factory.Faker("uuid4", cast_to=None)


class ReferralQuestionFactory(factory.django.DjangoModelFactory):
    """A question of the receiver that the sender has not answered."""

    class Meta:
        model = ReferralQuestion

    class Params:
        answered = factory.Trait(
            answer="Sudah (rekaan).",
            answered_at=factory.LazyFunction(timezone.now),
            answered_by=factory.SubFactory(UserFactory),
            due_after=factory.SelfAttribute("due_before"),
        )

    referral = factory.SubFactory(ReferralFactory, service=True)
    institution = factory.SelfAttribute("referral.to_institution")
    text = "Apakah sekolahnya sudah tahu (rekaan)?"
    asked_at = factory.LazyFunction(timezone.now)
    asked_by = factory.SubFactory(UserFactory)
    answer_due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=3))
    due_before = factory.SelfAttribute("referral.answer_due_on")


class CareDecisionFactory(factory.django.DjangoModelFactory):
    """Approved residential care in an LKSA; trait `kinship`: approved care by a relative of the case."""

    class Meta:
        model = CareDecision

    class Params:
        kinship = factory.Trait(
            form=CareForm.KINSHIP,
            base=Base.FAMILY,
            institution=None,
            carer=factory.SubFactory(FamilyMemberFactory, beneficiary=factory.SelfAttribute("..case.beneficiary")),
        )

    case = factory.SubFactory(CaseFactory)
    referral = factory.SubFactory(ReferralFactory, accepted=True, case=factory.SelfAttribute("..case"))
    number = factory.Sequence(lambda n: f"460/{n:04}/CONTOH")
    outcome = DecisionOutcome.APPROVED
    considerations = "Pertimbangan rekaan."
    legal_basis = "UU 23/2002 pasal 57–58"
    try_first = factory.LazyAttribute(lambda row: "Bibi (rekaan)." if row.outcome == DecisionOutcome.REJECTED else "")
    recommending_office = factory.LazyAttribute(lambda row: row.case.office)
    deciding_office = factory.LazyAttribute(lambda row: row.case.office)
    social_report = factory.SubFactory(SocialReportFactory, case=factory.SelfAttribute("..case"))
    report_author = factory.LazyAttribute(lambda row: row.social_report.author)
    form = CareForm.LKSA
    base = Base.RESIDENTIAL
    term = Term.SHORT
    institution = factory.SubFactory(InstitutionFactory, lksa=True)
    starts_on = factory.LazyFunction(lambda: days_ago(10))
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=170))
    review_due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=100))
    signed_at = factory.LazyAttribute(lambda row: moment(row.starts_on))
    signed_by = factory.SubFactory(UserFactory)


class DecisionRevisionFactory(factory.django.DjangoModelFactory):
    """The words of a decision were set right, as a row without a paper."""

    class Meta:
        model = DecisionRevision

    decision = factory.SubFactory(CareDecisionFactory)
    reason = "Alasan rekaan."
    correction = "Nomor rekaan."
    report_author = factory.LazyAttribute(lambda row: row.decision.report_author)
    signed_at = factory.LazyFunction(timezone.now)
    signed_by = factory.SubFactory(UserFactory)


class DecisionRevocationFactory(factory.django.DjangoModelFactory):
    """A decision was taken back, as a row without a paper."""

    class Meta:
        model = DecisionRevocation

    decision = factory.SubFactory(CareDecisionFactory)
    reason = "Alasan rekaan."
    report_author = factory.LazyAttribute(lambda row: row.decision.report_author)
    signed_at = factory.LazyFunction(timezone.now)
    signed_by = factory.SubFactory(UserFactory)


class RecommendationFactory(factory.django.DjangoModelFactory):
    """The regency speaks for a request that its province decides on, as a row."""

    class Meta:
        model = Recommendation

    referral = factory.SubFactory(ReferralFactory)
    office = factory.LazyAttribute(lambda row: row.referral.case.office)
    number = factory.Sequence(lambda n: f"REK/{n:04}/CONTOH")
    advice = Advice.FOR
    reason = "Alasan rekaan."
    report_author = factory.LazyAttribute(lambda row: row.referral.case.worker)
    given_at = factory.LazyFunction(timezone.now)
    given_by = factory.SubFactory(UserFactory)


class OrderPaperFactory(factory.django.DjangoModelFactory):
    """The row of a scanned order; `subject` says of which case. No file behind it."""

    class Meta:
        model = Document

    subject = "case:0"
    title = "1/Contoh"
    file = "documents/rekaan.pdf"
    content_type = "application/pdf"
    size = 1
    sha256 = "0" * 64


class PlacementFactory(factory.django.DjangoModelFactory):
    """A child in an LKSA by decision, for a hundred days, as a row (no review, no share). Traits: kinship, emergency,
    existing, court."""

    class Meta:
        model = Placement

    class Params:
        kinship = factory.Trait(
            form=CareForm.KINSHIP,
            base=Base.FAMILY,
            institution=None,
            carer=factory.SubFactory(FamilyMemberFactory, beneficiary=factory.SelfAttribute("..case.beneficiary")),
            decision=factory.SubFactory(
                CareDecisionFactory,
                kinship=True,
                case=factory.SelfAttribute("..case"),
                carer=factory.SelfAttribute("..carer"),
                starts_on=factory.SelfAttribute("..starts_on"),
            ),
        )
        emergency = factory.Trait(
            title=Title.EMERGENCY,
            term=Term.EMERGENCY,
            decision=None,
            starts_on=factory.LazyFunction(lambda: days_ago(5)),
            limit_days=30,
            emergency_ends_on=factory.LazyAttribute(lambda row: row.starts_on + timedelta(days=row.limit_days)),
            review_rule={"term": "EMERGENCY", "days": 14, "factor": 1},
        )
        court = factory.Trait(
            title=Title.COURT,
            decision=None,
            order_number="1/Contoh",
            order_on=factory.LazyAttribute(lambda row: row.starts_on - timedelta(days=2)),
            order_document=factory.SubFactory(
                OrderPaperFactory, subject=factory.LazyAttribute(lambda paper: subject_of(paper.factory_parent.case))
            ),
        )
        existing = factory.Trait(
            title=Title.EXISTING,
            decision=None,
            referral_due_on=factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=90)),
        )

    case = factory.SubFactory(CaseFactory, stage=Stage.IMPLEMENT)
    beneficiary = factory.LazyAttribute(lambda row: row.case.beneficiary)
    form = CareForm.LKSA
    base = Base.RESIDENTIAL
    term = Term.SHORT
    institution = factory.SubFactory(InstitutionFactory, lksa=True)
    title = Title.DECISION
    decision = factory.SubFactory(
        CareDecisionFactory,
        case=factory.SelfAttribute("..case"),
        institution=factory.SelfAttribute("..institution"),
        starts_on=factory.SelfAttribute("..starts_on"),
    )
    review_rule = factory.LazyFunction(lambda: {"term": "SHORT", "months": 3, "factor": 1})
    starts_on = factory.LazyFunction(lambda: days_ago(100))
    admitted_at = factory.LazyAttribute(lambda row: moment(row.starts_on))
    admitted_by = factory.SubFactory(UserFactory)
    state = PlacementState.ACTIVE


class HomeClosureFactory(factory.django.DjangoModelFactory):
    """A home that stops today, as a row: nobody is planned for."""

    class Meta:
        model = HomeClosure

    institution = factory.SubFactory(InstitutionFactory, lksa=True)
    office = factory.SubFactory(InstitutionFactory)
    why = ClosureWhy.LICENCE
    from_on = factory.LazyFunction(timezone.localdate)
    move_by = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
    reason = "Izin dicabut (rekaan)."
    announced_at = factory.LazyFunction(timezone.now)
    announced_by = factory.SubFactory(UserFactory)


class MovePlanFactory(factory.django.DjangoModelFactory):
    """A child of a home that stops, not planned for yet."""

    class Meta:
        model = MovePlan

    placement = factory.SubFactory(PlacementFactory)
    closure = factory.SubFactory(HomeClosureFactory, institution=factory.SelfAttribute("..placement.institution"))
    due_on = factory.LazyAttribute(lambda row: row.closure.move_by)


class ResidentSheetFactory(factory.django.DjangoModelFactory):
    """A sheet of a home's own staff, waiting for the worker."""

    class Meta:
        model = ResidentSheet

    institution = factory.SubFactory(InstitutionFactory, lksa=True)
    membership = factory.SubFactory(
        MembershipFactory, institution=factory.SelfAttribute("..institution"), role=Role.LKSA_STAFF
    )
    uploaded_by = factory.LazyAttribute(lambda row: row.membership.user)
    digest = factory.Sequence(lambda n: f"{n:064x}")


class ResidentSheetLineFactory(factory.django.DjangoModelFactory):
    """A line that waits; trait: entered."""

    class Meta:
        model = ResidentSheetLine

    class Params:
        entered = factory.Trait(
            state=SheetLineState.ENTERED, cells="", placement=factory.SubFactory(PlacementFactory, existing=True)
        )

    sheet = factory.SubFactory(ResidentSheetFactory)
    number = 2
    cells = "{}"


class PlacementReviewFactory(factory.django.DjangoModelFactory):
    """A review due in ten days; traits: overdue, held."""

    class Meta:
        model = PlacementReview

    class Params:
        overdue = factory.Trait(due_on=factory.LazyFunction(lambda: days_ago(6)))
        held = factory.Trait(
            state=ReviewState.HELD,
            held_on=factory.LazyAttribute(lambda row: row.due_on),
            attendees=[Attendee.CHILD, Attendee.CASE_WORKER, Attendee.FAMILY],
            child_view="Aku mau pulang kalau Ibu sudah tidak kerja malam.",
            family_view="Kami menunggunya (rekaan).",
            findings="Temuan rekaan.",
            outcome=ReviewOutcome.CONTINUE,
            next_due_on=factory.LazyAttribute(lambda row: row.due_on + timedelta(days=90)),
            recorded_at=factory.LazyFunction(timezone.now),
            recorded_by=factory.SubFactory(UserFactory),
        )

    placement = factory.SubFactory(PlacementFactory)
    sequence = factory.LazyAttribute(lambda row: row.placement.reviews.count() + 1)
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=10))


class ReviewDateChangeFactory(factory.django.DjangoModelFactory):
    """A review brought forward by two days, by hand."""

    class Meta:
        model = ReviewDateChange

    review = factory.SubFactory(PlacementReviewFactory)
    due_from = factory.LazyAttribute(lambda row: row.review.due_on + timedelta(days=2))
    due_to = factory.LazyAttribute(lambda row: row.review.due_on)
    reason = DateChangeReason.BY_HAND
    note = "Anak sering menangis (rekaan)."
    changed_at = factory.LazyFunction(timezone.now)
    changed_by = factory.SubFactory(UserFactory)


class PlacementExtensionFactory(factory.django.DjangoModelFactory):
    """An extension asked for; trait `signed`: by somebody of Dinas Sosial, as a row (the placement's end stays)."""

    class Meta:
        model = PlacementExtension

    class Params:
        signed = factory.Trait(
            state=ExtensionState.SIGNED,
            considerations="Pertimbangan rekaan.",
            answered_at=factory.LazyFunction(timezone.now),
            answered_by=factory.SubFactory(UserFactory),
        )

    placement = factory.SubFactory(PlacementFactory)
    office = factory.LazyAttribute(lambda row: row.placement.decision.deciding_office)
    ends_before = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=10))
    until_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=100))
    reason = "Kamar bibi belum selesai (rekaan)."
    asked_at = factory.LazyFunction(timezone.now)
    asked_by = factory.LazyAttribute(lambda row: row.placement.case.worker)


class PlaceHoldFactory(factory.django.DjangoModelFactory):
    """A place held for two days from now on; trait `lapsed`: until an hour ago."""

    class Meta:
        model = PlaceHold

    class Params:
        lapsed = factory.Trait(held_at=factory.LazyFunction(lambda: timezone.now() - timedelta(hours=49)))

    case = factory.SubFactory(CaseFactory)
    institution = factory.SubFactory(InstitutionFactory, lksa=True)
    hours = 48
    held_at = factory.LazyFunction(timezone.now)
    held_by = factory.LazyAttribute(lambda row: row.case.worker)
    lapses_at = factory.LazyAttribute(lambda row: row.held_at + timedelta(hours=row.hours))


class ReunificationFactory(factory.django.DjangoModelFactory):
    """A return that is prepared, handed over yesterday; `steps=0` leaves the preparation out. Traits: unready,
    unagreed, kept (not handed over)."""

    class Meta:
        model = Reunification
        skip_postgeneration_save = True

    class Params:
        unready = factory.Trait(readiness_on=None, readiness_by="", readiness_findings="")
        unagreed = factory.Trait(consent_by=None, consent_on=None, consent_form="", child_view="")
        kept = factory.Trait(handed_over_on=None, received_by=None, handed_over_by="")

    placement = factory.SubFactory(PlacementFactory)
    readiness_on = factory.LazyFunction(lambda: days_ago(20))
    readiness_by = "Peksos Rekaan"
    readiness_findings = "Kamar siap (rekaan)."
    consent_by = factory.SubFactory(FamilyMemberFactory, beneficiary=factory.SelfAttribute("..placement.beneficiary"))
    consent_relation = factory.LazyAttribute(lambda row: row.consent_by.relation if row.consent_by else "")
    consent_on = factory.LazyFunction(lambda: days_ago(5))
    consent_form = ConsentForm.WRITTEN
    child_view = "Aku mau pulang (rekaan)."
    handed_over_on = factory.LazyFunction(lambda: days_ago(1))
    received_by = factory.LazyAttribute(lambda row: row.consent_by)
    handed_over_by = "Pengasuh Rekaan"
    begun_by = factory.LazyAttribute(lambda row: row.placement.case.worker)

    @factory.post_generation
    def steps(self, create, extracted, **kwargs):
        for number in range(1 if extracted is None else extracted):
            ReunificationStep.objects.create(
                reunification=self,
                done_on=days_ago(10 - number),
                what="Menginap dua malam (rekaan).",
                with_whom="Bibi Rekaan",
                recorded_by=self.begun_by,
            )


def member(institution, role=Role.LKSA_STAFF, **kwargs):
    return MembershipFactory(institution=institution, role=role, **kwargs)


def staffed(**fields):
    """A body whose staff answers requests; fields as `InstitutionFactory` takes them."""
    house = InstitutionFactory(**fields)
    if house.is_active:
        member(house, Role.LKSA_STAFF if house.kind in LICENSED else Role.INTAKE_OFFICER)
    return house


def worker_of(case):
    """The membership of the social worker responsible for the case."""
    return case.worker.memberships.get(institution=case.office, role=Role.FIELD_SOCIAL_WORKER)
