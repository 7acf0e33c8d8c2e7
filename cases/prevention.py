"""Prevention activities of an institution and whom they reached, in numbers. Read only."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum

from atensi.reference.models import Region
from institutions.models import Institution

from .models import PreventionActivity, PreventionReach
from .service_states import ReachAge, ReachSex


@dataclass(frozen=True, slots=True)
class ReachLine:
    """How many of an age: men and boys, women and girls."""

    age: str
    label: Any
    male: int
    female: int


def activities_for(user: Any) -> QuerySet[PreventionActivity]:
    """The activities `user` may see, each with how many people it reached."""
    return PreventionActivity.objects.visible_to(user).select_related("institution", "region__parent").with_people()


def reach_of(activities: QuerySet[PreventionActivity]) -> list[ReachLine]:
    """The sums over `activities` by age and sex; every age stands, with 0 too. One query.

    These are counts of an audience, no rows of persons: nothing is suppressed (domain.md 11 speaks of cases)."""
    rows = PreventionReach.objects.filter(activity__in=activities.order_by().values("pk")).order_by()
    found = {(age, sex): n for age, sex, n in rows.values_list("age", "sex").annotate(n=Sum("people"))}
    return [
        ReachLine(age, label, found.get((age, ReachSex.MALE), 0), found.get((age, ReachSex.FEMALE), 0))
        for age, label in ReachAge.choices
    ]


def districts_around(institution: Institution) -> QuerySet[Region]:
    """Where an institution may have been: the districts of its regency, of a province's office those of the
    province. Needs `region`."""
    region = institution.region
    within = region.regency_code if region.level == Region.Level.DISTRICT else region.code
    districts = Region.objects.filter(level=Region.Level.DISTRICT, code__startswith=f"{within}.")
    return districts.select_related("parent").order_by("parent__name", "name")
