"""What a restore sets aside while it works, database and files; back in its place when the restore did not end.

Its name says when, so that a restore that was killed is put right by the next start: until the tables that were set
aside are thrown away, what was there counts.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from atensi.embedded import stored
from atensi.embedded.archive import FOLDERS
from atensi.embedded.failures import CannotStart

PREFIX = "before_"


def now_stamp() -> str:
    return f"{datetime.now(tz=UTC):%Y%m%d_%H%M%S}"


@contextmanager
def set_aside(url: str, there: list[str], stamp: str) -> Iterator[None]:
    """The tables that are there stand aside meanwhile: gone when all went well, else back in their place."""
    if not there:
        yield
        return
    stored.set_aside(url, PREFIX + stamp)
    try:
        yield
    except BaseException:  # an interrupt, too
        stored.put_back(url, PREFIX + stamp)
        raise
    stored.throw_away(url, PREFIX + stamp)


def kept_folder(folder: Path, stamp: str) -> Path:
    """Where the files of a folder are kept that others come in place of."""
    return folder.with_name(f"{folder.name}.{stamp}")


def put_right(url: str, state: Path) -> bool:
    """After a restore that was killed: the tables it had set aside in the database at `url` (its owner's) and the
    files below `state` are back in their place. Whether there was one.

    Raises CannotStart while its sessions last, and where several restores have left theirs.
    """
    with stored.connected(url) as connection, connection.cursor() as cursor:
        names = stored.schemas(cursor, PREFIX)
        busy = stored.sessions_that_stay(cursor) if len(names) == 1 else []
    if not names:
        return False
    if len(names) > 1:  # which of them counts, a program cannot know
        left = f"{len(names)} pemulihan yang terhenti meninggalkan salinan ({', '.join(names)})"
        raise CannotStart(f"{left}; hapus skema yang tidak dipakai lagi dari basis data.")
    if busy:
        left = f"pemulihan yang terhenti belum beres ({names[0]})"
        raise CannotStart(f"{left}; hentikan sambungan lain dahulu: {'; '.join(busy)}.")
    [name] = names
    for folder in (state / folder for folder in FOLDERS):
        kept = kept_folder(folder, name.removeprefix(PREFIX))
        if kept.exists():
            shutil.rmtree(folder, ignore_errors=True)
            kept.rename(folder)
    stored.put_back(url, name)
    return True
