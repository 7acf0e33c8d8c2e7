"""What the page of numbers is asked: months, category, region, and whose numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.forms import AtensiForm
from atensi.reference.models import Region
from institutions.models import Institution

from .categories import CATEGORIES, labels
from .reading import first_and_last_month, has_own, may_zoom

OWN, ALL = "sendiri", "terbit"
MOST_MONTHS, USUAL_MONTHS = 24, 12


class NumbersForm(AtensiForm):
    """The filters; what is not understood is left out. Asked three times of the database."""

    sumber = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=[(OWN, ""), (ALL, "")])
    dari = forms.ChoiceField(label=_("Dari bulan"), required=False)
    sampai = forms.ChoiceField(label=_("Sampai bulan"), required=False)
    kategori = forms.ChoiceField(label=_("Kategori"), required=False)
    wilayah = forms.ChoiceField(label=_("Wilayah"), required=False)

    def __init__(self, data: QueryDict | dict[str, str], *, actor: Actor, office: Institution):
        super().__init__(data, auto_id="f_%s")
        self.actor, self.office = actor, office
        self.labels = labels()
        first, last = first_and_last_month()
        self.known = months_between(first, last)
        names = [(month.strftime("%Y-%m"), date_format(month, "F Y")) for month in reversed(self.known)]
        self.fields["dari"].choices = self.fields["sampai"].choices = [("", "–"), *names]
        self.fields["kategori"].choices = [("", _("Semua kategori")), *((c, self.labels[c]) for c in CATEGORIES)]
        self.fields["wilayah"].choices = [("", _("Seluruh Indonesia")), *self._regions(data.get("wilayah", "")[:2])]
        self.full_clean()
        # The fields show what the page is about, also where the address left it open or asked for too much.
        self.data = dict.fromkeys(self.fields, "") | self.value
        self.data |= {"dari": self.months[0].strftime("%Y-%m"), "sampai": self.months[-1].strftime("%Y-%m")}

    def _regions(self, chosen: str) -> list[Any]:
        """The provinces; the regencies of the chosen one, or of one's own, where they are told to the actor."""
        own = self.office.region_id
        province = chosen if chosen.isascii() and chosen.isdecimal() else own[:2]
        wanted = {province} if may_zoom(self.actor, self.office.kind, own, province) else set()
        rows = Region.objects.filter(parent=None) | Region.objects.filter(parent__in=wanted)
        found = sorted(rows.order_by(), key=lambda row: row.pk)
        self.names = {row.pk: row.name for row in found}
        provinces = [(row.pk, row.name) for row in found if row.parent_id is None]
        regencies = [(row.pk, row.name) for row in found if row.parent_id is not None]
        groups: list[Any] = [(_("Provinsi"), provinces)]
        return [(self.names[province], regencies), *groups] if regencies else groups

    @property
    def value(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in self.fields}

    @property
    def is_own(self) -> bool:
        """Exact numbers of one's own cases: what those who have some see first."""
        return has_own(self.actor) and self.value["sumber"] != ALL

    @property
    def category(self) -> str:
        return self.value["kategori"]

    @property
    def region(self) -> str:
        return "" if self.is_own else self.value["wilayah"]

    @property
    def zooms(self) -> bool:
        """Whether the region asked for is a province whose regencies the actor may read."""
        return bool(self.region) and may_zoom(self.actor, self.office.kind, self.office.region_id, self.region)

    @property
    def tells_areas(self) -> bool:
        """Whether the regions below what was asked for may be told, too."""
        return not self.is_own and (not self.region or self.zooms)

    @property
    def months(self) -> list[date]:
        """The months asked for, the last twelve that are known by default; never more than two years."""
        last = _month(self.value["sampai"]) or self.known[-1]
        first = _month(self.value["dari"])
        asked = [month for month in self.known if month <= last and (first is None or month >= first)]
        if not asked:
            asked = [month for month in self.known if month == first] or self.known
        return asked[-(MOST_MONTHS if first else USUAL_MONTHS) :]


def _month(text: str) -> date | None:
    return date(int(text[:4]), int(text[5:]), 1) if text else None


def months_between(first: date, last: date) -> list[date]:
    """The first days of all months from `first` to `last`."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [
        date(first.year + (first.month - 1 + at) // 12, (first.month - 1 + at) % 12 + 1, 1)
        for at in range(max(1, count))
    ]
