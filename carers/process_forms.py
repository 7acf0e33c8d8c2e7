"""Input of the steps to guardianship and adoption."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from atensi.forms import DateField, RadioField
from atensi.versions import SEEN, seen_field, version_of
from cases.forms.base import CaseForm, ReasonForm

from .models import CareHearing
from .services.hearings import SEEN_OF_HEARING
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
        if step.has_words:
            self.fields["note"].help_text = _("Wajib: apa yang ditemukan atau dikatakan.")


class StepWithdrawalForm(ReasonForm):
    page_heading = _("Cabut catatan langkah")
    verb = _("Cabut catatan")
    why = _("Mengapa catatan ini keliru")


class ProcessEndForm(ReasonForm):
    page_heading = _("Akhiri proses")
    verb = _("Akhiri proses")
    why = _("Mengapa proses diakhiri")
    hint = _("Proses baru boleh dibuka; langkah lama tidak ikut dihitung.")


class HearingForm(CaseForm):
    """When and where the court will hear it."""

    page_heading = _("Catat tanggal sidang")
    verb = _("Simpan tanggal")
    two = ("due_on", "at")
    sections = ((_("Tanggal dan tempat"), ("due_on", "at", "court", "place")),)

    due_on = DateField(label=_("Tanggal sidang"))
    at = forms.TimeField(
        label=_("Jam"),
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "w-d"}),
    )
    court = forms.CharField(label=_("Pengadilan"), max_length=200)
    place = forms.CharField(label=_("Ruang atau alamat"), max_length=200, required=False)


class HearingMovedForm(HearingForm):
    page_heading = _("Pindahkan sidang")
    verb = _("Pindahkan sidang")
    sections = ((_("Tanggal dan tempat baru"), ("due_on", "at", "court", "place", "reason")),)

    reason = forms.CharField(
        label=_("Mengapa dipindahkan"), widget=forms.Textarea, help_text=_("Tanpa nama; alasan ini tampil di riwayat.")
    )
    seen = seen_field()

    @classmethod
    def of(cls, row: CareHearing, data: Any = None) -> "HearingMovedForm":
        known = {name: getattr(row, name) for name in SEEN_OF_HEARING}
        return cls(data, initial=known | {SEEN: version_of(row, SEEN_OF_HEARING)})


class HearingCalledOffForm(ReasonForm):
    page_heading = _("Batalkan sidang")
    verb = _("Batalkan sidang")
    why = _("Mengapa dibatalkan")
    hint = _("Tanpa nama; alasan ini tampil di riwayat.")
