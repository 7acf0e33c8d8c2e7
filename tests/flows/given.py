"""The field before a story begins: offices, residences and the people who work there."""

from dataclasses import dataclass, field

from accreditation.models import Certificate
from atensi.audit.actor import Actor
from atensi.deadlines.services.keeping import reconcile
from institutions.models import Institution, Membership
from institutions.states import Role
from tests.clock import Clock
from tests.institutions.factories import InstitutionFactory, MembershipFactory, actor_of, region

HOME_REGENCY, OTHER_REGENCY, DISTRICT = "14.01", "14.04", "14.01.05"

# Who is in every story, and where: the case team, those whom it may be put to, and those whom it never concerns.
PEOPLE: dict[str, tuple[str, str]] = {
    "worker": ("office", Role.FIELD_SOCIAL_WORKER),
    "colleague": ("office", Role.FIELD_SOCIAL_WORKER),
    "supervisor": ("office", Role.SUPERVISOR),
    "decider": ("office", Role.SOCIAL_OFFICE_DECIDER),
    "office_admin": ("office", Role.ADMINISTRATOR),
    "province_supervisor": ("province", Role.SUPERVISOR),
    "province_decider": ("province", Role.SOCIAL_OFFICE_DECIDER),
    "sentra_officer": ("sentra", Role.INTAKE_OFFICER),
    "home_staff": ("home", Role.LKSA_STAFF),
    "other_home_staff": ("other_home", Role.LKSA_STAFF),
    "foreign_worker": ("other_office", Role.FIELD_SOCIAL_WORKER),
    "foreign_supervisor": ("other_office", Role.SUPERVISOR),
    "foreign_decider": ("other_office", Role.SOCIAL_OFFICE_DECIDER),
}
OFFICE_TEAM = frozenset({"worker", "supervisor", "decider"})
PROVINCE_TEAM = frozenset({"province_supervisor", "province_decider"})


@dataclass
class Field:
    """The places and people of a story, by name."""

    clock: Clock
    places: dict[str, Institution] = field(default_factory=dict)
    people: dict[str, Membership] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        return actor_of(self.people[name])


def given_the_field(clock: Clock) -> Field:
    """A regency's Dinas and its province, another regency, a Sentra, two homes, and everybody of PEOPLE."""
    places = {
        "office": InstitutionFactory(name="Dinas Sosial Kab. Contoh", region=region(HOME_REGENCY)),
        "other_office": InstitutionFactory(name="Dinas Sosial Kab. Umpama", region=region(OTHER_REGENCY)),
        "province": InstitutionFactory(name="Dinas Sosial Provinsi Contoh", provincial=True),
        "sentra": InstitutionFactory(name="Sentra Contoh", sentra=True),
        "home": InstitutionFactory(name="LKSA Kasih Contoh", lksa=True, region=region(DISTRICT), places=1),
        "other_home": InstitutionFactory(name="LKSA Umpama Bangsa", lksa=True, region=region("14.04.01")),
    }
    for name in ("home", "other_home"):
        given_fitness(clock, places[name])
    long_after = clock.today.replace(year=clock.today.year + 4)
    people = {
        name: MembershipFactory(institution=places[at], role=role, str_valid_until=long_after, user__username=name)
        for name, (at, role) in PEOPLE.items()
    }
    reconcile()  # rows made past the services have no deadline yet
    return Field(clock, places, people)


def given_fitness(clock: Clock, home: Institution) -> None:
    """Licence and accreditation that outlast the story."""
    year = clock.today.year
    home.licence_valid_until = clock.today.replace(year=year + 4)
    home.save()
    Certificate.objects.create(
        institution=home,
        rank=Certificate.Rank.A,
        number=f"AKR-CONTOH-{home.pk}",
        valid_from=clock.today.replace(year=year - 1),
        valid_until=clock.today.replace(year=year + 4),
    )
