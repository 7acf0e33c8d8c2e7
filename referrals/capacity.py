"""How many places of residences are taken: the one count that admission, router, pages and API share.

It is only true at the second it is made, and stays true while the caller holds the lock of the institution's row.
"""

from collections.abc import Collection
from datetime import date

from django.db.models import Count, DateTimeField, DurationField, ExpressionWrapper, F, Func, Q, QuerySet, Value
from django.db.models.expressions import Combinable

from cases.states import Base
from institutions.models import CapacityBand
from institutions.states import BandSex

from .models import Placement
from .states import OPEN_PLACEMENTS


def residents(leaving: Placement | None = None) -> QuerySet[Placement]:
    """The open placements of all who live in residences. leaving: one that ends when a new one begins."""
    rows = Placement.objects.filter(base=Base.RESIDENTIAL, state__in=OPEN_PLACEMENTS).order_by()
    return rows.exclude(pk=leaving.pk) if leaving else rows


def taken_places(institutions: Collection[int], *, leaving: Placement | None = None) -> dict[int, int]:
    """Places of each of `institutions` (ids) that are not free, by institution; who has none is left out. One query.

    leaving: a placement that ends when the new one begins.
    """
    rows = residents(leaving).filter(institution__in=institutions)
    return dict(rows.values_list("institution").annotate(people=Count("pk")))


def taken_in_bands(bands: Collection[CapacityBand], *, on: date, leaving: Placement | None = None) -> dict[int, int]:
    """Places of each of `bands` that are not free, by the age on day `on` of those who live there: one query, none
    without bands. Who fits no band, or is of unknown age, counts only in the total."""
    taken = dict.fromkeys((band.pk for band in bands), 0)
    if taken:
        rows = residents(leaving).filter(_in_band("beneficiary", on), institution__bands__in=list(taken))
        taken |= dict(rows.values_list("institution__bands").annotate(people=Count("pk")))
    return taken


def _in_band(person: str, on: date) -> Q:
    """Whom `CapacityBand.covers`, in words of the database. person: path to the one who lives there."""
    band, born = "institution__bands", f"{person}__birth_date"
    sex = Q(**{f"{band}__sex": BandSex.ANY}) | Q(**{f"{band}__sex": F(f"{person}__sex")})
    oldest = {f"{born}__gt": _years_before(on, F(f"{band}__age_to") + 1)}
    return sex & Q(**{f"{born}__lte": _years_before(on, F(f"{band}__age_from"))}, **oldest)


def _years_before(day: date, years: Combinable) -> ExpressionWrapper:
    """Whoever was born on that day or before is `years` old on `day`, as `Beneficiary.age_on` counts."""
    template = "make_interval(years => (%(expressions)s)::int)"
    span = Func(years, template=template, output_field=DurationField())
    return ExpressionWrapper(Value(day) - span, output_field=DateTimeField())
