"""A token sees by one membership alone, whatever else its person holds. A leaf: it imports no app."""

from typing import Any


def bound_memberships(user: Any) -> list[Any] | None:
    """The memberships by which alone a token's person sees (`institutions.rights.keep_rights`); None in person."""
    return list(user.standings) if getattr(user, "is_bound", False) else None
