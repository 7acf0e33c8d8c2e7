from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from atensi.documents.models import OfficialPaper
from institutions.models import Mandate, on_behalf_words

from ..querysets import OfDecisionQuerySet
from .decisions import CareDecision

PERSON = settings.AUTH_USER_MODEL


class DecisionRevocation(models.Model):
    """Dinas Sosial takes back a decision that it signed (UU 30/2014 art. 64), on a numbered paper of its own. The
    decision stays as it was signed; nothing begins by it any more, and where a child lives by it nothing prolongs it.

    Signed by a decider of the office that decided, never by the author of the social report (four eyes, by person).
    mandate, signed_for: a deputy signed, in the name of the decider; both or neither.
    """

    decision = models.OneToOneField(CareDecision, on_delete=models.PROTECT, related_name="revocation")
    reason = models.TextField(_("alasan"))
    report_author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_for = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    paper = models.OneToOneField(OfficialPaper, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = OfDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="revocation_says_why",
                violation_error_message=_("Tulis mengapa keputusan dicabut."),
            ),
            models.CheckConstraint(
                condition=~Q(signed_by=F("report_author"))
                & (
                    Q(mandate=None, signed_for=None)
                    | Q(mandate__isnull=False, signed_for__isnull=False)
                    & ~Q(signed_for=F("report_author"))
                    & ~Q(signed_for=F("signed_by"))
                ),
                name="revocation_four_eyes",
                violation_error_message=_("Penulis laporan sosial tidak boleh menandatangani keputusannya."),
            ),
        ]

    def __str__(self) -> str:
        return self.paper.number if self.paper else str(self.pk)

    @property
    def on_behalf(self) -> str:
        """In whose name a deputy signed; empty otherwise. Read with select_related("mandate", "signed_for")."""
        return on_behalf_words(self.signed_for, self.mandate.number) if self.mandate else ""
