"""Who writes down what happens to children in a home. Pure predicates over the acting membership."""

from collections.abc import Iterable

from atensi.audit.actor import Actor
from cases.models import Case
from cases.permissions import is_responsible_worker, is_supervisor_of
from institutions.models import Institution
from institutions.states import OFFICE_ROLES
from referrals.permissions import works_at_home

from .models import Incident


def oversees(actor: Actor | None, office: Institution | int | None) -> bool:
    """Supervisor or decider of the Dinas that answers for the home."""
    pk = office.pk if isinstance(office, Institution) else office
    return actor is not None and pk is not None and actor.institution_id == pk and actor.role in OFFICE_ROLES


def answers_for(actor: Actor | None, cases: Iterable[Case]) -> bool:
    """The social workers responsible for one of the children."""
    return any(is_responsible_worker(actor, case) or is_supervisor_of(actor, case) for case in cases)


def can_report_incident(
    actor: Actor | None, home: Institution, office: Institution | None, cases: Iterable[Case]
) -> bool:
    """Write an incident down: the staff of the home, the Dinas that answers for it, and the social workers of the
    children (domain.md 5.5). office: that Dinas; cases: of the children."""
    return works_at_home(actor, home) or oversees(actor, office) or answers_for(actor, cases)


def can_follow_incident(actor: Actor | None, incident: Incident) -> bool:
    """Add what was done about it: whoever may write one down. incident: read with its children (`whole`)."""
    cases = [child.placement.case for child in incident.children.all()]
    return can_report_incident(actor, incident.institution, incident.office, cases)


def can_report_on_incident(actor: Actor | None, incident: Incident) -> bool:
    """Write the report of Dinas Sosial: only that Dinas (Permensos 30/HUK/2011; domain.md 5.5)."""
    return oversees(actor, incident.office_id)


def can_close_incident(actor: Actor | None, incident: Incident) -> bool:
    """Violence and a death are closed by Dinas Sosial alone (hard); anything else also by those who follow it."""
    return oversees(actor, incident.office_id) or (not incident.is_grave and can_follow_incident(actor, incident))


def keeps_caregivers(actor: Actor | None, home: Institution, office: Institution | None) -> bool:
    """Keep the list of a home's caregivers: its own staff, and the Dinas that answers for it."""
    return works_at_home(actor, home) or oversees(actor, office)
