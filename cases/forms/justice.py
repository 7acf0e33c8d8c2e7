"""Forms about how a child stands before the law (UU 11/2012)."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.forms import DateField, RadioField
from atensi.versions import SEEN, seen_field, version_of

from ..eligibility.justice import outcomes_of
from ..justice_states import (
    ENTERED_DATES,
    JusticeAgency,
    JusticeDateKind,
    JusticeDuty,
    JusticeOutcome,
    JusticeRole,
    YoungDecision,
)
from ..models import ChildInJustice, JusticeContact, JusticeDate, SocialReport, YoungOffenderDecision
from ..services.justice_dates import SEEN_OF_DATE
from .base import CaseForm


class MatterForm(CaseForm):
    page_heading = _("Proses hukum anak")
    verb = _("Simpan")
    two = ("act_on", "reported_on")
    sections = ((_("Anak dan perkaranya"), ("role", "matter", "act_on", "reported_on", "diversion")),)

    role = RadioField(label=_("Peran anak"), choices=JusticeRole.choices)
    matter = forms.CharField(
        label=_("Perkara"), max_length=200, help_text=_("Satu kalimat, tanpa nama: “Pencurian di warung”.")
    )
    act_on = DateField(label=_("Tanggal perbuatan"), help_text=_("Umurnya dihitung pada hari ini."))
    reported_on = DateField(label=_("Diterima penegak hukum"), help_text=_("Tenggat diversi dihitung dari hari ini."))
    diversion = forms.BooleanField(
        label=_("Diversi diupayakan"), required=False, help_text=_("Hanya untuk anak yang diduga pelaku.")
    )

    @classmethod
    def of(cls, track: ChildInJustice | None, data: Any = None) -> "MatterForm":
        names = ("role", "matter", "act_on", "reported_on", "diversion")
        return cls(data, initial={name: getattr(track, name) for name in names} if track else {})


class ContactForm(CaseForm):
    page_heading = _("Kontak penegak hukum")
    verb = _("Simpan kontak")
    two = ("officer", "phone")
    sections = ((_("Siapa yang menangani"), ("agency", "office", "officer", "phone", "file_number")),)

    agency = forms.ChoiceField(label=_("Pihak"), choices=JusticeAgency.choices)
    office = forms.CharField(label=_("Kantor atau satuan"), max_length=200, help_text=_("Misalnya: Unit PPA Polres."))
    officer = forms.CharField(label=_("Nama petugas"), max_length=200, required=False)
    phone = forms.CharField(label=_("Telepon"), max_length=30, required=False, widget=forms.TextInput({"type": "tel"}))
    file_number = forms.CharField(label=_("Nomor berkas"), max_length=100, required=False)

    @classmethod
    def of(cls, contact: JusticeContact | None, data: Any = None) -> "ContactForm":
        names = ("agency", "office", "officer", "phone", "file_number")
        return cls(data, initial={name: getattr(contact, name) for name in names} if contact else {})


class JusticeDateForm(CaseForm):
    page_heading = _("Tambah tanggal")
    verb = _("Simpan tanggal")
    two = ("due_on", "place")
    sections = ((_("Tanggal"), ("kind", "due_on", "place")),)

    kind = RadioField(label=_("Untuk apa"), choices=[(kind, JusticeDateKind(kind).label) for kind in ENTERED_DATES])
    due_on = DateField(label=_("Tanggal"))
    place = forms.CharField(label=_("Tempat"), max_length=200, required=False)


class JusticeMovedForm(CaseForm):
    page_heading = _("Pindahkan tanggal")
    verb = _("Pindahkan tanggal")
    two = ("due_on", "place")
    sections = ((_("Tanggal dan tempat baru"), ("due_on", "place", "reason")),)

    due_on = DateField(label=_("Tanggal"))
    place = forms.CharField(label=_("Tempat"), max_length=200, required=False)
    reason = forms.CharField(
        label=_("Mengapa dipindahkan"), widget=forms.Textarea, help_text=_("Tanpa nama; alasan ini tampil di riwayat.")
    )
    seen = seen_field()

    @classmethod
    def of(cls, row: JusticeDate, data: Any = None) -> "JusticeMovedForm":
        known = {"due_on": row.due_on, "place": row.place, SEEN: version_of(row, SEEN_OF_DATE)}
        return cls(data, initial=known)


class JusticeCalledOffForm(CaseForm):
    page_heading = _("Batalkan tanggal")
    verb = _("Batalkan tanggal")
    sections = ((_("Alasan"), ("reason",)),)

    reason = forms.CharField(
        label=_("Mengapa dibatalkan"), widget=forms.Textarea, help_text=_("Tanpa nama; alasan ini tampil di riwayat.")
    )


class JusticeKeptForm(CaseForm):
    page_heading = _("Catat terlaksana")
    verb = _("Simpan")
    sections = ((_("Hasil"), ("done_on", "note")),)

    done_on = DateField(label=_("Terlaksana pada"))
    note = forms.CharField(label=_("Hasilnya"), required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["done_on"].initial = timezone.localdate


class DutyForm(CaseForm):
    page_heading = _("Catat tugas pekerja sosial")
    verb = _("Simpan")
    two = ("done_on", "done_by")
    sections = ((_("UU 11/2012 pasal 68"), ("duty", "done_on", "done_by", "note")),)

    duty = RadioField(label=_("Tugas"), choices=JusticeDuty.choices)
    done_on = DateField(label=_("Tanggal"))
    done_by = forms.CharField(label=_("Dilakukan oleh"), max_length=200)
    note = forms.CharField(label=_("Apa yang dilakukan"), widget=forms.Textarea)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["done_on"].initial = timezone.localdate


class ReportSentForm(CaseForm):
    page_heading = _("Sampaikan laporan sosial")
    verb = _("Simpan")
    sections = ((_("Laporan untuk penegak hukum"), ("report", "contact", "sent_on")),)

    report = forms.ModelChoiceField(
        label=_("Laporan sosial yang ditandatangani"), queryset=None, empty_label=_("Pilih laporan")
    )
    contact = forms.ModelChoiceField(label=_("Disampaikan kepada"), queryset=None, empty_label=_("Pilih penerima"))
    sent_on = DateField(label=_("Tanggal disampaikan"))

    def __init__(self, *args: Any, track: ChildInJustice, **kwargs: Any):
        super().__init__(*args, **kwargs)
        signed = SocialReport.objects.filter(case=track.case_id, signed_at__isnull=False)
        self.fields["report"].queryset = signed
        self.fields["report"].label_from_instance = lambda row: f"{row}, {row.signed_at:%d/%m/%Y}"
        self.fields["contact"].queryset = JusticeContact.objects.filter(track=track)
        self.fields["sent_on"].initial = timezone.localdate


class YoungDecisionForm(CaseForm):
    page_heading = _("Keputusan untuk anak di bawah 12 tahun")
    verb = _("Simpan keputusan")
    two = ("programme_at", "until")
    sections = (
        (_("Keputusan"), ("decision", "decided_on")),
        (_("Diputuskan bersama oleh"), ("investigator", "probation_officer", "social_worker")),
        (_("Bila program"), ("programme_at", "until")),
    )

    decision = RadioField(label=_("Keputusan"), choices=YoungDecision.choices)
    decided_on = DateField(label=_("Tanggal keputusan"))
    investigator = forms.CharField(label=_("Penyidik"), max_length=200)
    probation_officer = forms.CharField(label=_("Pembimbing kemasyarakatan"), max_length=200)
    social_worker = forms.CharField(label=_("Pekerja sosial"), max_length=200)
    programme_at = forms.CharField(label=_("Lembaga pelaksana"), max_length=200, required=False)
    until = DateField(label=_("Sampai tanggal"), required=False)

    @classmethod
    def of(cls, row: YoungOffenderDecision | None, data: Any = None) -> "YoungDecisionForm":
        return cls(data, initial={name: getattr(row, name) for name in cls.base_fields} if row else {})


class OutcomeForm(CaseForm):
    page_heading = _("Hasil akhir proses hukum")
    verb = _("Simpan hasil")
    sections = ((_("Hasil"), ("outcome", "outcome_on", "outcome_note")),)

    outcome = RadioField(label=_("Bagaimana berakhir"), choices=())
    outcome_on = DateField(label=_("Tanggal"))
    outcome_note = forms.CharField(
        label=_("Isi kesepakatan, penetapan, atau putusan"), widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args: Any, track: ChildInJustice, **kwargs: Any):
        super().__init__(*args, **kwargs)
        may = outcomes_of(track)
        self.fields["outcome"].choices = [(one.value, one.label) for one in JusticeOutcome if one in may]
