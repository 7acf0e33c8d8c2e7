"""What is known of the child, corrected and completed as the work goes on."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from atensi.forms import BirthDate, BirthDateField, RadioField
from atensi.reference.models import Region
from atensi.versions import seen_field, version_of
from institutions.states import Faith

from ..models import Case
from ..nik import nik_problems
from ..person import Person
from ..services.beneficiaries import SEEN_OF_BENEFICIARY
from ..states import NoNikReason, Sex
from .base import CaseForm, NumberField, birth_of
from .intake import DistrictField, RuleForm, districts_of


class BeneficiaryForm(CaseForm, RuleForm):
    page_heading = _("Data diri")
    verb = _("Simpan")
    two = ("sex",)
    sections = (
        (_("Siapa"), ("name", "sex", "born", "faith")),
        (_("Nomor"), ("nik", "no_nik_reason", "nkk")),
        (_("Tempat tinggal"), ("region", "address")),
    )

    name = forms.CharField(
        label=_("Nama"), max_length=200, required=False, help_text=_("Kosongkan bila nama belum diketahui.")
    )
    sex = RadioField(label=_("Jenis kelamin"), choices=Sex.choices)
    born = BirthDateField(label=_("Tanggal lahir"), required=False)
    faith = forms.ChoiceField(label=_("Agama"), choices=[("", _("Belum diketahui")), *Faith.choices], required=False)
    nik = NumberField(label=_("NIK"))
    no_nik_reason = forms.ChoiceField(
        label=_("Mengapa tanpa NIK"),
        choices=NoNikReason.choices,
        required=False,
        help_text=_("Dipakai hanya bila NIK kosong."),
    )
    nkk = NumberField(label=_("Nomor KK"))
    region = DistrictField(label=_("Kecamatan"), queryset=Region.objects.none(), empty_label=None)
    address = forms.CharField(label=_("Alamat"), required=False, max_length=1000, widget=forms.Textarea)

    seen = seen_field()

    @classmethod
    def of(cls, case: Case, data=None) -> "BeneficiaryForm":
        child = case.beneficiary
        known: dict[str, Any] = {
            name: getattr(child, name)
            for name in ("name", "sex", "faith", "nik", "no_nik_reason", "nkk", "region", "address")
        }
        known["seen"] = version_of(child, SEEN_OF_BENEFICIARY)
        if child.birth_date:
            known["born"] = BirthDate(child.birth_date, child.birth_precision)
        form = cls(data, initial=known)
        field = form.fields["region"]
        field.with_parent = True
        field.queryset = districts_of(case.office) | Region.objects.filter(pk=child.region_id).select_related("parent")
        return form

    def speak_of_adult(self) -> None:
        """An adult is neither newborn nor a foundling."""
        super().speak_of_adult()
        field, kept = self.fields["no_nik_reason"], self.initial.get("no_nik_reason")
        of_children = {NoNikReason.NEWBORN, NoNikReason.FOUNDLING} - {kept}
        field.choices = [choice for choice in NoNikReason.choices if choice[0] not in of_children]

    def clean(self):
        cleaned = super().clean()
        self.show([problem for problem in nik_problems(cleaned.get("nik", "")) if problem.is_hard])
        return cleaned

    @property
    def person(self) -> Person:
        data = self.cleaned_data
        values = {
            name: data[name] for name in ("region", "name", "sex", "nik", "no_nik_reason", "nkk", "faith", "address")
        }
        return Person(**values, **birth_of(data["born"]))
