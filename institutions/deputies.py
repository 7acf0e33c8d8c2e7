"""Whom a mandate can concern: whose office somebody may lend, and to which colleagues."""

from django.db.models import QuerySet

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.errors import require

from . import permissions
from .models import Institution, Membership
from .states import CASE_ROLES, LENDING_ROLES


def lendable(institution: Institution) -> QuerySet[Membership]:
    """The memberships of `institution` that can be lent today, by their holder's name."""
    rows = institution.memberships.current().filter(role__in=LENDING_ROLES)
    return rows.select_related("user", "institution").order_by("user__name", "pk")


def lendable_by(actor: Actor | None, office: Institution | None, institution: Institution) -> QuerySet[Membership]:
    """The offices of `institution` that the actor may lend: their own acting one, or as administrator anybody's.

    office: the one acted for. Raises NotAllowed for somebody who lends nothing there.
    """
    rows = lendable(institution)
    found = [row.pk for row in rows if permissions.can_give_mandate(actor, office, row)]
    require(bool(found) or permissions.can_keep(actor, office, institution))
    return rows.filter(pk__in=found)


def deputies_for(institution: Institution, *, but: User) -> QuerySet[User]:
    """Those of `colleagues`, to choose one by their id."""
    working = _working(institution, but).order_by()
    return User.objects.filter(pk__in=working.values("user_id")).order_by("name", "pk")


def colleagues(institution: Institution, *, but: User) -> list[tuple[User, str]]:
    """Who works on cases in `institution` today besides `but`, by name, each with their roles in words."""
    found: dict[User, list[str]] = {}
    for row in _working(institution, but).select_related("user").order_by("user__name", "user_id", "role"):
        found.setdefault(row.user, []).append(row.get_role_display())
    return [(user, ", ".join(roles)) for user, roles in found.items()]


def _working(institution: Institution, but: User) -> QuerySet[Membership]:
    return institution.memberships.current().filter(role__in=CASE_ROLES).exclude(user=but.pk)
