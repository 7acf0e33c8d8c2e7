"""The test database: made and migrated by the owner, used by the tests as the web role."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count

import dj_database_url
from django.db import connection
from psycopg2 import sql

from atensi.embedded.grants import grant_web_role

DEVELOPMENT_ROLE = "atensi_web_dev"
KEYS = ("USER", "PASSWORD")
_numbers = count(1)


@cache
def roles() -> tuple[dict[str, str], dict[str, str]]:
    """Owner's and web role's user and password, read before the first change of role.

    With one URL only, a web role is made beside its user.
    """
    configured = {key: connection.settings_dict[key] for key in KEYS}
    url = os.environ.get("ATENSI_TEST_OWNER_URL") or os.environ.get("DATABASE_OWNER_URL")
    if not url:
        return configured, {"USER": DEVELOPMENT_ROLE, "PASSWORD": DEVELOPMENT_ROLE}
    owner = dj_database_url.parse(url)
    return {key: owner[key] for key in KEYS}, configured


def become(role: dict[str, str]) -> None:
    connection.close()
    connection.settings_dict.update(role)


@contextmanager
def acting_as(role: dict[str, str]) -> Iterator[None]:
    """Talk to the test server as `role`, then go back to the role before."""
    before = {key: connection.settings_dict[key] for key in KEYS}
    become(role)
    try:
        yield
    finally:
        become(before)


def ensure_development_role() -> None:
    statement = (
        f"DO $$ BEGIN CREATE ROLE {DEVELOPMENT_ROLE} LOGIN PASSWORD '{DEVELOPMENT_ROLE}'; "
        "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    )
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def grant(web: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        grant_web_role(cursor, web["USER"])


def copy_database(source: str, target: str) -> None:
    """Clone `source`, to which nobody may be connected, as `target`."""
    drop_database(target)
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(target), sql.Identifier(source)))


# FORCE would also want to end autovacuum, and only a superuser may. DROP itself sends autovacuum away.
END_CONNECTIONS = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'
"""


def drop_database(name: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(END_CONNECTIONS, [name])
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


@contextmanager
def clone(template: str, owner: dict[str, str]) -> Iterator[str]:
    """A database copied from `template` for as long as the block lasts; the connection is switched to it."""
    usual, name = connection.settings_dict["NAME"], f"{template}_{next(_numbers)}"
    with acting_as(owner):
        copy_database(template, name)
    connection.settings_dict["NAME"] = name
    try:
        yield name
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
        with acting_as(owner):
            drop_database(name)
