from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.ranges import DateRange, IdRange

from ..querysets import PartnershipQuerySet
from .institutions import Institution

PERSON = settings.AUTH_USER_MODEL


class Partnership(models.Model):
    """A body that works with a Sentra under an agreement: an LKS, LKSA or UPTD that it strengthens (domain.md 4). Both
    days count; without a last day it runs until it is ended. Nothing is deleted: an end is written beside it.

    number: of the agreement. soft_reasons: why it was agreed on all the same: problem code -> text.
    ended_at: it was ended at that moment, before its last day.
    """

    sentra = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="partnerships")
    partner = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="sentra_partnerships")
    number = models.CharField(_("nomor perjanjian"), max_length=100)
    valid_from = models.DateField(_("mulai"))
    valid_until = models.DateField(_("sampai"), null=True, blank=True)
    soft_reasons = models.JSONField(default=dict, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    end_reason = models.TextField(blank=True)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(sentra=F("partner")),
                name="partnership_is_of_two",
                violation_error_message=_("Sentra tidak bermitra dengan dirinya sendiri."),
            ),
            models.CheckConstraint(
                condition=~Q(number=""),
                name="partnership_names_its_agreement",
                violation_error_message=_("Isi nomor perjanjian kerja sama."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="partnership_ends_after_start",
                violation_error_message=_("Kemitraan berakhir sebelum mulai."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, end_reason="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason=""),
                name="partnership_end_says_why",
                violation_error_message=_("Tuliskan alasan kemitraan diakhiri."),
            ),
            ExclusionConstraint(
                name="partnerships_do_not_overlap",
                expressions=[
                    (IdRange("sentra"), RangeOperators.OVERLAPS),
                    (IdRange("partner"), RangeOperators.OVERLAPS),
                    (
                        DateRange(
                            "valid_from", "valid_until", RangeBoundary(inclusive_lower=True, inclusive_upper=True)
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(ended_at=None),
                violation_error_message=_("Lembaga ini sudah bermitra dengan Sentra pada hari yang sama."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def is_over(self, day: date | None = None) -> bool:
        """Whether it was ended, or its last day lies before `day` (today)."""
        return self.ended_at is not None or (
            self.valid_until is not None and self.valid_until < (day or timezone.localdate())
        )

    def is_coming(self, day: date | None = None) -> bool:
        return not self.is_over(day) and self.valid_from > (day or timezone.localdate())
