from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from atensi.documents.models import OfficialPaper
from institutions.models import Institution

from ..querysets import PlacementExtensionQuerySet
from ..states import ExtensionState
from .placements import Placement
from .signed import ByMandate, four_eyes

PERSON = settings.AUTH_USER_MODEL


class PlacementExtension(ByMandate):
    """A placement lasts longer than Dinas Sosial decided: asked for with a reason, signed by a decider of the deciding
    office, who is another person (UU 23/2002 arts. 57-58; domain.md 5.2). The decision stays as it was signed; the
    placement's `planned_end_on` moves to `until_on`. An emergency's limit is never extended.

    ends_before: the end that is lengthened. paper: of a signed one; those signed before papers were made have none.
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
            four_eyes(
                "extension_four_eyes",
                _("Yang meminta perpanjangan tidak menandatanganinya."),
                signer="answered_by",
                other="asked_by",
                optional=True,
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
