"""The institution that somebody acts for."""

from atensi.audit.actor import Actor
from atensi.errors import require

from .. import permissions
from ..models import Institution


def office_of(actor: Actor | None) -> Institution | None:
    """The institution of the acting membership, None without one."""
    if actor is None or actor.institution_id is None:
        return None
    return Institution.objects.filter(pk=actor.institution_id).first()


def require_keeper(by: Actor, institution: Institution) -> None:
    """Raise NotAllowed unless `by` acts as an administrator who keeps `institution`."""
    require(permissions.can_keep(by, office_of(by), institution))
