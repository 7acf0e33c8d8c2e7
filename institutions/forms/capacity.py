"""Input of the bands of a residence's places."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from atensi.forms import AtensiForm

from ..models import MOST_BANDS, MOST_PLACES, OLDEST_AGE, CapacityBand
from ..states import BandSex

NUMBER = {"class": "w-s", "inputmode": "numeric"}
EMPTY_ROWS = 3


class BandForm(AtensiForm):
    """One band; left empty it is none."""

    sex = forms.ChoiceField(label=_("Jenis kelamin"), choices=BandSex.choices, required=False)
    age_from = forms.IntegerField(
        label=_("Dari umur"), min_value=0, max_value=OLDEST_AGE, required=False, widget=forms.NumberInput(NUMBER)
    )
    age_to = forms.IntegerField(
        label=_("Sampai umur"), min_value=0, max_value=OLDEST_AGE, required=False, widget=forms.NumberInput(NUMBER)
    )
    places = forms.IntegerField(
        label=_("Jumlah tempat"), min_value=1, max_value=MOST_PLACES, required=False, widget=forms.NumberInput(NUMBER)
    )

    def clean(self):
        cleaned = super().clean()
        numbers = {name: cleaned.get(name) for name in ("age_from", "age_to", "places")}
        if any(number is not None for number in numbers.values()):
            for name, number in numbers.items():
                if number is None and name not in self.errors:
                    self.add_error(name, _("Isian ini belum diisi."))
        return cleaned

    @property
    def band(self) -> CapacityBand | None:
        data = self.cleaned_data
        if data.get("places") is None:
            return None
        facts = {name: data[name] for name in ("age_from", "age_to", "places")}
        return CapacityBand(sex=data["sex"] or BandSex.ANY, **facts)


class BandSet(forms.BaseFormSet):
    """The bands as rows, with empty ones below."""

    @property
    def bands(self) -> list[CapacityBand]:
        return [form.band for form in self.forms if form.band is not None]


BandFormSet = forms.formset_factory(
    BandForm, formset=BandSet, extra=EMPTY_ROWS, max_num=MOST_BANDS, absolute_max=MOST_BANDS
)


def initial_of(bands: Sequence[CapacityBand]) -> list[dict[str, object]]:
    """What the rows show before anything is typed."""
    return [{name: getattr(band, name) for name in ("sex", "age_from", "age_to", "places")} for band in bands]
