"""The texts of the product that are to be translated, read from its sources without xgettext."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract as extract_from
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from atensi.rooms import ROOMS

LANGUAGE = "en"
KEYWORDS: dict[str, tuple[object, ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "counted": (1, 1),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
Message = tuple[str | tuple[str, ...], str | None]


def messages_of(root: Path) -> set[Message]:
    """(text or (singular, plural), context) of every translatable text of the rooms and templates under `root`."""
    sources = [path.read_text() for room in ROOMS for path in sorted((root / room).rglob("*.py"))]
    # Indentation says nothing in a template.
    templates = sorted(path for path in (root / "templates").rglob("*") if path.is_file())
    sources += [_unindented(templatize(path.read_text())) for path in templates]
    return {message for source in sources for message in _messages(source)}


def _unindented(source: str) -> str:
    return "\n".join(line.strip() for line in source.splitlines())


def _messages(source: str) -> Iterator[Message]:
    found = extract_from("python", BytesIO(source.encode()), KEYWORDS, options={"encoding": "utf-8"})
    for _line, text, _comments, context in found:
        yield (tuple(text) if isinstance(text, (tuple, list)) else text), context


def catalogue_of(root: Path, language: str) -> Path:
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def read_catalogue(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as source:
        return read_po(source, locale=language)


def write_catalogue(path: Path, language: str, messages: set[Message]) -> tuple[int, int]:
    """Bring the catalogue at `path` in line with `messages`; returns how many came and how many went.

    What is new stays empty until somebody translates it. Sorted, and without places, so that a diff shows words alone.
    """
    old, new = read_catalogue(path, language), Catalog(locale=language, charset="utf-8")
    for text, context in messages:
        known = old.get(_first(text), context)
        stands = known is not None and known.pluralizable == isinstance(text, tuple)
        new.add(text, string=known.string if known and stands else "", context=context)
    had = {(message.id, message.context) for message in old if message.id}
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        write_po(target, new, width=120, sort_output=True, omit_header=False)
    return len(messages - had), len(had - messages)


def faults(path: Path, language: str, messages: set[Message]) -> list[str]:
    """What keeps the catalogue at `path` from being whole: texts it lacks or has too many, empty or fuzzy ones, and
    translations with other placeholders or tags than their text."""
    catalogue = read_catalogue(path, language)
    entries = [entry for entry in catalogue if entry.id]
    had = {(entry.id, entry.context) for entry in entries}
    found = [f"lacks: {_first(text)}" for text, _context in messages - had]
    found += [f"no longer asked for: {_first(text)}" for text, _context in had - messages]
    found += [f"fuzzy: {_first(entry.id)}" for entry in entries if entry.fuzzy]
    for entry in entries:
        strings = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        if not all(strings):
            found.append(f"empty: {_first(entry.id)}")
        elif any(not _alike(_first(entry.id), string, some=entry.pluralizable) for string in strings):
            found.append(f"other placeholders, tags or ends: {_first(entry.id)}")
    return sorted(found)


def _first(text: str | tuple[str, ...]) -> str:
    return text[0] if isinstance(text, tuple) else text


PLACEHOLDER, TAG = re.compile(r"%\(\w+\)[sd]|%[sd]"), re.compile(r"<[^>]+>")


def _alike(text: str, string: str, *, some: bool) -> bool:
    """Whether `string` can stand for `text`. some: it may leave placeholders out ("a day" for "%(n)s days")."""
    wanted, given = set(PLACEHOLDER.findall(text)), set(PLACEHOLDER.findall(string))
    ends = (text[:1].isspace(), text[-1:].isspace()) == (string[:1].isspace(), string[-1:].isspace())
    fits = given <= wanted if some else given == wanted
    return fits and ends and sorted(TAG.findall(text)) == sorted(TAG.findall(string))
