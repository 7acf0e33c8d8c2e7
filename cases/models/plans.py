from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from atensi.reference.models import Code
from institutions.models import Institution

from ..plan_states import (
    EDITABLE_PLANS,
    ActionState,
    ContactPace,
    ContactWay,
    NeedDomain,
    PlanApproval,
    PlanHorizon,
    PlanState,
    PlanStepKind,
    SiblingPlan,
)
from ..querysets import AftercareVisitQuerySet, ServiceRecordQuerySet
from ..states import Base, CareForm
from .beneficiaries import FamilyMember
from .cases import Case
from .reports import Signed
from .sessions import GroupSession

PERSON = settings.AUTH_USER_MODEL


class CarePlan(Signed):
    """Rencana pengasuhan individual / rencana intervensi: a permanency goal, a concurrent one, and what leads there.

    Versions count up per case; the newest signed one is in force. state: submitted to a supervisor, who approves it or
    returns it; then the parties sign what was approved, and a trigger refuses any change of it (docs/adr/0027).
    approval: by what it counts as approved. edited_by: who changed its text last. writers: everybody who ever drafted,
    changed or submitted it; none of them approves it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="plans")
    version = models.PositiveSmallIntegerField()
    horizon = models.CharField(_("jangka"), max_length=10, choices=PlanHorizon)
    permanency_goal = models.CharField(_("tujuan menetap"), max_length=15, choices=CareForm)
    concurrent_goal = models.CharField(_("tujuan cadangan"), max_length=15, choices=CareForm, blank=True)
    child_view = models.TextField(_("suara anak"), blank=True)
    child_not_heard_reason = models.TextField(_("mengapa anak belum didengar"), blank=True)
    family_view = models.TextField(_("suara keluarga"), blank=True)
    # Who signs beside the social worker (domain.md 5.4, hard): the child if able, the family or Dinas, the institution.
    child_signs = models.BooleanField(_("anak ikut menandatangani"), default=False)
    child_not_signed_reason = models.TextField(_("mengapa anak tidak menandatangani"), blank=True)
    family_signatory = models.CharField(_("penanda tangan keluarga"), max_length=200, blank=True)
    office_is_party = models.BooleanField(_("Dinas Sosial menjadi pihak"), default=False)
    institution_signatory = models.CharField(_("penanda tangan lembaga"), max_length=200, blank=True)
    assessment_summary = models.TextField(_("ringkasan asesmen"), blank=True)
    exit_plan = models.TextField(_("rencana pengakhiran"), blank=True)
    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.DRAFT)
    edited_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    writers = ArrayField(models.BigIntegerField(), default=list, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approval = models.CharField(max_length=12, choices=PlanApproval, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta(Signed.Meta):
        ordering = ["-version"]
        constraints = [
            *Signed.Meta.constraints,
            models.CheckConstraint(
                condition=Q(signed_at=None) | Q(state=PlanState.APPROVED),
                name="plan_signed_is_approved",
                violation_error_message=_("Rencana ditandatangani setelah disetujui penyelia."),
            ),
            models.CheckConstraint(
                condition=Q(state=PlanState.APPROVED) & ~Q(approval="") | ~Q(state=PlanState.APPROVED) & Q(approval=""),
                name="plan_approved_says_by_what",
            ),
            models.CheckConstraint(
                condition=Q(approval=PlanApproval.REVIEWED, approved_at__isnull=False, approved_by__isnull=False)
                | ~Q(approval=PlanApproval.REVIEWED) & Q(approved_at=None, approved_by=None),
                name="plan_review_has_time_and_person",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, submitted_by=None)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="plan_submission_has_time_and_person",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None)
                | ~Q(approved_by=F("author"))
                & (Q(edited_by=None) | ~Q(approved_by=F("edited_by")))
                & ~Q(approved_by=F("submitted_by"))
                & ~Q(writers__contains=[F("approved_by")]),
                name="plan_approved_by_another_person",
                violation_error_message=_("Rencana disetujui orang lain, bukan penulisnya."),
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None) | Q(office_is_party=True) | ~Q(family_signatory=""),
                name="plan_signed_with_family_or_office",
                violation_error_message=_("Isi penanda tangan keluarga, atau jadikan Dinas Sosial pihak."),
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None) | Q(child_signs=True) | ~Q(child_not_signed_reason=""),
                name="plan_signed_by_child_or_says_why",
                violation_error_message=_("Anak ikut menandatangani. Bila tidak bisa, tulis alasannya."),
            ),
            models.UniqueConstraint(fields=["case", "version"], name="plan_version_once"),
        ]

    def __str__(self) -> str:
        return str(_("Rencana versi %(version)s") % {"version": self.version})

    @property
    def is_editable(self) -> bool:
        return not self.is_signed and self.state in EDITABLE_PLANS

    @property
    def wrote(self) -> set[int]:
        """Everybody (ids) who had a hand in it: none of them is the other pair of eyes."""
        return {*self.writers, self.author_id, self.edited_by_id, self.submitted_by_id} - {None}

    def add_writer(self, person_id: int) -> None:
        """Remember for good that somebody had a hand in it; not yet saved."""
        self.writers = sorted({*self.writers, person_id})


class CarePlanGoal(models.Model):
    """What shall be true at the end, in words the family understands, and which need in which part of life it answers
    (domain.md 5.4); domain and need are empty on rows older than they are."""

    plan = models.ForeignKey(CarePlan, on_delete=models.CASCADE, related_name="goals")
    domain = models.CharField(_("bidang"), max_length=15, choices=NeedDomain, blank=True)
    need = models.CharField(_("kebutuhan"), max_length=300, blank=True)
    text = models.CharField(_("tujuan"), max_length=300)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text


class CarePlanAction(models.Model):
    """One action: cites one ATENSI component and one base (domain.md 4.1, hard), has an owner, a due date, and an
    indicator by which one sees that it was done. state_reason: why it was dropped; moved: when its state changed last.
    """

    goal = models.ForeignKey(CarePlanGoal, on_delete=models.CASCADE, related_name="actions")
    text = models.CharField(_("kegiatan"), max_length=300)
    component = models.ForeignKey(Code, verbose_name=_("komponen"), on_delete=models.PROTECT, related_name="+")
    base = models.CharField(_("basis"), max_length=12, choices=Base)
    responsible = models.CharField(_("oleh"), max_length=200)
    due_on = models.DateField(_("jatuh tempo"))
    indicator = models.CharField(_("tanda berhasil"), max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=ActionState, default=ActionState.PLANNED)
    done_on = models.DateField(null=True, blank=True)
    state_reason = models.TextField(_("mengapa dihentikan"), blank=True)
    moved_at = models.DateTimeField(null=True, blank=True)
    moved_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ActionState.DONE, done_on__isnull=False)
                | ~Q(state=ActionState.DONE) & Q(done_on=None),
                name="action_done_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(moved_at=None, moved_by=None) | Q(moved_at__isnull=False, moved_by__isnull=False),
                name="action_moved_has_time_and_person",
            ),
            models.CheckConstraint(
                condition=~Q(state=ActionState.CANCELLED) | ~Q(state_reason=""),
                name="dropped_action_says_why",
            ),
            models.CheckConstraint(
                condition=Q(base__in=sorted(Base)),
                name="action_cites_one_base",
                violation_error_message=_("Pilih satu basis layanan."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class CarePlanContact(models.Model):
    """Contact with one person of the family, and where a brother or sister lives (domain.md 5.3: siblings are kept
    together, parents stay in contact). pace: how often; supervised_by: who is there."""

    plan = models.ForeignKey(CarePlan, on_delete=models.CASCADE, related_name="contacts")
    member = models.ForeignKey(FamilyMember, verbose_name=_("dengan"), on_delete=models.PROTECT, related_name="+")
    pace = models.CharField(_("seberapa sering"), max_length=12, choices=ContactPace)
    way = models.CharField(_("cara"), max_length=12, choices=ContactWay, blank=True)
    is_supervised = models.BooleanField(_("didampingi"), default=False)
    supervised_by = models.CharField(_("didampingi oleh"), max_length=200, blank=True)
    siblings = models.CharField(_("tempat tinggal bersaudara"), max_length=10, choices=SiblingPlan, blank=True)
    apart_reason = models.TextField(_("mengapa terpisah"), blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "member"], name="plan_contact_once"),
            models.CheckConstraint(
                condition=Q(pace=ContactPace.NONE, way="") | ~Q(pace=ContactPace.NONE) & ~Q(way=""),
                name="planned_contact_says_how",
            ),
            models.CheckConstraint(
                condition=~Q(siblings=SiblingPlan.APART) | ~Q(apart_reason=""),
                name="siblings_apart_say_why",
            ),
        ]

    def __str__(self) -> str:
        return str(self.member)


class PlanStep(models.Model):
    """One line of a plan's way to approval: submitted with an answer, returned with a comment, approved. Rows stay."""

    plan = models.ForeignKey(CarePlan, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=PlanStepKind)
    text = models.TextField(blank=True)
    happened_at = models.DateTimeField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-happened_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_at}"


class ServiceRecord(models.Model):
    """A service delivered: cites one component and one base (domain.md 4.1); may fulfil a planned action.

    recorded_for: the institution under which it was written, and which keeps it to read when its share of the case ends
    (design.md 3); empty on rows older than this, whose writer worked in several.
    session: the group session that wrote it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="services")
    action = models.ForeignKey(CarePlanAction, null=True, blank=True, on_delete=models.PROTECT, related_name="services")
    provided_on = models.DateField(_("tanggal"))
    component = models.ForeignKey(Code, verbose_name=_("komponen"), on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(
        Code, verbose_name=_("kegiatan"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    base = models.CharField(_("basis"), max_length=12, choices=Base)
    provider = models.CharField(_("pemberi layanan"), max_length=200)
    description = models.TextField(_("uraian"))
    is_emergency_aid = models.BooleanField(_("bantuan darurat"), default=False)
    session = models.ForeignKey(
        GroupSession, null=True, blank=True, on_delete=models.PROTECT, related_name="services", db_index=False
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    recorded_for = models.ForeignKey(Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ServiceRecordQuerySet.as_manager()

    class Meta:
        ordering = ["-provided_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["session", "case"], name="one_service_of_a_session")]
        indexes = [models.Index(fields=["recorded_for", "-provided_on", "-id"], name="service_of_institution")]

    def __str__(self) -> str:
        return f"{self.component} {self.provided_on}"


class AftercareVisit(models.Model):
    """A follow-up visit after the child went home (domain.md 5.3: months 1, 2, 3, 6, 12 [default])."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="aftercare_visits")
    month = models.PositiveSmallIntegerField()
    due_on = models.DateField(_("jatuh tempo"))
    done_on = models.DateField(_("tanggal kunjungan"), null=True, blank=True)
    done_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_safe = models.BooleanField(_("anak aman"), null=True)
    findings = models.TextField(_("temuan"), blank=True)
    # The day the child went home: one series of visits per homecoming.
    home_on = models.DateField()
    # The day a case was reopened before this visit was made: it is asked for no more.
    stopped_on = models.DateField(null=True, blank=True)

    objects = AftercareVisitQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "home_on", "month"], name="aftercare_month_once"),
            models.CheckConstraint(
                condition=Q(done_on=None, done_by=None, is_safe=None)
                | Q(done_on__isnull=False, done_by__isnull=False, is_safe__isnull=False),
                name="aftercare_done_has_date_person_and_safety",
            ),
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(done_on__gte=F("home_on")),
                name="aftercare_visit_after_homecoming",
                violation_error_message=_("Tanggal kunjungan sebelum anak pulang."),
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(done_on=None), name="aftercare_open")]

    def __str__(self) -> str:
        return f"{self.month} {self.due_on}"
