"""Measuring: percentiles of repeated calls, requests a second from several clients, queries of a request."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from django.db import OperationalError, connection, transaction

WARM, FEWEST, MOST_SECONDS = 3, 15, 2.0
TRAIL = "audit_audit"


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
    return in_turn([work], fewest=fewest, seconds=seconds, warm=warm)[0]


def in_turn(
    works: Sequence[Callable[[], Any]], *, fewest: int = FEWEST, seconds: float = MOST_SECONDS, warm: int = WARM
) -> list[list[float]]:
    """Milliseconds of each call of each of `works`, one after the other again and again: what else the machine does
    then weighs on all of them alike, and their ratios stand. As often as `timed`, `seconds` for each of them."""
    for _ in range(warm):
        for work in works:
            work()
    taken: list[list[float]] = [[] for _ in works]
    end = time.perf_counter() + seconds * len(works)
    while len(taken[0]) < 3 or (len(taken[0]) < fewest and time.perf_counter() < end):
        for work, times in zip(works, taken, strict=True):
            began = time.perf_counter()
            work()
            times.append(1000 * (time.perf_counter() - began))
    return taken


def bounded(work: Callable[[], Any], *, milliseconds: int) -> float | None:
    """Milliseconds of one call whose statements the database gives up after `milliseconds` each; None when it did."""
    began = time.perf_counter()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(milliseconds)])
            work()
            cursor.execute("SET LOCAL statement_timeout = 0")
    except OperationalError:
        return None
    return 1000 * (time.perf_counter() - began)


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
    """The statements of one call: the milliseconds of each, and which of them are of the trail."""

    taken: list[float] = field(default_factory=list)
    of_trail: list[bool] = field(default_factory=list)

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.taken.append(1000 * (time.perf_counter() - began))
            self.of_trail.append(TRAIL in str(sql))

    @property
    def count(self) -> int:
        return len(self.taken)

    @property
    def milliseconds(self) -> float:
        return sum(self.taken)

    @property
    def trail(self) -> float:
        return sum(taken for taken, is_trail in zip(self.taken, self.of_trail, strict=True) if is_trail)


@dataclass(slots=True)
class Counted:
    """Work whose statements are counted at each call."""

    work: Callable[[], Any]
    calls: list[Queries] = field(default_factory=list)

    def __call__(self) -> None:
        self.calls.append(Queries())
        with connection.execute_wrapper(self.calls[-1]):
            self.work()

    @property
    def least(self) -> Queries:
        """Each statement at its fastest over the calls that ran as many as the last; the first calls are left out.
        What the machine does besides then counts for as little as in the floor, which is one statement."""
        last = self.calls[-1]
        alike = [call.taken for call in self.calls[WARM:] if call.count == last.count]
        return Queries([min(times) for times in zip(*alike, strict=True)], last.of_trail)
