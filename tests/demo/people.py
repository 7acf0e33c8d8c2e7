"""Who asks for a page in the access matrix: the demo's people and those whom the matrix needs besides."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from atensi.accounts.models import User
from institutions.middleware import SESSION_KEY
from institutions.models import Institution, Mandate, Membership
from institutions.states import ROLES_OF_KIND, Role
from tests.accounts.factories import UserFactory
from tests.institutions.factories import MandateFactory, MembershipFactory

# The columns of the matrix, group by group. The case is Kampar's; the child lives in the Sentra by Kampar's decision.
COLUMNS = {
    # own: the office responsible for the case
    "worker": "the responsible social worker (dewi)",
    "supervisor": "supervisor of the office (hendra)",
    "decider": "decider of the office (farida)",
    "colleague": "another social worker of the office, without the case",
    "deputy_supervisor": "a social worker of the office acting for the supervisor by mandate",
    "deputy_decider": "a social worker of the office acting for the decider by mandate",
    "deputy_idle": "a social worker who holds the decider's mandate and acts as oneself",
    "administrator": "administrator of the office",
    # shared
    "sentra": "intake officer of the Sentra where the child lives (yusuf)",
    # foreign
    "foreign_worker": "a social worker of another regency (anton)",
    "foreign_supervisor": "supervisor of another regency",
    "province_decider": "decider of the province, which was not asked (nurhayati)",
    "province_supervisor": "supervisor of the province",
    "home": "a children's home without a share (tuti)",
    "province_administrator": "administrator of the province, who keeps its offices and homes (admin)",
    "foreign_administrator": "administrator of another regency",
    "moved": "former member: was the Sentra's intake officer, works in another home now",
    # out
    "nobody": "signed in without a membership",
    "anonymous": "not signed in",
}
GROUPS = (8, 1, 8, 2)  # how many columns each block of a row has


def institution_of(username: str) -> Institution:
    return Membership.objects.get(user__username=username).institution


def employ(institution: Institution, role: str, **membership) -> User:
    return MembershipFactory(institution=institution, role=role, **membership).user


def lend(grantor: str, institution: Institution) -> Mandate:
    """A social worker of the office acts for `grantor` from yesterday on."""
    owner = Membership.objects.get(user__username=grantor)
    return MandateFactory(grantor=owner, deputy=employ(institution, Role.FIELD_SOCIAL_WORKER))


def sign_in(user: User | None, acting: int | None = None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    if acting is not None:
        session = client.session
        session[SESSION_KEY] = acting
        session.save()
    return client


def clients() -> dict[str, Client]:
    """One signed-in client per column."""
    demo = {user.username: user for user in User.objects.all()}
    kampar, sentra, kasih = (institution_of(name) for name in ("hendra", "yusuf", "tuti"))
    pelalawan, province = institution_of("anton"), institution_of("nurhayati")
    for_supervisor, for_decider = lend("hendra", kampar), lend("farida", kampar)
    idle = employ(kampar, Role.FIELD_SOCIAL_WORKER)
    MandateFactory(grantor=for_decider.grantor, deputy=idle)
    moved = employ(sentra, Role.INTAKE_OFFICER, ended=True)
    MembershipFactory(user=moved, institution=kasih, role=Role.LKSA_STAFF)
    return {
        "worker": sign_in(demo["dewi"]),
        "supervisor": sign_in(demo["hendra"]),
        "decider": sign_in(demo["farida"]),
        "colleague": sign_in(employ(kampar, Role.FIELD_SOCIAL_WORKER)),
        "deputy_supervisor": sign_in(for_supervisor.deputy, for_supervisor.grantor_id),
        "deputy_decider": sign_in(for_decider.deputy, for_decider.grantor_id),
        "deputy_idle": sign_in(idle),
        "administrator": sign_in(employ(kampar, Role.ADMINISTRATOR)),
        "sentra": sign_in(demo["yusuf"]),
        "foreign_worker": sign_in(demo["anton"]),
        "foreign_supervisor": sign_in(employ(pelalawan, Role.SUPERVISOR)),
        "province_decider": sign_in(demo["nurhayati"]),
        "province_supervisor": sign_in(employ(province, Role.SUPERVISOR)),
        "home": sign_in(demo["tuti"]),
        "province_administrator": sign_in(demo["admin"]),
        "foreign_administrator": sign_in(employ(pelalawan, Role.ADMINISTRATOR)),
        "moved": sign_in(moved),
        "nobody": sign_in(UserFactory()),
        "anonymous": sign_in(None),
    }


def province_deputy() -> Client:
    """A social worker of the province who acts for its decider by mandate."""
    mandate = lend("nurhayati", institution_of("nurhayati"))
    return sign_in(mandate.deputy, mandate.grantor_id)


def former() -> dict[str, Client]:
    """People whose only membership is over: each role, ended by its date and ended a second ago. They are nobody."""
    kampar, sentra, kasih = (institution_of(name) for name in ("hendra", "yusuf", "tuti"))
    found = {}
    for role in Role:
        place = next(one for one in (kampar, sentra, kasih) if role in ROLES_OF_KIND[one.kind])
        found[f"{role}, ended by date"] = sign_in(employ(place, role, ended=True))
        just_ended = {"ended_at": timezone.now() - timedelta(seconds=1)}
        found[f"{role}, ended a second ago"] = sign_in(employ(place, role, **just_ended))
    return found
