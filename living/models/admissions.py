from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referrals.models import Placement

from ..querysets import StayPartQuerySet
from ..states import NEEDED_PAPERS, AdmissionPaper, AgreedBy

PERSON = settings.AUTH_USER_MODEL


class AdmissionSheet(models.Model):
    """What came with a child into a home, and what was done on the first day (domain.md 5.3).

    documents: papers that came along. oriented_on, oriented_by: who showed the child the house, and when. agreed_on,
    agreed_by: who signed the agreement; Dinas in place of a family that is not known. is_whole: nothing is missing.
    kept_at, kept_by: last written by whom. soft_reasons: problem code -> reason.
    """

    placement = models.OneToOneField(Placement, on_delete=models.PROTECT, related_name="admission_sheet")
    documents = ArrayField(models.CharField(max_length=20, choices=AdmissionPaper), default=list, blank=True)
    belongings = models.TextField(_("barang bawaan"), blank=True)
    health = models.TextField(_("kesehatan saat masuk"), blank=True)
    oriented_on = models.DateField(_("orientasi"), null=True, blank=True)
    oriented_by = models.CharField(_("pendamping orientasi"), max_length=200, blank=True)
    agreed_on = models.DateField(_("kesepakatan"), null=True, blank=True)
    agreed_by = ArrayField(models.CharField(max_length=10, choices=AgreedBy), default=list, blank=True)
    is_whole = models.BooleanField(default=False)
    soft_reasons = models.JSONField(default=dict, blank=True)
    kept_at = models.DateTimeField(auto_now=True)
    kept_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = StayPartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(oriented_on=None, oriented_by="") | Q(oriented_on__isnull=False) & ~Q(oriented_by=""),
                name="orientation_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(agreed_on=None, agreed_by=[]) | Q(agreed_on__isnull=False) & ~Q(agreed_by=[]),
                name="admission_agreement_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(is_whole=False)
                | Q(
                    oriented_on__isnull=False,
                    documents__contains=list(NEEDED_PAPERS),
                    agreed_by__contains=[AgreedBy.CHILD, AgreedBy.HOME],
                    agreed_by__overlap=[AgreedBy.FAMILY, AgreedBy.OFFICE],
                )
                & ~Q(belongings="")
                & ~Q(health=""),
                name="whole_admission_sheet_misses_nothing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.placement)

    @property
    def papers(self) -> list[str | Promise]:
        """What came along, in words."""
        return [AdmissionPaper(code).label for code in self.documents]

    @property
    def signers(self) -> list[str | Promise]:
        """Who signed the agreement, in words."""
        return [AgreedBy(code).label for code in self.agreed_by]

    @property
    def missing(self) -> list[str | Promise]:
        """What is not there yet, in words."""
        found = [AdmissionPaper(code).label for code in NEEDED_PAPERS if code not in self.documents]
        found += [words for words, there in self._parts() if not there]
        return found

    def _parts(self) -> list[tuple[str | Promise, bool]]:
        signed = set(self.agreed_by)
        for_family = bool(signed & {AgreedBy.FAMILY, AgreedBy.OFFICE})
        return [
            (_("Barang bawaan"), bool(self.belongings)),
            (_("Kesehatan saat masuk"), bool(self.health)),
            (_("Orientasi hari pertama"), self.oriented_on is not None),
            (
                _("Kesepakatan anak, orang tua/wali atau Dinas, dan lembaga"),
                for_family and {AgreedBy.CHILD, AgreedBy.HOME} <= signed,
            ),
        ]
