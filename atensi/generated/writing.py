"""Rows into tables by COPY: defaults from the models, ids given here, a bounded number of lines in memory.

While a thread sends one load of lines, the next one is written: PostgreSQL and Python work at the same time.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime
from enum import Enum
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models import Max

MOST_LINES = 100_000
CHUNK = 1 << 20  # bytes that are sent at a time: each time the two threads wait for one another
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
        self[kind] = attrgetter("_value_") if issubclass(kind, str) else lambda choice: str(choice.value)
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
        line, places = self.defaults.copy(), self.places
        if self.counts:
            self.last += 1
            line[places[self.key]] = str(self.last)
        for name, value in values.items():
            line[places[name]] = SPELLING[type(value)](value)
        self.lines.append("\t".join(line))
        return self.last

    def form(self, *names: str, **fixed: str) -> str:
        """A line for rows that differ only in `names`, to be filled by `%` with their spelled values in the order of
        the columns. For the tables that have most of the rows."""
        places = [self.places[name] for name in names]
        if places != sorted(places):
            raise ValueError(f"{self.name}: {names} are not in the order of its columns")
        line = [value.replace("%", "%%") for value in self.defaults]
        for name, text in fixed.items():
            line[self.places[name]] = text
        for place in places:
            line[place] = "%s"
        return "\t".join(line)

    @property
    def statement(self) -> str:
        columns = ", ".join(f'"{column}"' for column in self.columns)
        return f'COPY "{self.name}" ({columns}) FROM STDIN'

    def take(self) -> list[str]:
        """The lines so far, which are no longer here."""
        lines, self.lines = self.lines, []
        self.written += len(lines)
        return lines


def _default(field: models.Field[Any, Any], now: datetime) -> Any:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return now
    value = field.get_default()
    return now if isinstance(value, datetime) else value


class Writer:
    """The tables being filled: `writer[Case].add(...)`, and `flush()` when `is_full`, within `sending()`.

    Nothing else may use the connection there.
    """

    sender: ThreadPoolExecutor

    def __init__(self, now: datetime):
        self.now = now
        self.tables: dict[type[models.Model], Table] = {}
        self.sent: Future[None] | None = None

    def __getitem__(self, model: type[models.Model]) -> Table:
        if model not in self.tables:
            self._wait()
            self.tables[model] = Table(model, self.now)
        return self.tables[model]

    @property
    def is_full(self) -> bool:
        return sum([len(table.lines) for table in self.tables.values()]) >= MOST_LINES

    @contextmanager
    def sending(self) -> Iterator[None]:
        """Inside, `flush` sends; afterwards everything is in its table."""
        with ThreadPoolExecutor(1) as self.sender:
            yield
            self.flush()
            self._wait()

    def flush(self) -> None:
        """Have all lines sent, once those before them are; raises what went wrong with those."""
        self._wait()
        load = [(table.statement, table.take()) for table in self.tables.values() if table.lines]
        self.sent = self.sender.submit(send, connection.connection, load)

    def _wait(self) -> None:
        if self.sent:
            self.sent.result()

    @property
    def rows(self) -> int:
        return sum(table.written for table in self.tables.values())

    def put_last(self, *rows: type[models.Model]) -> None:
        """Send the tables of `rows` after all others, in this order: their triggers look at rows of the others."""
        last = {model: self.tables.pop(model) for model in rows if model in self.tables}
        self.tables |= last

    def draw_sequences(self) -> None:
        """As `set_sequences`, for a role that may only draw numbers: one for each row written."""
        drawn = "SELECT max(nextval(pg_get_serial_sequence(%s, %s))) FROM generate_series(1, %s)"
        with connection.cursor() as cursor:
            for table in self.tables.values():
                if table.counts and table.written:
                    cursor.execute(drawn, [f'"{table.name}"', table.key, table.written])

    def set_sequences(self) -> None:
        """The next row that the application writes gets the next number."""
        with connection.cursor() as cursor:
            for table in self.tables.values():
                if table.counts and table.last:
                    sequence = "SELECT setval(pg_get_serial_sequence(%s, %s), %s)"
                    cursor.execute(sequence, [f'"{table.name}"', table.key, table.last])


def send(raw: Any, load: list[tuple[str, list[str]]]) -> None:
    """Copy `load` (statements with their lines) over the driver's connection `raw`: Django's belongs to its thread."""
    with raw.cursor() as cursor:
        for statement, lines in load:
            lines.append("")
            cursor.copy_expert(statement, io.BytesIO("\n".join(lines).encode()), size=CHUNK)
