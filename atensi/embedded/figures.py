"""The tables of docs/benchmarks.md, from the figures of `script/bench`."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from atensi.embedded.places import ROOT

FILE = ROOT / "docs" / "benchmarks.md"
HEADING = "## Figures"
KIB = 1024
FAULT = 160
SOUND = "Plans: no statement reads a large table from end to end, or sorts more than a page."


def tables(figures: dict[str, Any]) -> str:
    """Everything below the heading: the machine, then a table for each kind of measurement."""
    parts = [HEADING, _machine()]
    if "generated" in figures:
        parts += ["### Generating", _generated(figures["generated"])]
    for cases, jobs in sorted(figures.get("pages", {}).items(), key=lambda item: int(item[0])):
        parts += [f"### Pages at {int(cases):,} cases", _pages([row for rows in jobs.values() for row in rows])]
    if len(figures.get("pages", {})) > 1:
        parts += ["### Pages of the largest data set against the smallest", _growth(figures["pages"])]
    for cases, rows in sorted(figures.get("acts", {}).items(), key=lambda item: int(item[0])):
        parts += [f"### Writing at {int(cases):,} cases", _acts(rows)]
    for cases, rows in sorted(figures.get("recall", {}).items(), key=lambda item: int(item[0])):
        parts += [f"### Search by name at {int(cases):,} cases", _recall(rows)]
    if "labelled" in figures:
        parts += ["### Finding people who were written down differently", _labelled(figures["labelled"])]
    if "sweep" in figures:
        parts += ["### Sweep and telling", _sweep(figures["sweep"])]
    return "\n\n".join(parts) + "\n"


def write_tables(figures: dict[str, Any]) -> None:
    """Put the tables below the heading of docs/benchmarks.md; what stands above stays."""
    above = FILE.read_text().partition(HEADING)[0]
    FILE.write_text(above + tables(figures))


def _machine() -> str:
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    model = models[0].partition(":")[2].strip() if models else platform.machine()
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{model}, {os.cpu_count()} cores, {pages * size / KIB**3:.0f} GiB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}. Load average (1, 5, 15 minutes) when this was written: {load}."
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _ratio(one: float | None, other: float | None) -> str:
    return f"{one / other:.1f}" if one and other else ""


def _ms(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def _generated(lines: dict[str, str]) -> str:
    return "\n".join(f"- {lines[cases]}" for cases in sorted(lines, key=int))


def _pages(rows: list[dict[str, Any]]) -> str:
    head = (
        *("page", "p50 ms", "p95 ms", "1 client/s", "8 clients/s", "queries", "KB", "÷ empty page", "database ms"),
        *("of it frame", "of it trail", "raw SQL ms", "database ÷ raw", "own ÷ raw", "obvious ms", "obvious ÷ own"),
    )
    faults = [f"- {_name(row)}: {fault[:FAULT]}" for row in rows for fault in row["faults"]]
    return "\n".join([_table(head, [_page(row) for row in rows]), "", *(faults or [SOUND])])


def _page(row: dict[str, Any]) -> list[str]:
    more = "> " if row.get("given_up") else ""  # figures kept from before know nothing of it
    return [
        _name(row),
        _ms(row["p50"]),
        _ms(row["p95"]),
        f"{row['rate1']:.0f}",
        f"{row['rate8']:.0f}",
        str(row["queries"]),
        f"{row['bytes'] / KIB:.0f}",
        _ratio(row["p50"], row["empty"]),
        _ms(row["database"]),
        _ms(row["frame"]),
        _ms(row["trail"]),
        f"{row['floor']:.2f}",
        _ratio(row["database"], row["floor"]),
        _ratio(own(row), row["floor"]),
        more + _ms(row["obvious"]),
        more + _ratio(row["obvious"], own(row)),
    ]


def own(row: dict[str, Any]) -> float:
    """Database time of what the page itself asks: without the frame of every page, and without the trail."""
    found: float = max(row["database"] - row["frame"] - row["trail"], 0.01)
    return found


def _acts(rows: list[dict[str, Any]]) -> str:
    head = ("service", "ms", "queries", "database ms", "writes", "bare writes ms", "database ÷ bare")
    return _table(
        head,
        [
            [
                *(row["name"], _ms(row["p50"]), str(row["queries"]), _ms(row["database"]), str(row["writes"])),
                *(f"{row['floor']:.2f}", _ratio(row["database"], row["floor"])),
            ]
            for row in rows
        ],
    )


def _recall(rows: list[dict[str, Any]]) -> str:
    head = ("how the name is written", "searches", "people meant", "people given", "recall", "precision")
    return _table(
        head,
        [
            [
                *(row["name"], str(row["asked"]), str(row["meant"]), str(row["given"])),
                *(f"{row['recall']:.3f}", f"{row['precision']:.3f}"),
            ]
            for row in rows
        ],
    )


def _labelled(rows: list[dict[str, Any]]) -> str:
    head = ("what is wrong", "asked of", "people", "recall", "recall in the first five", "precision", "shown each time")
    return _table(
        head,
        [
            [
                *(row["mistake"], row["name"], str(row["asked"]), f"{row['recall']:.3f}", f"{row['first']:.3f}"),
                *(f"{row['precision']:.3f}" if row["given"] else "", f"{row['given']:.1f}"),
            ]
            for row in rows
        ],
    )


def _name(row: dict[str, Any]) -> str:
    return f"{row['name']} ({row['part']})"


def _growth(pages: dict[str, Any]) -> str:
    """What the same page costs, large against small. By the empty page (and by the floor): how much dearer than that it
    became, so that a machine that was busier at one of the two counts out. The deep page goes by its job."""
    small, large = (pages[cases] for cases in (min(pages, key=int), max(pages, key=int)))
    known = {_key(row): row for rows in small.values() for row in rows}
    both = [(known[_key(row)], row) for rows in large.values() for row in rows if _key(row) in known]
    head = (
        "page",
        "by the empty page",
        "own database time by its floor",
        f"p50 at {int(min(pages, key=int)):,}",
        f"p50 at {int(max(pages, key=int)):,}",
        "ratio",
    )
    return _table(
        head,
        [
            [
                _name(after),
                f"{after['p50'] / after['empty'] / (before['p50'] / before['empty']):.2f}",
                f"{own(after) / after['floor'] / (own(before) / before['floor']):.2f}",
                _ms(before["p50"]),
                _ms(after["p50"]),
                f"{after['p50'] / before['p50']:.2f}",
            ]
            for before, after in both
        ],
    )


def _key(row: dict[str, Any]) -> tuple[str, str]:
    return ("deep" if row["job"] == "deep" else row["name"], row["part"])


def _sweep(counts: dict[str, Any]) -> str:
    head = ("placements", "work", "rows", "seconds", "raw SQL seconds", "ratio", "memory before MiB", "most MiB")
    rows = []
    for count in sorted(counts, key=int):
        found = counts[count]
        raw = min(found["raw"]["seconds"], found["raw again"]["seconds"])
        told = min(found["raw tell"]["seconds"], found["raw tell again"]["seconds"])
        floors = {"sweep": raw, "sweep, nothing to do": found["raw, nothing to do"]["seconds"], "tell": told}
        for work in ("sweep", "sweep, nothing to do", "tell", "tell, nothing to do"):
            rows.append(_work(count, work, found[work], floors.get(work)))
    return _table(head, rows)


def _work(count: str, name: str, figures: dict[str, Any], floor: float | None) -> list[str]:
    memory = [f"{figures[key] / KIB:.0f}" for key in ("before", "peak")]
    seconds = [f"{figures['seconds']:.2f}", "" if floor is None else f"{floor:.2f}"]
    return [f"{int(count):,}", name, f"{figures['rows']:,}", *seconds, _ratio(figures["seconds"], floor), *memory]
