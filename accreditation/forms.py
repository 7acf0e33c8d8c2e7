from django import forms
from django.utils.translation import gettext_lazy as _

from atensi.forms import AtensiForm, DateField, RadioField

from .models import Certificate


class CertificateForm(AtensiForm):
    """A certificate as it stands on paper."""

    rank = RadioField(label=_("Peringkat"), choices=Certificate.Rank.choices)
    number = forms.CharField(label=_("Nomor sertifikat"), max_length=100)
    valid_from = DateField(label=_("Berlaku dari"))
    valid_until = DateField(label=_("Berlaku sampai"))

    def __init__(self, *args, certificate: Certificate | None = None, **kwargs):
        names = ("rank", "number", "valid_from", "valid_until")
        initial = {name: getattr(certificate, name) for name in names} if certificate else {}
        super().__init__(*args, initial=initial, **kwargs)
