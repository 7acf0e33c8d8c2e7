"""How full residences are, for the pages about institutions."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from atensi.clock import NBSP
from cases.masking import person_words
from institutions.hooks import Column, Mark, Panel
from institutions.models import Institution

from .capacity import held, taken_places
from .services.placements import occupancy


def panel(institution: Institution, user: Any) -> dict[str, Any]:
    """Free places of a residence and of its bands: at most four queries, none for a body without places. Numbers
    only, no child is named. Where places are held, one query more: for whom, by sex and age, for those who take in
    referrals there or see the case."""
    found = occupancy(institution) if institution.is_residence else None
    return {"occupancy": found, "holds": _expected(institution, user) if found and found.held else []}


def _expected(institution: Institution, user: Any) -> list[dict[str, Any]]:
    rows = held().filter(institution=institution).visible_to(user)
    told = rows.select_related("case__beneficiary", "case__office").order_by("lapses_at")
    return [{"row": row, "who": person_words(row.case)} for row in told]


def marks(institutions: Sequence[Institution]) -> dict[int, Mark]:
    """Free places of the residences in a list whose places are known, by institution: one query."""
    houses = {row.pk: row for row in institutions if row.is_residence and row.places}
    taken = taken_places(houses)
    return {pk: _mark(house.places, taken.get(pk, 0)) for pk, house in houses.items()}


def _mark(places: int, taken: int) -> Mark:
    free = max(0, places - taken)
    words = _("%(free)d dari %(places)d") % {"free": free, "places": places}
    return Mark(words.replace(" ", NBSP), "ok", "fine") if free else Mark(_("Penuh"), "stop", "stop")


PANEL = Panel("occupancy", "head", "referrals/_panel_occupancy.html", panel)
COLUMN = Column("occupancy", gettext_lazy("Tempat kosong"), marks)
