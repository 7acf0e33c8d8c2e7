"""The form of a prevention activity, with its grid of whom it reached."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.forms import DateField, RadioField, prepare
from atensi.reference.models import Region
from institutions.models import Institution

from ..eligibility.prevention import MOST
from ..prevention import districts_around
from ..service_states import PreventionKind, ReachAge, ReachSex
from .base import CaseForm
from .intake import DistrictField


class PreventionForm(CaseForm):
    page_heading = _("Catat kegiatan pencegahan")
    verb = _("Simpan kegiatan")
    sections = (
        (_("Kegiatan"), ("kind", "title", "held_on", "region", "place")),
        (_("Mitra dan hasil"), ("partners", "result")),
    )

    kind = RadioField(label=_("Jenis kegiatan"), choices=PreventionKind.choices)
    title = forms.CharField(label=_("Judul kegiatan"), max_length=200)
    held_on = DateField(label=_("Tanggal"))
    region = DistrictField(label=_("Kecamatan"), queryset=Region.objects.none(), empty_label=_("Pilih kecamatan"))
    place = forms.CharField(label=_("Tempat"), max_length=200)
    partners = forms.CharField(label=_("Mitra"), max_length=300, required=False)
    result = forms.CharField(
        label=_("Hasil"), widget=forms.Textarea, required=False, help_text=_("Tanpa nama anak atau keluarga.")
    )

    def __init__(self, *args: Any, institution: Institution, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["held_on"].initial = timezone.localdate
        self.fields["region"].with_parent = institution.region.level == Region.Level.PROVINCE
        self.fields["region"].queryset = districts_around(institution)
        for age, words in ReachAge.choices:
            for sex, who in ReachSex.choices:
                box = forms.NumberInput(attrs={"inputmode": "numeric", "class": "w-s"})
                label = _("%(sex)s, %(age)s") % {"sex": who, "age": words}
                field = forms.IntegerField(label=label, required=False, min_value=0, max_value=MOST, widget=box)
                prepare(field)
                self.fields[f"reach-{age}-{sex}"] = field

    def grid(self) -> list[tuple[Any, list[BoundField]]]:
        """Age -> its boxes."""
        return [(words, [self[f"reach-{age}-{sex}"] for sex in ReachSex.values]) for age, words in ReachAge.choices]

    @property
    def content(self) -> dict[str, Any]:
        """What the service takes. Needs a valid form."""
        given = {name: value for name, value in self.cleaned_data.items() if not name.startswith("reach-")}
        cells = [(age, sex) for age in ReachAge.values for sex in ReachSex.values]
        return given | {"reach": {(a, s): self.cleaned_data[f"reach-{a}-{s}"] or 0 for a, s in cells}}
