"""Input about institutions."""

from datetime import datetime
from itertools import groupby
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.forms import AtensiForm, CheckField, DateField
from atensi.reference.models import Code, Region
from atensi.versions import VersionedForm

from ..models import MOST_PLACES, Institution
from ..states import Faith, Kind, TargetGroup

ACTIVE, INACTIVE = "aktif", "nonaktif"
FACT_FIELDS = (
    "name",
    "address",
    "phone",
    "email",
    "target_groups",
    "faith",
    "places",
    "licence_number",
    "licence_valid_from",
    "licence_valid_until",
)


class InstitutionFilterForm(AtensiForm):
    """Search and filters of the list; what is not understood is left out."""

    q = forms.CharField(label=_("Cari nama, juga nama lama"), required=False, max_length=100)
    jenis = forms.ChoiceField(label=_("Jenis"), required=False, choices=[("", _("Semua jenis")), *Kind.choices])
    wilayah = forms.ChoiceField(label=_("Wilayah"), required=False)
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("Aktif")), (INACTIVE, _("Tidak aktif"))]
    )

    def __init__(self, data, *, near: str = ""):
        """near: the regency or province whose regencies are offered beside the provinces."""
        super().__init__(data, auto_id="f_%s")
        province = (data.get("wilayah") or near)[:2]
        self.fields["wilayah"].choices = [("", _("Semua wilayah")), *_provinces_and_regencies(province)]
        self.full_clean()

    @property
    def value(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


def _provinces_and_regencies(province: str) -> list[Any]:
    rows = Region.objects.filter(level=Region.Level.PROVINCE) | Region.objects.filter(parent=province or None, level=2)
    regions = list(rows.order_by("level", "code"))
    provinces = [(row.pk, row.name) for row in regions if row.level == Region.Level.PROVINCE]
    regencies = [(row.pk, row.name) for row in regions if row.level != Region.Level.PROVINCE]
    groups: list[Any] = [(_("Provinsi"), provinces)]
    name = dict(provinces).get(province)
    return [(name, regencies), *groups] if name and regencies else groups


def regions_to_choose(prefix: str, own: Region | None = None) -> list[Any]:
    """Options by regency: the regencies and districts whose code begins with `prefix`, and the one it stands in."""
    rows = list(Region.objects.filter(code__startswith=prefix).exclude(level=Region.Level.PROVINCE))
    names = {row.pk: row.name for row in rows}
    groups = [
        (names.get(regency, regency), [(row.pk, row.name) for row in part])
        for regency, part in groupby(rows, key=lambda row: row.regency_code)
    ]
    outside = [(own.pk, own.name)] if own is not None and own.pk not in names else []
    return [*outside, *groups]


class InstitutionForm(VersionedForm):
    """A new institution."""

    kind = forms.ChoiceField(label=_("Jenis"), choices=[("", _("Pilih jenis")), *Kind.choices])
    name = forms.CharField(label=_("Nama"), max_length=200)
    region = forms.ChoiceField(label=_("Wilayah"))
    address = forms.CharField(label=_("Alamat"), required=False, widget=forms.Textarea)
    phone = forms.CharField(label=_("Telepon"), required=False, max_length=30, widget=forms.TextInput({"type": "tel"}))
    email = forms.EmailField(label=_("Surel"), required=False)
    target_groups = CheckField(label=_("Sasaran"), required=False, choices=TargetGroup.choices)
    faith = forms.ChoiceField(
        label=_("Landasan agama"), required=False, choices=[("", _("Tanpa landasan agama")), *Faith.choices]
    )
    places = forms.IntegerField(
        label=_("Jumlah tempat"),
        required=False,
        min_value=0,
        max_value=MOST_PLACES,
        help_text=_("Tempat tinggal seluruhnya; 0 untuk kantor dan layanan tanpa asrama."),
        widget=forms.NumberInput({"class": "w-s", "inputmode": "numeric"}),
    )
    licence_number = forms.CharField(label=_("Nomor izin operasional"), required=False, max_length=100)
    licence_valid_from = DateField(label=_("Izin berlaku dari"), required=False)
    licence_valid_until = DateField(label=_("Izin berlaku sampai"), required=False)

    def __init__(self, *args, regions: list[Any], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [("", _("Pilih wilayah")), *regions]

    def facts(self) -> dict[str, Any]:
        """The cleaned input as facts for the services; the region as a row."""
        data = self.cleaned_data
        facts = {name: data[name] for name in FACT_FIELDS if name in data}
        return {**facts, "places": data["places"] or 0, "region": Region.objects.get(pk=data["region"])}


class InstitutionEditForm(InstitutionForm):
    """An institution that exists: its kind stays; former names, coverage and status are added."""

    kind = None
    former_names = forms.CharField(
        label=_("Nama lama"), required=False, widget=forms.Textarea, help_text=_("Satu nama pada satu baris.")
    )
    coverage = CheckField(label=_("Wilayah layanan"), required=False)
    specialisations = CheckField(
        label=_("Keahlian"),
        required=False,
        help_text=_("Kelompok yang biasa ditangani; menjadi pertimbangan saat rujukan dicarikan tempat."),
    )
    is_active = forms.BooleanField(label=_("Lembaga ini aktif"), required=False)
    seen_at = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, institution: Institution, coverage: list[Region], categories: list[Code], **kwargs):
        super().__init__(*args, initial=initial_of(institution), **kwargs)
        self.fields["coverage"].choices = [(row.pk, row.name) for row in coverage]
        self.fields["specialisations"].choices = [(row.pk, f"{row.list}: {row.words}") for row in categories]

    def clean_former_names(self) -> list[str]:
        names = [line.strip() for line in self.cleaned_data["former_names"].splitlines() if line.strip()]
        if any(len(name) > 200 for name in names):
            raise forms.ValidationError(_("Satu nama paling panjang 200 huruf."))
        return names

    def clean_seen_at(self) -> datetime:
        try:
            return datetime.fromisoformat(self.cleaned_data["seen_at"])
        except ValueError as wrong:
            raise forms.ValidationError(_("Buka lagi halaman ini, lalu ubah dari sana.")) from wrong

    def facts(self) -> dict[str, Any]:
        extra = {name: self.cleaned_data[name] for name in ("former_names", "is_active")}
        return {**super().facts(), **extra}


def initial_of(institution: Institution) -> dict[str, Any]:
    """What the form shows before anything is typed."""
    return {
        **{name: getattr(institution, name) for name in FACT_FIELDS},
        "region": institution.region_id,
        "former_names": "\n".join(institution.former_names),
        "coverage": [row.pk for row in institution.coverage.all()],
        "specialisations": [row.pk for row in institution.specialisations.all()],
        "is_active": institution.is_active,
        "seen_at": institution.updated_at.isoformat(),
    }


def coverage_to_choose(institution: Institution) -> list[Region]:
    """Provinces for a Sentra; for all others the regencies of the own province."""
    if institution.kind == Kind.SENTRA:
        return list(Region.objects.filter(level=Region.Level.PROVINCE))
    return list(Region.objects.filter(level=Region.Level.REGENCY, parent=institution.region.province_code))


def specialisations_to_choose(institution: Institution) -> list[Code]:
    """The categories of people in force, of children (AMPK) first, and those the institution named under an older
    list: one query beside what the institution has read."""
    rows = Code.objects.filter(list__in=[Code.List.AMPK, Code.List.PPKS]).valid_on(timezone.localdate())
    offered = list(rows)
    return [*offered, *(row for row in institution.specialisations.all() if row not in offered)]
