from django.conf import settings
from django.db import models


class Document(models.Model):
    """A file that belongs to a record (`subject`, "case:123"); it has no URL of its own, its owner serves it."""

    subject = models.TextField(db_index=True)
    title = models.CharField(max_length=200)
    file = models.FileField(upload_to="documents/%Y/%m")
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    verification_code = models.CharField(max_length=32, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # Kept when a user is removed: the file's history names who made it.
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["verification_code"],
                condition=~models.Q(verification_code=""),
                name="document_verification_code_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NumberSeries(models.Model):
    """The last number given out of a series, keyed by plain text: "case:14.01:2026"."""

    key = models.TextField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key} = {self.last}"
