from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..querysets import ParameterQuerySet
from .institutions import Institution


class Parameter(models.Model):
    """One version of a setting (domain.md 13). No institution: the nation's. The value in force is copied onto the
    row it rules, so that history stays true when it changes.

    cancelled_at, cancelled_by: taken back before its first day came; it never counted, and stays for the record.
    """

    key = models.CharField(max_length=60)
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="parameters"
    )
    value = models.JSONField()
    valid_from = models.DateField(default=timezone.localdate)
    set_at = models.DateTimeField(auto_now_add=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ParameterQuerySet.as_manager()

    class Meta:
        ordering = ["key", "-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None) | Q(cancelled_at__isnull=False),
                name="parameter_cancelled_by_at",
            )
        ]
        indexes = [models.Index(fields=["key", "institution", "-valid_from"], name="parameter_in_force")]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"

    def is_coming(self, day: date | None = None) -> bool:
        """Whether it stands and its first day is still to come."""
        return self.cancelled_at is None and self.valid_from > (day or timezone.localdate())
