"""The database as a backup sees it: which rows, which migrations, and PostgreSQL's own programs to dump and restore."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dj_database_url
import psycopg2
from psycopg2 import sql

from atensi.embedded.binaries import postgresql_programs
from atensi.embedded.failures import CannotStart
from atensi.embedded.places import Places

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
# Those that could write: no helper of a session, no sender of what was written. Of another role's sessions the type is
# not told without pg_read_all_stats; autovacuum has no user.
OTHERS = """
    SELECT usename, application_name, pid FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND usesysid IS NOT NULL
      AND coalesce(backend_type, 'client backend') = 'client backend'
    ORDER BY pid
"""
# So long a session that was closed may take to be gone on a busy machine; one of ours was, just before.
LEAVING_SECONDS, LOOK_SECONDS = 5.0, 0.1


def libpq(url: str) -> dict[str, str]:
    """The environment in which PostgreSQL's programs find `url`: no password on a command line."""
    parts = dj_database_url.parse(url)
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    found = {name: str(parts[part]) for name, part in names.items() if parts.get(part)}
    options = parts.get("OPTIONS", {})
    return found | ({"PGSSLMODE": options["sslmode"]} if "sslmode" in options else {})


@contextmanager
def connected(url: str) -> Iterator[Any]:
    """A connection to `url`, closed at the end; nothing is committed by itself."""
    parts = libpq(url)
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    try:
        connection = psycopg2.connect(**{key: parts.get(name) for key, name in names.items()}, connect_timeout=10)
    except psycopg2.Error as error:
        raise CannotStart(f"basis data tidak dapat dihubungi: {str(error).strip().splitlines()[0]}") from None
    try:
        yield connection
    finally:
        connection.close()


def tables(cursor: Any) -> list[str]:
    cursor.execute(TABLES)
    return [name for (name,) in cursor.fetchall()]


def schemas(cursor: Any, prefix: str) -> list[str]:
    """Names of the schemas that begin with `prefix`."""
    cursor.execute("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s) ORDER BY 1", [prefix])
    return [name for (name,) in cursor.fetchall()]


def row_counts(cursor: Any) -> dict[str, int]:
    """Table -> rows, of every table."""
    found = {}
    for name in tables(cursor):
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name)))
        found[name] = cursor.fetchone()[0]
    return found


def applied_migrations(cursor: Any) -> list[str]:
    cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
    return [name for (name,) in cursor.fetchall()]


def other_sessions(cursor: Any) -> list[str]:
    """Who else is connected now and could write: role, program and process of each session."""
    cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees what it saw first
    cursor.execute(OTHERS)
    return [f"{role} ({', '.join(filter(None, [program, str(pid)]))})" for role, program, pid in cursor.fetchall()]


def sessions_that_stay(cursor: Any) -> list[str]:
    """As `other_sessions`, of those that are not gone within `LEAVING_SECONDS`: what was closed takes a moment."""
    until = time.monotonic() + LEAVING_SECONDS
    while (found := other_sessions(cursor)) and time.monotonic() < until:
        time.sleep(LOOK_SECONDS)
    return found


def set_aside(url: str, name: str) -> None:
    """Keep every table of the database in the schema `name`, and leave "public" empty. Only its owner can."""
    _execute(url, "ALTER SCHEMA public RENAME TO {}", "CREATE SCHEMA public", name=name)


def put_back(url: str, name: str) -> None:
    """Undo `set_aside`, whatever came into "public" since."""
    _execute(url, "DROP SCHEMA public CASCADE", "ALTER SCHEMA {} RENAME TO public", name=name)


def throw_away(url: str, name: str) -> None:
    """Drop what was set aside."""
    _execute(url, "DROP SCHEMA {} CASCADE", name=name)


def _execute(url: str, *statements: str, name: str) -> None:
    with connected(url) as connection, connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(sql.SQL(statement).format(sql.Identifier(name)))
        connection.commit()


def program(name: str, places: Places, server_major: int) -> Path:
    """`pg_dump` or `pg_restore`: ours, or the one on PATH when the server is newer than ours."""
    try:
        ours = postgresql_programs(places) / name
    except CannotStart:
        ours = None
    if ours is not None and ours.exists() and _major(ours) >= server_major:
        return ours
    found = shutil.which(name)
    if found is None or _major(Path(found)) < server_major:
        raise CannotStart(f"{name} untuk PostgreSQL {server_major} tidak ditemukan; pasang dan taruh pada PATH.")
    return Path(found)


def _major(path: Path) -> int:
    words = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout.split()
    return int(next(word for word in words if word[0].isdigit()).split(".")[0])


def run(command: list[Any], url: str) -> None:
    """Run one of PostgreSQL's programs against `url`. Raises CannotStart with its first words when it fails."""
    environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", **libpq(url)}
    done = subprocess.run([str(part) for part in command], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"kode {done.returncode}"]
        raise CannotStart(f"{Path(command[0]).name} gagal: {lines[0]}")
