from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import CarePlanGoal

from ..states import Attendee, GoalProgress
from .reviews import PlacementReview

PERSON = settings.AUTH_USER_MODEL


class ReviewInvitation(models.Model):
    """Who was invited to a review, in which role, by whom and when (domain.md 5.3 "Review attendees")."""

    review = models.ForeignKey(PlacementReview, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(_("sebagai"), max_length=20, choices=Attendee)
    name = models.CharField(_("nama"), max_length=200, blank=True)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "role"], name="invitation_once_per_role"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.name}" if self.name else self.get_role_display()


class ReviewGoalFinding(models.Model):
    """What a review found about one goal of the care plan: how far, and in words."""

    review = models.ForeignKey(PlacementReview, on_delete=models.PROTECT, related_name="goal_findings")
    goal = models.ForeignKey(CarePlanGoal, on_delete=models.PROTECT, related_name="+")
    progress = models.CharField(_("kemajuan"), max_length=10, choices=GoalProgress)
    findings = models.TextField(_("temuan"), blank=True)

    class Meta:
        ordering = ["goal__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "goal"], name="goal_finding_once_per_goal"),
            models.CheckConstraint(condition=Q(progress__in=sorted(GoalProgress)), name="goal_finding_says_how_far"),
        ]

    def __str__(self) -> str:
        return f"{self.goal}: {self.get_progress_display()}"
