"""What people can be told, and in which words. A room registers its kinds in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from django.utils.functional import Promise

# Outside the signed-in page: kind of task and case or paper number, nothing else (design.md 3).
OUTSIDE_FIELDS = frozenset({"reference"})


class _Known(dict[str, Any]):
    """What is not given is left out of a title."""

    def __missing__(self, key: str) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One thing that people are told.

    code: "referral:arrived". title: for the signed-in page, with {reference} and what `Notice.data` holds.
    outside: for mail and gateway, with {reference} only: kind of task, never a name, category or place.
    name: what it is about, for lists of kinds.
    has_limit: `due_on` is the last day for what is to be done, and the list shows how far it lies.
    is_news: tells that something happened and asks for nothing: it stays when a matter of its subject is done.
    is_required: the law (source) asks that the person be told; it cannot be switched off.
    urgent: is sent in quiet hours, too.
    """

    code: str
    title: str | Promise
    outside: str | Promise
    is_required: bool = False
    urgent: bool = False
    source: str | Promise = ""
    is_news: bool = False
    has_limit: bool = False
    name: str | Promise = ""

    def title_of(self, reference: str, data: Mapping[str, Any]) -> str:
        return str(self.title).format_map(_Known(data, reference=reference))

    def outside_of(self, reference: str) -> str:
        return str(self.outside).format(reference=reference)

    @property
    def label(self) -> str:
        """What it is about, without a reference."""
        return str(self.name) or self.outside_of("").strip(" :,.")

    @property
    def outside_fields(self) -> set[str]:
        """Names of the values that the text for outside would show."""
        return {name for _text, name, _spec, _conversion in Formatter().parse(str(self.outside)) if name is not None}


NOTICE_KINDS: dict[str, NoticeKind] = {}


def register_kind(kind: NoticeKind) -> NoticeKind:
    """Add `kind`. Raises ValueError when its code is taken."""
    if kind.code in NOTICE_KINDS:
        raise ValueError(f"notice kind {kind.code} is registered twice")
    NOTICE_KINDS[kind.code] = kind
    return kind


def kind_of(code: str) -> NoticeKind:
    """The kind of `code`: registered as it stands, else by what comes before its first colon. Raises KeyError."""
    return NOTICE_KINDS.get(code) or NOTICE_KINDS[code.partition(":")[0]]
