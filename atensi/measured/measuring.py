"""Running the pages of a data set against a running site, and in this process for their queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client

from atensi.demo.world import PASSWORD

from .floors import rows_of
from .pages import Page, pages
from .plans import findings_of
from .timing import Counted, bounded, in_turn, median, percentile, rate
from .visitor import Visitor

EMPTY = "/bantuan/"
FIND = "/kasus/cari/"
MANY = 8
RATE_SECONDS = 1.0
# The obvious build at a million cases: slower than this, it runs once; slower than that, it is ended.
ONCE_MS, GIVEN_UP_MS = 2000, 60_000
Figures = dict[str, Any]


def measure(base: str, jobs: set[str], tell: Callable[[str], None]) -> list[Figures]:
    """The figures of each page of `jobs`, in milliseconds, requests a second and bytes."""
    visitors: dict[str, Visitor] = {}
    found = []
    for page in pages(jobs):
        if page.part not in visitors:
            visitors[page.part] = Visitor(base)
            visitors[page.part].sign_in(page.user.username, PASSWORD)
        tell(f"{page.name} ({page.part})")
        found.append(figures_of(page, visitors[page.part]))
    return found


def figures_of(page: Page, visitor: Visitor) -> Figures:
    """What is compared is measured in turn: the page with the empty page, its statements with their floor, those of
    the empty page and those of the obvious build."""
    taken, empty = in_turn([lambda: opened(page, visitor), lambda: visitor.get(EMPTY)])
    twins = [visitor.twin() for _ in range(MANY)]
    ours, frame, built = Counted(inside(page)), Counted(_empty(page)), Counted(lambda: _obvious(page))
    once = bounded(lambda: _obvious(page), milliseconds=GIVEN_UP_MS)
    in_turn_too = [built] if once is not None and once < ONCE_MS else []
    floor = min(in_turn([lambda: rows_of(page.floor, page.given), ours, frame, *in_turn_too])[0])
    queries = ours.least
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
        "trail": queries.trail,
        "frame": frame.least.milliseconds,
        "bytes": len(opened(page, visitor)),
        "empty": median(empty),
        "floor": floor,
        "obvious": (built.least.milliseconds if in_turn_too else once or GIVEN_UP_MS) if page.obvious else None,
        "given_up": once is None,
        "faults": [str(finding) for finding in findings_of(inside(page))],
    }


def _empty(page: Page) -> Callable[[], Any]:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(page.user)
    return lambda: client.get(EMPTY)


def _obvious(page: Page) -> Any:
    return page.obvious(page.user) if page.obvious else None


def opened(page: Page, visitor: Visitor) -> bytes:
    if page.text:
        return visitor.post_and_follow(FIND, {"q": page.text})
    return visitor.get(page.path)


def inside(page: Page) -> Callable[[], Any]:
    """The page in this process, where its statements can be counted."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(page.user)
    if page.text:
        return lambda: client.post(FIND, {"q": page.text}, follow=True)
    return lambda: client.get(page.path)
