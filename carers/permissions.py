"""Who keeps the register of carers, and who decides. Pure predicates over the acting membership."""

from atensi.audit.actor import Actor
from institutions.models import Institution
from institutions.states import OFFICE_ROLES, Role

from .models import Candidate
from .states import KEEPING_ROLES


def can_register(actor: Actor | None, office: Institution | None) -> bool:
    """Social workers of a Dinas Sosial. office: the one acted for."""
    if actor is None or office is None or actor.institution_id != office.pk:
        return False
    return office.is_social_office and actor.role in KEEPING_ROLES


def can_keep_candidate(actor: Actor | None, candidate: Candidate) -> bool:
    """Change its facts, check what is asked of it, put it to the decider."""
    return actor is not None and actor.institution_id == candidate.office_id and actor.role in KEEPING_ROLES


def can_decide_candidate(actor: Actor | None, candidate: Candidate) -> bool:
    """Approve, return, reject, renew: the decider of the Dinas that keeps the register (domain.md 6)."""
    if actor is None or actor.institution_id != candidate.office_id:
        return False
    return actor.role == Role.SOCIAL_OFFICE_DECIDER


def can_set_standing(actor: Actor | None, candidate: Candidate) -> bool:
    """Suspend and end: whoever answers for the office, for a child's safety waits for nobody."""
    return actor is not None and actor.institution_id == candidate.office_id and actor.role in OFFICE_ROLES
