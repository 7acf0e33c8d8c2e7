"""Forms of choosing a household of the register for a child."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.base import CaseForm, ReasonForm
from cases.models import Case, FamilyMember


class HouseholdChoiceForm(CaseForm):
    """Why this household, and who of it stands in the child's family already."""

    page_heading = _("Pilih keluarga ini")
    verb = _("Pilih keluarga ini")
    sections = ((_("Pilihan"), ("reason", "carer")),)

    reason = forms.CharField(
        label=_("Mengapa keluarga ini"),
        widget=forms.Textarea,
        help_text=_("Termasuk pendapat anak dan apa yang tetap: sekolah, teman, saudara."),
    )
    carer = forms.ModelChoiceField(
        label=_("Sudah tercatat di keluarga anak"),
        queryset=FamilyMember.objects.none(),
        required=False,
        empty_label=_("Belum, catat sebagai pengasuh"),
        help_text=_("Pilih bila salah seorang dari keluarga ini sudah tercatat, misalnya bibi yang menjadi wali."),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["carer"].queryset = FamilyMember.objects.able_to_receive().filter(beneficiary=case.beneficiary_id)


class MatchEndForm(ReasonForm):
    page_heading = _("Akhiri pilihan keluarga")
    verb = _("Akhiri pilihan")
    why = _("Mengapa pilihan diakhiri")
    hint = _("Tempat di keluarga itu menjadi kosong lagi.")
