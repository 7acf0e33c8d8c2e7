from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .decisions import CareDecision
from .signed import REPORT_AUTHOR_SIGNS, PaperOfDecision, four_eyes


class DecisionRevocation(PaperOfDecision):
    """Dinas Sosial takes back a decision that it signed (UU 30/2014 art. 64), on a numbered paper of its own. The
    decision stays as it was signed; nothing begins by it any more, and where a child lives by it nothing prolongs it.

    Signed by a decider of the office that decided, never by the author of the social report (four eyes, by person).
    """

    decision = models.OneToOneField(CareDecision, on_delete=models.PROTECT, related_name="revocation")

    class Meta:
        ordering = ["-signed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="revocation_says_why",
                violation_error_message=_("Tulis mengapa keputusan dicabut."),
            ),
            four_eyes("revocation_four_eyes", REPORT_AUTHOR_SIGNS, signer="signed_by", other="report_author"),
        ]
