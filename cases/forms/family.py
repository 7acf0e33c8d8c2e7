from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from atensi.forms import DateField
from atensi.versions import seen_field, version_of
from institutions.states import Faith

from ..models import FamilyMember
from ..services.family import SEEN_OF_MEMBER
from ..states import Relation
from .base import CaseForm, Words


class FamilyForm(CaseForm):
    page_heading = _("Anggota keluarga")
    verb = _("Simpan")
    sections = (
        (_("Siapa"), ("name", "relation", "kinship_degree", "faith", "is_alive")),
        (
            _("Hubungan sekarang"),
            (
                *("is_caregiver", "care_changed_on", "may_contact", "is_alleged_harmer"),
                *("phone", "address", "note"),
            ),
        ),
    )

    of_adult = {
        "relation": Words(_("Hubungan dengan penerima manfaat")),
        "faith": Words(_("Agama"), ""),
        "is_caregiver": Words(_("Merawatnya sekarang")),
        "may_contact": Words(_("Boleh berhubungan dengannya")),
        "is_alleged_harmer": Words(_("Diduga pelaku"), ""),
    }

    name = forms.CharField(label=_("Nama"), max_length=200)
    relation = forms.ChoiceField(label=_("Hubungan dengan anak"), choices=Relation.choices)
    kinship_degree = forms.IntegerField(
        label=_("Derajat kekerabatan"),
        min_value=1,
        max_value=9,
        required=False,
        help_text=_("Kosongkan: diisi dari hubungan. Pengasuhan kerabat sampai derajat ketiga."),
        widget=forms.NumberInput(attrs={"class": "w-xs", "inputmode": "numeric"}),
    )
    faith = forms.ChoiceField(
        label=_("Agama"),
        choices=[("", _("Belum diketahui")), *Faith.choices],
        required=False,
        help_text=_("Orang tua asuh, wali, dan orang tua angkat seagama dengan anak."),
    )
    is_alive = forms.BooleanField(label=_("Masih hidup"), required=False, initial=True)
    is_caregiver = forms.BooleanField(label=_("Mengasuh anak sekarang"), required=False)
    care_changed_on = DateField(
        label=_("Mulai atau berhenti mengasuh pada"),
        required=False,
        help_text=_("Kosongkan bila tanggalnya tidak berubah atau belum diketahui."),
    )
    may_contact = forms.BooleanField(
        label=_("Boleh berhubungan dengan anak"),
        required=False,
        initial=True,
        help_text=_("Alasan dan dasar larangan dicatat dari halaman keluarga."),
    )
    is_alleged_harmer = forms.BooleanField(
        label=_("Diduga pelaku"), required=False, help_text=_("Anak tidak diserahkan kepadanya.")
    )
    phone = forms.CharField(
        label=_("Telepon"), max_length=30, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    address = forms.CharField(label=_("Alamat"), required=False, widget=forms.Textarea)
    note = forms.CharField(label=_("Catatan"), required=False, widget=forms.Textarea)

    seen = seen_field()

    @property
    def facts(self) -> dict[str, Any]:
        """What is said of the person, for a new one: nothing was read before."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    @classmethod
    def of(cls, member: FamilyMember, data=None) -> "FamilyForm":
        known = {name: getattr(member, name) for name in SEEN_OF_MEMBER}
        return cls(data, initial=known | {"seen": version_of(member, SEEN_OF_MEMBER)})
