from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from atensi.forms import DateField, RadioField
from atensi.versions import VersionedForm, seen_field, version_of

from .models import Certificate
from .services import SEEN_OF_CERTIFICATE


class CertificateForm(VersionedForm):
    """A certificate as it stands on paper."""

    rank = RadioField(label=_("Peringkat"), choices=Certificate.Rank.choices)
    number = forms.CharField(label=_("Nomor sertifikat"), max_length=100)
    valid_from = DateField(label=_("Berlaku dari"))
    valid_until = DateField(label=_("Berlaku sampai"))
    seen = seen_field()

    def __init__(self, *args, certificate: Certificate | None = None, **kwargs):
        names = SEEN_OF_CERTIFICATE
        known = {name: getattr(certificate, name) for name in names} if certificate else {}
        seen = version_of(certificate, names) if certificate else ""
        super().__init__(*args, initial=known | {"seen": seen}, **kwargs)

    @property
    def facts(self) -> dict[str, Any]:
        """What stands on the paper."""
        return {name: self.cleaned_data[name] for name in SEEN_OF_CERTIFICATE}
