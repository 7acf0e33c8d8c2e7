"""Whether a search finds people by another spelling of their name: on the generated names, of which it is known which
are spellings of one name. The labels stand here, apart from the rules of `cases.names` that are being asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import Any

from atensi.accounts.models import User
from atensi.generated.shown import sign_ins
from cases.models import Case
from cases.search import SHOWN, find_cases
from institutions.middleware import standings_of
from institutions.rights import keep_rights

RECALLED = "search"  # with this job
ASKED, MOST_SEEN, SEED = 200, 5_000, 5
# Spellings of one name each; what stands in no line has one spelling.
SAME = """
siti sitti
aisyah aisjah
fatimah fatima
zahra zahrah
yuliana juliana
yulia julia
kristina christina
rahmawati rachmawati
hasanah chasanah
safitri syafitri
muhammad mohammad mohamad muhamad
ahmad achmad akhmad
rahman rachman
rizki rizky riski
joko djoko
yusuf yusup jusuf
usman oesman
iqbal ikbal
syarif sjarif
wahyu wahju
suharto soeharto
candra chandra
wijaya widjaja
kusuma kesuma
ramadhan ramadan
"""
NAMES = {word: line.split()[0] for line in SAME.split("\n") for word in line.split()}
SPELLINGS = {line.split()[0]: line.split() for line in SAME.split("\n") if line}
OLD = [(re.compile(new), old) for new, old in (("u", "oe"), ("j(?=[aeo])", "dj"), ("c(?=[aeiou])", "tj"))]
Distortion = Callable[[str, Random], str]


def truth_of(name: str) -> tuple[str, ...]:
    """Whose name it is: its words, each in the first of its spellings, in any order."""
    return tuple(sorted(NAMES.get(word, word) for word in name.lower().split()))


def other_spelling(name: str, rng: Random) -> str:
    """Each word that has other spellings, in one of them."""
    return " ".join(_other(word, rng) for word in name.lower().split())


def _other(word: str, rng: Random) -> str:
    others = [other for other in SPELLINGS.get(NAMES.get(word, ""), []) if other != word]
    return rng.choice(others) if others else word


def old_spelling(name: str, rng: Random) -> str:
    """As before 1972: oe, dj, tj; the last word stays, by which generated people are known."""
    *words, mark = name.lower().split()
    text = " ".join(words)
    for new, old in OLD:
        text = new.sub(old, text)
    return f"{text} {mark}"


def turned(name: str, rng: Random) -> str:
    """Another order, in capitals, with a title."""
    words = name.upper().split()
    return " ".join(["SDR.", *words[1:], words[0]])


DISTORTIONS: dict[str, Distortion] = {
    "as written": lambda name, _rng: name,
    "another spelling": other_spelling,
    "spelling before 1972": old_spelling,
    "order, capitals, title": turned,
}


@dataclass(slots=True)
class Found:
    """Of the people meant, how many the search gave; and of those it gave, how many were meant."""

    asked: int = 0
    meant: int = 0
    given: int = 0
    both: int = 0

    def as_row(self, name: str) -> dict[str, Any]:
        shares = {"recall": self.both / max(1, self.meant), "precision": self.both / max(1, self.given)}
        return {"name": name, "asked": self.asked, "meant": self.meant, "given": self.given, **shares}


def measure_recall() -> list[dict[str, Any]]:
    """Recall and precision of the search by name, for the supervisor of an office, by the way a name was changed."""
    user = User.objects.get(username=next(person.username for person in sign_ins() if person.part == "penyelia"))
    keep_rights(user, standings_of(user))
    rows = Case.objects.scopes(user)["office"].named_to(user).exclude(beneficiary__name="")
    people = list(rows.order_by("-opened_at", "-pk").values_list("pk", "beneficiary__name")[:MOST_SEEN])
    by_truth: dict[tuple[str, ...], set[int]] = {}
    for pk, name in people:
        by_truth.setdefault(truth_of(name), set()).add(pk)
    return [_measured(user, way, people, by_truth).as_row(way) for way in DISTORTIONS]


def _measured(user: User, way: str, people: list[tuple[int, str]], by_truth: dict[tuple[str, ...], set[int]]) -> Found:
    rng, found = Random(SEED), Found()  # noqa: S311  (dice, no secrets)
    for name, text in islice(_changed(people, DISTORTIONS[way], rng, way), ASKED):
        meant = by_truth[truth_of(name)]
        given = {case.pk for case in find_cases(user, text)}
        found.asked += 1
        found.meant += min(len(meant), SHOWN)
        found.given += len(given)
        found.both += len(meant & given)
    return found


def _changed(people: list[tuple[int, str]], change: Distortion, rng: Random, way: str) -> Iterator[tuple[str, str]]:
    """Names in a random order, each once, with the text that is searched for, where the change changes anything."""
    names = sorted({name for _pk, name in people})
    rng.shuffle(names)
    for name in names:
        text = change(name, rng)
        if text.lower() != name.lower() or way == "as written":
            yield name, text
