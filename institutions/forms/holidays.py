"""Input of a holiday of a region."""

from django import forms
from django.utils.translation import gettext_lazy as _

from atensi.forms import AtensiForm, DateField


class HolidayForm(AtensiForm):
    """The day, its name, and the decision that makes it one."""

    day = DateField(label=_("Tanggal"))
    name = forms.CharField(label=_("Nama"), max_length=200)
    basis = forms.CharField(
        label=_("Dasar"), max_length=200, help_text=_("Nomor dan tanggal keputusan gubernur atau bupati/wali kota.")
    )
