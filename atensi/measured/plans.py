"""How PostgreSQL answers the statements of a job: whether one reads a large table from end to end, or sorts or counts
more than a page needs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

LARGE = 5_000
# A page, one row more to know whether it goes on, and lists of at most so many; counts are capped at 1.001.
PAGE_ROWS, MOST_READ = 101, 2_100
SIZES = "SELECT relname, reltuples::bigint FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
READS = "SELECT"
EXPLAINED = (READS, "WITH", "INSERT", "UPDATE", "DELETE")
Statement = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a plan: a node that does more the larger the nation is."""

    what: str
    table: str
    rows: int
    sql: str

    def __str__(self) -> str:
        return f"{self.what} {self.table} ({self.rows:,}): {self.sql}"


def statements_of(work: Callable[[], Any]) -> list[Statement]:
    """The statements of `work` that PostgreSQL plans, with their values."""
    kept: list[Statement] = []

    def keep(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if str(sql).lstrip().upper().startswith(EXPLAINED):
            kept.append((str(sql), params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        work()
    return kept


def findings_of(work: Callable[[], Any]) -> list[Finding]:
    """What is wrong with the plans of the statements of `work`. Those that read are run once more and counted."""
    large = sizes()
    found = []
    for sql, params in statements_of(work):
        for node in nodes(plan_of(sql, params)):
            if wrong := fault_of(node, large):
                found.append(Finding(*wrong, sql))
    return found


def sizes() -> dict[str, int]:
    """The tables that grow with the nation, and about how many rows they have."""
    with connection.cursor() as cursor:
        cursor.execute(SIZES)
        return {name: rows for name, rows in cursor.fetchall() if rows >= LARGE}


def plan_of(sql: str, params: Any) -> dict[str, Any]:
    """The plan of a statement; with counted rows when it only reads."""
    reads = sql.lstrip().upper().startswith(READS) and "FOR UPDATE" not in sql and "FOR NO KEY" not in sql
    options = "ANALYZE, TIMING OFF, FORMAT JSON" if reads else "FORMAT JSON"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN ({options}) {sql}", params)
        answer = cursor.fetchone()[0]
    plan: dict[str, Any] = (json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]
    return plan


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)


def fault_of(node: dict[str, Any], large: Mapping[str, int]) -> tuple[str, str, int] | None:
    """What a node does that no page needs, on which table or by which key, and with how many rows."""
    kind, table = node["Node Type"], node.get("Relation Name", "")
    if kind == "Seq Scan" and table in large:
        return "reads all of", table, large[table]
    if kind in ("Sort", "Incremental Sort") and (rows := read_by(node["Plans"][0])) > PAGE_ROWS:
        return "sorts by", ", ".join(node["Sort Key"]), rows
    if table in large and (rows := read_by(node)) > MOST_READ:
        return f"{kind} of", table, rows
    return None


def read_by(node: dict[str, Any]) -> int:
    """Rows that a node looked at, those it left out too; as planned where it was not run."""
    loops = node.get("Actual Loops", 1)
    rows = node.get("Actual Rows", node["Plan Rows"])
    left_out = sum(node.get(key, 0) for key in ("Rows Removed by Filter", "Rows Removed by Index Recheck"))
    return round(loops * (rows + left_out))
