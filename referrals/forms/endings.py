"""Input for the end of a stay that nobody decided. The rules about it are the service's."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.forms import AtensiForm, DateField, RadioField

from ..models import Placement
from ..states import EndReason

HAPPENINGS = (EndReason.ABSCONDED, EndReason.AGED_OUT, EndReason.DIED)
HINTS = {
    EndReason.ABSCONDED: _("Dinas dan pekerja sosial langsung diberi tahu, dan ada tugas mencari anak."),
    EndReason.AGED_OUT: _("Mulai ulang tahun ke-18, dengan rencana peralihan yang lengkap."),
    EndReason.DIED: _("Hari meninggal tercatat di data diri. Kasus lalu ditutup."),
}


class EndingForm(AtensiForm):
    """What happened, on which day, in words."""

    reason = RadioField(
        label=_("Apa yang terjadi?"),
        choices=[(each.value, each.label) for each in HAPPENINGS],
        hints=HINTS,
        marks={EndReason.ABSCONDED: "stop", EndReason.DIED: "stop"},
    )
    on = DateField(label=_("Pada hari"))
    note = forms.CharField(
        label=_("Ceritakan"),
        help_text=_("Apa yang terjadi, siapa yang mengetahuinya, apa yang sudah dilakukan."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
    )

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any):
        super().__init__(*args, **kwargs)
        days = {"min": placement.starts_on.isoformat(), "max": timezone.localdate().isoformat()}
        self.fields["on"].widget.attrs.update(days)
        self.initial.setdefault("on", timezone.localdate())
