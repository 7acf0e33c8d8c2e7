"""Forms about somebody's way towards a living."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.forms import DateField, RadioField

from ..service_states import Capital, IncomeBand, VocationalGoal, VocationalOutcome, VocationalStepKind
from .base import CaseForm

NOT_SAID = [("", _("Tidak dicatat"))]


class TrackForm(CaseForm):
    page_heading = _("Mulai jalur kemandirian")
    verb = _("Mulai jalur")
    two = ("goal",)
    sections = ((_("Yang diinginkan"), ("goal", "interest", "started_on")),)

    goal = RadioField(label=_("Tujuan"), choices=VocationalGoal.choices)
    interest = forms.CharField(
        label=_("Minat dan bakat"), widget=forms.Textarea, help_text=_("Dengan kata-katanya sendiri.")
    )
    started_on = DateField(label=_("Mulai"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["started_on"].initial = timezone.localdate


class StepForm(CaseForm):
    page_heading = _("Catat langkah kemandirian")
    verb = _("Simpan langkah")
    two = ("kind",)
    sections = (
        (_("Langkah"), ("kind", "place", "since", "until")),
        (_("Hasil dan bantuan"), ("certificate", "capital", "asset", "income", "note")),
        (_("Sesudah ini"), ("next_on",)),
    )

    kind = RadioField(label=_("Langkah"), choices=VocationalStepKind.choices)
    place = forms.CharField(label=_("Tempat"), max_length=200, help_text=_("Balai latihan, bengkel, toko, atau rumah."))
    since = DateField(label=_("Tanggal atau mulai"))
    until = DateField(label=_("Sampai"), required=False)
    certificate = forms.CharField(
        label=_("Sertifikat"), max_length=200, required=False, help_text=_("Nama dan nomornya. Hanya untuk pelatihan.")
    )
    capital = forms.ChoiceField(label=_("Bentuk bantuan usaha"), choices=[*NOT_SAID, *Capital.choices], required=False)
    asset = forms.CharField(
        label=_("Yang diberikan"),
        max_length=300,
        required=False,
        help_text=_("Barang dan jumlahnya, atau nilai uangnya."),
    )
    income = forms.ChoiceField(label=_("Penghasilan sebulan"), choices=[*NOT_SAID, *IncomeBand.choices], required=False)
    note = forms.CharField(label=_("Catatan"), widget=forms.Textarea, required=False)
    next_on = DateField(
        label=_("Kunjungan berikutnya"), required=False, help_text=_("Menjadi tugas kasus yang mengingatkan.")
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["since"].initial = timezone.localdate


class TrackEndForm(CaseForm):
    page_heading = _("Akhiri jalur kemandirian")
    verb = _("Akhiri jalur")
    sections = ((_("Hasil akhir"), ("outcome", "outcome_note", "ended_on")),)

    outcome = RadioField(label=_("Hasil akhir"), choices=VocationalOutcome.choices)
    outcome_note = forms.CharField(label=_("Apa yang dicapai, atau mengapa tidak"), widget=forms.Textarea)
    ended_on = DateField(label=_("Berakhir pada"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["ended_on"].initial = timezone.localdate
