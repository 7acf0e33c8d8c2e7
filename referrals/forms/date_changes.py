"""Input for bringing a review forward. The rules about it are the service's."""

from django import forms
from django.utils.translation import gettext_lazy as _

from atensi.forms import AtensiForm, DateField


class PullReviewForm(AtensiForm):
    """The earlier day, and why."""

    to = DateField(label=_("Tanggal baru"), help_text=_("Sebelum jatuh tempo yang sekarang."))
    note = forms.CharField(
        label=_("Mengapa lebih cepat"),
        help_text=_("Terlihat di riwayat kasus oleh semua yang menangani anak."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
