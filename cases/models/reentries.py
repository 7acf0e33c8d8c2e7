from django.db import models
from django.db.models import F, Q

from ..querysets import ReentryQuerySet
from ..states import ReturnKind
from .beneficiaries import Beneficiary
from .cases import Case
from .responses import CaseResponse


class Reentry(models.Model):
    """That a child who had gone home was reported or placed again while the office watches for it (domain.md 5.3).

    former: the case the child went home from. case: the one it came back into, None for a report that opened none.
    watch_months: how long after the homecoming the office watches, the setting of that day, copied.
    """

    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="reentries")
    former = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reentries_after")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="reentries")
    response = models.OneToOneField(CaseResponse, null=True, on_delete=models.PROTECT, related_name="reentry")
    kind = models.CharField(max_length=10, choices=ReturnKind)
    home_on = models.DateField()
    came_back_on = models.DateField()
    watch_months = models.PositiveSmallIntegerField()

    objects = ReentryQuerySet.as_manager()

    class Meta:
        ordering = ["-came_back_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(came_back_on__gte=F("home_on")), name="reentry_after_homecoming"),
            models.CheckConstraint(
                condition=Q(kind=ReturnKind.REPORTED, response__isnull=False)
                | Q(kind=ReturnKind.PLACED, response=None, case__isnull=False),
                name="reentry_has_report_or_placement",
            ),
            models.UniqueConstraint(
                fields=["case", "came_back_on"], condition=Q(kind=ReturnKind.PLACED), name="reentry_by_placement_once"
            ),
        ]
        indexes = [models.Index(fields=["former", "came_back_on"], name="reentry_of_former")]

    def __str__(self) -> str:
        return f"{self.kind} {self.home_on} {self.came_back_on}"
