"""Audit chains of generated records: the same hashes that `atensi.audit.services.record` would have written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from atensi.audit.chain import event_hash
from atensi.audit.models import AuditEvent, AuditHead

from .writing import Writer

REQUEST = "generated"


class Entry(NamedTuple):
    """One event: what happened, when, by whom (user and membership), with which data."""

    verb: str
    at: datetime
    user: int
    membership: int
    data: dict[str, Any]


def add_chain(writer: Writer, subject: str, entries: Iterable[Entry]) -> int:
    """Write the whole chain of `subject`, in the order of time, and its head. Returns how many events it has."""
    events, previous, position = writer[AuditEvent], "", 0
    for position, entry in enumerate(sorted(entries, key=lambda entry: entry.at), 1):
        values = {
            "subject": subject,
            "position": position,
            "at": entry.at,
            "verb": entry.verb,
            "user_id": entry.user,
            "membership_id": entry.membership,
            "request_id": REQUEST,
            "reason": "",
            "data": entry.data,
            "seen": [],
            "previous_hash": previous,
        }
        previous = event_hash(values)
        events.add(**values, hash=previous)
    writer[AuditHead].add(subject=subject, length=position, hash=previous)
    return position
