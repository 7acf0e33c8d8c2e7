from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .kinds import NoticeKind, kind_of
from .querysets import DeliveryQuerySet, NoticeQuerySet
from .states import Channel, DeliveryState

PERSON = settings.AUTH_USER_MODEL


class Notice(models.Model):
    """Something one person is told: one row per subject, kind, recipient and due date, however often it is said.

    subject: the record it is about, "placementreview:12". kind: a code of `kinds.NOTICE_KINDS`, perhaps with a step
    behind a colon. due_on: the day the matter is due; without one, the day it happened.
    reference: case or paper number, the only thing of it that may be shown outside the signed-in page.
    path: page of the application where the matter is dealt with. data: numbers and codes for the title, never names.
    is_required: the law asks for it; the person cannot switch it off.
    opened_at: the recipient opened it. acted_at, acted_by: the matter was done, by that person or by the clock.
    """

    recipient = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="notices", db_index=False)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    due_on = models.DateField()
    reference = models.CharField(max_length=60)
    path = models.CharField(max_length=300)
    data = models.JSONField(default=dict, blank=True)
    is_required = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True, blank=True)
    acted_at = models.DateTimeField(null=True, blank=True)
    acted_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            # Begins with the subject: acting on it walks the same index.
            models.UniqueConstraint("subject", "kind", "recipient", "due_on", name="notice_once"),
            models.CheckConstraint(
                condition=Q(path__startswith="/") & ~Q(path__startswith="//"), name="notice_leads_into_the_application"
            ),
            models.CheckConstraint(
                condition=Q(acted_at=None, acted_by=None) | Q(acted_at__isnull=False), name="notice_acted_by_at"
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="notice_by_recipient"),
            # The bell: counted from the index alone.
            models.Index(
                fields=["recipient", "-created_at", "-id"],
                condition=Q(opened_at=None, acted_at=None),
                name="notice_unread",
            ),
            models.Index(
                fields=["created_at"],
                condition=Q(opened_at__isnull=False) | Q(acted_at__isnull=False),
                name="notice_prunable",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"

    @property
    def notice_kind(self) -> NoticeKind:
        """Its kind; one that an older version knew says its reference."""
        try:
            return kind_of(self.kind)
        except KeyError:
            return NoticeKind(self.kind, "{reference}", "{reference}")

    @property
    def title(self) -> str:
        """What it says on the signed-in page."""
        return self.notice_kind.title_of(self.reference, self.data)

    @property
    def outside(self) -> str:
        """What may be said of it anywhere else: kind of task and reference."""
        return self.notice_kind.outside_of(self.reference)

    @property
    def is_unread(self) -> bool:
        return self.opened_at is None and self.acted_at is None


class Delivery(models.Model):
    """One notice on its way out by one channel. Sent at least once, with the same Message-ID each time.

    next_try_at: not before then. first_tried_at: from there counts the time after which it is parked.
    sent_at: when the channel took it. last_error: why the last try failed, or why it was dropped.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    channel = models.CharField(_("saluran"), max_length=10, choices=Channel)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()
    first_tried_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=200)
    last_error = models.CharField(max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint("notice", "channel", name="delivery_once_per_channel"),
            models.UniqueConstraint("message_id", name="delivery_message_id_once"),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.SENT, sent_at__isnull=False)
                | (~Q(state=DeliveryState.SENT) & Q(sent_at=None)),
                name="delivery_sent_has_its_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"], condition=Q(state=DeliveryState.PENDING), name="delivery_pending"
            ),
            models.Index(models.F("id").desc(), condition=Q(state=DeliveryState.PARKED), name="delivery_parked"),
        ]

    def __str__(self) -> str:
        return self.message_id


class NoticeChoice(models.Model):
    """A person's choice to be told, or not, by a channel. Without a row the channel is on."""

    user = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="notice_choices", db_index=False)
    channel = models.CharField(max_length=10, choices=Channel)
    is_on = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint("user", "channel", name="notice_choice_once")]

    def __str__(self) -> str:
        return f"{self.channel} {self.is_on}"
