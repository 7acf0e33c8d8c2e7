from django import forms
from django.utils.translation import gettext_lazy as _

from atensi.forms import AtensiForm


class WebhookForm(AtensiForm):
    """The address that is to be told."""

    url = forms.CharField(
        label=_("Alamat"),
        max_length=300,
        help_text=_("Misalnya https://sistem.contoh.go.id/atensi. Harus https dan dapat dicapai lewat internet."),
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
