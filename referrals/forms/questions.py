"""Input for what a receiver asks before it answers a request, and for what the sender says."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from atensi.forms import AtensiForm


class QuestionForm(AtensiForm):
    text = forms.CharField(
        label=_("Apa yang perlu diketahui sebelum menjawab?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Misalnya: hasil pemeriksaan kesehatan, sekolah, siapa yang mengantar. Nama tidak diperlukan."),
    )


class QuestionAnswerForm(AtensiForm):
    answer = forms.CharField(
        label=_("Jawaban untuk penerima"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Dibaca sebelum rujukan diterima. Tanpa nama, NIK, alamat, dan pelapor."),
    )

    def __init__(self, *args: Any, named: bool, **kwargs: Any) -> None:
        """named: who asked reads the case with its names, as whoever weighs a care decision does."""
        super().__init__(*args, **kwargs)
        if named:
            self.fields["answer"].help_text = _("Dibaca bersama berkasnya sebelum diputuskan. Tanpa pelapor.")
