from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from atensi.ranges import IdRange, NumberRange

from ..states import BandSex
from .institutions import Institution

OLDEST_AGE = 120
# More than any residence has: what lies beyond is a slip of the hand.
MOST_PLACES, MOST_BANDS = 5000, 40


class CapacityBand(models.Model):
    """Places of a residence that are for one age group, and perhaps one sex (domain.md 13, `capacity_age_bands`).

    Bands of one residence do not overlap, so that a resident counts in one at most, and together hold no more than the
    residence's places. Both ages count, in completed years. A residence without bands takes whom its places allow.
    """

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="bands")
    sex = models.CharField(_("jenis kelamin"), max_length=10, choices=BandSex, default=BandSex.ANY)
    age_from = models.PositiveSmallIntegerField(_("dari umur"))
    age_to = models.PositiveSmallIntegerField(_("sampai umur"))
    places = models.PositiveIntegerField(_("jumlah tempat"))

    class Meta:
        ordering = ["age_from", "sex", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(age_to__gte=F("age_from")) & Q(age_to__lte=OLDEST_AGE),
                name="band_ages_in_order",
                violation_error_message=_("Umur awal melebihi umur akhir."),
            ),
            ExclusionConstraint(
                name="bands_do_not_overlap",
                expressions=[
                    (IdRange("institution"), RangeOperators.OVERLAPS),
                    (NumberRange("age_from", "age_to", Value("[]")), RangeOperators.OVERLAPS),
                    # Male is 1, female 2; a band for all reaches over both.
                    (
                        NumberRange(
                            Case(When(sex=BandSex.FEMALE, then=Value(2)), default=Value(1)),
                            Case(When(sex=BandSex.MALE, then=Value(1)), default=Value(2)),
                            Value("[]"),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Kelompok tempat ini tumpang tindih dengan yang lain."),
            ),
        ]

    def __str__(self) -> str:
        words = str(_("%(from)d-%(to)d tahun") % {"from": self.age_from, "to": self.age_to})
        return words if self.sex == BandSex.ANY else f"{self.get_sex_display()}, {words}"

    def covers(self, *, sex: str, age: int) -> bool:
        """Whether the band is for somebody of this sex and age in completed years."""
        return self.sex in (BandSex.ANY, sex) and self.age_from <= age <= self.age_to

    def meets(self, other: "CapacityBand") -> bool:
        """Whether somebody could belong to both."""
        same_sex = self.sex == other.sex or BandSex.ANY in (self.sex, other.sex)
        return same_sex and self.age_from <= other.age_to and other.age_from <= self.age_to
