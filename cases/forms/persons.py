"""What is typed about a person beside name and address: one form for each part of their page."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.forms import CheckField, DateField, RadioField
from atensi.versions import seen_field, version_of

from ..identity import Paper, papers_of_age
from ..models import BeneficiaryProfile, Case
from ..nik import nik_problems
from ..person_states import (
    AliasKind,
    BenefitStatus,
    Communication,
    Disability,
    NikProof,
    PaperKind,
    PaperState,
    Registry,
    Schooling,
    SchoolLevel,
)
from ..portraits import TYPE
from ..services.identity import SEEN_OF_NIK
from ..services.profiles import SEEN_OF_HEALTH, SEEN_OF_SCHOOL
from .base import CaseForm, NumberField
from .intake import RuleForm

NOBODY_ASKED = ("", _("Belum ditanyakan"))


class PersonForm(CaseForm, RuleForm):
    """A part of the person's page."""

    verb = _("Simpan")


class AliasForm(PersonForm):
    page_heading = _("Tambah nama lain")
    sections = ((_("Nama lain"), ("name", "kind")),)

    name = forms.CharField(
        label=_("Nama lain"),
        max_length=200,
        help_text=_("Panggilan, nama lama, atau ejaan lain. Pencarian menemukannya seperti namanya."),
    )
    kind = RadioField(label=_("Jenis"), choices=AliasKind.choices, initial=AliasKind.NICKNAME)


class NikForm(PersonForm):
    page_heading = _("Pasang NIK")
    sections = ((_("Nomor"), ("nik",)),)

    nik = NumberField(label=_("NIK"), help_text=_("16 angka, dari KK, KIA, KTP, atau jawaban Dukcapil."))

    def clean(self):
        cleaned = super().clean()
        self.show([problem for problem in nik_problems(cleaned.get("nik", "")) if problem.is_hard])
        return cleaned


class VerifyForm(PersonForm):
    page_heading = _("Verifikasi NIK")
    verb = _("NIK cocok, simpan")
    sections = ((_("Dokumen pembanding"), ("proof",)),)

    proof = RadioField(
        label=_("Dicocokkan dengan apa?"),
        choices=NikProof.choices,
        help_text=_("Lihat dokumen aslinya: NIK, nama, dan tanggal lahir milik orang ini."),
    )
    seen = seen_field()

    @classmethod
    def of(cls, case: Case, data=None) -> "VerifyForm":
        return cls(data, initial={"seen": version_of(case.beneficiary, SEEN_OF_NIK)})


class PapersForm(PersonForm):
    """Each paper that one has at that age, or that is known already: whether there is one, and its number.

    The form carries what it showed, so that only what somebody changed is written, and a paper that a colleague noted
    meanwhile stays.
    """

    page_heading = _("Dokumen kependudukan")

    def __init__(self, data=None, *, case: Case, **kwargs):
        known = {row.kind: row for row in case.beneficiary.papers.all()}
        first = {f"{kind.lower()}_state": row.state for kind, row in known.items()}
        first |= {f"{kind.lower()}_number": row.number for kind, row in known.items()}
        super().__init__(data, initial=first, **kwargs)
        asked = papers_of_age(case.beneficiary, timezone.localdate()) | known.keys()
        self.kinds = [kind for kind in PaperKind if kind in asked]
        for kind in set(PaperKind) - asked:
            del self.fields[f"{kind.lower()}_state"], self.fields[f"{kind.lower()}_number"]

    @property
    def papers(self) -> dict[str, Paper]:
        data, changed = self.cleaned_data, set(self.changed_data)
        names = {kind: (f"{kind.lower()}_state", f"{kind.lower()}_number") for kind in self.kinds}
        return {kind: Paper(data[s], data[n]) for kind, (s, n) in names.items() if {s, n} & changed}

    def fieldsets(self):
        return [(kind.label, [self[f"{kind.lower()}_state"], self[f"{kind.lower()}_number"]]) for kind in self.kinds]


for _kind in PaperKind:
    PapersForm.base_fields[f"{_kind.lower()}_state"] = forms.ChoiceField(
        label=_("Keadaan"), choices=[NOBODY_ASKED, *PaperState.choices], required=False, show_hidden_initial=True
    )
    PapersForm.base_fields[f"{_kind.lower()}_number"] = forms.CharField(
        label=_("Nomor"),
        max_length=50,
        required=False,
        show_hidden_initial=True,
        widget=forms.TextInput(attrs={"class": "w-m"}),
    )


class ProfileForm(PersonForm):
    """A part of the profile, which others may change meanwhile."""

    shown: tuple[str, ...] = ()

    @classmethod
    def of(cls, profile: BeneficiaryProfile, data=None):
        known: dict[str, Any] = {name: getattr(profile, name) for name in cls.shown}
        return cls(data, initial=known | {"seen": version_of(profile, cls.shown)})


class HealthForm(ProfileForm):
    page_heading = _("Kesehatan dan komunikasi")
    shown = SEEN_OF_HEALTH
    sections = (
        (_("Disabilitas"), ("disabilities", "disability_note", "aids")),
        (_("Berkomunikasi"), ("communications", "language")),
        (_("Kesehatan lain"), ("health_note",)),
    )

    disabilities = CheckField(
        label=_("Ragam disabilitas"),
        choices=Disability.choices,
        required=False,
        help_text=_("Lebih dari satu berarti disabilitas ganda. Kosongkan bila tidak ada."),
    )
    disability_note = forms.CharField(
        label=_("Artinya sehari‑hari"),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("Apa yang bisa sendiri, apa yang perlu bantuan."),
    )
    aids = forms.CharField(
        label=_("Alat bantu"),
        required=False,
        max_length=1000,
        help_text=_("Yang dipakai, dan yang masih dibutuhkan."),
    )
    communications = CheckField(label=_("Cara berkomunikasi"), choices=Communication.choices, required=False, hints={})
    language = forms.CharField(
        label=_("Bahasa"),
        required=False,
        max_length=100,
        help_text=_("Bahasa sehari‑hari, atau bahasa isyarat yang dipakai: Bisindo, SIBI."),
    )
    health_note = forms.CharField(
        label=_("Catatan kesehatan"),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("Yang harus diketahui siapa pun yang mengasuh: obat, alergi, penyakit."),
    )
    seen = seen_field()


class SchoolForm(ProfileForm):
    page_heading = _("Pendidikan")
    shown = SEEN_OF_SCHOOL
    sections = ((_("Pendidikan"), ("schooling", "school_level", "school", "school_class", "school_note")),)

    schooling = forms.ChoiceField(label=_("Keadaan"), choices=[NOBODY_ASKED, *Schooling.choices], required=False)
    school_level = forms.ChoiceField(
        label=_("Jenjang"), choices=[("", _("Tidak diisi")), *SchoolLevel.choices], required=False
    )
    school = forms.CharField(label=_("Sekolah"), max_length=200, required=False)
    school_class = forms.CharField(
        label=_("Kelas"), max_length=50, required=False, widget=forms.TextInput(attrs={"class": "w-s"})
    )
    school_note = forms.CharField(label=_("Catatan"), required=False, max_length=2000, widget=forms.Textarea)
    seen = seen_field()


class BenefitForm(PersonForm):
    page_heading = _("Perlindungan sosial")
    sections = ((_("Data dari register"), ("registry", "programme", "status", "decile", "number", "extract_on")),)

    registry = RadioField(label=_("Register atau program"), choices=Registry.choices)
    programme = forms.CharField(
        label=_("Nama program"), max_length=100, required=False, help_text=_("Hanya untuk program lain.")
    )
    status = RadioField(label=_("Keadaan"), choices=BenefitStatus.choices)
    decile = forms.IntegerField(
        label=_("Desil"),
        min_value=1,
        max_value=10,
        required=False,
        help_text=_("1 sampai 10, hanya untuk DTSEN."),
        widget=forms.NumberInput(attrs={"class": "w-xs", "inputmode": "numeric"}),
    )
    number = forms.CharField(
        label=_("Nomor kepesertaan"),
        max_length=50,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-m"}),
    )
    extract_on = DateField(label=_("Tanggal data"), help_text=_("Kapan data diambil dari register."))


class PhotoForm(PersonForm):
    page_heading = _("Foto")
    verb = _("Simpan foto")
    sections = ((_("Foto"), ("photo",)),)

    photo = forms.FileField(
        label=_("Berkas foto"),
        widget=forms.FileInput(attrs={"accept": f"{TYPE},image/png,image/webp"}),
        max_length=200,
        help_text=_("JPEG, PNG, atau WebP. Tempat dan waktu pemotretan dihapus; foto hanya terlihat oleh tim kasus."),
    )

    @property
    def content(self) -> bytes:
        """At most one byte more than is read at all: the service says that it is too large."""
        upload: UploadedFile = self.cleaned_data["photo"]
        return upload.read(settings.PHOTO_MAX_BYTES + 1)
