"""Processes of an earlier start that nobody looks after any more, for instance after a kill -9 of `script/server`.

Ours is what carries our mark in its environment, and a PostgreSQL or Redis that works in our folders (both overwrite
their environment). Nothing else is touched.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable
from pathlib import Path

from atensi.embedded.places import Places

MARK = "ATENSI_SERVERS"
SERVERS = ("postgres", "redis", "valkey")


def stop_orphans(places: Places) -> int:
    """Stop every process of ours other than this one and those it descends from; returns how many there were."""
    found = running(places)
    rounds = (
        (signal.SIGTERM, signal.SIGINT, 15),
        (signal.SIGKILL, signal.SIGQUIT, 5),
        (signal.SIGKILL, signal.SIGKILL, 5),
    )
    for usual, for_postgres, seconds in rounds:
        for pid in running(places):
            _send(pid, for_postgres if _program(pid) == "postgres" else usual)
        if _gone_within(places, seconds):
            break
    return len(found)


def running(places: Places) -> list[int]:
    spared = set(_ancestry(os.getpid()))
    return [pid for pid in _all_pids() if pid not in spared and _is_ours(pid, places)]


def mark(places: Places) -> dict[str, str]:
    return {MARK: str(places.base)}


def _all_pids() -> Iterable[int]:
    return [int(entry.name) for entry in Path("/proc").glob("[0-9]*")]


def _ancestry(pid: int) -> Iterable[int]:
    while pid > 0:
        yield pid
        pid = _parent(pid)


def _parent(pid: int) -> int:
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2]
    except OSError:
        return 0
    return int(after_name.split()[1])


def _is_ours(pid: int, places: Places) -> bool:
    folder = Path(f"/proc/{pid}")
    try:
        if f"{MARK}={places.base}".encode() in (folder / "environ").read_bytes().split(b"\0"):
            return True
        where = str(folder.joinpath("cwd").readlink())
    except OSError:
        return False
    return _program(pid).startswith(SERVERS) and where in (str(places.data), str(places.redis))


def _program(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/exe").readlink().name.removesuffix(" (deleted)")
    except OSError:
        return ""


def _send(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _gone_within(places: Places, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while running(places):
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True
