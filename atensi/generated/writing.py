"""Rows into tables by COPY: defaults from the models, ids given here, a bounded number of lines in memory."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models import Max

MOST_LINES = 100_000
SPECIAL = re.compile(r"[\\\t\n\r]")
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
NOTHING = r"\N"


def escaped(value: str) -> str:
    return value.translate(ESCAPES) if SPECIAL.search(value) else value


def array(values: list[Any]) -> str:
    quoted = (str(value).replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return escaped("{" + ",".join(f'"{value}"' for value in quoted) + "}")


class Spelling(dict[type, Callable[[Any], str]]):
    """How COPY's text format wants a value, by its type; a choice is its value."""

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        if not issubclass(kind, Enum):
            raise TypeError(f"no spelling for {kind}")
        self[kind] = lambda choice: str(choice.value)
        return self[kind]


SPELLING = Spelling(
    {
        type(None): lambda _value: NOTHING,
        str: escaped,
        int: str,
        float: str,
        bool: lambda value: "t" if value else "f",
        date: date.isoformat,
        datetime: datetime.isoformat,
        UUID: str,
        list: array,
        dict: lambda value: escaped(json.dumps(value)),
    }
)


class Table:
    """The lines of one model on their way into its table.

    Columns that `add` is not given hold the model's default; a creation time without one holds `now`.
    """

    def __init__(self, model: type[models.Model], now: datetime):
        fields = model._meta.concrete_fields
        self.name = model._meta.db_table
        self.columns = [field.column for field in fields]
        self.places = {field.attname: place for place, field in enumerate(fields)}
        self.defaults = [SPELLING[type(value)](value) for value in (_default(field, now) for field in fields)]
        self.key = model._meta.pk.attname
        self.counts = isinstance(model._meta.pk, models.AutoField)
        self.last = (model._base_manager.aggregate(last=Max("pk"))["last"] or 0) if self.counts else 0
        self.lines: list[str] = []
        self.written = 0

    def add(self, **values: Any) -> int:
        """One row; returns its id, the next number unless `values` holds one."""
        line = self.defaults.copy()
        if self.counts:
            self.last += 1
            line[self.places[self.key]] = str(self.last)
        for name, value in values.items():
            line[self.places[name]] = SPELLING[type(value)](value)
        self.lines.append("\t".join(line))
        return self.last

    def flush(self, cursor: Any) -> None:
        if not self.lines:
            return
        columns = ", ".join(f'"{column}"' for column in self.columns)
        lines = io.StringIO("\n".join(self.lines) + "\n")
        cursor.copy_expert(f'COPY "{self.name}" ({columns}) FROM STDIN', lines)
        self.written += len(self.lines)
        self.lines.clear()


def _default(field: models.Field[Any, Any], now: datetime) -> Any:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return now
    value = field.get_default()
    return now if isinstance(value, datetime) else value


class Writer:
    """The tables being filled: `writer[Case].add(...)`. `flush()` when `is_full`, and at the end."""

    def __init__(self, now: datetime):
        self.now = now
        self.tables: dict[type[models.Model], Table] = {}

    def __getitem__(self, model: type[models.Model]) -> Table:
        if model not in self.tables:
            self.tables[model] = Table(model, self.now)
        return self.tables[model]

    @property
    def is_full(self) -> bool:
        return sum(len(table.lines) for table in self.tables.values()) >= MOST_LINES

    def flush(self) -> None:
        with connection.cursor() as cursor:
            for table in self.tables.values():
                table.flush(cursor)

    @property
    def rows(self) -> int:
        return sum(table.written for table in self.tables.values())

    def set_sequences(self) -> None:
        """The next row that the application writes gets the next number."""
        with connection.cursor() as cursor:
            for table in self.tables.values():
                if table.counts and table.last:
                    sequence = "SELECT setval(pg_get_serial_sequence(%s, %s), %s)"
                    cursor.execute(sequence, [f'"{table.name}"', table.key, table.last])
