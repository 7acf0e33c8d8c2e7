"""Whether words for a receiver tell who the person is: before acceptance nobody needs the name (UU 27/2022)."""

import re
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from atensi.errors import Problem
from cases.masking import ADDRESSES
from cases.models import Beneficiary

LAW_DATA = _("UU 27/2022 pasal 16 dan pasal 25")
# Sixteen digits, also written in groups: a NIK or NKK, whoever's.
NIK = re.compile(r"(?<!\d)\d(?:[ .-]?\d){15}(?!\d)")
WORD = re.compile(r"[^\W\d_]+")
SHORTEST_PART, SHORTEST_LINE = 4, 8


def naming_problems(person: Beneficiary, texts: Mapping[str, str]) -> Iterator[Problem]:
    """What in `texts` (field -> words) tells who `person` is: the whole name, a NIK, a line of the address (hard); a
    part of the name that could be another word (soft). One query, for the other names of the person."""
    names = [person.name, *person.aliases.order_by().values_list("name", flat=True)]
    for field, text in texts.items():
        if NIK.search(text) or _tells_address(person.address, text) or any(_tells_whole(name, text) for name in names):
            said = _("Tulis tanpa nama, NIK, dan alamat: penerima baru membacanya setelah rujukan diterima.")
            yield Problem("summary_names_person", said, source=LAW_DATA, field=field)
        elif part := next((part for name in names for part in _parts(name) if _tells_part(part, text)), ""):
            said = _("Kata “%(part)s” adalah bagian nama orang ini. Hapus, atau tulis mengapa bukan namanya.")
            yield Problem("summary_may_name_person", said % {"part": part}, "soft", LAW_DATA, field=field)


def _tells_whole(name: str, text: str) -> bool:
    """A name of two words and more, in any case and spacing; a single word may be any other word."""
    words = [word.casefold() for word in WORD.findall(name)]
    return len(words) > 1 and f" {' '.join(words)} " in f" {' '.join(WORD.findall(text)).casefold()} "


def _tells_part(part: str, text: str) -> bool:
    """As names are written, with a capital: "putri" in a sentence is a daughter, "Putri" may be this child."""
    return re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text) is not None


def _parts(name: str) -> list[str]:
    return [part for part in WORD.findall(name) if len(part) >= SHORTEST_PART and part.casefold() not in ADDRESSES]


def _tells_address(address: str, text: str) -> bool:
    """A line or part of the address that has a number of its own: street and house, RT and RW."""
    said = " ".join(text.casefold().split())
    lines = (" ".join(line.casefold().split()) for line in re.split(r"[,\n]", address))
    return any(len(line) >= SHORTEST_LINE and re.search(r"\d", line) and line in said for line in lines)
