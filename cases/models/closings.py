"""How a case ended, each time it did: the final evaluation, the hand-over, and why it was taken up again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from atensi.reference.models import Code

from ..hand_over_states import HandedTo
from ..plan_states import GoalResult
from ..querysets import CaseChildQuerySet
from ..states import Stage
from .cases import Case
from .plans import CarePlanGoal

PERSON = settings.AUTH_USER_MODEL


class CaseClosing(models.Model):
    """One closure of a case with its final evaluation (domain.md 4.2, 5.3). What stands on the case itself is the one
    in force; a case that is reopened keeps this.

    stage: the one it was closed in, and goes back to. reasons: problem code -> why in spite of a soft rule.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="closings")
    stage = models.CharField(max_length=12, choices=Stage)
    reason = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+")
    evaluation = models.TextField(_("evaluasi akhir"))
    reasons = models.JSONField(default=dict, blank=True)
    child_view = models.TextField(_("suara anak"), blank=True)
    child_not_heard_reason = models.TextField(_("mengapa anak belum didengar"), blank=True)
    family_view = models.TextField(_("suara keluarga"), blank=True)
    handed_to = models.CharField(_("diserahkan kepada"), max_length=12, choices=HandedTo, blank=True)
    handed_to_name = models.CharField(_("nama penerima"), max_length=200, blank=True)
    hand_over_note = models.TextField(_("catatan serah terima"), blank=True)
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reopening_reason = models.TextField(_("mengapa dibuka kembali"), blank=True)

    objects = CaseChildQuerySet.as_manager()

    class Meta:
        ordering = ["-closed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(reopened_at=None), name="one_closing_in_force"),
            models.CheckConstraint(
                condition=Q(handed_to="", handed_to_name="", hand_over_note="")
                | ~Q(handed_to="") & ~Q(handed_to_name="") & ~Q(hand_over_note=""),
                name="hand_over_says_to_whom_and_what",
            ),
            models.CheckConstraint(
                condition=Q(reopened_at=None, reopened_by=None, reopening_reason="")
                | Q(reopened_at__isnull=False, reopened_by__isnull=False) & ~Q(reopening_reason=""),
                name="reopening_says_why_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason}, {self.closed_at:%d/%m/%Y}"


class ClosingGoal(models.Model):
    """How far one goal of the care plan had come when the case ended."""

    closing = models.ForeignKey(CaseClosing, on_delete=models.CASCADE, related_name="goals")
    goal = models.ForeignKey(CarePlanGoal, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(_("hasil"), max_length=12, choices=GoalResult)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["closing", "goal"], name="closing_goal_once")]

    def __str__(self) -> str:
        return self.get_result_display()
