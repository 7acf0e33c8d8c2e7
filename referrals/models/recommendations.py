from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from institutions.models import Institution, Mandate, on_behalf_words

from ..querysets import RecommendationQuerySet
from ..states import Advice
from .referrals import Referral

PERSON = settings.AUTH_USER_MODEL


class Recommendation(models.Model):
    """What the Dinas of the regency says of a request that its province decides on: the office that recommends and the
    one that decides stand apart (domain.md 5.2, 5.3, hard). Numbered, and immutable once given.

    By a decider or supervisor of the office, never by the author of the social report. mandate, signed_for: a deputy
    gave it, in the name of whom they stand in for; both or neither.
    """

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="recommendation")
    office = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("nomor"), max_length=60, unique=True)
    advice = models.CharField(_("rekomendasi"), max_length=10, choices=Advice)
    reason = models.TextField(_("alasan"))
    report_author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_for = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(reason=""),
                name="recommendation_says_why",
                violation_error_message=_("Tulis alasan rekomendasi."),
            ),
            models.CheckConstraint(
                condition=~Q(given_by=F("report_author"))
                & (
                    Q(mandate=None, signed_for=None)
                    | Q(mandate__isnull=False, signed_for__isnull=False)
                    & ~Q(signed_for=F("report_author"))
                    & ~Q(signed_for=F("given_by"))
                ),
                name="recommendation_four_eyes",
                violation_error_message=_("Penulis laporan sosial tidak memberi rekomendasi."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def on_behalf(self) -> str:
        """In whose name a deputy gave it; empty otherwise. Read with select_related("mandate", "signed_for")."""
        return on_behalf_words(self.signed_for, self.mandate.number) if self.mandate else ""
