"""Who may have which file."""

from atensi.audit.actor import Actor
from institutions.states import CASE_ROLES

from .states import PERSONAL_EXPORTS


def can_export(actor: Actor | None, kind: str) -> bool:
    """Lists of cases and placements: who works on cases. Numbers: everybody with a membership; what stands in the file
    is what they read on the page."""
    if actor is None or actor.membership_id is None:
        return False
    return kind not in PERSONAL_EXPORTS or actor.role in CASE_ROLES
