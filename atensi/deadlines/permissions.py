"""Who may make a link to deadlines: whoever works on cases has some."""

from atensi.audit.actor import Actor
from institutions.states import CASE_ROLES


def can_make_feed(actor: Actor | None) -> bool:
    return actor is not None and actor.role in CASE_ROLES
