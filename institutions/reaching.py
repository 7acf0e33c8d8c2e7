"""How and when the people of institutions may be reached (`atensi.notices.hooks.RECIPIENT_FACTS`)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from atensi.notices.hooks import Facts

from .models import Mandate, Membership, Parameter
from .parameters import DEFINITIONS
from .states import Kind

QUIET_HOURS = "quiet_hours"
Hours = list[int]


class _QuietHours:
    """The setting `quiet_hours` in force today for any number of offices: one query."""

    def __init__(self) -> None:
        rows = Parameter.objects.standing().filter(key=QUIET_HOURS, valid_from__lte=timezone.localdate())
        self.of_office: dict[int | None, Hours] = {}
        self.of_region: dict[tuple[str, str], Hours] = {}
        for row in rows.select_related("institution").order_by("valid_from", "pk"):
            self.of_office[row.institution_id] = row.value
            if row.institution:
                self.of_region[row.institution.kind, row.institution.region_id] = row.value

    def for_office(self, office: int, region: str) -> Hours:
        """Inherited as `parameters.value_for` does: office -> regency -> province -> nation -> default."""
        return (
            self.of_office.get(office)
            or self.of_region.get((Kind.DINAS_REGENCY, region[:5]))
            or self.of_region.get((Kind.DINAS_PROVINCE, region[:2]))
            or self.of_office.get(None)
            or DEFINITIONS[QUIET_HOURS].default
        )


def facts_of(people: Collection[int]) -> dict[int, Facts]:
    """Facts of those of `people` (user ids) who hold a current membership; of several, their first counts. Two
    queries."""
    names = ("user_id", "user__email", "user__phone", "institution_id", "institution__region_id")
    rows = Membership.objects.current().filter(user__in=people).order_by("user_id", "-pk")
    quiet = _QuietHours()
    found = {}
    for user, email, phone, office, region, zone in rows.values_list(*names, "institution__region__time_zone"):
        start, end = quiet.for_office(office, region)
        found[user] = Facts(zone=zone, quiet_from=start, quiet_until=end, email=email, phone=phone)
    return found


def kept_people(user: Any) -> QuerySet[Any]:
    """Ids of the people in the institutions that `user` administers."""
    return Membership.objects.visible_to(user).order_by().values("user_id")


def holders_of(institutions: Collection[int], roles: Collection[str]) -> dict[int, set[int]]:
    """Institution id -> ids of the people who exercise one of `roles` there today: those who hold it, and their
    deputies while a mandate runs. Two queries."""
    found: dict[int, set[int]] = {pk: set() for pk in institutions}
    held = Membership.objects.current().filter(institution__in=institutions, role__in=roles)
    lent = Mandate.objects.in_force().filter(grantor__institution__in=institutions, role__in=roles)
    for pk, user in held.order_by().values_list("institution_id", "user_id"):
        found[pk].add(user)
    for pk, user in lent.order_by().values_list("grantor__institution_id", "deputy_id"):
        found[pk].add(user)
    return found
