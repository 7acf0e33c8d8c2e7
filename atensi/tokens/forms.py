from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from atensi.forms import AtensiForm
from atensi.language import counted


class TokenForm(AtensiForm):
    """What the token is for, so that the person knows it again, and how long it lives."""

    name = forms.CharField(
        label=_("Dipakai untuk"),
        max_length=60,
        help_text=_("Misalnya: sambungan ke aplikasi desa. Hanya Anda yang melihatnya."),
    )
    days = forms.IntegerField(
        label=_("Berlaku berapa hari"),
        min_value=1,
        widget=forms.NumberInput(attrs={"class": "w-s", "inputmode": "numeric"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        most = settings.API_TOKEN_MOST_DAYS
        self.fields["days"].initial = settings.API_TOKEN_DAYS
        self.fields["days"].widget.attrs["max"] = most
        self.fields["days"].help_text = counted("Paling lama %(days)d hari.", days=most)
