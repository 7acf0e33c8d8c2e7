"""Normal form of Indonesian names, so that Soeharto finds Suharto and M. Rizqi finds Muhammad Rizki.

A name becomes a set of keys, one per part: spelling, titles and the order of the parts no longer count. Keys are for
finding people who may be the same, never for showing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

from .name_parts import (
    ABBREVIATIONS,
    ARTICLES,
    DEGREES,
    FIRST_ONLY,
    NOT_OLD_SPELLING,
    SPELLINGS,
    TITLES,
    WEAK_KEYS,
    WEAK_WEIGHT,
)

SIMILAR = 0.6  # at and above: worth asking whether it is the same person
NEARLY_SAME_PART = 0.85
NEARLY_SAME_CREDIT = 0.5
CONTAINED = 0.85  # a short form inside a longer name: "Rizki" and "Rizki Pratama"

# Written forms of parts that have the key of another spelling.
KNOWN_FORMS = (
    *(f"m{vowel}{sound}a{m}ad" for vowel in "uo" for sound in ("h", "ch", "kh") for m in ("m", "mm")),
    *ABBREVIATIONS,
    *SPELLINGS,
)
MUHAMMAD = re.compile(r"m[uo](h|ch|kh)+[aeu]m+[aeu](d|t|dh)+")
AHMAD = re.compile(r"a(h|ch|kh|k)m[ae](d|t)+")
# "Abdurrahman" is "Abdul Rahman", "Nurhayati" is "Nur Hayati"; "Abdullah", "Nurdin" stay one.
ABDUL = re.compile(r"abd[uoe]*(?P<rest>[a-z]{4,})")
NUR = re.compile(r"nu?o?r(?:ul)?(?P<rest>[a-z]{4,})")

# From old spelling (before 1972) to new. Upper case shields a letter from the steps that follow.
OLD_MARKS = re.compile(r"oe|dj|tj|sj|^nj")
OLD_STEPS = [
    (re.compile(old), new) for old, new in [("oe", "u"), ("dj", "J"), ("tj", "C"), ("sj", "sy"), ("^nj", "ny")]
]
STEPS = [
    (re.compile(pattern), new)
    for pattern, new in [
        ("hj", "hy"),  # Wahju
        ("^ch(?=[ei]|and)", "C"),  # Chintya, Chandra
        ("ch", "kh"),
        ("kh(?=[rl])", "k"),  # Christina
        ("kh", "h"),
        ("^hoir", "hair"),
        ("ck", "k"),
        ("c(?=[^aeiouh]|$)", "k"),  # Eric, Victor
        ("q", "k"),
        ("x", "ks"),
        ("dz|zh?", "s"),
        ("v|ph", "f"),
        ("s[hy]|ts", "s"),
        ("(?<=[bcdfgjklmnprstw])h", ""),  # Ramadhan, Fathur
        ("(?<=[aeiou])h$", ""),  # Fatimah
        ("ae", "ai"),
        ("ou", "u"),
        ("(?<=u)w(?=[aeiou])", ""),  # Suwarno
        ("(?<=.)y", "i"),
        ("p$", "f"),  # Arip, Yusup
        ("d$", "t"),  # Rahmad
    ]
]
DOUBLED = re.compile(r"(.)\1+")


def name_keys(name: str) -> list[str]:
    """The keys of a name, sorted, each once; empty when it has no letter.

    A key never holds a title, and two spellings of one part give one key (domain.md 10; issue list of variants).
    """
    parts = written_parts(name)
    kept = [part for part in parts if part not in TITLES and (len(part) > 1 or part.isdigit())]
    if parts and parts[0] in FIRST_ONLY and len(parts) > 1:
        kept = [FIRST_ONLY[parts[0]], *[part for part in kept if part is not parts[0]]]
    keys, settled = set(_joined(kept or parts)), set()
    while keys != settled:  # one step can open the way for another; most names settle at the second turn
        settled, keys = keys, {key for part in keys for key in _keys_of_part(part)}
    return sorted(keys)


def is_same_name(name: str, other: str) -> bool:
    """Whether two names are of one person: word by word, or in another spelling where there is more than one part."""
    if name.casefold().split() == other.casefold().split():
        return True
    keys = name_keys(name)
    return len(keys) > 1 and keys == name_keys(other)


def grown_keys(word: str) -> set[str]:
    """The keys of names that as written begin with `word` and whose key does not: "mo" of Mohamad, "so" of Soeharto.

    Other names have these keys, too: who is found by them is looked at as written.
    """
    old = name_keys(f"{word}e")[:1] if word.endswith("o") else []
    known = {key for form in KNOWN_FORMS if form.startswith(word) for key in name_keys(form)}
    return {key for key in (*old, *known) if key}


def search_keys(keys: Iterable[str]) -> list[str]:
    """The keys worth searching by: half the country is called Muhammad, so only when there is nothing else."""
    keys = list(keys)
    return [key for key in keys if key not in WEAK_KEYS] or keys


def similarity(a_keys: Iterable[str], b_keys: Iterable[str]) -> float:
    """How likely two key sets name one person, 0 to 1; 1 when they are the same set. `SIMILAR` is worth asking."""
    a, b = set(a_keys), set(b_keys)
    if not a or not b:
        return 0.0
    shared = a & b
    score = _weight(shared) + NEARLY_SAME_CREDIT * _nearly_shared(a - shared, b - shared)
    dice = 2 * score / (_weight(a) + _weight(b))
    if shared - WEAK_KEYS and shared in (a, b):
        return max(dice, CONTAINED)
    return dice


def _weight(keys: set[str]) -> float:
    return sum(WEAK_WEIGHT if key in WEAK_KEYS else 1.0 for key in keys)


def _nearly_shared(a: set[str], b: set[str]) -> float:
    """Weight of the parts that differ by a slip of the pen; each part counts once."""
    a, b = sorted((a, b), key=sorted)  # the answer may not depend on who is compared with whom
    total, free = 0.0, set(b)
    for key in sorted(a):
        near = [other for other in sorted(free) if _is_slip(key, other)]
        if near:
            free.discard(near[0])
            total += min(_weight({key}), _weight({near[0]}))
    return total


def _is_slip(one: str, other: str) -> bool:
    return SequenceMatcher(None, *sorted((one, other))).ratio() >= NEARLY_SAME_PART


def written_parts(name: str) -> list[str]:
    """Lower-case parts without accents, punctuation and academic degrees."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"['‘’`ʼʻ]", "", plain)
    return re.findall(r"[^\W_]+", DEGREES.sub(" ", plain))


def _joined(parts: list[str]) -> list[str]:
    """Articles joined to the part they belong to: "Al Fatih" is "Alfatih", "Khairun Nisa" is "Khairunnisa"."""
    joined: list[str] = []
    for part in parts:
        if joined and (joined[-1] in ARTICLES or (part.startswith("nis") and joined[-1].endswith("un"))):
            joined[-1] += part
        else:
            joined.append(part)
    return joined


def _keys_of_part(part: str) -> list[str]:
    part = ABBREVIATIONS.get(part, part)
    if MUHAMMAD.fullmatch(part):
        return ["muhamad"]
    if AHMAD.fullmatch(part):
        return ["ahmad"]
    modern = _modern(part)
    for pattern, head in ((ABDUL, "abdul"), (NUR, "nur")):
        match = pattern.fullmatch(modern)
        rest = _tail(match["rest"]) if match else ""
        if len(rest) >= 4 and not rest.endswith("lah"):
            return [head, _spelling(rest)]
    return [_spelling(modern)]


def _tail(rest: str) -> str:
    """What follows "abdu" or "nur": "rrahman" -> "rahman", "laziz" -> "aziz", "latif" stays."""
    if rest[0] == rest[1]:
        return rest[1:]
    if rest[0] == "l" and rest[1] in "aeiou" and not rest.startswith(("lat", "lel", "lai", "lae")):
        return rest[1:]
    return rest


def _modern(part: str) -> str:
    """Old spelling made new. A bare j becomes y only beside another mark of old spelling: Joko keeps its j."""
    if part in NOT_OLD_SPELLING or not OLD_MARKS.search(part):
        return part
    for pattern, new in OLD_STEPS:
        part = pattern.sub(new, part)
    return part.replace("j", "y").lower()


def _spelling(part: str) -> str:
    part = SPELLINGS.get(part, part)
    for pattern, new in STEPS:
        part = pattern.sub(new, part)
    return DOUBLED.sub(r"\1", part.lower())
