from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class AuditHead(models.Model):
    """The end of one subject's chain: how many events it has and the hash of the last."""

    subject = models.TextField(primary_key=True)
    length = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="", blank=True)

    def __str__(self) -> str:
        return f"{self.subject} ({self.length})"


class AuditEvent(models.Model):
    """Who did or saw what, when, and why (UU 27/2022 art. 31). Append-only: a trigger refuses change and removal.

    subject: the record it is about, "case:123"; its events are chained by hash.
    seen: further subjects whose content was shown, for a list or a search.
    Ids are plain numbers: the trail outlives what it tells of.
    """

    at = models.DateTimeField()
    subject = models.TextField()
    position = models.BigIntegerField()
    verb = models.TextField()
    user_id = models.BigIntegerField(null=True)
    membership_id = models.BigIntegerField(null=True)
    request_id = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    data = models.JSONField(default=dict)
    seen = ArrayField(models.TextField(), default=list)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "position"], name="audit_one_event_per_position"),
        ]
        indexes = [
            models.Index(fields=["user_id", "at"], name="audit_by_user"),
            GinIndex(fields=["seen"], name="audit_by_seen"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"
