"""`script/manage`: an administrative command against the servers of a running `script/server`, as the web role."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from atensi.embedded.backends import find_backends
from atensi.embedded.environment import application_environment
from atensi.embedded.failures import CannotStart
from atensi.embedded.places import ROOT, find_places
from atensi.embedded.vault import open_vault


def main(arguments: list[str]) -> NoReturn:
    try:
        places = find_places()
        if not places.record.exists():
            raise CannotStart("belum berjalan; nyalakan dahulu dengan script/server.")
        kept = open_vault(places.vault, data=places.data)
        backends = find_backends(places, kept)
    except CannotStart as problem:
        sys.exit(f"ATENSI: {problem}")
    env = application_environment(places, kept, database_url=backends.database_url, redis_url=backends.redis_url)
    os.execve(sys.executable, [sys.executable, str(ROOT / "manage.py"), *arguments], env)  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
