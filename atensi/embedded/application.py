"""ATENSI itself: web, worker and beat, and whether they answer."""

from __future__ import annotations

import errno
import os
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from atensi.embedded.failures import CannotStart
from atensi.embedded.places import ROOT
from atensi.embedded.processes import Child, Processes

# The path without its query: a search may hold a name.
ACCESS_LOG = "%({x-request-id}o)s %(m)s %(U)s %(s)s %(M)sms"
READY_SECONDS = 120
WEB_PROCESSES, WEB_THREADS, WORKER_PROCESSES = "2", "4", "2"


def check_port(host: str, port: int) -> None:
    """Raise CannotStart unless we may listen on `host` and `port`."""
    if not 1 <= port <= 65535:
        raise CannotStart(f"port {port} tidak ada; pilih antara 1 dan 65535.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
            trial.listen()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotStart(
                f"port {port} pada {host} sudah dipakai program lain; pilih lain dengan --port."
            ) from None
        raise CannotStart(f"tidak dapat mendengarkan pada {host} port {port}: {error.strerror}.") from None


def address(host: str, port: int) -> str:
    """Where a browser on this machine finds us."""
    bare = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host.strip("[]"), host.strip("[]"))  # noqa: S104
    return f"http://[{bare}]:{port}" if ":" in bare else f"http://{bare}:{port}"


def start_application(host: str, port: int, env: Mapping[str, str], started: Processes) -> list[Child]:
    """Start web, worker and beat; the first of the list is the web."""
    beat_memory = Path(env["ATENSI_STATE_DIR"]) / "celerybeat-schedule"
    commands = {"web": _web(host, port), "pekerja": _worker(), "jadwal": _beat(beat_memory)}
    return [
        started.start(name, [sys.executable, *command], env=env, layer=1, cwd=ROOT)
        for name, command in commands.items()
    ]


def start_web(host: str, port: int, env: Mapping[str, str], started: Processes) -> Child:
    """The web alone, for measurements: no worker or beat beside it."""
    return started.start("web", [sys.executable, *_web(host, port)], env=env, layer=1, cwd=ROOT, quiet=True)


def _web(host: str, port: int) -> list[str]:
    bind = f"[{host.strip('[]')}]:{port}" if ":" in host else f"{host}:{port}"
    workers = os.environ.get("ATENSI_WEB_PROCESSES", WEB_PROCESSES)
    return [
        *("-m", "gunicorn", "atensi.wsgi:application", "--bind", bind, "--workers", workers, "--threads", WEB_THREADS),
        *("--worker-class", "gthread", "--timeout", "60", "--graceful-timeout", "10", "--no-control-socket"),
        *("--access-logfile", "-", "--access-logformat", ACCESS_LOG, "--log-level", "info"),
        *("--logger-class", "atensi.embedded.access_log.QuietLogger"),
    ]


def _worker() -> list[str]:
    # As root Celery warns at length; our worker takes JSON only, and a checkout under /root is readable to root alone.
    return [
        *("-W", "ignore::UserWarning:celery.platforms", "-m", "celery", "--quiet", "-A", "atensi.celery", "worker"),
        *("--concurrency", os.environ.get("ATENSI_WORKER_PROCESSES", WORKER_PROCESSES), "--loglevel", "INFO"),
        *("--without-gossip", "--without-mingle"),
    ]


def _beat(memory: Path) -> list[str]:
    # No pid file: a stale one would keep beat from starting after a kill -9.
    return [
        *("-m", "celery", "--quiet", "-A", "atensi.celery", "beat", "--loglevel", "WARNING"),
        *("--schedule", str(memory), "--pidfile", ""),
    ]


def is_ready(base: str, path: str = "/readyz") -> bool:
    try:
        with urllib.request.urlopen(f"{base}{path}", timeout=5) as response:  # noqa: S310  always http to ourselves
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False
