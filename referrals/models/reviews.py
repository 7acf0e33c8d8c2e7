from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from atensi.documents.models import Document

from ..querysets import PlacementReviewQuerySet
from ..states import OPEN_REVIEWS, STAYING_OUTCOMES, Attendee, ReviewOutcome, ReviewState
from .placements import Placement

PERSON = settings.AUTH_USER_MODEL


class PlacementReview(models.Model):
    """The periodic check whether a placement is still right, with return to the family as first aim (domain.md 5.3).

    An open placement has exactly one open review. A held one names who came, the views of child and family, findings
    (of the whole and for each goal of the plan), one outcome; its paper is made with it, and nothing changes any more.
    """

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="reviews")
    sequence = models.PositiveSmallIntegerField()
    due_on = models.DateField(_("jatuh tempo"))
    state = models.CharField(max_length=10, choices=ReviewState, default=ReviewState.DUE)
    held_on = models.DateField(_("tanggal tinjauan"), null=True, blank=True)
    attendees = ArrayField(
        models.CharField(max_length=20, choices=Attendee), verbose_name=_("yang hadir"), default=list, blank=True
    )
    child_view = models.TextField(_("suara anak"), blank=True)
    child_not_heard_reason = models.TextField(_("mengapa anak belum didengar"), blank=True)
    # With defaults in the database: the sweep writes new rows without naming what only a held one has.
    family_view = models.TextField(_("suara orang tua atau keluarga"), blank=True, default="", db_default="")
    family_not_heard_reason = models.TextField(
        _("mengapa keluarga belum didengar"), blank=True, default="", db_default=""
    )
    findings = models.TextField(_("temuan"), blank=True)
    recommendation = models.TextField(_("rekomendasi"), blank=True, default="", db_default="")
    outcome = models.CharField(_("hasil"), max_length=20, choices=ReviewOutcome, blank=True)
    next_due_on = models.DateField(_("tinjauan berikutnya"), null=True, blank=True)
    # When and where those invited meet.
    meets_at = models.DateTimeField(_("pertemuan"), null=True, blank=True)
    meeting_place = models.CharField(_("tempat"), max_length=200, blank=True, default="", db_default="")
    # Of the paper of a held one.
    number = models.CharField(_("nomor"), max_length=60, null=True, blank=True, unique=True)
    document = models.OneToOneField(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    soft_reasons = models.JSONField(default=dict, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PlacementReviewQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "sequence"], name="review_sequence_once"),
            models.UniqueConstraint(
                fields=["placement"], condition=Q(state__in=sorted(OPEN_REVIEWS)), name="one_open_review_per_placement"
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.HELD)
                | Q(held_on__isnull=False, recorded_at__isnull=False, recorded_by__isnull=False)
                & ~Q(outcome="")
                & ~Q(findings="")
                & (~Q(child_view="") | ~Q(child_not_heard_reason=""))
                & (~Q(family_view="") | ~Q(family_not_heard_reason="")),
                name="held_review_is_complete",
                violation_error_message=_("Tinjauan perlu tanggal, temuan, suara anak dan keluarga, dan satu hasil."),
            ),
            # One outcome plus the next due date while the child stays (domain.md 5.3, hard).
            models.CheckConstraint(
                condition=~Q(state=ReviewState.HELD, outcome__in=sorted(STAYING_OUTCOMES))
                | Q(next_due_on__isnull=False),
                name="staying_review_sets_next_date",
            ),
            models.CheckConstraint(
                condition=Q(next_due_on=None) | Q(held_on=None) | Q(next_due_on__gt=F("held_on")),
                name="next_review_after_this_one",
                violation_error_message=_("Tinjauan berikutnya harus sesudah tinjauan ini."),
            ),
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], condition=Q(state__in=sorted(OPEN_REVIEWS)), name="review_open_due"),
            # What was held in a month: the calendar, the board, the year of a home.
            models.Index(fields=["held_on", "id"], condition=Q(state=ReviewState.HELD), name="review_held_on"),
        ]

    def __str__(self) -> str:
        return str(_("Tinjauan ke‑%(n)s") % {"n": self.sequence})

    @property
    def attendee_labels(self) -> list[str]:
        return [str(Attendee(code).label) for code in self.attendees]
