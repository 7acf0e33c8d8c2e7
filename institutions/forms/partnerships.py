"""Input about the partners of a Sentra."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.forms import AtensiForm, DateField


class PartnershipForm(AtensiForm):
    """Under which agreement a body works with a Sentra, from when and until when."""

    number = forms.CharField(label=_("Nomor perjanjian kerja sama"), max_length=100)
    valid_from = DateField(label=_("Mulai"), initial=timezone.localdate)
    valid_until = DateField(label=_("Sampai"), required=False)
