"""What somebody said who was asked to care for the child."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.forms import DateField, RadioField
from cases.forms.base import CaseForm
from cases.models import Case
from cases.relatives import barred_words
from cases.states import CareForm

from ..models import Inquiry
from ..states import AlternativeResult
from .alternatives import evidence_choices, evidence_key, proof_of


class InquiryForm(CaseForm):
    page_heading = _("Catat jawaban")
    verb = _("Simpan jawaban")
    two = ("member", "asked_whom")
    sections = (
        (_("Siapa yang ditanya"), ("form", "member", "asked_whom", "asked_on")),
        (_("Jawabannya"), ("result", "reason", "evidence")),
    )

    form = forms.ChoiceField(label=_("Anak tangga"), choices=CareForm.choices)
    member = forms.ModelChoiceField(
        label=_("Dari keluarga"), queryset=None, required=False, empty_label=_("Bukan keluarga yang tercatat")
    )
    asked_whom = forms.CharField(
        label=_("Orang atau lembaga lain"),
        max_length=200,
        required=False,
        help_text=_("Misalnya: Dinas Sosial, daftar orang tua asuh."),
    )
    asked_on = DateField(label=_("Ditanyakan pada"))
    result = RadioField(label=_("Hasil"), choices=AlternativeResult.choices)
    reason = forms.CharField(
        label=_("Apa jawabannya, dan mengapa"),
        widget=forms.Textarea,
        help_text=_("Dibaca pejabat pemutus. Tulis yang dapat membuat jawaban ini berubah."),
    )
    evidence = forms.ChoiceField(
        label=_("Bukti"), required=False, help_text=_("Boleh menyusul; tanpa bukti jawaban belum cukup untuk rujukan.")
    )

    def __init__(self, *args: Any, case: Case, rank: str = "", corrects: Inquiry | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["member"].queryset = case.beneficiary.family.all()
        self.fields["member"].label_from_instance = lambda row: f"{row.name}, {row.get_relation_display()}"
        self.fields["member"].help_text = barred_words(case.beneficiary_id)
        self.fields["evidence"].choices = evidence_choices(case)
        self.initial |= {"form": rank, "asked_on": timezone.localdate()}
        if corrects is not None:
            self.fields["form"].choices = [(corrects.form, CareForm(corrects.form).label)]
            names = ("form", "member", "asked_whom", "asked_on", "result", "reason")
            self.initial |= {name: getattr(corrects, name) for name in names} | {"evidence": evidence_key(corrects)}

    def clean(self):
        cleaned = super().clean()
        if not self.errors and bool(cleaned.get("member")) == bool(cleaned.get("asked_whom", "").strip()):
            self.add_error("asked_whom", _("Pilih dari keluarga, atau tulis orang atau lembaganya; salah satu."))
        return cleaned

    def said(self) -> dict[str, Any]:
        """What `record_inquiry` takes, from a clean form."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "evidence"}
        return given | proof_of(self.case, self.cleaned_data["evidence"])
