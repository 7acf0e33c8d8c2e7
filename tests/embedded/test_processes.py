"""Starting, watching, stopping; and the browser tests that are skipped."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from atensi.embedded.application import address, check_port
from atensi.embedded.catalogues import compile_catalogues
from atensi.embedded.chromium import is_debian
from atensi.embedded.failures import CannotStart, Stopped
from atensi.embedded.processes import SIGNALS, Child, Processes, processes
from tests import browsers

STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"
OBEDIENT = "import time; time.sleep(60)"


@pytest.fixture
def started() -> Iterator[Processes]:
    before = {number: signal.getsignal(number) for number in SIGNALS}
    with processes({"ATENSI_TEST_MARK": "1"}) as found:
        yield found
    for number, handler in before.items():
        signal.signal(number, handler)


def start(started: Processes, source: str, **options: Any) -> Child:
    return started.start("bagian", [sys.executable, "-c", source], env=dict(os.environ), **options)


def test_a_child_has_a_session_of_its_own_and_the_mark(started: Processes) -> None:
    child = start(started, OBEDIENT)
    assert os.getsid(child.process.pid) == child.process.pid
    environ, end = Path(f"/proc/{child.process.pid}/environ"), time.monotonic() + 10
    # Popen returns a moment before the kernel shows the new program's surroundings.
    while not environ.read_bytes() and time.monotonic() < end:
        time.sleep(0.01)
    assert b"ATENSI_TEST_MARK=1" in environ.read_bytes()


def test_stopping_ends_the_stubborn_too(started: Processes, capsys: pytest.CaptureFixture[str]) -> None:
    stubborn, obedient = start(started, STUBBORN, grace=0.5, quiet=True), start(started, OBEDIENT)
    end = time.monotonic() + 10
    while not stubborn.kept:
        assert time.monotonic() < end
        time.sleep(0.02)
    started.stop_all()
    assert (stubborn.process.returncode, obedient.process.returncode) == (-signal.SIGKILL, -signal.SIGTERM)


def test_the_servers_stop_after_those_who_use_them(started: Processes) -> None:
    order: list[str] = []
    children = [start(started, OBEDIENT, layer=layer) for layer in (0, 1)]
    for child, name in zip(children, ("server", "user"), strict=True):
        send = child.process.send_signal
        child.process.send_signal = lambda number, send=send, name=name: (order.append(name), send(number))  # type: ignore[method-assign]
    started.stop_all()
    assert order == ["user", "server"]


def test_a_failed_step_shows_what_it_said(started: Processes, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CannotStart, match=r"langkah initdb gagal \(kode 3\)"):
        started.run(
            "initdb", [sys.executable, "-c", "print('why'); raise SystemExit(3)"], env=dict(os.environ), quiet=True
        )
    assert "initdb   | why" in capsys.readouterr().out


def test_a_part_that_ends_by_itself_ends_everything(started: Processes) -> None:
    start(started, "raise SystemExit(4)")
    with pytest.raises(CannotStart, match=r"bagian bagian berhenti sendiri \(kode 4\)"):
        started.watch()


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_ends_every_wait(started: Processes, number: int) -> None:
    child = start(started, OBEDIENT)
    os.kill(os.getpid(), number)
    with pytest.raises(Stopped):
        started.wait_until(lambda: False, child=child, seconds=10)
    with pytest.raises(Stopped):
        start(started, OBEDIENT)


def test_an_address_is_one_a_browser_understands() -> None:
    assert address("0.0.0.0", 80) == "http://127.0.0.1:80"
    assert address("::1", 80) == address("::", 80) == "http://[::1]:80"
    assert address("localhost", 8000) == "http://localhost:8000"


@pytest.mark.parametrize("port", [0, 65536])
def test_an_impossible_port_is_said(port: int) -> None:
    with pytest.raises(CannotStart, match=f"port {port} tidak ada"):
        check_port("127.0.0.1", port)


def test_catalogues_are_compiled_when_they_changed(tmp_path: Path) -> None:
    po = tmp_path / "locale" / "en" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text('msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Nama"\nmsgstr "Name"\n')
    assert compile_catalogues(tmp_path) == 1
    assert b"Name" in po.with_suffix(".mo").read_bytes()
    assert compile_catalogues(tmp_path) == 0


def test_only_debian_itself_is_debian(tmp_path: Path) -> None:
    release = tmp_path / "os-release"
    release.write_text('NAME="Debian GNU/Linux"\nID=debian\n')
    assert is_debian(release)
    release.write_text("ID=ubuntu\nID_LIKE=debian\n")
    assert not is_debian(release)


class _Item(SimpleNamespace):
    def get_closest_marker(self, name: str) -> str | None:
        return name if name in self.marks else None

    def add_marker(self, marker: Any) -> None:
        self.marks.append(marker.name)


def test_browser_tests_skip_without_a_browser_unless_that_is_forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browsers, "chromium", lambda: None)
    monkeypatch.delenv("ATENSI_BROWSER_REQUIRED", raising=False)
    items: Any = [_Item(marks=["browser"]), _Item(marks=[])]
    assert browsers.skip_browser_tests(items) == 1
    assert [item.marks for item in items] == [["browser", "skip"], []]
    monkeypatch.setenv("ATENSI_BROWSER_REQUIRED", "1")
    with pytest.raises(pytest.UsageError, match="apt-get install chromium"):
        browsers.skip_browser_tests(items)
