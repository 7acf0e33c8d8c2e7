"""Who keeps the questionnaires, and who does not."""

from institutions.models import Institution
from institutions.states import Kind, Role
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region


def ministry_administrator():
    """Membership of an administrator of the ministry."""
    held = Institution.objects.filter(kind=Kind.MINISTRY).first()
    ministry = held or InstitutionFactory(kind=Kind.MINISTRY, region=region("31.71"), name="Kementerian Contoh")
    return MembershipFactory(institution=ministry, role=Role.ADMINISTRATOR)


def keeper():
    return actor_of(ministry_administrator())


def office_administrator():
    return MembershipFactory(role=Role.ADMINISTRATOR)
