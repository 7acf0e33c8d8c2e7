"""Where a person has which rights, as the right side of an `__in` of lists and checks.

A request has read the rights of its person already (`ActorMiddleware`): then they are plain ids, and PostgreSQL walks
an index to them. A subquery in their place hides how many they are, and with it that one office's list needs no sort.
Anywhere else they are such a subquery. Both come from `Membership.objects.rights_of`.
"""

from collections.abc import Collection
from typing import Any

from atensi.accounts.models import User
from atensi.audit.actor import Actor

from .models import Membership
from .states import Role

FIELD = frozenset({Role.FIELD_SOCIAL_WORKER})


def keep_rights(user: Any, memberships: Collection[Membership], *, is_bound: bool = False) -> None:
    """Note on this very object, which lives as long as the request, what `rights_of(user)` gave. is_bound: a token
    asks, so that what is the person's own counts only as far as it belongs to the membership it is bound to."""
    user.standings, user.is_bound = memberships, is_bound


def seeing(actor: Actor) -> User:
    """The person of `actor`, to ask in a service what they see (`visible_to`): a token's by its membership alone."""
    user = User(pk=actor.user_id)
    if actor.is_bound:
        bound = Membership.objects.rights_of(user).filter(pk=actor.membership_id)
        keep_rights(user, list(bound.select_related("institution")), is_bound=True)
    return user


def memberships_of(user: Any) -> Any:
    """The memberships under which what `user` keeps (files, sheets, drafts) is theirs: those whose rights they hold; by
    a token its own alone."""
    standings = _known(user)
    if standings is None:
        return Membership.objects.rights_of(user).values("pk")
    return [membership.pk for membership in standings]


def works_at(user: Any) -> Any:
    """Institutions where `user` is a field worker themself; nobody lends that."""
    standings = _known(user, FIELD)
    if standings is None:
        return user.memberships.current().filter(role__in=FIELD).values("institution_id")
    return sorted({membership.institution_id for membership in standings if membership.user_id == user.pk})


def institutions_of(user: Any, roles: Collection[str]) -> Any:
    """Institutions where `user` has the rights of one of `roles`, lent ones too."""
    standings = _known(user, roles)
    if standings is None:
        return Membership.objects.rights_of(user).filter(role__in=roles).values("institution_id")
    return sorted({membership.institution_id for membership in standings})


def groups_of(user: Any, roles: Collection[str]) -> Any:
    """The share groups of `institutions_of`."""
    standings = _known(user, roles)
    if standings is None:
        return Membership.objects.rights_of(user).filter(role__in=roles).values("institution__group_id")
    return sorted({membership.institution.group_id for membership in standings})


def _known(user: Any, roles: Collection[str] = frozenset(Role)) -> list[Membership] | None:
    standings = getattr(user, "standings", None)
    return None if standings is None else [membership for membership in standings if membership.role in roles]
