from django.conf import settings
from django.db import models

from atensi.fields import EncryptedTextField

from .querysets import DraftQuerySet


class Draft(models.Model):
    """What one person has typed into one form about one subject, acting under one membership, until it is sent.

    Nobody's record: only its owner reads it, while the membership stands, and it goes when the form has done its work.
    form: the URL name of the page. subject: the page's address, which holds ids and never a name.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey("institutions.Membership", on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=100)
    subject = models.CharField(max_length=500)
    content = EncryptedTextField()
    saved_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "membership", "form", "subject"], name="draft_one_per_form_and_subject"
            )
        ]
        indexes = [models.Index(fields=["membership", "saved_at"], name="draft_by_age")]

    def __str__(self):
        return f"{self.form} {self.pk}"
