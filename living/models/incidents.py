from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from institutions.models import Institution
from referrals.models import Placement

from ..querysets import IncidentChildQuerySet, IncidentPartQuerySet, IncidentQuerySet
from ..states import GRAVE, VIOLENT, IncidentKind, IncidentState, StepKind

PERSON = settings.AUTH_USER_MODEL


class Incident(models.Model):
    """Something that happened to children in a home: what, when, to whom, what was done, and how it ended.

    office: the Dinas that answers for the home. other_children: initials of those who have no file. staff: who of the
    home is suspected, in words. report_due_at: by when Dinas reports, by its setting; None where it need not.
    closed_for: the institution that its closer acted for. soft_reasons: problem code -> reason. What was written down
    stays (trigger); a report, and the end, are added once.
    """

    number = models.CharField(max_length=60, unique=True)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="incidents")
    office = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("apa yang terjadi"), max_length=20, choices=IncidentKind)
    happened_at = models.DateTimeField(_("waktu kejadian"))
    place = models.CharField(_("tempat kejadian"), max_length=200)
    story = models.TextField(_("kejadiannya"))
    other_children = models.CharField(_("anak lain"), max_length=200, blank=True)
    staff = models.CharField(_("petugas yang diduga"), max_length=200, blank=True)
    measures = models.TextField(_("tindakan segera"))
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    recorded_for = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    report_due_at = models.DateTimeField(null=True, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    reported_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    report_number = models.CharField(_("nomor laporan Dinas"), max_length=100, blank=True)
    findings = models.TextField(_("temuan Dinas"), blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_for = models.ForeignKey(Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.TextField(_("penyelesaian"), blank=True)
    soft_reasons = models.JSONField(default=dict, blank=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(story="") & ~Q(measures="") & ~Q(place=""), name="incident_says_what_happened"
            ),
            models.CheckConstraint(
                condition=Q(reported_at=None, reported_by=None, report_number="", findings="")
                | Q(reported_at__isnull=False, reported_by__isnull=False) & ~Q(report_number="") & ~Q(findings=""),
                name="incident_report_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, closed_for=None, outcome="")
                | Q(closed_at__isnull=False, closed_by__isnull=False, closed_for__isnull=False) & ~Q(outcome=""),
                name="incident_end_is_whole",
            ),
            # Violence is closed by Dinas Sosial, after its report (domain.md 5.5, hard).
            models.CheckConstraint(
                condition=Q(closed_at=None)
                | ~Q(kind__in=sorted(GRAVE))
                | Q(reported_at__isnull=False, closed_for=F("office")),
                name="grave_incident_is_closed_by_dinas",
                violation_error_message=_("Kejadian ini hanya ditutup Dinas Sosial, setelah laporannya ada."),
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=sorted(GRAVE)) | Q(report_due_at__isnull=False),
                name="grave_incident_has_its_clock",
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "-happened_at"], name="incident_of_home"),
            models.Index(fields=["office", "-happened_at"], name="incident_of_office"),
            models.Index(
                fields=["report_due_at"],
                condition=Q(closed_at=None, reported_at=None, report_due_at__isnull=False),
                name="incident_owing_report",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"

    @property
    def is_grave(self) -> bool:
        return self.kind in GRAVE

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def owes_report(self) -> bool:
        return self.is_open and self.reported_at is None and self.report_due_at is not None

    @property
    def told_police(self) -> bool:
        """Whether a step says so: no query where the steps were read along (`whole`)."""
        return any(step.kind == StepKind.TOLD_POLICE for step in self.steps.all())

    @property
    def owes_police(self) -> bool:
        """Violence that no police has been told of: closing it asks why."""
        return self.is_open and self.kind in VIOLENT and not self.told_police

    @property
    def state(self) -> IncidentState:
        if not self.is_open:
            return IncidentState.CLOSED
        return IncidentState.OPEN if self.reported_at is None else IncidentState.REPORTED


class IncidentChild(models.Model):
    """A child that an incident happened to, by the stay that it happened in. Rows stay (trigger)."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="children")
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="incidents")

    objects = IncidentChildQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["incident", "placement"], name="incident_names_a_child_once")]

    def __str__(self) -> str:
        return str(self.pk)


class IncidentStep(models.Model):
    """What was done about an incident, or who was told of it; rows stay (trigger). number: of the police report."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("langkah"), max_length=12, choices=StepKind)
    done_on = models.DateField(_("tanggal"))
    text = models.TextField(_("keterangan"))
    number = models.CharField(_("nomor laporan polisi"), max_length=100, blank=True)
    written_at = models.DateTimeField(auto_now_add=True)
    written_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    written_for = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")

    objects = IncidentPartQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="incident_step_says_what"),
            models.CheckConstraint(
                condition=Q(kind=StepKind.TOLD_POLICE) & ~Q(number="") | ~Q(kind=StepKind.TOLD_POLICE) & Q(number=""),
                name="incident_told_police_has_its_number",
                violation_error_message=_("Isi nomor laporan polisi."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
