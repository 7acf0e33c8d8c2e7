"""What somebody who types into the search box may mean: a number, a telephone, a year of birth, a name, a place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from .names import grown_keys, name_keys, written_parts
from .nik import LENGTH, clean_number

SHORTEST = 2
SHORT = 3  # letters of a word that is rarely a whole name
NUMBER = re.compile(r"\d{2}(\.\d{2})?/\d{4}(/\d{1,6})?")
ENDING = re.compile(r"(?:(?P<year>\d{4})/)?(?P<serial>\d{2,6})")
SERIAL = 5  # digits that a serial is written with at least
YEAR = re.compile(r"(19|20)\d\d")
TRUNK = re.compile(r"^(0062|62|0)0?")
PHONE = range(7, 14)  # digits of a telephone without its 0 or +62
MOST_WORDS = 8


def phone_key(text: str) -> str:
    """The digits of a telephone without 0, 62 or +62 before them; "" for what is no telephone. As `PhoneKey` in the
    database."""
    plain = re.sub(r"[+()/]", "", clean_number(text))
    if not (plain.isascii() and plain.isdecimal()):
        return ""
    key = TRUNK.sub("", plain)
    return key if len(key) in PHONE else ""


@dataclass(frozen=True, slots=True)
class Split:
    """One reading of several words: of whom the first are the name, the others where."""

    name: tuple[str, ...]
    place: str

    @property
    def keys(self) -> list[str]:
        return name_keys(" ".join(self.name)) if self.name else []


@dataclass(frozen=True)
class Asked:
    """The readings of one text. They exclude each other but for short numbers: "2014" may end a number, too."""

    text: str

    @cached_property
    def plain(self) -> str:
        return " ".join(self.text.split())

    @cached_property
    def is_long_enough(self) -> bool:
        return len(self.plain) >= SHORTEST

    @property
    def number(self) -> str:
        """The beginning of a case number."""
        return self.plain if NUMBER.fullmatch(self.plain) else ""

    @property
    def ending(self) -> tuple[str, str]:
        """The last part of a case number with the year before it, where it was said; else two empty texts."""
        found = ENDING.fullmatch(self.plain)
        return (found["year"] or "", found["serial"].zfill(SERIAL)) if found else ("", "")

    @property
    def civil_number(self) -> str:
        """16 digits: a NIK or the number of a family card."""
        digits = clean_number(self.plain)
        return digits if digits.isascii() and digits.isdecimal() and len(digits) == LENGTH else ""

    @property
    def phone(self) -> str:
        return phone_key(self.plain)

    @cached_property
    def year(self) -> int | None:
        """A year of birth, alone or beside a name."""
        years = [word for word in self.plain.split() if YEAR.fullmatch(word)]
        return int(years[0]) if len(years) == 1 else None

    @cached_property
    def words(self) -> list[str]:
        """What is left for name and place."""
        if any((self.number, self.ending[1], self.civil_number, self.phone)):
            return []
        return [word for word in self.plain.split() if not YEAR.fullmatch(word)][:MOST_WORDS]

    @property
    def ends_short(self) -> bool:
        """Whether the last word may be half typed."""
        return bool(self.words) and len(self.words[-1]) <= SHORT

    @cached_property
    def keys(self) -> list[str]:
        return name_keys(" ".join(self.words))

    @cached_property
    def splits(self) -> list[Split]:
        """Each way to read the end, the beginning or all of the words as a place."""
        words, count = self.words, len(self.words)
        ends = [Split(tuple(words[:at]), " ".join(words[at:])) for at in range(count)]
        starts = [Split(tuple(words[at:]), " ".join(words[:at])) for at in range(1, count)]
        return [split for split in (*ends, *starts) if split.keys or not split.name]

    @cached_property
    def beginnings(self) -> list[list[str]]:
        """For each word the keys that a name may begin with: a word half typed has not its last letter's sound yet."""
        found = []
        for word in self.words:
            keys = name_keys(word)
            open_end = [key[:-1] for key in name_keys(f"{word}a") if len(keys) == 1 and word[-1:] not in "aeiou"]
            found.append(sorted({key for key in (*keys[:1], *open_end) if key}))
        return [keys for keys in found if keys]

    @cached_property
    def grown(self) -> list[list[str]]:
        """`beginnings`, and for each word what it may grow into by a spelling of its own; empty where that is nothing
        more."""
        begun, found = self.beginnings, []
        for written, keys in zip(self.written, begun, strict=True):
            found.append(sorted({key for key in grown_keys(written) if not key.startswith(tuple(keys))}))
        return [keys + more for keys, more in zip(begun, found, strict=True)] if any(found) else []

    @property
    def written(self) -> list[str]:
        """The words that have a letter, without capitals, accents and all else that is none."""
        return [parts[0] for word in self.words if (parts := written_parts(word))]
