"""Input for a home that stops, and for where its children go. The rules about it are the services'."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.forms import AtensiForm, DateField, RadioField
from cases.hands import people_at
from institutions.models import Institution
from institutions.states import RESIDENCES

from ..models import MovePlan
from ..states import ClosureWhy, MoveTo


class ClosureForm(AtensiForm):
    """Why and from when a home stops."""

    why = RadioField(label=_("Mengapa lembaga berhenti mengasuh?"), choices=ClosureWhy.choices)
    from_on = DateField(label=_("Berhenti mulai"))
    move_by = DateField(
        label=_("Semua anak pindah paling lambat"),
        help_text=_("Kosongkan untuk batas menurut pengaturan kantor."),
        required=False,
    )
    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Apa yang terjadi, surat atau keputusan mana. Terlihat oleh semua yang menangani anak di sana."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("from_on", timezone.localdate())
        self.fields["move_by"].widget.attrs["min"] = timezone.localdate().isoformat()


class LiftForm(AtensiForm):
    reason = forms.CharField(
        label=_("Mengapa lembaga boleh mengasuh lagi"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )


class MoveForm(AtensiForm):
    """Where a child goes, and who sees to it."""

    to = RadioField(label=_("Ke mana anak pindah?"), choices=MoveTo.choices)
    to_institution = forms.ModelChoiceField(
        label=_("Lembaga tujuan"),
        help_text=_("Bila ke lembaga lain dan sudah diketahui."),
        queryset=Institution.objects.none(),
        required=False,
        empty_label=_("Belum diketahui"),
    )
    responsible = forms.ModelChoiceField(
        label=_("Penanggung jawab"), queryset=None, required=False, empty_label=_("Petugas kasus")
    )
    note = forms.CharField(
        label=_("Catatan"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000, required=False
    )

    def __init__(self, *args: Any, move: MovePlan, **kwargs: Any):
        known = {name: getattr(move, name) for name in ("to", "to_institution", "responsible", "note")}
        kwargs.setdefault("initial", {name: value for name, value in known.items() if value})
        super().__init__(*args, **kwargs)
        home = move.placement.institution
        assert home is not None
        near = Institution.objects.active().filter(kind__in=RESIDENCES).in_region(home.region_id[:2])
        self.fields["to_institution"].queryset = near.exclude(pk=home.pk).order_by("name", "pk")
        self.fields["responsible"].queryset = people_at(move.placement.case)
