from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import DateField, ExpressionWrapper, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.ranges import DateRange, IdRange

from ..querysets import MandateQuerySet
from ..states import LENDING_ROLES, Role
from .memberships import Membership


class Mandate(models.Model):
    """A dated mandate: while it runs, a colleague exercises the office of its holder and in the holder's name, who
    stays responsible (UU 30/2014 art. 14). Both days count.

    grantor: the membership lent; role: its role, copied. deputy: who acts. number, basis: the letter and why.
    limit_days: the office's longest mandate when it was given, copied. ended_at: it was called off at that moment.
    """

    grantor = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="mandates_given")
    role = models.CharField(_("peran"), max_length=30, choices=Role)
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("pengganti"), on_delete=models.PROTECT, related_name="mandates_held"
    )
    number = models.CharField(_("nomor surat mandat"), max_length=60)
    basis = models.CharField(_("dasar"), max_length=300)
    valid_from = models.DateField(_("mulai"))
    valid_until = models.DateField(_("sampai"))
    limit_days = models.PositiveSmallIntegerField()
    granted_at = models.DateTimeField(auto_now_add=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = MandateQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=sorted(LENDING_ROLES)), name="mandate_lends_an_office"),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="mandate_ends_after_start",
                violation_error_message=_("Mandat berakhir sebelum mulai."),
            ),
            models.CheckConstraint(
                condition=Q(
                    valid_until__lt=ExpressionWrapper(F("valid_from") + F("limit_days"), output_field=DateField())
                ),
                name="mandate_within_its_limit",
                violation_error_message=_("Mandat ini lebih lama daripada batas kantor."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False), name="mandate_ended_by_at"
            ),
            ExclusionConstraint(
                name="mandates_do_not_overlap",
                expressions=[
                    (IdRange("grantor"), RangeOperators.OVERLAPS),
                    (IdRange("deputy"), RangeOperators.OVERLAPS),
                    (
                        DateRange(
                            "valid_from", "valid_until", RangeBoundary(inclusive_lower=True, inclusive_upper=True)
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(ended_at=None),
                violation_error_message=_("Orang ini sudah memegang mandat itu pada hari yang sama."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def on_behalf(self) -> str:
        """In whose name the deputy signs: "a.n. Ibu Contoh berdasarkan mandat 800/12". Needs `grantor__user`."""
        return on_behalf_words(self.grantor.user, self.number)

    def is_over(self, day: date | None = None) -> bool:
        """Whether it was ended, or its last day lies before `day` (today)."""
        return self.ended_at is not None or self.valid_until < (day or timezone.localdate())

    def is_coming(self, day: date | None = None) -> bool:
        return not self.is_over(day) and self.valid_from > (day or timezone.localdate())


def on_behalf_words(person: object, number: str) -> str:
    """ "a.n. Ibu Contoh berdasarkan mandat 800/12" (UU 30/2014 art. 14)."""
    return str(_("a.n. %(name)s berdasarkan mandat %(number)s") % {"name": person, "number": number})
