"""What somebody asks to have as a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.forms import AtensiForm, RadioField

from ..permissions import can_export
from ..states import ExportFormat, ExportKind
from .rows import CLOSED, OPEN

FILTERS = ("sumber", "dari", "sampai", "kategori", "wilayah")
EVERY = "semua"
LONGEST_FILTER = 30


class ExportForm(AtensiForm):
    """Kind, format and reason; the filters of the page of numbers go with it."""

    kind = RadioField(label=_("Isi"), choices=ExportKind.choices)
    keadaan = forms.ChoiceField(
        label=_("Kasus"),
        required=False,
        choices=[(OPEN, _("Terbuka")), (CLOSED, _("Ditutup")), (EVERY, _("Semua"))],
        help_text=_("Hanya untuk daftar kasus."),
    )
    format = RadioField(label=_("Bentuk"), choices=ExportFormat.choices, initial=ExportFormat.XLSX)
    reason = forms.CharField(
        label=_("Untuk apa berkas ini?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Tercatat dalam jejak bersama nama Anda dan jumlah barisnya."),
    )

    def __init__(self, *args: Any, actor: Actor, filters: dict[str, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.filters = {name: filters[name][:LONGEST_FILTER] for name in FILTERS if filters.get(name)}
        offered = [choice for choice in ExportKind.choices if can_export(actor, choice[0])]
        self.fields["kind"].choices = offered
        self.fields["kind"].initial = ExportKind.NUMBERS if self.filters or len(offered) == 1 else None
        if len(offered) == 1:
            del self.fields["keadaan"]

    @property
    def asked(self) -> dict[str, str]:
        return asked_of(self.cleaned_data["kind"], self.filters, self.cleaned_data.get("keadaan") or OPEN)


def asked_of(kind: str, filters: dict[str, str], which: str) -> dict[str, str]:
    """The filters that belong to the kind, and the language of the headings. which: cases, of CASES."""
    language = {"bahasa": get_language() or "id"}
    if kind == ExportKind.NUMBERS:
        return filters | language
    if kind == ExportKind.CASES:
        return {"keadaan": which} | language
    return language
