"""Indexes that stand aside while rows pour in: built once over all rows, they cost a tenth of being kept row by row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection
from psycopg2 import sql

# The rooms whose tables grow with the cases.
ROOMS = ("audit", "carers", "cases", "referrals", "living")
MEMORY = "512MB"
# Primary keys stay, and whatever a foreign key rests on: the tables that point there ask for them. A list in a
# condition is not read back as it was written, so an index with one would come back another: it stays too.
ASIDE = """
SELECT t.relname, x.relname, k.conname, pg_get_constraintdef(k.oid), pg_get_indexdef(x.oid)
  FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
  LEFT JOIN pg_constraint k ON k.conindid = x.oid AND k.contype IN ('u', 'x')
 WHERE t.relname = ANY(%(tables)s) AND t.relnamespace = current_schema()::regnamespace AND NOT i.indisprimary
   AND pg_get_indexdef(x.oid) NOT LIKE '%%ARRAY[%%'
   AND NOT EXISTS (SELECT 1 FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = x.oid)
 ORDER BY t.relname, x.relname
"""


@contextmanager
def indexes_aside() -> Iterator[None]:
    """Without the secondary indexes and unique constraints of ROOMS inside, with the very same ones afterwards.

    Inside a transaction, as the tables' owner. Building asks the unique constraints about every row.
    """
    tables = [model._meta.db_table for room in ROOMS for model in apps.get_app_config(room).get_models(True)]
    with connection.cursor() as cursor:
        cursor.execute(ASIDE, {"tables": tables})
        found = cursor.fetchall()
        for table, index, constraint, _definition, _statement in found:
            cursor.execute(_removal(table, index, constraint))
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('maintenance_work_mem', %s, true)", [MEMORY])
        for table, _index, constraint, definition, statement in found:
            cursor.execute(_addition(table, constraint, definition) if constraint else statement)


def _removal(table: str, index: str, constraint: str | None) -> sql.Composable:
    if constraint is None:
        return sql.SQL("DROP INDEX {}").format(sql.Identifier(index))
    return sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(constraint))


def _addition(table: str, constraint: str, definition: str) -> sql.Composable:
    """`definition` is PostgreSQL's own text of the constraint."""
    adding = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} ").format(sql.Identifier(table), sql.Identifier(constraint))
    return adding + sql.SQL(definition)
