from datetime import date

from django.contrib.auth.models import Group
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from atensi.reference.models import Code, Region

from ..querysets import InstitutionQuerySet
from ..states import LICENSED, RESIDENCES, SOCIAL_OFFICES, Faith, Kind, TargetGroup


class Institution(models.Model):
    """A body of the field: a Dinas Sosial, a ministry Sentra, a regional unit, a children's home (LKSA) or an LKS.

    group: the django-guardian group that shares are written to; it has no users, rights follow memberships.
    places: residential places in total; 0 for offices. specialisations: categories of people (lists AMPK and PPKS)
    whom it knows to deal with; they order proposals and bar nobody.
    """

    kind = models.CharField(_("jenis"), max_length=20, choices=Kind)
    name = models.CharField(_("nama"), max_length=200)
    former_names = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    region = models.ForeignKey(Region, verbose_name=_("wilayah"), on_delete=models.PROTECT, related_name="institutions")
    coverage = models.ManyToManyField(Region, verbose_name=_("wilayah layanan"), blank=True, related_name="covered_by")
    address = models.TextField(_("alamat"), blank=True)
    phone = models.CharField(_("telepon"), max_length=30, blank=True)
    email = models.EmailField(_("surel"), blank=True)
    target_groups = ArrayField(
        models.CharField(max_length=20, choices=TargetGroup), verbose_name=_("sasaran"), default=list, blank=True
    )
    specialisations = models.ManyToManyField(
        Code,
        verbose_name=_("keahlian"),
        blank=True,
        related_name="+",
        help_text=_("Kelompok yang biasa ditangani; menjadi pertimbangan saat rujukan dicarikan tempat."),
    )
    faith = models.CharField(
        _("landasan agama"),
        max_length=20,
        choices=Faith,
        blank=True,
        help_text=_("Kosongkan bila lembaga tidak berlandaskan agama tertentu."),
    )
    places = models.PositiveIntegerField(_("jumlah tempat"), default=0)
    licence_number = models.CharField(_("nomor izin operasional"), max_length=100, blank=True)
    licence_valid_from = models.DateField(_("izin berlaku dari"), null=True, blank=True)
    licence_valid_until = models.DateField(_("izin berlaku sampai"), null=True, blank=True)
    is_active = models.BooleanField(_("aktif"), default=True)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="institution")
    updated_at = models.DateTimeField(auto_now=True)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["name", "id"], name="institution_by_name")]
        constraints = [
            models.UniqueConstraint(
                "kind", "name", "region", name="institution_once", violation_error_message=_("Lembaga ini sudah ada.")
            ),
            models.CheckConstraint(
                condition=Q(licence_valid_from=None)
                | Q(licence_valid_until=None)
                | Q(licence_valid_until__gte=F("licence_valid_from")),
                name="licence_ends_after_start",
                violation_error_message=_("Izin berakhir sebelum mulai berlaku."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """ "Tapung, Kabupaten Kampar, Riau". Read with select_related("region__parent__parent")."""
        names, region = [], self.region
        while region is not None:
            names.append(region.name)
            region = region.parent
        return ", ".join(names)

    @property
    def target_group_labels(self) -> list[str]:
        return [str(TargetGroup(value).label) for value in self.target_groups]

    @property
    def is_social_office(self) -> bool:
        return self.kind in SOCIAL_OFFICES

    @property
    def is_residence(self) -> bool:
        return self.kind in RESIDENCES

    @property
    def needs_licence(self) -> bool:
        return self.kind in LICENSED

    def licence_valid_on(self, day: date) -> bool:
        """Whether the institution may receive on `day`. Government units work under their statute (domain.md 7)."""
        if not self.needs_licence:
            return True
        return bool(
            self.licence_number
            and self.licence_valid_until
            and (self.licence_valid_from is None or self.licence_valid_from <= day)
            and day <= self.licence_valid_until
        )
