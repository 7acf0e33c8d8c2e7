"""Input of a new value of a setting, each kind of value by the keys that a phone shows for it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.forms import AtensiForm, DateField, RadioField, prepare

from ..parameters import Definition
from ..values import NO, YES, parse, show

HINTS = {
    list: _("Bilangan bulat dengan koma di antaranya."),
    float: _("Bilangan; pecahan dengan koma."),
}
KEYS = {int: "numeric", float: "decimal"}


class ParameterForm(AtensiForm):
    """A value of the setting's type, and the day it begins. A map, or a list of fixed length, has a box per number."""

    value = forms.CharField(label=_("Nilai baru"), max_length=200)
    valid_from = DateField(label=_("Mulai berlaku"), initial=timezone.localdate)

    def __init__(self, *args, definition: Definition, current: Any, **kwargs):
        super().__init__(*args, **kwargs)
        self.definition, default = definition, definition.default
        self.boxes: dict[str, str] = {}
        if isinstance(default, bool):
            choices = [(YES, _("Ya")), (NO, _("Tidak"))]
            self.fields["value"] = RadioField(label=_("Nilai baru"), choices=choices, initial=show(current))
        elif isinstance(default, dict):
            self._ask_each({name: current.get(name, default[name]) for name in default})
        elif definition.length is not None:
            self._ask_each({str(place): number for place, number in enumerate(current, start=1)})
        else:
            self._ask_one(type(default))

    def _ask_one(self, kind: type) -> None:
        field = self.fields["value"]
        field.help_text = HINTS.get(kind, "")
        if kind in KEYS:
            field.widget.attrs |= {"inputmode": KEYS[kind], "class": "w-s"}

    def _ask_each(self, numbers: dict[str, int]) -> None:
        """A box for each number, with its present value in it."""
        del self.fields["value"]
        for name, number in numbers.items():
            box = self.boxes[name] = f"value_{name}"
            keys = {"inputmode": "numeric", "class": "w-s"}
            self.fields[box] = forms.CharField(
                label=_("Nilai %(name)s") % {"name": name},
                max_length=6,
                initial=number,
                widget=forms.TextInput(attrs=keys),
            )
            prepare(self.fields[box])

    @property
    def asked(self) -> list[forms.BoundField]:
        """The boxes of the value, for the page."""
        return [self[name] for name in self.boxes.values() or ["value"]]

    def clean_value(self) -> Any:
        try:
            return parse(self.definition, self.cleaned_data["value"])
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from wrong

    def clean(self) -> dict[str, Any]:
        """The value out of its boxes; a mistake stands at the first of them."""
        data = super().clean() or self.cleaned_data
        if self.boxes and not self.errors:
            parts = {name: data.pop(box) for name, box in self.boxes.items()}
            is_map = isinstance(self.definition.default, dict)
            text = ", ".join(f"{name}={part}" if is_map else part for name, part in parts.items())
            try:
                data["value"] = parse(self.definition, text)
            except ValueError as wrong:
                self.add_error(next(iter(self.boxes.values())), str(wrong))
        return data
