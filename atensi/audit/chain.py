"""The canonical text of an event and its hash. A leaf of this room: no database."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

# What the hash covers, in this order. Changing it would break every chain that exists.
HASHED = (
    "subject",
    "position",
    "at",
    "verb",
    "user_id",
    "membership_id",
    "request_id",
    "reason",
    "data",
    "seen",
    "previous_hash",
)


def event_hash(values: dict[str, Any]) -> str:
    """SHA-256, in hex, over the canonical text of an event's HASHED values.

    The text holds the previous hash, so that an event vouches for all before it; time is UTC microseconds.
    """
    parts = [_epoch_us(values[name]) if name == "at" else plain(values[name]) for name in HASHED]
    return hashlib.sha256(canonical(parts).encode()).hexdigest()


def canonical(value: Any) -> str:
    """The one JSON spelling of `value`."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def plain(value: Any) -> Any:
    """`value` in the form in which it comes back from PostgreSQL's jsonb.

    Keys are texts, tuples lists, and whole floats integers: jsonb keeps 1e20 as digits and knows no -0.0.
    """
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _epoch_us(at: datetime) -> int:
    return int(at.replace(microsecond=0).timestamp()) * 1_000_000 + at.microsecond
