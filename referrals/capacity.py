"""How many places of residences are taken: the one count that admission, router, pages and API share.

It is only true at the second it is made, and stays true while the caller holds the lock of the institution's row.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Count, DateTimeField, DurationField, ExpressionWrapper, F, Func, Q, QuerySet, Value
from django.db.models.expressions import Combinable

from cases.states import Base
from institutions.models import CapacityBand
from institutions.states import BandSex

from .models import PlaceHold, Placement
from .states import OPEN_PLACEMENTS


def residents(leaving: Placement | None = None) -> QuerySet[Placement]:
    """The open placements of all who live in residences. leaving: one that ends when a new one begins."""
    rows = Placement.objects.filter(base=Base.RESIDENTIAL, state__in=OPEN_PLACEMENTS).order_by()
    return rows.exclude(pk=leaving.pk) if leaving else rows


def held(sparing: int | None = None) -> QuerySet[PlaceHold]:
    """What stands of places kept free for somebody. sparing: id of a case whose own hold does not stand in its way."""
    rows = PlaceHold.objects.standing().order_by()
    return rows.exclude(case=sparing) if sparing else rows


def taken_places(
    institutions: Collection[int], *, leaving: Placement | None = None, sparing: int | None = None
) -> dict[int, int]:
    """Places of each of `institutions` (ids) that are not free, lived in or held, by institution; who has none is left
    out. One query.

    leaving: a placement that ends when the new one begins. sparing: as `held` takes it.
    """
    rows = [residents(leaving), held(sparing)]
    return _summed(
        one.filter(institution__in=institutions).values_list("institution").annotate(people=Count("pk")) for one in rows
    )


def taken_in_bands(
    bands: Collection[CapacityBand], *, on: date, leaving: Placement | None = None, sparing: int | None = None
) -> dict[int, int]:
    """Places of each of `bands` that are not free, by the age on day `on` of those who live there or are expected: one
    query, none without bands. Who fits no band, or is of unknown age, counts only in the total."""
    taken = dict.fromkeys((band.pk for band in bands), 0)
    if not taken:
        return taken
    # One filter: the band that covers them and the band that is asked are the same row.
    rows = [
        residents(leaving).filter(_in_band("beneficiary", on), institution__bands__in=list(taken)),
        held(sparing).filter(_in_band("case__beneficiary", on), institution__bands__in=list(taken)),
    ]
    return taken | _summed(one.values_list("institution__bands").annotate(people=Count("pk")) for one in rows)


def _summed(counts: Iterable[QuerySet[Any]]) -> dict[int, int]:
    """The sum of counts by id: one query for all of them."""
    first, *others = counts
    found: dict[int, int] = defaultdict(int)
    for pk, people in first.union(*others, all=True):
        found[pk] += people
    return dict(found)


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
