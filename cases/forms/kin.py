"""Forms about the people around the child: contact, brothers and sisters, the search for kin."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.forms import DateField, RadioField

from ..models import FamilyTracing
from ..states import BanBasis, TracingMethod, TracingResult, TracingState
from .base import CaseForm, ReasonForm


class BanForm(CaseForm):
    page_heading = _("Larang kontak")
    verb = _("Simpan larangan")
    two = ("since", "review_on")
    sections = ((_("Mengapa dan atas dasar apa"), ("basis", "order_number", "reason", "since", "review_on")),)

    basis = RadioField(label=_("Dasar larangan"), choices=BanBasis.choices)
    order_number = forms.CharField(
        label=_("Nomor penetapan pengadilan"),
        max_length=100,
        required=False,
        help_text=_("Wajib bila dasarnya penetapan pengadilan."),
    )
    reason = forms.CharField(label=_("Mengapa kontak dilarang"), widget=forms.Textarea)
    since = DateField(label=_("Berlaku sejak"))
    review_on = DateField(
        label=_("Ditinjau lagi pada"), required=False, help_text=_("Menjadi tugas kasus yang mengingatkan.")
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = timezone.localdate


class LiftForm(ReasonForm):
    page_heading = _("Cabut larangan kontak")
    verb = _("Cabut larangan")
    why = _("Mengapa kontak boleh lagi")
    hint = _("Larangan lama tetap tersimpan.")


class UnlinkForm(ReasonForm):
    page_heading = _("Lepaskan tautan saudara")
    verb = _("Lepaskan tautan")
    why = _("Mengapa tautannya salah")


class SiblingSearchForm(forms.Form):
    """A name as somebody spells it, or a case number."""

    q = forms.CharField(label=_("Nama saudara atau nomor kasusnya"), max_length=200)


class TracingStepForm(CaseForm):
    page_heading = _("Catat langkah penelusuran")
    verb = _("Simpan langkah")
    two = ("done_on", "method")
    sections = (
        (_("Yang dilakukan"), ("done_on", "method", "asked")),
        (_("Hasilnya"), ("result", "finding")),
        (_("Sesudah ini"), ("next_step", "next_on")),
    )

    done_on = DateField(label=_("Tanggal"))
    method = forms.ChoiceField(label=_("Cara"), choices=TracingMethod.choices)
    asked = forms.CharField(
        label=_("Siapa yang ditanya"), max_length=200, help_text=_("Nama dan jabatan, atau lembaganya.")
    )
    result = RadioField(label=_("Hasil"), choices=TracingResult.choices)
    finding = forms.CharField(label=_("Apa yang diketahui"), widget=forms.Textarea)
    next_step = forms.CharField(
        label=_("Langkah berikutnya"), max_length=200, required=False, help_text=_("Menjadi tugas kasus.")
    )
    next_on = DateField(label=_("Paling lambat"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["done_on"].initial = timezone.localdate


class TracingForm(CaseForm):
    page_heading = _("Keadaan penelusuran keluarga")
    verb = _("Simpan keadaan")
    sections = ((_("Penelusuran"), ("state", "since", "reason")),)

    state = RadioField(label=_("Keadaan sekarang"), choices=TracingState.choices)
    since = DateField(label=_("Sejak tanggal"))
    reason = forms.CharField(
        label=_("Keterangan"),
        widget=forms.Textarea,
        required=False,
        help_text=_(
            "Siapa yang ditemukan, mengapa tidak perlu, atau mengapa dihentikan. Bila tidak berhasil, Dinas Sosial "
            "menyetujui sebagai pihak sampai keluarga tetap ditemukan."
        ),
    )

    @classmethod
    def of(cls, tracing: FamilyTracing | None, data: Any = None) -> "TracingForm":
        known = {"state": tracing.state, "reason": tracing.reason} if tracing else {}
        return cls(data, initial=known | {"since": timezone.localdate()})
