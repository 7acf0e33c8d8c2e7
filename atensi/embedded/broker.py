"""The embedded Redis: cache and queue on a Unix socket with a password."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import redis

from atensi.embedded.places import Places
from atensi.embedded.processes import Child, Processes

CONFIGURATION = """\
port 0
unixsocket {socket}
unixsocketperm 700
requirepass {password}
dir {folder}
daemonize no
logfile ""
loglevel warning
maxmemory-policy noeviction
{persistence}
"""
DURABLE = 'appendonly yes\nsave ""'
THROWAWAY = 'appendonly no\nsave ""'


@dataclass(frozen=True)
class Broker:
    """durable: whether what waits in the queue outlives the server."""

    places: Places
    program: Path
    password: str
    durable: bool = True

    @property
    def socket(self) -> Path:
        return self.places.sockets / "redis.sock"

    @property
    def url(self) -> str:
        return f"unix://:{quote(self.password, safe='')}@{self.socket}?db=0"

    def start(self, processes: Processes) -> Child:
        """Start it; it is ready when `is_ready()` says so."""
        configuration = self.places.redis / "redis.conf"
        configuration.unlink(missing_ok=True)
        configuration.touch(mode=0o600)
        configuration.write_text(
            CONFIGURATION.format(
                socket=self.socket,
                password=self.password,
                folder=self.places.redis,
                persistence=DURABLE if self.durable else THROWAWAY,
            )
        )
        account = self.places.account
        if account.is_other:
            os.chown(configuration, account.uid, account.gid)
        self.socket.unlink(missing_ok=True)
        env = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}
        command = [self.program, configuration]
        quiet, where = not self.durable, self.places.redis
        return processes.start("redis", command, env=env, account=account, layer=0, quiet=quiet, cwd=where)

    def is_ready(self) -> bool:
        try:
            return answers(self.url)
        except redis.RedisError:
            return False


def answers(url: str) -> bool:
    """Whether the Redis at `url` answers; raises redis.RedisError or ValueError with the reason when not."""
    client = redis.Redis.from_url(url, socket_connect_timeout=5, socket_timeout=5)
    try:
        return bool(client.ping())
    finally:
        client.close()
