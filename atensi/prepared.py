"""Statements whose planning costs more than their running: PostgreSQL keeps their plan as long as the connection.

A leaf. A kept plan is one for all values, so only for statements that walk the same indexes whatever is asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

INT4 = 2**31
TYPES = {datetime: "timestamptz", date: "date", bool: "boolean", str: "text", list: "bigint[]", float: "float8"}
# By the driver's connection: the names of what it has prepared. A rollback does not forget them.
_known: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


def execute_prepared(cursor: Any, statement: str, given: Mapping[str, Any]) -> None:
    """Run `statement` with named parameters, `%(name)s`, by a plan that is kept. Lists hold ids."""
    names = sorted(given)
    types = [_type_of(given[name]) for name in names]
    text = statement % {name: f"${number}" for number, name in enumerate(names, 1)}
    key = hashlib.sha256(f"{types}{text}".encode()).hexdigest()[:24]
    known = _known.setdefault(connection.connection, set())
    if key not in known:
        with connection.connection.cursor() as raw:
            raw.execute(f"PREPARE atensi_{key} ({', '.join(types)}) AS {text}")
        known.add(key)
    places = ", ".join(["%s"] * len(names))
    cursor.execute(f"EXECUTE atensi_{key} ({places})", [given[name] for name in names])


def _type_of(value: Any) -> str:
    if type(value) is int:
        return "int" if abs(value) < INT4 else "bigint"
    for kind, name in TYPES.items():
        if isinstance(value, kind):
            return name
    raise TypeError(f"no type for {value!r}")
