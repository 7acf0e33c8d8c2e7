"""The demo's offices, homes and people in Riau. All synthetic."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accreditation.services import add_certificate
from atensi.accounts.models import User
from atensi.audit.actor import Actor, system_actor
from atensi.reference.models import Region
from institutions.middleware import actor_for
from institutions.models import Institution, Membership
from institutions.services.institutions import create_institution
from institutions.services.memberships import add_membership
from institutions.services.partnerships import agree_partnership, end_partnership
from institutions.states import Kind, Role, TargetGroup

from .children import KAMPAR, PEKANBARU, PELALAWAN, SIAK

# For the demo alone, on a loopback address alone; README and the start-up text show it.
PASSWORD = "contoh-atensi-2026"  # noqa: S105
RIAU, JAKARTA = "14", "31.71"

# username, name, role, key of the institution
PEOPLE = [
    ("dewi", "Dewi Rekaan", Role.FIELD_SOCIAL_WORKER, KAMPAR),
    ("hendra", "Hendra Misal", Role.SUPERVISOR, KAMPAR),
    ("farida", "Farida Umpama", Role.SOCIAL_OFFICE_DECIDER, KAMPAR),
    ("anton", "Anton Misal", Role.FIELD_SOCIAL_WORKER, PELALAWAN),
    ("bambang", "Bambang Contoh", Role.SUPERVISOR, PELALAWAN),
    ("lina", "Lina Rekaan", Role.FIELD_SOCIAL_WORKER, SIAK),
    ("rudi", "Rudi Contoh", Role.FIELD_SOCIAL_WORKER, PEKANBARU),
    ("nurhayati", "Nurhayati Contoh", Role.SOCIAL_OFFICE_DECIDER, RIAU),
    ("yusuf", "Yusuf Umpama", Role.INTAKE_OFFICER, "sentra"),
    ("tuti", "Tuti Misal", Role.LKSA_STAFF, "kasih"),
    ("ratna", "Ratna Contoh", Role.LKSA_STAFF, "bangsa"),
    ("sinta", "Sinta Umpama", Role.HOTLINE_OPERATOR, "tepsa"),
    ("wahyu", "Wahyu Misal", Role.ANALYST, "tepsa"),
    ("maya", "Maya Rekaan", Role.ANALYST, RIAU),
    ("admin", "Admin Contoh", Role.ADMINISTRATOR, RIAU),
    ("indah", "Indah Umpama", Role.ADMINISTRATOR, "tepsa"),
]
# The people a visitor signs in as, in this order.
SHOWN = ["dewi", "hendra", "farida", "nurhayati", "yusuf", "tuti", "sinta", "maya", "admin", "indah"]

OFFICES = [
    (RIAU, Kind.DINAS_PROVINCE, "Dinas Sosial Provinsi Riau (contoh)"),
    (KAMPAR, Kind.DINAS_REGENCY, "Dinas Sosial Kab. Kampar (contoh)"),
    (PELALAWAN, Kind.DINAS_REGENCY, "Dinas Sosial Kab. Pelalawan (contoh)"),
    (SIAK, Kind.DINAS_REGENCY, "Dinas Sosial Kab. Siak (contoh)"),
    (PEKANBARU, Kind.DINAS_REGENCY, "Dinas Sosial Kota Pekanbaru (contoh)"),
]
# key, name, region, places, days the licence still runs, rank and days the accreditation still runs (None: none)
HOMES = [
    ("kasih", "LKSA Kasih Contoh", "14.01.01", 12, 400, ("A", 900)),
    ("bangsa", "LKSA Umpama Bangsa", "14.71.01", 2, 300, ("B", 500)),
    ("sejahtera", "LKSA Misal Sejahtera", "14.05.02", 8, 200, ("C", -40)),
    ("harapan", "LKSA Rekaan Harapan", "14.08.01", 10, 25, None),
]


@dataclass(slots=True)
class World:
    """What the stories need: institutions by key, memberships by username; one hash of the password for all."""

    institutions: dict[str, Institution] = field(default_factory=dict)
    memberships: dict[str, Membership] = field(default_factory=dict)
    password: str = field(default_factory=lambda: make_password(PASSWORD))

    def actor(self, username: str) -> Actor:
        membership = self.memberships[username]
        return actor_for(membership.user, membership, "demo")

    def worker_of(self, regency: str) -> str:
        """The field social worker of a regency."""
        return next(self.holders(regency, Role.FIELD_SOCIAL_WORKER))

    def holders(self, regency: str, role: str) -> Iterator[str]:
        """Who holds the role in a regency; not every office has a supervisor."""
        return (name for name, _full, held, key in PEOPLE if (key, held) == (regency, role))


def build_world() -> World:
    """Create offices, homes, certificates and people."""
    world = World()
    by = system_actor("demo")
    for key, kind, name in OFFICES:
        region = Region.objects.get(pk=key)
        world.institutions[key] = create_institution(kind=kind, name=name, region=region, coverage=[region], by=by)
    world.institutions["sentra"] = create_institution(
        kind=Kind.SENTRA,
        name="Sentra Contoh Pekanbaru",
        region=Region.objects.get(pk="14.71.06"),
        coverage=[Region.objects.get(pk=RIAU)],
        places=24,
        target_groups=list(TargetGroup),
        by=by,
    )
    world.institutions["tepsa"] = create_institution(
        kind=Kind.MINISTRY, name="TePSA 1500-771 (contoh)", region=Region.objects.get(pk=JAKARTA), by=by
    )
    for home in HOMES:
        build_home(world, *home)
    for username, name, role, key in PEOPLE:
        build_person(world, username, name, role, key)
    build_partners(world)
    return world


def build_partners(world: World) -> None:
    """The Sentra works with one home, and worked with another until its accreditation ended."""
    today, by = timezone.localdate(), world.actor("yusuf")
    plain = {"valid_from": today - timedelta(days=300), "by": by}
    agree_partnership(partner=world.institutions["kasih"], number="PKS/CONTOH/01", **plain)
    number, reason = "PKS/CONTOH/02", "Akreditasi mitra berakhir (rekaan)."
    former = agree_partnership(partner=world.institutions["sejahtera"], number=number, **plain)
    end_partnership(partnership=former, reason=reason, by=by)


def build_home(world: World, key: str, name: str, region: str, places: int, licence_days: int, accreditation) -> None:
    """An LKSA, by a row as those of HOMES."""
    today, by = timezone.localdate(), system_actor("demo")
    home = create_institution(
        kind=Kind.LKSA,
        name=name,
        region=Region.objects.get(pk=region),
        places=places,
        target_groups=[TargetGroup.CHILDREN],
        licence_number=f"IZIN/CONTOH/{key.upper()}",
        licence_valid_from=today - timedelta(days=1000),
        licence_valid_until=today + timedelta(days=licence_days),
        by=by,
    )
    if accreditation:
        rank, days = accreditation
        add_certificate(
            institution=home,
            rank=rank,
            number=f"AKR/CONTOH/{key.upper()}",
            valid_from=today - timedelta(days=800),
            valid_until=today + timedelta(days=days),
            by=by,
        )
    world.institutions[key] = home


def build_person(world: World, username: str, name: str, role: str, key: str) -> None:
    """Somebody who signs in, by a row as those of PEOPLE."""
    today = timezone.localdate()
    # One hash for all: each takes a third of a second to make.
    user = User.objects.create(
        username=username, email=f"{username}@contoh.invalid", name=name, password=world.password
    )
    is_social_worker = role in {Role.FIELD_SOCIAL_WORKER, Role.SUPERVISOR}
    world.memberships[username] = add_membership(
        user=user,
        institution=world.institutions[key],
        role=role,
        by=system_actor("demo"),
        valid_from=today - timedelta(days=700),
        str_number=f"STR-CONTOH-{username.upper()}" if is_social_worker else "",
        str_valid_until=today + timedelta(days=500) if is_social_worker else None,
    )
