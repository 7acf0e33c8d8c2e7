from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from atensi.documents.models import OfficialPaper
from institutions.models import Mandate, on_behalf_words

from ..querysets import OfDecisionQuerySet
from .decisions import CareDecision

PERSON = settings.AUTH_USER_MODEL


class DecisionRevision(models.Model):
    """Dinas Sosial changes a decision that it signed (UU 30/2014 art. 63), on a numbered paper of its own: it ends
    sooner, or a mistake in its words is set right, or both. The decision stays as it was signed.

    Longer, elsewhere or in another form is never a revision: that is asked for and weighed anew.
    ends_before, until_on: the last day before and after, both empty when only words are set right; ends_before is empty
    too where the decision had no end. Signed like a revocation: by a decider of the office that decided, never by the
    author of the social report. mandate, signed_for: a deputy signed; both or neither.
    """

    decision = models.ForeignKey(CareDecision, on_delete=models.PROTECT, related_name="revisions")
    reason = models.TextField(_("alasan"))
    ends_before = models.DateField(_("berakhir semula"), null=True, blank=True)
    until_on = models.DateField(_("berlaku sampai"), null=True, blank=True)
    correction = models.TextField(_("perbaikan isi"), blank=True, default="")
    report_author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_for = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    paper = models.OneToOneField(OfficialPaper, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = OfDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & (Q(until_on__isnull=False) | ~Q(correction="")),
                name="revision_says_what_and_why",
                violation_error_message=_("Tulis alasan, dan apa yang diubah."),
            ),
            models.CheckConstraint(
                condition=Q(ends_before=None)
                | Q(ends_before__isnull=False, until_on__isnull=False, until_on__lt=F("ends_before")),
                name="revision_only_shortens",
                violation_error_message=_("Perubahan hanya memendekkan masa keputusan."),
            ),
            models.CheckConstraint(
                condition=~Q(signed_by=F("report_author"))
                & (
                    Q(mandate=None, signed_for=None)
                    | Q(mandate__isnull=False, signed_for__isnull=False)
                    & ~Q(signed_for=F("report_author"))
                    & ~Q(signed_for=F("signed_by"))
                ),
                name="revision_four_eyes",
                violation_error_message=_("Penulis laporan sosial tidak boleh menandatangani keputusannya."),
            ),
        ]

    def __str__(self) -> str:
        return self.paper.number if self.paper else str(self.pk)

    @property
    def on_behalf(self) -> str:
        """In whose name a deputy signed; empty otherwise. Read with select_related("mandate", "signed_for")."""
        return on_behalf_words(self.signed_for, self.mandate.number) if self.mandate else ""
