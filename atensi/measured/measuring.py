"""Running the pages of a data set against a running site, and in this process for their queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client

from atensi.demo.world import PASSWORD

from .floors import rows_of
from .pages import Page, pages
from .timing import median, percentile, queries_of, rate, timed
from .visitor import Visitor

EMPTY = "/bantuan/"
FIND = "/kasus/cari/"
MANY = 8
RATE_SECONDS = 2.0
Figures = dict[str, Any]


def measure(base: str, jobs: set[str], tell: Callable[[str], None]) -> list[Figures]:
    """The figures of each page of `jobs`, in milliseconds, requests a second and bytes."""
    visitors: dict[str, Visitor] = {}
    empty: dict[str, float] = {}
    found = []
    for page in pages(jobs):
        if page.part not in visitors:
            visitors[page.part] = Visitor(base)
            visitors[page.part].sign_in(page.user.username, PASSWORD)
            empty[page.part] = median(timed(lambda visitor=visitors[page.part]: visitor.get(EMPTY)))
        tell(f"{page.name} ({page.part})")
        found.append(figures_of(page, visitors[page.part]) | {"empty": empty[page.part]})
    return found


def figures_of(page: Page, visitor: Visitor) -> Figures:
    taken = timed(lambda: opened(page, visitor))
    twins = [visitor.twin() for _ in range(MANY)]
    queries = queries_of(_inside(page))
    floor = min(timed(lambda: rows_of(page.floor, page.given)))
    built = page.obvious
    return {
        "job": page.job,
        "name": page.name,
        "part": page.part,
        "p50": median(taken),
        "p95": percentile(taken, 0.95),
        "rate1": rate([lambda: opened(page, visitor)], seconds=RATE_SECONDS),
        "rate8": rate([lambda twin=twin: opened(page, twin) for twin in twins], seconds=RATE_SECONDS),
        "queries": queries.count,
        "database": queries.milliseconds,
        "bytes": len(opened(page, visitor)),
        "floor": floor,
        "obvious": queries_of(lambda: built(page.user)).milliseconds if built else None,
    }


def opened(page: Page, visitor: Visitor) -> bytes:
    if page.text:
        return visitor.post_and_follow(FIND, {"q": page.text})
    return visitor.get(page.path)


def _inside(page: Page) -> Callable[[], Any]:
    """The page in this process, where its statements can be counted."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(page.user)
    if page.text:
        return lambda: client.post(FIND, {"q": page.text}, follow=True)
    return lambda: client.get(page.path)
