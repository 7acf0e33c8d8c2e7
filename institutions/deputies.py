"""Whom a mandate can concern: whose office somebody may lend, and to which colleagues."""

from django.db.models import QuerySet

from atensi.accounts.models import User

from .models import Institution, Membership
from .states import CASE_ROLES, LENDING_ROLES


def lendable(institution: Institution) -> QuerySet[Membership]:
    """The memberships of `institution` that can be lent today, by their holder's name."""
    rows = institution.memberships.current().filter(role__in=LENDING_ROLES)
    return rows.select_related("user", "institution").order_by("user__name", "pk")


def colleagues(institution: Institution) -> list[tuple[User, str]]:
    """The people who work on cases in `institution` today, by name, each with their roles in words."""
    rows = institution.memberships.current().filter(role__in=CASE_ROLES)
    found: dict[User, list[str]] = {}
    for row in rows.select_related("user").order_by("user__name", "user_id", "role"):
        found.setdefault(row.user, []).append(row.get_role_display())
    return [(user, ", ".join(roles)) for user, roles in found.items()]
