"""Who keeps questionnaires. Pure predicates over the acting membership."""

from atensi.audit.actor import Actor

from .hooks import KEEPERS


def can_keep(actor: Actor | None) -> bool:
    """Draft, publish and retire what holds for the whole country: the system, and whom a higher room names."""
    return actor is not None and (actor.is_system or any(keeps(actor) for keeps in KEEPERS))
