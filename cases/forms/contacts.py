"""The form of the visit and call log: a contact in seconds."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.forms import CheckField, DateField, RadioField

from ..service_states import ContactKind, Met, SeenSafety
from .base import CaseForm, Words


class ContactForm(CaseForm):
    page_heading = _("Catat kontak")
    verb = _("Simpan kontak")
    two = ("kind", "met", "safety")
    sections = (
        (_("Kontak"), ("kind", "made_on", "met", "child_alone")),
        (_("Yang terlihat"), ("safety", "note")),
        (_("Sesudah ini"), ("next_step", "next_on")),
    )
    of_adult = {"child_alone": Words(_("Ditemui sendiri, tanpa orang lain"))}

    kind = RadioField(label=_("Cara kontak"), choices=ContactKind.choices)
    made_on = DateField(label=_("Tanggal"))
    met = CheckField(label=_("Siapa yang ditemui"), choices=Met.choices)
    child_alone = forms.BooleanField(label=_("Anak ditemui sendiri, tanpa orang dewasa lain"), required=False)
    safety = RadioField(
        label=_("Keamanan"),
        choices=SeenSafety.choices,
        marks={"SAFE": "fine", "DOUBTFUL": "half", "UNSAFE": "stop"},
        hints={"UNSAFE": _("Membuka tugas untuk besok.")},
    )
    note = forms.CharField(label=_("Yang terlihat dan dibicarakan"), widget=forms.Textarea)
    next_step = forms.CharField(
        label=_("Langkah berikutnya"), max_length=200, required=False, help_text=_("Menjadi tugas kasus.")
    )
    next_on = DateField(label=_("Paling lambat"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["made_on"].initial = timezone.localdate
