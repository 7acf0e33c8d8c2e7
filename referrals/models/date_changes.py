from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..querysets import ReviewDateChangeQuerySet
from ..states import PULLING_REASONS, DateChangeReason
from .reviews import PlacementReview

PERSON = settings.AUTH_USER_MODEL


class ReviewDateChange(models.Model):
    """That the day of an open review moved, from when to when, why and by whom; rows stay (domain.md 5.3).

    cause: which trouble of the home it was ("licence:lapsed:2026-07-01"), so that each moves a child's review once. A
    review that was near enough already keeps its day and the row says why. changed_by: None when a rule did it.
    """

    review = models.ForeignKey(PlacementReview, on_delete=models.PROTECT, related_name="date_changes")
    due_from = models.DateField()
    due_to = models.DateField()
    reason = models.CharField(max_length=12, choices=DateChangeReason)
    cause = models.CharField(max_length=40, blank=True)
    note = models.TextField(_("alasan"), blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ReviewDateChangeQuerySet.as_manager()

    class Meta:
        ordering = ["changed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "cause"], condition=~Q(cause=""), name="review_moved_once_per_cause"
            ),
            models.CheckConstraint(
                condition=~Q(reason__in=sorted(PULLING_REASONS)) | Q(due_to__lte=F("due_from")),
                name="review_is_pulled_forward_only",
            ),
            models.CheckConstraint(
                condition=~Q(reason=DateChangeReason.BY_HAND) | Q(changed_by__isnull=False) & ~Q(note=""),
                name="review_moved_by_hand_has_a_reason",
                violation_error_message=_("Tulis alasan memajukan tinjauan."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due_from} {self.due_to} {self.reason}"

    @property
    def moved(self) -> bool:
        return self.due_from != self.due_to
