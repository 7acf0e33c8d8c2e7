"""The embedded PostgreSQL: a cluster on a Unix socket, passwords only, with an owner's and a web role."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg2
from psycopg2 import sql

from atensi.embedded.failures import CannotStart
from atensi.embedded.places import Places
from atensi.embedded.processes import Child, Processes

DATABASE = "atensi"
OWNER, WEB = "atensi_owner", "atensi_web"
# The builtin provider sorts alike on every machine, whatever its locales.
INITDB = ("--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-instructions")
LOCALE = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8")
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "jit": "off",
    "log_checkpoints": "off",
    # Rows with names and numbers stay out of the log: no DETAIL lines, no statements.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_line_prefix": "",
}
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "wal_level": "minimal"}
RECOVERY_SECONDS = 300


@dataclass(frozen=True)
class Cluster:
    """passwords: of the vault. durable: False for the tests, whose data nobody wants back."""

    places: Places
    programs: Path
    passwords: Mapping[str, str]
    durable: bool = True

    def url(self, role: str, database: str = DATABASE) -> str:
        socket = quote(str(self.places.sockets), safe="")
        return f"postgres://{role}:{self._password(role)}@{socket}/{database}"

    def _password(self, role: str) -> str:
        names = {"postgres": "POSTGRES_PASSWORD", OWNER: "OWNER_PASSWORD", WEB: "WEB_PASSWORD"}
        return self.passwords[names[role]]

    def start(self, processes: Processes) -> Child:
        """Make the cluster when there is none, and start it. It is ready when `is_ready()` says so."""
        if not self.places.data.exists():
            self._initialise(processes)
        for stale in (self.places.data / "postmaster.pid", *self.places.sockets.glob(".s.PGSQL.*")):
            stale.unlink(missing_ok=True)
        settings = {**SETTINGS, "unix_socket_directories": str(self.places.sockets)}
        settings |= {} if self.durable else {**THROWAWAY, "max_wal_senders": "0"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [self.programs / "postgres", "-D", self.places.data, *options]
        return processes.start(
            "postgres",
            command,
            env=self._env(),
            account=self.places.account,
            layer=0,
            stop_signal=signal.SIGINT,
            grace=60,
            quiet=not self.durable,
        )

    def _initialise(self, processes: Processes) -> None:
        """initdb into a draft that gets its name only when it is whole, so that a kill leaves nothing half made."""
        draft, password = self.places.data.with_name("pgdata.new"), self.places.sockets / "password"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        password.unlink(missing_ok=True)
        password.touch(mode=0o600)
        password.write_text(self._password("postgres"))
        if self.places.account.is_other:
            for path in (draft, password):
                os.chown(path, self.places.account.uid, self.places.account.gid)
        quick = () if self.durable else ("--no-sync",)
        command = [self.programs / "initdb", "-D", draft, f"--pwfile={password}", *INITDB, *LOCALE, *quick]
        try:
            processes.run("initdb", command, env=self._env(), account=self.places.account, quiet=True)
        finally:
            password.unlink(missing_ok=True)
        draft.rename(self.places.data)

    def _env(self) -> dict[str, str]:
        return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}

    def is_ready(self) -> bool:
        try:
            with self.superuser():
                return True
        except psycopg2.OperationalError as error:
            if "password authentication failed" in str(error):
                raise CannotStart(f"kata sandi di {self.places.vault} bukan milik {self.places.data}.") from None
            return False

    @contextmanager
    def superuser(self) -> Iterator[Any]:
        """A cursor of the superuser, outside transactions."""
        connection = psycopg2.connect(self.url("postgres", "postgres"), connect_timeout=5)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()

    def make_roles(self, *, owner_may_create: bool = False) -> None:
        """The two roles with the vault's passwords, and the database that the owner owns.

        owner_may_create: for tests and measurements, whose owner also makes databases, drops them under the web role's
        feet, and fills them without triggers.
        """
        with self.superuser() as cursor:
            for role in (OWNER, WEB):
                self._make_role(cursor, role, createdb=owner_may_create and role == OWNER)
            if owner_may_create:
                cursor.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(WEB), sql.Identifier(OWNER)))
                self._let_owner_copy_without_triggers(cursor)
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                self._make_database(cursor)

    def _let_owner_copy_without_triggers(self, cursor: Any) -> None:
        statement = "GRANT SET ON PARAMETER session_replication_role TO {}"
        cursor.execute(sql.SQL(statement).format(sql.Identifier(OWNER)))

    def _make_role(self, cursor: Any, role: str, *, createdb: bool) -> None:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
        rights = sql.SQL("CREATEDB" if createdb else "NOCREATEDB")
        statement = "ALTER ROLE {} LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS {} PASSWORD %s"
        cursor.execute(sql.SQL(statement).format(sql.Identifier(role), rights), [self._password(role)])

    def ensure_database(self, name: str) -> None:
        """A further database of the owner, for measurements; one that exists is kept."""
        with self.superuser() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone() is None:
                self._make_database(cursor, name)

    def drop_database(self, name: str) -> None:
        with self.superuser() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _make_database(self, cursor: Any, name: str = DATABASE) -> None:
        database, owner, web = (sql.Identifier(part) for part in (name, OWNER, WEB))
        cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, owner))
        cursor.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        cursor.execute(sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}").format(database, web))

    def remake_database(self) -> None:
        """Throw the database away and make it empty; only for one whose demo was interrupted."""
        with self.superuser() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE)))
            self._make_database(cursor)
