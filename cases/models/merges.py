from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from atensi.fields import EncryptedTextField
from institutions.models import Institution

from ..querysets import BeneficiaryMergeQuerySet
from .beneficiaries import Beneficiary

PERSON = {"on_delete": models.PROTECT, "related_name": "+"}


class BeneficiaryMerge(models.Model):
    """That two files were found to be of one person, and how to take it back.

    kept: the file that goes on. merged: the other, whose row stays as it was and points to `kept` while this is in
    force. changes: each row that was moved or changed, with what stood before and after (cases.services.row_changes),
    encrypted: numbers are among it.
    """

    kept = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="mergers")
    office = models.ForeignKey(Institution, **PERSON)
    reason = models.TextField(_("alasan"))
    changes = EncryptedTextField(blank=True)
    merged_at = models.DateTimeField(auto_now_add=True)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, **PERSON)
    undone_reason = models.TextField(_("mengapa dibatalkan"), blank=True)

    objects = BeneficiaryMergeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="merge_is_of_two_files"),
            models.CheckConstraint(condition=~Q(reason=""), name="merge_says_why"),
            models.UniqueConstraint(fields=["merged"], condition=Q(undone_at=None), name="merged_once_at_a_time"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None, undone_reason="")
                | Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_reason=""),
                name="undone_merge_says_why_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class DistinctPeople(models.Model):
    """That two like files were looked at and found to be of two people: they are not proposed again."""

    one = models.ForeignKey(Beneficiary, **PERSON)
    other = models.ForeignKey(Beneficiary, **PERSON)
    reason = models.TextField(_("alasan"))
    decided_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="distinct_pair_in_order"),
            models.UniqueConstraint(fields=["one", "other"], name="distinct_pair_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="distinct_pair_says_why"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
