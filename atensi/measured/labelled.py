"""Whether people are found again who were written down differently: a labelled set with the mistakes of the field,
asked of the search and of the duplicate candidates. Its people stand in one transaction that is taken back.

Labels come from who was made, apart from the rules that are asked. Names have no word that marks them as made up: it
would be a part that a quarter of all people share.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from atensi.audit.actor import Actor
from atensi.generated.names import GIVEN, SECOND
from atensi.reference.models import Region
from cases.duplicates import candidates
from cases.models import Beneficiary, BeneficiaryAlias, Case
from cases.names import name_keys
from cases.person import Person
from cases.person_states import AliasKind
from cases.search import search_cases
from cases.states import BirthPrecision, Risk, Sex
from institutions.middleware import actor_for, standings_of
from institutions.models import Membership
from institutions.rights import keep_rights
from institutions.states import Role

from .recall import OLD, other_spelling

LABELLED = "finding"  # with this job
PEOPLE, ASKED, SEED, FIRST = 900, 60, 11, 5
TWINS, NEIGHBOURS = 0.1, 0.15
NICKNAMES = ("Ucok", "Upik", "Butet", "Buyung", "Asep", "Otong", "Cecep", "Ujang", "Nang", "Tole", "Ning", "Entong")


@dataclass(frozen=True, slots=True)
class Made:
    """Somebody on file. nickname: "" for most."""

    pk: int
    case: int
    person: Person
    nickname: str = ""


Mistake = Callable[[Made, Random], Person]


def _named(change: Callable[[str, Random], str]) -> Mistake:
    return lambda made, rng: replace(made.person, name=change(made.person.name, rng))


def _old(name: str, _rng: Random) -> str:
    text = name.lower()
    for new, old in OLD:
        text = new.sub(old, text)
    return text


def _initial(name: str, _rng: Random) -> str:
    """The last part as its first letter."""
    *words, last = name.split()
    return " ".join([*words, f"{last[0]}."]) if words else name


def _slip(name: str, rng: Random) -> str:
    """Two letters of the longest part change places."""
    words = name.split()
    longest = max(words, key=len)
    at = rng.randrange(1, max(2, len(longest) - 1))
    slipped = longest[:at] + longest[at : at + 2][::-1] + longest[at + 2 :]
    return " ".join(slipped if word is longest else word for word in words)


def _wrong_year(made: Made, rng: Random) -> Person:
    born = made.person.birth_date or date(2015, 1, 1)
    return replace(made.person, birth_date=born.replace(year=born.year + rng.choice((-1, 1)), day=min(born.day, 28)))


def _estimated(made: Made, _rng: Random) -> Person:
    born = made.person.birth_date or date(2015, 1, 1)
    guessed = date(born.year + 2, 1, 1)
    return replace(made.person, birth_date=guessed, birth_precision=BirthPrecision.AGE)


MISTAKES: dict[str, Mistake] = {
    "as written": lambda made, _rng: made.person,
    "another spelling": _named(other_spelling),
    "spelling before 1972": _named(_old),
    "parts in another order": _named(lambda name, _rng: " ".join(reversed(name.split()))),
    "last part as an initial": _named(_initial),
    "one part left out": _named(lambda name, _rng: " ".join(name.split()[:-1])),
    "father's name added": _named(lambda name, rng: f"{name} bin {rng.choice(GIVEN[Sex.MALE])}"),
    "two letters change places": _named(_slip),
    "by the nickname": lambda made, _rng: replace(made.person, name=made.nickname),
    "birth year wrong by one": _wrong_year,
    "age guessed, two years off": _estimated,
}


@dataclass(slots=True)
class Tally:
    """asked: people looked for. found: of them, those that came, first: among the first `FIRST`. given: all that
    came."""

    asked: int = 0
    found: int = 0
    first: int = 0
    given: int = 0

    def add(self, meant: int, given: list[int]) -> None:
        self.asked += 1
        self.found += meant in given
        self.first += meant in given[:FIRST]
        self.given += len(given)

    def as_row(self, name: str) -> dict[str, Any]:
        return {
            "name": name,
            "asked": self.asked,
            "recall": self.found / max(1, self.asked),
            "first": self.first / max(1, self.asked),
            "precision": self.found / max(1, self.given),
            "given": self.given / max(1, self.asked),
        }


@dataclass(slots=True)
class Tallies:
    search: Tally = field(default_factory=Tally)
    with_year: Tally = field(default_factory=Tally)
    proposed: Tally = field(default_factory=Tally)
    strong: Tally = field(default_factory=Tally)


def measure_labelled() -> list[dict[str, Any]]:
    """For each mistake: the search by name, the search by name and year, and the candidates at intake."""
    membership = (
        Membership.objects.filter(role=Role.SUPERVISOR).select_related("user", "institution__region").earliest("pk")
    )
    with transaction.atomic():
        people = _make(membership)
        keep_rights(membership.user, standings_of(membership.user))
        by = actor_for(membership.user, membership, LABELLED)
        found = [_rows(mistake, _asked(people, mistake, membership.user, by)) for mistake in MISTAKES]
        transaction.set_rollback(True)
    return [row for rows in found for row in rows]


def _rows(mistake: str, tallies: Tallies) -> list[dict[str, Any]]:
    named = {
        "search by name": tallies.search,
        "name and year": tallies.with_year,
        "candidates": tallies.proposed,
        "of them very like": tallies.strong,
    }
    return [{"mistake": mistake, **tally.as_row(name)} for name, tally in named.items()]


def _asked(people: list[Made], mistake: str, user: Any, by: Actor) -> Tallies:
    rng, tallies = Random(SEED), Tallies()  # noqa: S311  (dice, no secrets)
    pool = [made for made in people if made.nickname or mistake != "by the nickname"]
    rng.shuffle(pool)
    for made in pool[:ASKED]:
        asked = MISTAKES[mistake](made, rng)
        tallies.search.add(made.case, [hit.case.pk for hit in search_cases(user, asked.name)])
        if asked.birth_date:
            text = f"{asked.name} {asked.birth_date.year}"
            tallies.with_year.add(made.case, [hit.case.pk for hit in search_cases(user, text)])
        inside = candidates(person=asked, by=by).inside
        tallies.proposed.add(made.pk, [one.beneficiary.pk for one in inside])
        tallies.strong.add(made.pk, [one.beneficiary.pk for one in inside if one.match.strong])
    return tallies


def _make(membership: Membership) -> list[Made]:
    """People of one regency: of two or three names, some twins, some neighbours of the same name and another age."""
    rng = Random(SEED)  # noqa: S311  (dice, no secrets)
    districts = list(Region.objects.filter(parent=membership.institution.region).order_by("code"))
    made: list[Made] = []
    while len(made) < PEOPLE:
        made.append(_put(membership, _somebody(rng, districts), len(made), rng))
        last = made[-1].person
        if rng.random() < TWINS:
            made.append(_put(membership, _twin(last, rng), len(made), rng))
        if rng.random() < NEIGHBOURS:
            made.append(_put(membership, _neighbour(last, rng), len(made), rng))
    return made


def _somebody(rng: Random, districts: list[Region]) -> Person:
    sex = rng.choice((Sex.FEMALE, Sex.MALE))
    given = GIVEN[sex]
    words = [given[int(rng.random() ** 2 * len(given))], rng.choice(SECOND)]
    if rng.random() < 0.4:
        words.insert(1, rng.choice(given))
    return Person(
        region=rng.choice(districts),
        name=" ".join(words),
        sex=sex,
        birth_date=timezone.localdate() - timedelta(days=rng.randint(400, 6400)),
        birth_precision=BirthPrecision.DAY,
    )


def _twin(of: Person, rng: Random) -> Person:
    first = rng.choice([name for name in GIVEN[of.sex] if name != of.name.split()[0]])
    return replace(of, name=" ".join([first, *of.name.split()[1:]]))


def _neighbour(of: Person, rng: Random) -> Person:
    return replace(of, birth_date=(of.birth_date or timezone.localdate()) - timedelta(days=rng.randint(3, 8) * 365))


def _put(membership: Membership, person: Person, at: int, rng: Random) -> Made:
    facts = {name: getattr(person, name) for name in ("region", "name", "sex", "birth_date", "birth_precision")}
    row = Beneficiary.objects.create(
        **facts, name_keys=name_keys(person.name), office=membership.institution, created_by=membership.user
    )
    case = Case.objects.create(
        number=f"00.00/0000/{at:05}",
        beneficiary=row,
        office=membership.institution,
        worker=membership.user,
        risk=Risk.MEDIUM,
        opened_at=timezone.now() - timedelta(days=at),
        opened_by=membership.user,
    )
    nickname = f"{rng.choice(NICKNAMES)} {person.name.split()[-1]}" if rng.random() < 0.2 else ""
    if nickname:
        BeneficiaryAlias.objects.create(
            beneficiary=row,
            name=nickname,
            name_keys=name_keys(nickname),
            kind=AliasKind.NICKNAME,
            recorded_by=membership.user,
        )
    return Made(row.pk, case.pk, person, nickname)
