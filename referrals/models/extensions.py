from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from atensi.documents.models import OfficialPaper
from institutions.models import Institution, Mandate

from ..querysets import PlacementExtensionQuerySet
from ..states import ExtensionState
from .placements import Placement

PERSON = settings.AUTH_USER_MODEL


class PlacementExtension(models.Model):
    """A placement lasts longer than Dinas Sosial decided: asked for with a reason, signed by a decider of the deciding
    office, who is another person (UU 23/2002 arts. 57-58; domain.md 5.2). The decision stays as it was signed; the
    placement's `planned_end_on` moves to `until_on`. An emergency's limit is never extended.

    ends_before: the end that is lengthened. paper: of a signed one; those signed before papers were made have none.
    mandate, signed_for: a deputy signed, in the decider's name.
    """

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="extensions")
    office = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    ends_before = models.DateField(_("berakhir semula"))
    until_on = models.DateField(_("diperpanjang sampai"))
    reason = models.TextField(_("alasan"))
    state = models.CharField(max_length=10, choices=ExtensionState, default=ExtensionState.ASKED)
    soft_reasons = models.JSONField(default=dict, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    considerations = models.TextField(_("pertimbangan"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_for = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    paper = models.OneToOneField(OfficialPaper, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = PlacementExtensionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gt=F("ends_before")) & ~Q(reason=""),
                name="extension_is_longer_and_says_why",
                violation_error_message=_("Tulis alasan, dan tanggal sesudah akhir yang sekarang."),
            ),
            models.CheckConstraint(
                condition=Q(state=ExtensionState.ASKED, answered_at=None, answered_by=None)
                | ~Q(state=ExtensionState.ASKED)
                & Q(answered_at__isnull=False, answered_by__isnull=False)
                & ~Q(considerations=""),
                name="extension_answer_is_whole",
                violation_error_message=_("Tulis pertimbangan."),
            ),
            models.CheckConstraint(
                condition=(Q(answered_by=None) | ~Q(answered_by=F("asked_by")))
                & (
                    Q(mandate=None, signed_for=None)
                    | Q(mandate__isnull=False, signed_for__isnull=False)
                    & ~Q(signed_for=F("asked_by"))
                    & ~Q(signed_for=F("answered_by"))
                ),
                name="extension_four_eyes",
                violation_error_message=_("Yang meminta perpanjangan tidak menandatanganinya."),
            ),
            models.UniqueConstraint(
                fields=["placement"],
                condition=Q(state=ExtensionState.ASKED),
                name="one_asked_extension_per_placement",
                violation_error_message=_("Perpanjangan penempatan ini sudah diminta."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Perpanjangan sampai %(date)s") % {"date": self.until_on})

    @property
    def is_waiting(self) -> bool:
        """As `waiting()`: asked, not answered, and the placement goes on."""
        return self.state == ExtensionState.ASKED and self.placement.is_open

    @property
    def on_behalf(self) -> str:
        """In whose name a deputy signed; empty for the decider's own. Read with select_related."""
        if self.mandate is None:
            return ""
        values = {"name": self.signed_for, "number": self.mandate.number}
        return str(_("a.n. %(name)s berdasarkan mandat %(number)s") % values)
