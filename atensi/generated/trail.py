"""Audit chains of generated records: the same hashes that `atensi.audit.services.record` would have written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from operator import attrgetter
from typing import Any, NamedTuple

from atensi.audit.models import AuditEvent, AuditHead

from .writing import Writer

REQUEST = "generated"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# `atensi.audit.chain.canonical`, without making an encoder for each value. Ids and codes only: nothing to escape.
spelled = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode
DIFFERING = ("id", "at", "subject", "position", "verb", "user_id", "membership_id", "data", "previous_hash", "hash")
moment = attrgetter("at")


class Entry(NamedTuple):
    """One event: what happened, when, by whom (user and membership), with which data."""

    verb: str
    at: datetime
    user: int
    membership: int
    data: dict[str, Any]


class Trail:
    """Writes whole chains and their heads: a third of all rows, so by forms. A test verifies every hash."""

    def __init__(self, writer: Writer):
        self.events, self.heads = writer[AuditEvent], writer[AuditHead]
        self.event = self.events.form(*DIFFERING, request_id=REQUEST)
        self.head = self.heads.form("subject", "length", "hash")

    def add(self, subject: str, entries: Iterable[Entry]) -> int:
        """Write the chain of `subject`, in the order of time, and its head. Returns how many events it has."""
        events, add, form = self.events, self.events.lines.append, self.event
        pk, position, previous = events.last, 0, ""
        for position, (verb, at, user, membership, data) in enumerate(sorted(entries, key=moment), 1):
            since, known = at - EPOCH, spelled(data) if data else "{}"
            microseconds = (since.days * 86400 + since.seconds) * 1_000_000 + since.microseconds
            text = (
                f'["{subject}",{position},{microseconds},"{verb}",{user},{membership},"{REQUEST}","",{known},[],'
                f'"{previous}"]'
            )
            found = sha256(text.encode()).hexdigest()
            values = (pk + position, at.isoformat(), subject, position, verb, user, membership, known, previous, found)
            add(form % values)
            previous = found
        events.last = pk + position
        self.heads.lines.append(self.head % (subject, position, previous))
        return position
