"""Consent: what it covers, who gives it, in which form; taking it back; and what people are told before."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.forms import CheckField, DateField, RadioField
from atensi.versions import Difference, VersionedForm
from institutions.models import Institution

from ..consents import EFFECTS, notice_told, partners_of, published_notices, standing_of
from ..models import Agreement, Case, ConsentNotice, FamilyMember
from ..relatives import barred_words
from ..services.consent_notices import FIELDS
from ..states import BASIC_SCOPES, ConsentForm, ConsentScope
from .base import HEARD_OF_ADULT, CaseForm, ChildHeard, StampField, Words

YES_NO = (("yes", _("Setuju")), ("no", _("Belum setuju")))


class AgreementForm(ChildHeard, CaseForm):
    page_heading = _("Catat kesepakatan")
    verb = _("Simpan kesepakatan")
    two = ("child_agrees",)
    sections = (
        (_("Apa yang disetujui"), ("scopes", "institutions")),
        (_("Suara anak"), ("child_agrees", "child_view", "child_not_heard_reason")),
        (
            _("Siapa yang menyetujui"),
            ("is_own", "unable_reason", "signatory", "signatory_name", "relation", "office_is_party"),
        ),
        (_("Bentuk persetujuan"), ("form", "witness", "signed_on", "notice")),
    )
    of_adult = {
        **HEARD_OF_ADULT,
        "child_agrees": Words(_("Apakah penerima manfaat setuju?")),
        "signatory_name": Words(_("Nama wali atau pengampu"), _("Bila ia tidak mampu menyetujui sendiri.")),
        "office_is_party": Words(_("Dinas Sosial menjadi pihak"), _("Bila ia tidak mampu dan tidak punya wali.")),
    }
    headings_of_adult = {"child_agrees": _("Suara penerima manfaat")}

    scopes = CheckField(
        label=_("Lingkup"),
        choices=ConsentScope.choices,
        initial=sorted(BASIC_SCOPES),
        help_text=_("Tanyakan satu per satu. Menolak foto atau berbagi tidak mengurangi layanan."),
    )
    institutions = forms.ModelMultipleChoiceField(
        label=_("Berbagi dengan lembaga"),
        queryset=Institution.objects.none(),
        required=False,
        help_text=_("Bila berbagi disetujui. Pilih satu atau beberapa."),
    )
    child_agrees = RadioField(label=_("Apakah anak setuju?"), choices=YES_NO)
    is_own = forms.BooleanField(label=_("Penerima manfaat menyetujui sendiri"), required=False)
    unable_reason = forms.CharField(
        label=_("Mengapa ia tidak menyetujui sendiri"),
        required=False,
        help_text=_("Misalnya: gangguan ingatan berat; walinya yang menyetujui."),
    )
    signatory = forms.ModelChoiceField(
        label=_("Dari keluarga"),
        queryset=FamilyMember.objects.none(),
        required=False,
        empty_label=_("Tidak ada di daftar"),
    )
    signatory_name = forms.CharField(label=_("Nama penanda tangan lain"), max_length=200, required=False)
    relation = forms.CharField(
        label=_("Hubungannya"), max_length=100, required=False, help_text=_("Untuk nama di luar daftar: misalnya wali.")
    )
    office_is_party = forms.BooleanField(
        label=_("Dinas Sosial menjadi pihak"),
        required=False,
        help_text=_("Wajib bila keluarga tidak diketahui."),
    )
    form = RadioField(label=_("Bentuk"), choices=ConsentForm.choices, initial=ConsentForm.WRITTEN)
    witness = forms.CharField(label=_("Saksi"), max_length=200, required=False, help_text=_("Wajib untuk cap jempol."))
    signed_on = DateField(label=_("Tanggal ditandatangani"))
    notice = forms.ModelChoiceField(
        label=_("Pemberitahuan yang dibacakan"),
        queryset=ConsentNotice.objects.none(),
        required=False,
        empty_label=None,
        help_text=_("Versi yang berlaku pada tanggal itu."),
    )

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, **kwargs)
        family = FamilyMember.objects.able_to_receive()
        self.fields["signatory"].queryset = family.filter(beneficiary=case.beneficiary_id)
        self.fields["signatory"].help_text = barred_words(case.beneficiary_id)
        self.fields["institutions"].queryset = partners_of(case)
        self.fields["signed_on"].initial = timezone.localdate
        self.fields["notice"].queryset = published_notices()
        self.fields["notice"].initial = notice_told(timezone.localdate())
        if case.beneficiary.is_child:
            del self.fields["is_own"], self.fields["unable_reason"]
        else:
            self.fields["is_own"].initial = True

    def clean_child_agrees(self) -> bool:
        return self.cleaned_data["child_agrees"] == "yes"


class WithdrawForm(CaseForm):
    page_heading = _("Tarik persetujuan")
    verb = _("Catat penarikan")
    sections = ((_("Penarikan"), ("consents", "reason", "withdrawn_on")),)

    consents = CheckField(label=_("Yang ditarik"))
    reason = forms.CharField(
        label=_("Apa yang dikatakan"),
        widget=forms.Textarea,
        help_text=_("Alasannya dengan kata-kata mereka sendiri. Menarik persetujuan tidak perlu alasan tertentu."),
    )
    withdrawn_on = DateField(label=_("Ditarik pada tanggal"))

    def __init__(self, *args, agreement: Agreement, **kwargs):
        super().__init__(*args, **kwargs)
        self.standing = {str(one.pk): one for one in standing_of(agreement)}
        chosen = self.fields["consents"]
        chosen.choices = [(key, str(one)) for key, one in self.standing.items()]
        chosen.hints = {key: EFFECTS[one.scope] for key, one in self.standing.items()}
        self.fields["withdrawn_on"].initial = timezone.localdate

    @property
    def content(self) -> dict[str, Any]:
        return {**self.cleaned_data, "consents": [self.standing[key] for key in self.cleaned_data["consents"]]}


class ConsentNoticeForm(VersionedForm):
    """The wording of a draft, in Indonesian and in English."""

    code = forms.CharField(label=_("Nama versi"), max_length=20, help_text=_("Misalnya 2027-1."))
    purpose = forms.CharField(label=_("Untuk apa data dipakai"), widget=forms.Textarea)
    recipients = forms.CharField(label=_("Siapa yang membacanya"), widget=forms.Textarea)
    retention = forms.CharField(label=_("Berapa lama disimpan"), widget=forms.Textarea)
    rights = forms.CharField(label=_("Hak Anda dan cara menarik persetujuan"), widget=forms.Textarea)
    purpose_en = forms.CharField(label=_("Untuk apa, bahasa Inggris"), required=False, widget=forms.Textarea)
    recipients_en = forms.CharField(label=_("Siapa, bahasa Inggris"), required=False, widget=forms.Textarea)
    retention_en = forms.CharField(label=_("Berapa lama, bahasa Inggris"), required=False, widget=forms.Textarea)
    rights_en = forms.CharField(label=_("Hak, bahasa Inggris"), required=False, widget=forms.Textarea)

    read_at = StampField(required=False)

    def against(self, stored: ConsentNotice) -> list[Difference]:
        """What the user wrote beside what stands now, field by field, where they differ."""
        return self.differences({name: getattr(stored, name) for name in ("code", *FIELDS)})

    @property
    def content(self) -> dict[str, Any]:
        return {"code": self.cleaned_data["code"], "words": {name: self.cleaned_data[name] for name in FIELDS}}
