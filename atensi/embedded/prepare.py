"""What stands between a running database and a running application; `script/server` runs it in two steps.

`prepare owner ROLE` migrates as the tables' owner and gives ROLE its rights (no ROLE: one user does everything).
`prepare web [--demo MARK]` loads reference data, the demo into an empty database, and gathers static files.
"""

from __future__ import annotations

import hashlib
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import Error, connection

from atensi.embedded.aside import put_right
from atensi.embedded.catalogues import compile_catalogues
from atensi.embedded.failures import CannotStart
from atensi.embedded.grants import grant_web_role
from atensi.embedded.places import DEMO_LOADED, DEMO_LOADING
from atensi.tasks import HEARTBEAT_KEY


def as_owner(arguments: list[str]) -> None:
    if put_right(os.environ["DATABASE_URL"], settings.STATE_DIR):
        say("pemulihan cadangan terhenti di tengah jalan; yang ada sebelumnya dikembalikan")
    compile_catalogues(settings.BASE_DIR)
    call_command("migrate", interactive=False, verbosity=0)
    for role in arguments:
        with connection.cursor() as cursor:
            grant_web_role(cursor, role)


def as_web(arguments: list[str]) -> None:
    # The heartbeat of a worker that is gone must not make us look ready.
    cache.delete(HEARTBEAT_KEY)
    call_command("load_reference", verbosity=0)
    if arguments[:1] == ["--demo"]:
        load_demo(Path(arguments[1]))
    gather_static_files()


def load_demo(mark: Path) -> None:
    """Load the demo if nobody is there yet. `mark` tells the next start how far we came, and the demo's sign-ins."""
    if not get_user_model().objects.exists():
        say("memuat data contoh ...")
        mark.write_text(DEMO_LOADING)
        call_command("load_demo", verbosity=0)
        mark.write_text(DEMO_LOADED)
    if mark.exists():
        sign_ins = io.StringIO()
        call_command("demo_signins", stdout=sign_ins, no_color=True)
        mark.write_text(f"{DEMO_LOADED}\n{sign_ins.getvalue()}")


def gather_static_files() -> None:
    """collectstatic, unless every source is as it was the last time."""
    stamp, state = settings.STATIC_ROOT / ".sources", _state_of_sources()
    if stamp.exists() and stamp.read_text() == state:
        return
    say("mengumpulkan berkas statis ...")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(state)


def _state_of_sources() -> str:
    found = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            source = Path(storage.path(name)).stat()
            found.update(f"{name} {source.st_size} {source.st_mtime_ns}\n".encode())
    return found.hexdigest()


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


STEPS: dict[str, Callable[[list[str]], None]] = {"owner": as_owner, "web": as_web}


def main(arguments: list[str]) -> int:
    django.setup()
    try:
        STEPS[arguments[0]](arguments[1:])
    except (CannotStart, CommandError, Error) as error:
        sys.stderr.write(f"{str(error).strip().splitlines()[0]}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
