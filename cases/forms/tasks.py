from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from atensi.accounts.models import User
from atensi.forms import DateField
from institutions.models import Institution

from ..hands import institutions_at, people_at
from ..models import Case
from .base import CaseForm, ReasonForm


class HandField(forms.ChoiceField):
    """Who shall do it: a person of the office ("p12") or an institution that works on the case ("i7")."""

    def __init__(self, **kwargs: Any):
        super().__init__(label=_("Siapa yang mengerjakan"), choices=(), **kwargs)

    def offer(self, case: Case) -> None:
        self.people = list(people_at(case))
        self.institutions = list(institutions_at(case))
        mine = [(f"p{person.pk}", str(person)) for person in self.people]
        homes = [(f"i{home.pk}", str(home)) for home in self.institutions]
        self.choices = [(_("Kantor"), mine), *([(_("Lembaga"), homes)] if homes else [])]
        self.initial = f"p{case.worker_id}" if any(one.pk == case.worker_id for one in self.people) else ""

    def clean(self, value: Any) -> User | Institution:
        word = super().clean(value)
        rows: list[Any] = [*self.people] if word.startswith("p") else [*self.institutions]
        return next(row for row in rows if str(row.pk) == word[1:])


class HandForm(CaseForm):
    """A task that goes into a hand."""

    hand = HandField()

    def __init__(self, *args: Any, case: Case, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["hand"].offer(case)


class TaskForm(HandForm):
    page_heading = _("Tambah tugas")
    verb = _("Simpan tugas")
    two = ("due_on", "hand")
    sections = ((_("Tugas"), ("title", "due_on", "hand", "note")),)

    title = forms.CharField(
        label=_("Apa yang dikerjakan"), max_length=200, help_text=_("Satu kalimat: “Jemput rapor dari sekolah”.")
    )
    due_on = DateField(label=_("Paling lambat"))
    note = forms.CharField(label=_("Catatan"), required=False, widget=forms.Textarea)


class GiveForm(HandForm):
    page_heading = _("Serahkan tugas")
    verb = _("Serahkan")
    sections = ((_("Tugas"), ("hand",)),)


class SnoozeForm(CaseForm):
    page_heading = _("Tunda tugas")
    verb = _("Tunda")
    sections = ((_("Tunda"), ("until", "reason")),)

    until = DateField(label=_("Sampai tanggal"))
    reason = forms.CharField(
        label=_("Alasan"), widget=forms.Textarea, help_text=_("Penyelia membaca alasan ini di riwayat tugas.")
    )


class FinishForm(CaseForm):
    page_heading = _("Tugas selesai")
    verb = _("Tandai selesai")
    sections = ((_("Hasil"), ("note",)),)

    note = forms.CharField(
        label=_("Hasilnya"), required=False, widget=forms.Textarea, help_text=_("Ikut tertulis di riwayat kasus.")
    )


class DropForm(ReasonForm):
    page_heading = _("Batalkan tugas")
    verb = _("Batalkan tugas")
    why = _("Mengapa tidak perlu dikerjakan")
