from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .decisions import CareDecision
from .signed import REPORT_AUTHOR_SIGNS, PaperOfDecision, four_eyes


class DecisionRevision(PaperOfDecision):
    """Dinas Sosial changes a decision that it signed (UU 30/2014 art. 63), on a numbered paper of its own: it ends
    sooner, or a mistake in its words is set right, or both. The decision stays as it was signed.

    Longer, elsewhere or in another form is never a revision: that is asked for and weighed anew.
    ends_before, until_on: the last day before and after, both empty when only words are set right; ends_before is empty
    too where the decision had no end. Signed like a revocation: by a decider of the office that decided, never by the
    author of the social report (four eyes, by person).
    """

    decision = models.ForeignKey(CareDecision, on_delete=models.PROTECT, related_name="revisions")
    ends_before = models.DateField(_("berakhir semula"), null=True, blank=True)
    until_on = models.DateField(_("berlaku sampai"), null=True, blank=True)
    correction = models.TextField(_("perbaikan isi"), blank=True, default="")

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
            four_eyes("revision_four_eyes", REPORT_AUTHOR_SIGNS, signer="signed_by", other="report_author"),
        ]
