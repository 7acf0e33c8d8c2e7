"""Input for letting a placement last longer: the request, and the answer of Dinas Sosial."""

from django import forms
from django.utils.translation import gettext_lazy as _

from atensi.clock import date_words
from atensi.forms import AtensiForm, DateField, RadioField

from ..models import Placement


class ExtensionForm(AtensiForm):
    until_on = DateField(label=_("Diperpanjang sampai"))
    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Mengapa anak belum bisa pulang atau pindah, dan apa yang dilakukan sampai hari itu."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args, placement: Placement, **kwargs):
        super().__init__(*args, **kwargs)
        if placement.planned_end_on is not None:
            self.fields["until_on"].help_text = _("Sekarang sampai %(date)s.") % {
                "date": date_words(placement.planned_end_on)
            }


class ExtensionAnswerForm(AtensiForm):
    answer = RadioField(
        label=_("Keputusan"), choices=[("SIGN", _("Tanda tangani perpanjangan")), ("DECLINE", _("Tolak"))]
    )
    considerations = forms.CharField(label=_("Pertimbangan"), widget=forms.Textarea(attrs={"rows": 5}))
