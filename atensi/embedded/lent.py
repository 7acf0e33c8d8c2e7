"""The database for an administrative command: a running one's, or ours started for as long as the command lasts."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from atensi.embedded.backends import Backends, find_backends
from atensi.embedded.environment import application_environment
from atensi.embedded.failures import CannotStart
from atensi.embedded.orphans import mark, stop_orphans
from atensi.embedded.places import Places, take_lock
from atensi.embedded.processes import processes
from atensi.embedded.vault import open_vault


@dataclass(frozen=True)
class Lent:
    """What the command works on. env: the environment of the application's own commands."""

    places: Places
    backends: Backends
    env: Mapping[str, str]

    @property
    def state(self) -> Path:
        return Path(self.env["ATENSI_STATE_DIR"])


@contextmanager
def lent(places: Places, *, alone: bool) -> Iterator[Lent]:
    """alone: nobody else may be at work on our own servers; else a running `script/server` is used as it is."""
    with ExitStack() as stack:
        lock = take_lock(places)
        if lock is None and alone:
            raise CannotStart("script/server sedang berjalan; hentikan dahulu.")
        kept = open_vault(places.vault, data=places.data)
        backends = find_backends(places, kept)
        if lock is not None:
            stack.enter_context(lock)
            stack.callback(stop_orphans, places)
            stop_orphans(places)
            backends.start(stack.enter_context(processes(mark(places))))
        urls = {"database_url": backends.database_url, "redis_url": backends.redis_url}
        env = application_environment(places, kept, **urls)
        yield Lent(places, backends, env | _hosts())


def asked_path(path: Path) -> Path:
    """A path of the command line, from the folder it was typed in: the scripts go on in the checkout."""
    return Path(os.environ.get("PWD") or ".") / path


def _hosts() -> dict[str, str]:
    return {name: os.environ[name] for name in ("ATENSI_HOSTS", "ATENSI_URL") if name in os.environ}
