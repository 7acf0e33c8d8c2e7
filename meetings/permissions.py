"""Who calls a meeting, leads it, and answers for what it agreed. Pure predicates over the acting membership."""

from atensi.audit.actor import Actor
from institutions.models import Institution
from institutions.states import OFFICE_ROLES, RECEIVING_ROLES

from .models import Meeting, MeetingFollowUp
from .states import CALLING_KINDS, CALLING_ROLES


def can_call(actor: Actor | None, office: Institution | None) -> bool:
    """The overseers of a Dinas Sosial, and those who answer for a Sentra. office: the one acted for."""
    if actor is None or office is None or actor.institution_id != office.pk:
        return False
    return office.kind in CALLING_KINDS and actor.role in CALLING_ROLES


def can_lead(actor: Actor | None, meeting: Meeting) -> bool:
    """Ask more people, move it, call it off, record and sign it: those who may call, at the office that called it."""
    return actor is not None and actor.institution_id == meeting.office_id and actor.role in CALLING_ROLES


def can_finish(actor: Actor | None, follow_up: MeetingFollowUp) -> bool:
    """Whoever has it to do, a person or those who answer for the institution; and those who lead the meeting."""
    if actor is None:
        return False
    owner = follow_up.owner
    here = actor.institution_id == owner.institution_id
    if owner.person_id is not None:
        own = here and actor.user_id == owner.person_id
    else:
        own = here and actor.role in RECEIVING_ROLES | OFFICE_ROLES
    return own or can_lead(actor, follow_up.meeting)
