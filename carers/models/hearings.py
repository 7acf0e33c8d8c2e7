"""The day on which a court is to hear a guardianship or an adoption."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..querysets import CareHearingQuerySet
from .processes import CareProcess, CareProcessStep

PERSON = settings.AUTH_USER_MODEL


class CareHearing(models.Model):
    """A day in court that is ahead: a clock tells of it until the step of the hearing is written down, or it is called
    off (docs/adr/0037). Where it was before it moved stands in the story of the case.

    at: the hour there, None while no summons says it. kept_by: the step that tells what came of it.
    """

    process = models.ForeignKey(CareProcess, on_delete=models.PROTECT, related_name="hearings")
    due_on = models.DateField(_("tanggal sidang"))
    at = models.TimeField(_("jam"), null=True, blank=True)
    court = models.CharField(_("pengadilan"), max_length=200)
    place = models.CharField(_("ruang atau alamat"), max_length=200, blank=True)
    kept_by = models.OneToOneField(
        CareProcessStep, null=True, blank=True, on_delete=models.PROTECT, related_name="hearing"
    )
    called_off_on = models.DateField(null=True, blank=True)
    called_off_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    called_off_reason = models.TextField(_("alasan dibatalkan"), blank=True)
    set_at = models.DateTimeField(auto_now_add=True)
    set_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = CareHearingQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["process"],
                condition=Q(kept_by=None, called_off_on=None),
                name="one_care_hearing_ahead",
                violation_error_message=_("Tanggal sidang sudah tercatat. Pindahkan tanggal itu."),
            ),
            models.CheckConstraint(
                condition=Q(called_off_on=None, called_off_by=None, called_off_reason="")
                | Q(called_off_on__isnull=False, called_off_by__isnull=False, kept_by=None) & ~Q(called_off_reason=""),
                name="care_hearing_called_off_says_why",
                violation_error_message=_("Tuliskan mengapa sidang dibatalkan."),
            ),
            models.CheckConstraint(condition=~Q(court=""), name="care_hearing_names_its_court"),
        ]

    def __str__(self) -> str:
        return self.court

    @property
    def is_ahead(self) -> bool:
        """Neither held nor called off; `ahead` of its queryset asks of the process and the case, too."""
        return self.kept_by_id is None and self.called_off_on is None
