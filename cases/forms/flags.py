"""Forms of the flags on a case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from atensi.forms import RadioField

from ..service_states import FlagKind
from .base import CaseForm


class FlagForm(CaseForm):
    page_heading = _("Pasang tanda")
    verb = _("Pasang tanda")
    sections = ((_("Yang harus langsung diketahui"), ("kind", "reason")),)

    kind = RadioField(label=_("Tanda"), choices=FlagKind.choices)
    reason = forms.CharField(
        label=_("Alasan"), widget=forms.Textarea, help_text=_("Terlihat oleh semua yang menangani kasus ini.")
    )


class FlagEndForm(CaseForm):
    page_heading = _("Cabut tanda")
    verb = _("Cabut tanda")
    sections = ((_("Alasan"), ("reason",)),)

    reason = forms.CharField(
        label=_("Mengapa dicabut"), widget=forms.Textarea, help_text=_("Tandanya tetap ada di riwayat.")
    )
