"""How full residences are, for the pages about institutions."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from atensi.clock import NBSP
from institutions.hooks import Column, Mark, Panel
from institutions.models import Institution

from .capacity import taken_places
from .services.placements import occupancy


def panel(institution: Institution, user: Any) -> dict[str, Any]:
    """Free places of a residence and of its bands: at most three queries, none for a body without places. Numbers
    only, no child is named."""
    return {"occupancy": occupancy(institution) if institution.is_residence else None}


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
