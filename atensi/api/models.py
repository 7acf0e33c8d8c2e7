from django.conf import settings
from django.db import models

from atensi.fields import EncryptedTextField


class KeptAnswer(models.Model):
    """What a request with an `Idempotency-Key` was answered, so that sending it again does nothing twice.

    person, membership_id: whose key it is. asked: hash of method, address and body. body: the answer, encrypted, for it
    may hold names.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    membership_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=200)
    asked = models.CharField(max_length=64)
    status = models.SmallIntegerField(default=0)
    body = EncryptedTextField(blank=True)
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "membership_id", "key"], name="answer_once", nulls_distinct=False)
        ]
        indexes = [models.Index(fields=["kept_at"], name="answer_by_age")]

    def __str__(self) -> str:
        return self.key
