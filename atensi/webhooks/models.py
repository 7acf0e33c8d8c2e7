from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.fields import EncryptedTextField
from institutions.models import Institution

from .querysets import WebhookDeliveryQuerySet, WebhookQuerySet
from .states import DeliveryState

PERSON = settings.AUTH_USER_MODEL


class Webhook(models.Model):
    """An address of another system that an institution wants told of what happens in the cases it may see.

    secret: signs every delivery; shown once to the administrator who made it. off_at, off_by: switched off since then.
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="webhooks")
    url = models.CharField(_("alamat"), max_length=300)
    secret = EncryptedTextField()
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    off_at = models.DateTimeField(null=True, blank=True)
    off_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(off_at=None, off_by=None) | Q(off_at__isnull=False, off_by__isnull=False),
                name="webhook_off_by_at",
            ),
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def is_on(self) -> bool:
        return self.off_at is None


class WebhookDelivery(models.Model):
    """One event of a case on its way to one address. Sent at least once, with the same event id each time.

    event_id: of the event, the same for every address. case_id: no foreign key, cases stand above this room.
    payload: kind, numbers and times, never a name or a word of the case. status: the last answer's code, if any came.
    next_try_at: not before then. first_tried_at: from there counts the time after which it is parked.
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    event_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    case_id = models.BigIntegerField()
    payload = models.JSONField()
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    next_try_at = models.DateTimeField(default=timezone.now)
    first_tried_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint("event_id", "webhook", name="webhook_event_once"),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.SENT, sent_at__isnull=False)
                | (~Q(state=DeliveryState.SENT) & Q(sent_at=None)),
                name="webhook_sent_has_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=["webhook", "-id"], name="webhook_log"),
            models.Index(
                fields=["next_try_at", "id"], condition=Q(state=DeliveryState.PENDING), name="webhook_pending"
            ),
            models.Index(
                fields=["case_id"],
                condition=Q(state__in=[DeliveryState.PENDING, DeliveryState.PARKED]),
                name="webhook_unsent_of_case",
            ),
            models.Index(
                fields=["created_at"],
                condition=Q(state__in=[DeliveryState.SENT, DeliveryState.DROPPED]),
                name="webhook_prunable",
            ),
        ]

    def __str__(self) -> str:
        return str(self.event_id)
