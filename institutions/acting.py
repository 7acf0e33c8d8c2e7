"""The institution that a request acts for, and what it keeps."""

from django.db.models import QuerySet
from django.http import HttpRequest

from atensi.errors import require

from . import permissions
from .deputies import lendable_by
from .models import Institution, Membership


def acting_office(request: HttpRequest) -> Institution | None:
    """The institution of the acting membership, already read with the request."""
    return request.membership.institution if request.membership else None


def can_keep(request: HttpRequest, institution: Institution) -> bool:
    """Whether the acting membership keeps `institution`, its people, certificates and settings."""
    return permissions.can_keep(request.actor, acting_office(request), institution)


def lendable_here(request: HttpRequest, institution: Institution) -> QuerySet[Membership]:
    """The offices of `institution` that the acting membership may lend. Raises NotAllowed: who lends nothing there is
    told nobody."""
    rows = lendable_by(request.actor, acting_office(request), institution)
    require(bool(rows) or can_keep(request, institution))
    return rows
