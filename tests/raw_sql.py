"""Writing past every service, straight into a table, to see what the database itself refuses."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model


def copy(row: Model, **changes: Any) -> None:
    """Insert a second `row` that differs by `changes` (by column)."""
    names = [field.column for field in row._meta.concrete_fields if not field.primary_key]
    parts = ["%s" if name in changes else f'"{name}"' for name in names]
    values = [changes[name] for name in names if name in changes]
    columns = ", ".join(f'"{name}"' for name in names)
    statement = f"INSERT INTO {_table(row)} ({columns}) SELECT {', '.join(parts)} FROM {_table(row)} WHERE {_key(row)}"  # noqa: S608
    run(statement, [*values, row.pk])


def change(row: Model, **changes: Any) -> None:
    """Update `row` in its table."""
    sets = ", ".join(f'"{name}" = %s' for name in changes)
    run(f"UPDATE {_table(row)} SET {sets} WHERE {_key(row)}", [*changes.values(), row.pk])  # noqa: S608


def remove(row: Model) -> None:
    run(f"DELETE FROM {_table(row)} WHERE {_key(row)}", [row.pk])  # noqa: S608


def run(statement: str, values: list[Any] | None = None) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused_by(constraint: str, action, row: Model, **changes: Any) -> None:
    """The action is refused by exactly this constraint."""
    with pytest.raises(IntegrityError) as error:
        action(row, **changes)
    assert error.value.__cause__.diag.constraint_name == constraint


def refused_saying(words: str, action, row: Model, **changes: Any) -> None:
    """The action is refused by a trigger that says so."""
    with pytest.raises(IntegrityError, match=words) as error:
        action(row, **changes)
    assert error.value.__cause__.diag.constraint_name is None


def _table(row: Model) -> str:
    return f'"{row._meta.db_table}"'


def _key(row: Model) -> str:
    return f'"{row._meta.pk.column}" = %s'
