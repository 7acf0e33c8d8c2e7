"""Which household of the register a child is to live with, or lives with."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Case, FamilyMember

from ..querysets import CareMatchQuerySet
from ..requirements import FORM_CHOICES
from .candidates import Candidate

PERSON = settings.AUTH_USER_MODEL


class CareMatch(models.Model):
    """That a household of the register was chosen for one child, and that the child lives there (docs/adr/0035).

    It takes one of the household's places from the choice to its end. carer: who of the household stands in the child's
    family, so that a decision and a placement name the same. lives_from: the first day of the placement there; None
    while the child has not come. reasons: problem code -> why in spite of a soft rule.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="care_matches")
    form = models.CharField(_("bentuk pengasuhan"), max_length=15, choices=FORM_CHOICES)
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="matches")
    carer = models.ForeignKey(FamilyMember, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("mengapa keluarga ini"))
    reasons = models.JSONField(default=dict, blank=True)
    lives_from = models.DateField(null=True, blank=True)
    chosen_at = models.DateTimeField(auto_now_add=True)
    chosen_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    end_reason = models.TextField(_("alasan"), blank=True)

    objects = CareMatchQuerySet.as_manager()

    class Meta:
        ordering = ["-chosen_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "form"],
                condition=Q(ended_on=None, lives_from=None),
                name="one_household_chosen",
                violation_error_message=_("Sudah ada keluarga yang dipilih untuk anak ini."),
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_on=None, lives_from__isnull=False),
                name="child_lives_in_one_household",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_by=None, end_reason="")
                | Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(end_reason=""),
                name="care_match_end_is_whole",
                violation_error_message=_("Tuliskan mengapa pilihan diakhiri."),
            ),
        ]
        indexes = [
            models.Index(fields=["candidate"], condition=Q(ended_on=None), name="match_standing_of_household"),
        ]

    def __str__(self) -> str:
        return self.get_form_display()

    @property
    def is_coming(self) -> bool:
        """Chosen, and the child has not come."""
        return self.ended_on is None and self.lives_from is None
