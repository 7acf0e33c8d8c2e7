"""Who keeps the webhooks of an institution: its own administrators, and nobody for them."""

from atensi.audit.actor import Actor
from institutions.states import Role


def can_keep_webhooks(actor: Actor | None, institution_id: int | None) -> bool:
    """Whether the actor acts as an administrator of that institution."""
    return (
        actor is not None
        and institution_id is not None
        and actor.role == Role.ADMINISTRATOR
        and actor.institution_id == institution_id
    )
