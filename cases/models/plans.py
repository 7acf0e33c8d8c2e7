from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from atensi.reference.models import Code
from institutions.models import Institution

from ..querysets import AftercareVisitQuerySet, ServiceRecordQuerySet
from ..states import ActionState, Base, CareForm, PlanHorizon
from .cases import Case
from .reports import Signed
from .sessions import GroupSession

PERSON = settings.AUTH_USER_MODEL


class CarePlan(Signed):
    """Rencana pengasuhan individual / rencana intervensi: a permanency goal, a concurrent one, and what leads there.

    Versions count up per case; the newest signed one is in force.
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

    class Meta(Signed.Meta):
        ordering = ["-version"]
        constraints = [
            *Signed.Meta.constraints,
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


class CarePlanGoal(models.Model):
    """What shall be true at the end, in words the family understands."""

    plan = models.ForeignKey(CarePlan, on_delete=models.CASCADE, related_name="goals")
    text = models.CharField(_("tujuan"), max_length=300)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text


class CarePlanAction(models.Model):
    """One action: cites one ATENSI component and one base (domain.md 4.1, hard), has an owner and a due date."""

    goal = models.ForeignKey(CarePlanGoal, on_delete=models.CASCADE, related_name="actions")
    text = models.CharField(_("kegiatan"), max_length=300)
    component = models.ForeignKey(Code, verbose_name=_("komponen"), on_delete=models.PROTECT, related_name="+")
    base = models.CharField(_("basis"), max_length=12, choices=Base)
    responsible = models.CharField(_("oleh"), max_length=200)
    due_on = models.DateField(_("jatuh tempo"))
    state = models.CharField(max_length=10, choices=ActionState, default=ActionState.PLANNED)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ActionState.DONE, done_on__isnull=False)
                | ~Q(state=ActionState.DONE) & Q(done_on=None),
                name="action_done_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(base__in=sorted(Base)),
                name="action_cites_one_base",
                violation_error_message=_("Pilih satu basis layanan."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


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
