"""Who looks after deliveries that were given up. A person's own notices need no permission: nobody else's are seen."""

from atensi.audit.actor import Actor

KEEPER = "ADMINISTRATOR"  # of institutions.states.Role, which stands above this room


def can_keep_deliveries(actor: Actor | None) -> bool:
    return actor is not None and actor.role == KEEPER
