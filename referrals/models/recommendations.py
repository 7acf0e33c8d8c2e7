from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from institutions.models import Institution

from ..querysets import RecommendationQuerySet
from ..states import Advice
from .referrals import Referral
from .signed import ByMandate, four_eyes

PERSON = settings.AUTH_USER_MODEL


class Recommendation(ByMandate):
    """What the Dinas of the regency says of a request that its province decides on: the office that recommends and the
    one that decides stand apart (domain.md 5.2, 5.3, hard). Numbered, and immutable once given.

    By a decider or supervisor of the office, never by the author of the social report.
    """

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="recommendation")
    office = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("nomor"), max_length=60, unique=True)
    advice = models.CharField(_("rekomendasi"), max_length=10, choices=Advice)
    reason = models.TextField(_("alasan"))
    report_author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(reason=""),
                name="recommendation_says_why",
                violation_error_message=_("Tulis alasan rekomendasi."),
            ),
            four_eyes(
                "recommendation_four_eyes",
                _("Penulis laporan sosial tidak memberi rekomendasi."),
                signer="given_by",
                other="report_author",
            ),
        ]

    def __str__(self) -> str:
        return self.number
