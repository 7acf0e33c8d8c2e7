from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Region(models.Model):
    """A province, regency/city or district, keyed by the Ministry of Home Affairs' code: "14", "14.01", "14.01.05"."""

    class Level(models.IntegerChoices):
        PROVINCE = 1, _("Provinsi")
        REGENCY = 2, _("Kabupaten/kota")
        DISTRICT = 3, _("Kecamatan")

    code = models.CharField(max_length=8, primary_key=True)
    name = models.CharField(max_length=100)
    level = models.SmallIntegerField(choices=Level.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    bps_code = models.CharField(max_length=8, blank=True)  # statistics only, domain.md 10.2
    time_zone = models.CharField(max_length=20)

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(Lower("name"), name="region_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def province_code(self) -> str:
        return self.code[:2]

    @property
    def regency_code(self) -> str:
        return self.code[:5]


class CodeQuerySet(models.QuerySet):
    def valid_on(self, day: date):
        """Codes in force on `day` (both ends included)."""
        return self.filter(Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day))

    def of(self, list_name: str):
        return self.filter(list=list_name)

    def in_force(self, list_name: str):
        """The codes of a list that are in force today."""
        return self.of(list_name).valid_on(timezone.localdate())


class Code(models.Model):
    """One entry of a code list with its validity and legal basis (domain.md 2): a case keeps the row it was recorded
    with, and a list that is replaced gets new rows instead of overwritten ones.

    cluster: of a category of people, the cluster of ATENSI that serves them (Permensos 7/2021 art. 3).
    """

    class List(models.TextChoices):
        AMPK = "AMPK", _("Anak yang memerlukan perlindungan khusus")
        PAS = "PAS", _("Pemerlu Atensi Sosial")
        PPKS = "PPKS", _("Pemerlu pelayanan kesejahteraan sosial")
        COMPONENT = "COMPONENT", _("Komponen ATENSI")
        ACTIVITY = "ACTIVITY", _("Kegiatan ATENSI")
        CLUSTER = "CLUSTER", _("Klaster ATENSI")
        CLOSURE_REASON = "CLOSURE_REASON", _("Alasan penutupan")

    list = models.CharField(max_length=20, choices=List.choices)
    code = models.CharField(max_length=60)
    order = models.SmallIntegerField(default=0)
    label = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    cluster = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    legal_basis = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = CodeQuerySet.as_manager()

    class Meta:
        ordering = ["list", "order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["list", "code", "valid_from"], name="code_once_per_start"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")), name="code_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def words(self) -> str:
        """The label as the reader's language says it."""
        return self.label_en if get_language() == "en" and self.label_en else self.label


class HolidayQuerySet(models.QuerySet):
    def held_in(self, region: Region | None):
        """Those of the nation, and of the province and regency that `region` lies in."""
        around = [region.code[:size] for size in (2, 5, 8)] if region else []
        return self.filter(Q(region=None) | Q(region_id__in=around))


class Holiday(models.Model):
    """A day on which offices are closed; weekends are not stored.

    region: the province or regency that holds it by its own decision; None for the nation's, which are loaded.
    basis: the decision it rests on.
    """

    day = models.DateField(_("hari"))
    name = models.CharField(_("nama"), max_length=200)
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(_("dasar"), max_length=200, blank=True)

    objects = HolidayQuerySet.as_manager()

    class Meta:
        ordering = ["day", "region_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "region"],
                name="holiday_once_per_region",
                nulls_distinct=False,
                violation_error_message=_("Hari itu sudah tercatat sebagai hari libur."),
            ),
            models.CheckConstraint(
                condition=Q(region=None) | ~Q(basis=""),
                name="local_holiday_has_a_basis",
                violation_error_message=_("Tulis keputusan yang menetapkan hari libur itu."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
