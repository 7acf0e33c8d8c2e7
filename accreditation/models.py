from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from atensi.ranges import DateRange, IdRange
from institutions.models import Institution


class CertificateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Certificates are public to every signed-in person, as the institutions are."""
        return self.all() if user.is_authenticated else self.none()

    def valid_on(self, day: date):
        """Certificates in force on `day`, both ends included."""
        return self.filter(valid_from__lte=day, valid_until__gte=day)


class Certificate(models.Model):
    """An accreditation certificate of an institution: rank, number, and its own validity (never computed from the
    rank, domain.md 7). Two certificates of one institution never overlap."""

    class Rank(models.TextChoices):
        A = "A", _("A, baik sekali")
        B = "B", _("B, baik")
        C = "C", _("C, cukup")

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="certificates")
    rank = models.CharField(_("peringkat"), max_length=1, choices=Rank)
    number = models.CharField(_("nomor sertifikat"), max_length=100)
    valid_from = models.DateField(_("berlaku dari"))
    valid_until = models.DateField(_("berlaku sampai"))

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], name="certificate_number_once", violation_error_message=_("Nomor ini sudah dipakai.")
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="certificate_ends_after_start",
                violation_error_message=_("Sertifikat berakhir sebelum mulai berlaku."),
            ),
            ExclusionConstraint(
                name="certificates_do_not_overlap",
                expressions=[
                    (IdRange("institution"), RangeOperators.OVERLAPS),
                    (
                        DateRange(
                            "valid_from", "valid_until", RangeBoundary(inclusive_lower=True, inclusive_upper=True)
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Masa berlaku bertumpuk dengan sertifikat lain."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rank} {self.number}"
