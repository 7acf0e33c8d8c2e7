"""Measuring: percentiles of repeated calls, requests a second from several clients, queries of a request."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from django.db import connection

WARM, FEWEST, MOST_SECONDS = 3, 15, 2.0


def percentile(values: Sequence[float], part: float) -> float:
    """The value below which `part` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def median(values: Sequence[float]) -> float:
    return percentile(values, 0.5)


def timed(
    work: Callable[[], Any], *, fewest: int = FEWEST, seconds: float = MOST_SECONDS, warm: int = WARM
) -> list[float]:
    """Milliseconds of each call: `fewest`, or fewer when they take longer than `seconds` (three at least)."""
    for _ in range(warm):
        work()
    taken: list[float] = []
    end = time.perf_counter() + seconds
    while len(taken) < 3 or (len(taken) < fewest and time.perf_counter() < end):
        began = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - began))
    return taken


def rate(works: Sequence[Callable[[], Any]], *, seconds: float) -> float:
    """Calls a second when each of `works` is called again and again in a thread of its own."""
    end = time.perf_counter() + seconds

    def run(work: Callable[[], Any]) -> int:
        work()
        count = 1
        while time.perf_counter() < end:
            work()
            count += 1
        return count

    began = time.perf_counter()
    with ThreadPoolExecutor(len(works)) as threads:
        count = sum(threads.map(run, works))
    return count / (time.perf_counter() - began)


@dataclass(slots=True)
class Queries:
    """How many statements ran, and how long the database took for them, in milliseconds."""

    count: int = 0
    milliseconds: float = 0

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.count += 1
            self.milliseconds += 1000 * (time.perf_counter() - began)


def queries_of(work: Callable[[], Any]) -> Queries:
    """The statements of one call: their number, and their least time over several calls."""
    found: list[Queries] = []

    def once() -> None:
        found.append(Queries())
        with connection.execute_wrapper(found[-1]):
            work()

    timed(once)
    return Queries(found[-1].count, min(queries.milliseconds for queries in found[WARM:]))
