"""Input of a new value of a setting."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.forms import AtensiForm, DateField, RadioField

from ..parameters import Definition
from ..values import NO, YES, parse

HINTS = {
    list: _("Bilangan bulat dengan koma di antaranya."),
    dict: _("Satu nilai untuk masing-masing, seperti yang tertulis."),
    float: _("Bilangan; pecahan dengan koma."),
}


class ParameterForm(AtensiForm):
    """A value of the setting's type, and the day it begins."""

    value = forms.CharField(label=_("Nilai baru"), max_length=200)
    valid_from = DateField(label=_("Mulai berlaku"), initial=timezone.localdate)

    def __init__(self, *args, definition: Definition, **kwargs):
        super().__init__(*args, **kwargs)
        self.definition = definition
        if isinstance(definition.default, bool):
            self.fields["value"] = RadioField(
                label=_("Nilai baru"), choices=[(YES, _("Ya")), (NO, _("Tidak"))], required=True
            )
            return
        field = self.fields["value"]
        field.help_text = HINTS.get(type(definition.default), "")
        if type(definition.default) is int:
            field.widget.attrs |= {"inputmode": "numeric", "class": "w-s"}

    def clean_value(self) -> Any:
        try:
            return parse(self.definition, self.cleaned_data["value"])
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
