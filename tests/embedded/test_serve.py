"""`script/server` for real: start, second start, kill -9, stop; and the sentences of starts that cannot be."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from atensi.embedded.orphans import running, stop_orphans
from tests.embedded.running import Running


@pytest.fixture
def server() -> Iterator[Running]:
    # A short path, for the sockets, that the server user may enter.
    folder = Path(tempfile.mkdtemp(prefix="atensi-", dir="/tmp"))
    folder.chmod(0o711)
    found = Running(folder / "s")
    yield found
    if found.process is not None:
        found.process.kill()
        found.process.wait()
    stop_orphans(found.places)
    shutil.rmtree(folder)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.slow
def test_a_life_with_a_second_start_and_a_kill(server: Running) -> None:
    server.start("--empty")
    server.wait_until_announced()
    assert server.readiness() == (200, {"database": "ok", "redis": "ok", "worker": "ok", "beat": "ok"})
    assert mode(server.places.vault) == 0o600
    assert mode(server.places.data) == 0o700
    assert server.places.data.stat().st_uid == server.places.account.uid
    assert mode(server.places.sockets) == 0o700

    second = server.try_start("--empty")
    assert second.returncode == 1
    assert server.address in second.stderr
    assert server.answers()

    assert len(server.kill_everything()) > 5
    assert not server.answers()
    server.start("--empty")
    server.wait_until_announced()
    assert server.readiness()[0] == 200

    # Only the command dies: what it leaves behind is found and stopped by the next start.
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    assert server.answers()
    server.start("--empty")
    server.wait_until_announced()

    assert server.stop(signal.SIGINT) == 0
    assert not server.answers()
    assert running(server.places) == []
    assert server.record() == {}


def test_a_taken_port_is_said_and_nothing_started(server: Running) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", server.port))
        taken.listen()
        ended = server.try_start()
    assert ended.returncode == 1
    assert ended.stderr == (
        f"ATENSI: port {server.port} pada 127.0.0.1 sudah dipakai program lain; pilih lain dengan --port.\n"
    )
    assert not server.places.data.exists()


@pytest.mark.parametrize(
    ("environment", "beginning"),
    [
        (
            {"DATABASE_URL": "postgres://u:p@127.0.0.1:1/x"},
            "ATENSI: basis data pada DATABASE_URL tidak dapat dihubungi",
        ),
        ({"DATABASE_URL": "sqlite:///x"}, "ATENSI: DATABASE_URL harus menunjuk ke PostgreSQL"),
        ({"DATABASE_URL": "nonsense"}, "ATENSI: DATABASE_URL"),
        ({"DATABASE_URL": "postgres://u:p@h:port/x"}, "ATENSI: DATABASE_URL tidak terbaca"),
        ({"REDIS_URL": "redis://127.0.0.1:1/0"}, "ATENSI: Redis pada REDIS_URL tidak dapat dihubungi"),
        ({"REDIS_URL": "nonsense"}, "ATENSI: Redis pada REDIS_URL tidak dapat dihubungi"),
    ],
)
def test_a_broken_address_is_one_sentence(server: Running, environment: dict[str, str], beginning: str) -> None:
    ended = server.try_start(**environment)
    assert ended.returncode == 1
    assert ended.stderr.startswith(beginning)
    assert ended.stderr.count("\n") == 1
    assert ended.stdout == ""
    assert ":p@" not in ended.stderr
    assert not server.places.data.exists()
    assert running(server.places) == []
