"""Who keeps the register of carers, who decides, and who leads the way to guardianship or adoption. Pure
predicates over the acting membership."""

from atensi.audit.actor import Actor
from cases.models import Case
from cases.permissions import can_oversee, is_responsible_worker, is_supervisor_of
from institutions.models import Institution
from institutions.states import OFFICE_ROLES, Role

from .models import Candidate
from .states import KEEPING_ROLES, READING_ROLES
from .ways import WayStep


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


def can_lead_process(actor: Actor | None, case: Case) -> bool:
    """Open and end the way to guardianship or adoption, and withdraw a step: the social workers responsible."""
    return is_responsible_worker(actor, case) or is_supervisor_of(actor, case)


def can_choose_household(actor: Actor | None, case: Case, candidate: Candidate) -> bool:
    """For a child of theirs, from the register that they keep."""
    return can_lead_process(actor, case) and can_keep_candidate(actor, candidate)


def can_look_for_household(actor: Actor | None, case: Case) -> bool:
    """See which households of the register fit the child: who reads the register of the case's office."""
    return actor is not None and actor.institution_id == case.office_id and actor.role in READING_ROLES


def can_record_step(actor: Actor | None, case: Case, step: WayStep) -> bool:
    """Write a step down: the social workers responsible; a permit or recommendation the decider of the office."""
    if not step.by_decider:
        return can_lead_process(actor, case)
    return can_oversee(actor, case) and actor is not None and actor.role == Role.SOCIAL_OFFICE_DECIDER


def can_write_process(actor: Actor | None, case: Case) -> bool:
    """Write down any of its steps: the worker, and the overseers of the office."""
    return is_responsible_worker(actor, case) or can_oversee(actor, case)
