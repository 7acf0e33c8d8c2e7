"""Input of the steps to guardianship and adoption."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from atensi.forms import DateField, RadioField
from cases.forms.base import CaseForm, ReasonForm

from .states import Verdict
from .ways import WayStep


class CareStepForm(CaseForm):
    """One step of `ways.WAYS`; what it does not ask for is not shown."""

    page_heading = ""
    verb = _("Simpan langkah")
    sections = ((_("Hasil"), ("verdict", "done_on", "body", "paper_number", "note")),)

    verdict = RadioField(label=_("Hasil"), choices=Verdict.choices, initial=Verdict.MET)
    done_on = DateField(label=_("Tanggal"))
    body = forms.CharField(label=_("Pengadilan atau lembaga"), max_length=200, required=False)
    paper_number = forms.CharField(label=_("Nomor surat"), max_length=100, required=False)
    note = forms.CharField(
        label=_("Catatan"),
        widget=forms.Textarea,
        required=False,
        help_text=_("Wajib bila hasilnya tidak terpenuhi."),
    )

    def __init__(self, *args: Any, step: WayStep, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.page_heading = step.label
        if not step.has_body:
            del self.fields["body"]
        if not step.has_paper:
            del self.fields["paper_number"]


class StepWithdrawalForm(ReasonForm):
    page_heading = _("Cabut catatan langkah")
    verb = _("Cabut catatan")
    why = _("Mengapa catatan ini keliru")


class ProcessEndForm(ReasonForm):
    page_heading = _("Akhiri proses")
    verb = _("Akhiri proses")
    why = _("Mengapa proses diakhiri")
    hint = _("Proses baru boleh dibuka; langkah lama tidak ikut dihitung.")
