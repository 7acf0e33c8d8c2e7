"""The database and the Redis to work with: those of DATABASE_URL and REDIS_URL, or our own."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

import dj_database_url
import psycopg2
import redis

from atensi.embedded.binaries import postgresql_programs, redis_program
from atensi.embedded.broker import Broker, answers
from atensi.embedded.cluster import OWNER, RECOVERY_SECONDS, WEB, Cluster
from atensi.embedded.failures import CannotStart
from atensi.embedded.places import Places
from atensi.embedded.processes import Processes


@dataclass(frozen=True)
class Backends:
    """cluster and broker: None where the environment names a server of somebody else's."""

    cluster: Cluster | None
    broker: Broker | None

    @property
    def database_url(self) -> str:
        return self.cluster.url(WEB) if self.cluster else os.environ["DATABASE_URL"]

    @property
    def owner_url(self) -> str:
        if self.cluster:
            return self.cluster.url(OWNER)
        return os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]

    @property
    def redis_url(self) -> str:
        return self.broker.url if self.broker else os.environ["REDIS_URL"]

    @property
    def web_role(self) -> str | None:
        """The role to be given rights: None when the one user of DATABASE_URL owns the tables."""
        if self.cluster:
            return WEB
        web, owner = (dj_database_url.parse(url)["USER"] for url in (self.database_url, self.owner_url))
        return web if web != owner else None

    def start(self, processes: Processes, *, owner_may_create: bool = False) -> None:
        """Start what is ours, and wait until it answers."""
        waiting = []
        if self.cluster:
            waiting.append((self.cluster.is_ready, self.cluster.start(processes), RECOVERY_SECONDS))
        if self.broker:
            waiting.append((self.broker.is_ready, self.broker.start(processes), RECOVERY_SECONDS))
        for is_ready, child, seconds in waiting:
            processes.wait_until(is_ready, child=child, seconds=seconds)
        if self.cluster:
            self.cluster.make_roles(owner_may_create=owner_may_create)


def find_backends(places: Places, passwords: Mapping[str, str], *, always_own: bool = False) -> Backends:
    """Choose and check, before anything is started; raises CannotStart. always_own: whatever the environment says."""
    cluster = broker = None
    if always_own or not os.environ.get("DATABASE_URL"):
        cluster = Cluster(places, postgresql_programs(places), passwords, durable=not always_own)
    else:
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
            check_database(name)
    if always_own or not os.environ.get("REDIS_URL"):
        broker = Broker(places, redis_program(places), passwords["REDIS_PASSWORD"], durable=not always_own)
    else:
        check_redis()
    return Backends(cluster, broker)


def check_database(name: str) -> None:
    """Raise CannotStart unless the database that the variable `name` points to answers; unset is no complaint."""
    if not (url := os.environ.get(name)):
        return
    try:
        parts = dj_database_url.parse(url)
    except ValueError as error:
        raise CannotStart(f"{name} tidak terbaca sebagai alamat basis data: {_first_line(error)}") from None
    if not parts.get("ENGINE", "").endswith("postgresql"):
        raise CannotStart(f"{name} harus menunjuk ke PostgreSQL (postgres://pengguna:sandi@host/basisdata).")
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    try:
        psycopg2.connect(**{key: parts[part] or None for key, part in names.items()}, connect_timeout=5).close()
    except psycopg2.Error as error:
        raise CannotStart(f"basis data pada {name} tidak dapat dihubungi: {_first_line(error)}") from None


def check_redis() -> None:
    try:
        answers(os.environ["REDIS_URL"])
    except (redis.RedisError, ValueError) as error:
        raise CannotStart(f"Redis pada REDIS_URL tidak dapat dihubungi: {_first_line(error)}") from None


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
