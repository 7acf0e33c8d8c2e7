"""Whom the demo's crowd needs besides the people of its stories: more workers, offices that decide, more homes."""

from __future__ import annotations

from itertools import accumulate

from atensi.demo.children import KAMPAR, PEKANBARU, PELALAWAN, SIAK
from atensi.demo.world import RIAU, World, build_home, build_person
from atensi.reference.models import Region
from institutions.states import Role

from .nation import Body, Nation, Office, Person

# As in atensi.demo.world: username, name, role, institution.
PEOPLE = [
    ("siska", "Siska Umpama", Role.FIELD_SOCIAL_WORKER, KAMPAR),
    ("putra", "Putra Contoh", Role.FIELD_SOCIAL_WORKER, KAMPAR),
    ("yanti", "Yanti Misal", Role.FIELD_SOCIAL_WORKER, PELALAWAN),
    ("hasnah", "Hasnah Rekaan", Role.SOCIAL_OFFICE_DECIDER, PELALAWAN),
    ("dodi", "Dodi Umpama", Role.FIELD_SOCIAL_WORKER, SIAK),
    ("zulkifli", "Zulkifli Contoh", Role.SUPERVISOR, SIAK),
    ("asni", "Asni Misal", Role.SOCIAL_OFFICE_DECIDER, SIAK),
    ("mega", "Mega Rekaan", Role.FIELD_SOCIAL_WORKER, PEKANBARU),
    ("irfan", "Irfan Umpama", Role.FIELD_SOCIAL_WORKER, PEKANBARU),
    ("desi", "Desi Contoh", Role.SUPERVISOR, PEKANBARU),
    ("erni", "Erni Misal", Role.SOCIAL_OFFICE_DECIDER, PEKANBARU),
    ("laila", "Laila Contoh", Role.LKSA_STAFF, "sejahtera"),
    ("amir", "Amir Rekaan", Role.LKSA_STAFF, "harapan"),
    ("nisa", "Nisa Misal", Role.LKSA_STAFF, "bunda"),
    ("hamid", "Hamid Contoh", Role.LKSA_STAFF, "cahaya"),
    ("wati", "Wati Umpama", Role.LKSA_STAFF, "pelita"),
    ("ridwan", "Ridwan Rekaan", Role.LKSA_STAFF, "tunas"),
    ("halimah", "Halimah Misal", Role.LKSA_STAFF, "rumah"),
    ("darma", "Darma Umpama", Role.LKSA_STAFF, "teratai"),
]
# As there: key, name, region, places, days the licence still runs, rank and days of the accreditation.
HOMES = [
    ("bunda", "LKSA Bunda Rekaan", "14.01.02", 5, 700, ("A", 600)),
    ("cahaya", "LKSA Cahaya Umpama", "14.01.05", 4, 120, ("B", 30)),
    ("pelita", "LKSA Pelita Misal", "14.05.03", 8, -20, ("B", 300)),
    ("tunas", "LKSA Tunas Contoh", "14.08.03", 3, 21, ("A", 200)),
    ("rumah", "LKSA Rumah Umpama", "14.71.03", 6, 500, ("A", 1200)),
    ("teratai", "LKSA Teratai Rekaan", "14.71.05", 4, 250, ("C", 450)),
]
# Regency, share of the cases, who supervises and who decides there, its workers with their shares, the homes it asks.
OFFICES = [
    (KAMPAR, 34, "hendra", "farida", {"dewi": 34, "siska": 35, "putra": 31}, ("kasih", "bunda", "cahaya")),
    (PEKANBARU, 28, "desi", "erni", {"rudi": 40, "mega": 35, "irfan": 25}, ("rumah", "teratai")),
    (SIAK, 21, "zulkifli", "asni", {"lina": 52, "dodi": 48}, ("harapan", "tunas")),
    (PELALAWAN, 17, "bambang", "hasnah", {"anton": 52, "yanti": 48}, ("sejahtera",)),
]
STAFF = {
    "sentra": "yusuf",
    "kasih": "tuti",
    "bunda": "nisa",
    "cahaya": "hamid",
    "rumah": "halimah",
    "teratai": "darma",
    "harapan": "amir",
    "tunas": "ridwan",
    "sejahtera": "laila",
}


def build_neighbours(world: World) -> Nation:
    """Add people and homes to the demo's world; returns its offices as the writing of cases wants them."""
    for home in HOMES:
        build_home(world, *home)
    for person in PEOPLE:
        build_person(world, *person)
    sentra, province = _body(world, "sentra"), _office(world, RIAU, 0, "nurhayati", "nurhayati")
    offices = []
    for region, weight, supervisor, decider, workers, homes in OFFICES:
        office = _office(world, region, weight, supervisor, decider)
        office.workers = [_person(world, name) for name in workers]
        office.loads = list(accumulate(map(float, workers.values())))
        office.homes = [_body(world, key) for key in homes]
        office.sentra, office.province = sentra, province
        offices.append(office)
    return Nation(offices, [sentra], list(accumulate(office.weight for office in offices)))


def _office(world: World, region: str, weight: float, supervisor: str, decider: str) -> Office:
    found, overseer = world.institutions[region], _person(world, supervisor)
    districts = Region.objects.filter(parent_id=region).order_by("code").values_list("code", flat=True)
    return Office(found.pk, found.group_id, region, weight, list(districts), overseer, _person(world, decider))


def _body(world: World, key: str) -> Body:
    found = world.institutions[key]
    return Body(found.pk, found.group_id, _person(world, STAFF[key]))


def _person(world: World, username: str) -> Person:
    membership = world.memberships[username]
    return Person(membership.user_id, membership.pk, membership.user.name, membership.str_number)
