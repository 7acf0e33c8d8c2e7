from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..querysets import CaseFlagQuerySet
from ..service_states import FlagKind
from .cases import Case

PERSON = settings.AUTH_USER_MODEL


class CaseFlag(models.Model):
    """What whoever opens the case must know at once, with the reason; it stands until somebody ends it and says why."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="flags")
    kind = models.CharField(_("tanda"), max_length=20, choices=FlagKind)
    reason = models.TextField(_("alasan"))
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_reason = models.TextField(_("mengapa berakhir"), blank=True)

    objects = CaseFlagQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], condition=Q(ended_at=None), name="flag_stands_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="flag_says_why"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, ended_reason="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_reason=""),
                name="ended_flag_says_why_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
