"""How and when the people of institutions may be reached (`atensi.notices.hooks.RECIPIENT_FACTS`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from atensi.notices.hooks import Facts

from .models import Mandate, Membership
from .parameters import values_by_office
from .states import Role

QUIET_HOURS = "quiet_hours"


def facts_of(people: Collection[int]) -> dict[int, Facts]:
    """Facts of those of `people` (user ids) who hold a current membership; of several, their first counts. Two
    queries."""
    names = ("user_id", "user__email", "user__phone", "institution_id", "institution__region_id")
    memberships = Membership.objects.current().filter(user__in=people).order_by("user_id", "-pk")
    rows = list(memberships.values_list(*names, "institution__region__time_zone"))
    regions = {office: region for *_person, office, region, _zone in rows}
    values = values_by_office([QUIET_HOURS], regions, regions=regions)
    found = {}
    for user, email, phone, office, _region, zone in rows:
        start, end = values[office][QUIET_HOURS]
        found[user] = Facts(zone=zone, quiet_from=start, quiet_until=end, email=email, phone=phone)
    return found


def kept_people(user: Any) -> QuerySet[Any]:
    """Ids of the people in the institutions that `user` administers."""
    return Membership.objects.visible_to(user).order_by().values("user_id")


@dataclass(slots=True)
class Holders:
    """Who exercises which role of some institutions today, and who heads them: ids of people."""

    with_role: dict[tuple[int | None, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    heads: dict[int | None, list[int]] = field(default_factory=lambda: defaultdict(list))

    def of(self, institution: int | None, roles: Collection[str]) -> set[int]:
        """Who exercises one of `roles` there."""
        return {person for role in roles for person in self.with_role[institution, role]}


def who_holds(institutions: Collection[int], roles: Collection[str] = tuple(Role)) -> Holders:
    """Who exercises one of `roles` in `institutions` today: those who hold it, and their deputies while a mandate runs.
    Two queries."""
    found = Holders()
    held = Membership.objects.current().filter(institution__in=institutions, role__in=roles).order_by("pk")
    lent = Mandate.objects.in_force().filter(grantor__institution__in=institutions, role__in=roles).order_by("pk")
    for user, institution, role, is_head in held.values_list("user_id", "institution_id", "role", "is_head"):
        found.with_role[institution, role].append(user)
        if is_head:
            found.heads[institution].append(user)
    for deputy, institution, role in lent.values_list("deputy_id", "grantor__institution_id", "role"):
        found.with_role[institution, role].append(deputy)
    return found


def holders_of(institutions: Collection[int], roles: Collection[str]) -> dict[int, set[int]]:
    """Institution id -> ids of the people who exercise one of `roles` there today, as `who_holds` has it."""
    people = who_holds(institutions, roles)
    return {pk: people.of(pk, roles) for pk in institutions}
