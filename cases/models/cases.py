from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase

from atensi.reference.models import Code
from institutions.models import Institution

from ..event_states import EventKind
from ..querysets import CaseQuerySet
from ..search_sql import LastPart
from ..states import Risk, Stage
from .beneficiaries import Beneficiary


class Case(models.Model):
    """The work with one beneficiary, from intake to after-care (domain.md 4.2).

    office: the Dinas responsible; worker: the social worker responsible.
    restricted: names and places show only to those who work on it (design.md 3).
    """

    number = models.CharField(_("nomor kasus"), max_length=30, unique=True)
    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="cases")
    office = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="cases")
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cases")
    stage = models.CharField(_("tahap"), max_length=12, choices=Stage, default=Stage.INTAKE)
    risk = models.CharField(_("risiko"), max_length=8, choices=Risk)
    restricted = models.BooleanField(default=False)
    categories = models.ManyToManyField(Code, through="CaseCategory", related_name="+")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assessment_due_on = models.DateField(null=True, blank=True)
    plan_due_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closure_reason = models.ForeignKey(Code, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    final_evaluation = models.TextField(_("evaluasi akhir"), blank=True)
    # Problem code -> written reason for closing in spite of a soft rule.
    closing_reasons = models.JSONField(default=dict, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        permissions = [("work_case", "May work on a shared case")]
        constraints = [
            models.UniqueConstraint(
                fields=["beneficiary"],
                condition=Q(closed_at=None),
                name="one_open_case_per_beneficiary",
                violation_error_message=_("Anak ini sudah punya kasus terbuka."),
            ),
            # No closure without final evaluation and reason (domain.md 4.2, hard).
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | (
                    Q(closed_at__isnull=False, closed_by__isnull=False, closure_reason__isnull=False)
                    & ~Q(final_evaluation="")
                ),
                name="closure_has_evaluation_and_reason",
            ),
            # Nor does it stand in a stage after closure without having been closed.
            models.CheckConstraint(
                condition=~Q(stage__in=[Stage.CLOSE, Stage.AFTERCARE]) | Q(closed_at__isnull=False),
                name="case_in_closing_stage_is_closed",
                violation_error_message=_("Penutupan memerlukan evaluasi akhir dan alasan."),
            ),
        ]
        indexes = [
            models.Index(fields=["worker", "-opened_at", "-id"], name="case_of_worker"),
            models.Index(fields=["office", "-opened_at", "-id"], name="case_of_office"),
            models.Index(fields=["-opened_at", "-id"], name="case_by_opening"),  # for who oversees many offices
            models.Index(
                fields=["office", "-opened_at", "-id"], condition=Q(closed_at=None), name="open_case_of_office"
            ),
            models.Index(LastPart("number"), name="case_by_last_part"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class CaseCategory(models.Model):
    """One AMPK or PPKS category of a case; a case has exactly one primary one (domain.md 3.1)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="category_rows")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+")
    is_primary = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_primary", "code__order"]
        constraints = [
            models.UniqueConstraint(fields=["case", "code"], name="case_category_once"),
            models.UniqueConstraint(fields=["case"], condition=Q(is_primary=True), name="case_one_primary_category"),
        ]

    def __str__(self) -> str:
        return str(self.code)


class CaseEvent(models.Model):
    """One line of a case's timeline, in words for people. Who-did-what for investigators is the audit trail."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=EventKind)
    text = models.TextField(blank=True)
    happened_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-happened_at", "-pk"]
        indexes = [models.Index(fields=["case", "-happened_at", "-id"], name="event_of_case")]

    def __str__(self) -> str:
        return self.get_kind_display()


class CaseGroupObjectPermission(GroupObjectPermissionBase):
    """django-guardian's direct share table: a case shared with an institution's group. The only share table;
    written by `share_case` and `unshare_case` alone."""

    content_object = models.ForeignKey(Case, on_delete=models.CASCADE)

    class Meta(GroupObjectPermissionBase.Meta):
        indexes = [models.Index(fields=["group", "permission", "content_object"], name="share_of_group")]
