from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from atensi.forms import DateField

from ..hands import offices_but, workers_of
from ..models import Case, CaseTransfer
from .base import CaseForm, ReasonForm


class TransferForm(CaseForm):
    """To whom a case is offered: a worker of its office, or another office."""

    page_heading = _("Limpahkan kasus")
    verb = _("Tawarkan")
    two = ("to_worker", "to_office")
    optional = dict.fromkeys(("to_worker", "to_office"), _("(pilih salah satu)"))
    sections = (
        (_("Kepada siapa"), ("to_worker", "to_office", "wanted_on")),
        (_("Serah terima"), ("reason", "summary")),
    )

    to_worker = forms.ModelChoiceField(
        label=_("Petugas kantor ini"), queryset=None, required=False, empty_label=_("Bukan di kantor ini")
    )
    to_office = forms.ModelChoiceField(
        label=_("Atau kantor lain"),
        queryset=None,
        required=False,
        empty_label=_("Tetap di kantor ini"),
        help_text=_("Kantor itu menetapkan petugasnya saat menerima."),
    )
    wanted_on = DateField(label=_("Diharapkan mulai"))
    reason = forms.CharField(
        label=_("Alasan"),
        widget=forms.Textarea,
        help_text=_("Misalnya: keluarga pindah ke kabupaten lain, atau petugas cuti panjang."),
    )
    summary = forms.CharField(
        label=_("Ringkasan serah terima"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Keadaannya sekarang, yang sedang berjalan, yang perlu segera, dan siapa yang dihubungi. Dibaca penerima "
            "sebelum menerima, jadi jangan tulis nama orang."
        ),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.office = case.office
        self.fields["to_worker"].queryset = workers_of(case.office).exclude(pk=case.worker_id)
        self.fields["to_office"].queryset = offices_but(case.office_id)

    @property
    def asked(self) -> dict[str, Any]:
        """What the service takes: without another office it is offered in the case's own."""
        return {**self.cleaned_data, "to_office": self.cleaned_data["to_office"] or self.office}


class AcceptTransferForm(CaseForm):
    """The overseers of another office name the worker; a worker who is named themselves only says yes."""

    verb = _("Terima kasus")
    worker = forms.ModelChoiceField(label=_("Petugas"), queryset=None, empty_label=_("Pilih petugas"))

    def __init__(self, *args: Any, transfer: CaseTransfer, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if transfer.goes_out:
            self.fields["worker"].queryset = workers_of(transfer.to_office)
        else:
            del self.fields["worker"]


class DeclineTransferForm(ReasonForm):
    page_heading = _("Tolak pelimpahan")
    verb = _("Tolak")
    why = _("Mengapa ditolak")
    hint = _("Dibaca oleh yang menawarkan. Kasus tetap di tangan mereka.")


class WithdrawTransferForm(ReasonForm):
    page_heading = _("Tarik tawaran")
    verb = _("Tarik tawaran")
    why = _("Mengapa ditarik")
    hint = _("Dibaca oleh penerima. Kasus tetap di tangan Anda.")
