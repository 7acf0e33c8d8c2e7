from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from atensi.fields import EncryptedTextField
from institutions.models import Institution, Membership

from .querysets import ExportQuerySet
from .states import RUNNING_EXPORTS, ExportFormat, ExportKind, ExportState


class CaseCount(models.Model):
    """How many cases an office opened in a month, by primary category: kept beside the cases, so that a page of numbers
    reads hundreds of rows and not a million.

    month: its first day, on the office's own calendar. category: a code of the AMPK list, or OTHER. A case that was
    entered in error is not counted; a restricted one is, like any other.
    """

    month = models.DateField()
    category = models.CharField(max_length=30)
    office = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    cases = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "month", "category"], name="case_count_once"),
        ]
        indexes = [models.Index(fields=["month"], name="case_count_of_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.category} {self.cases}"


class PublishedCount(models.Model):
    """What of `CaseCount` everybody may know who reads numbers: without cells from which a person could be told
    (domain.md 11; docs/adr/0020).

    category: as in CaseCount, or POOL, the small categories of the month together. region: "" the nation, "14" a
    province, "14.01" a regency. level: how deep that is. shown: exact for the nation, else rounded; the truth lies
    from lowest to highest. A cell without a row is hidden.
    """

    month = models.DateField()
    category = models.CharField(max_length=30)
    region = models.CharField(max_length=8, blank=True)
    level = models.SmallIntegerField()
    lowest = models.IntegerField()
    shown = models.IntegerField()
    highest = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "month", "category"], name="published_count_once"),
        ]
        indexes = [models.Index(fields=["level", "month", "region"], name="published_count_of_level")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.category} {self.region} {self.shown}"


class Counting(models.Model):
    """When the cases were last counted, and below which number cells were hidden; one row."""

    counted_at = models.DateTimeField()
    limit = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.counted_at:%Y-%m-%d %H:%M}"


class Export(models.Model):
    """A file of numbers or of lists that somebody asked for, and what became of it.

    membership: what they acted under; without its rights nothing is read, and nothing handed out. asked: the filters,
    the language. digest: stands for kind, format and filters, so that a second click makes no second file.
    done, total: rows. worked_at: the worker's last sign of life. file: its name in the state directory; gone when
    expired. password: opens the file; shown once and then kept nowhere.
    """

    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=ExportKind)
    format = models.CharField(max_length=5, choices=ExportFormat)
    asked = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=ExportState, default=ExportState.WAITING)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    attempts = models.SmallIntegerField(default=0)
    worked_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    file = models.CharField(max_length=60, blank=True)
    password = EncryptedTextField(blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "digest"],
                condition=Q(state__in=sorted(RUNNING_EXPORTS)),
                name="one_running_export_of_a_kind",
            ),
            # A file that may be handed out has an end; where there is none to be handed out there is no password.
            models.CheckConstraint(
                condition=Q(state=ExportState.READY, expires_at__isnull=False, finished_at__isnull=False) & ~Q(file="")
                | ~Q(state=ExportState.READY) & Q(file=""),
                name="export_ready_has_file_and_end",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_by", "-asked_at"], name="export_of_person"),
            models.Index(fields=["state", "id"], name="export_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING_EXPORTS

    @property
    def file_name(self) -> str:
        """The name a reader saves it under: what kind and when, nothing else."""
        return f"{ExportKind(self.kind).value.lower()}-{timezone.localtime(self.asked_at):%Y-%m-%d-%H%M}.zip"
