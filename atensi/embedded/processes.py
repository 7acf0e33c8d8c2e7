"""Start processes in sessions of their own, show what they say in one stream, stop them in order.

Ctrl-C reaches only the command itself, which then stops the rest: first what uses the servers, then the servers.
Every wait ends with `Stopped` when a signal has come, so that nothing is left half started.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from atensi.embedded.failures import CannotStart, Stopped
from atensi.embedded.places import Account

PAUSE = 0.05
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Child:
    """A process that we started and will stop.

    layer: higher layers stop first. stop_signal: what asks it to end. grace: seconds it has for that.
    quiet: what it says is kept and shown only when it fails.
    """

    name: str
    process: subprocess.Popen[str]
    layer: int
    stop_signal: int
    grace: float
    quiet: bool = False
    kept: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.reader = threading.Thread(target=_read, args=(self,), daemon=True)

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def confess(self) -> None:
        """Show what a quiet process said."""
        self.reader.join(timeout=1)
        for line in self.kept:
            say(line, name=self.name)


@dataclass
class Processes:
    mark: Mapping[str, str]
    children: list[Child] = field(default_factory=list)
    signals_seen: int = 0

    def listen(self) -> None:
        for number in SIGNALS:
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: object) -> None:
        self.signals_seen += 1

    def pause(self, seconds: float = PAUSE) -> None:
        """Sleep a little; raise `Stopped` when somebody wants us to end."""
        if self.signals_seen:
            raise Stopped
        time.sleep(seconds)

    def start(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str],
        account: Account | None = None,
        layer: int = 1,
        stop_signal: int = signal.SIGTERM,
        grace: float = 20,
        quiet: bool = False,
        cwd: Path | str = "/",
    ) -> Child:
        """Start `command` in a session of its own, as `account` when given, its output in the common stream."""
        self.pause(0)
        process = subprocess.Popen(
            [str(part) for part in command],
            env={**env, **self.mark},
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            umask=0o077,
            **_as_user(account),
        )
        child = Child(name, process, layer, stop_signal, grace, quiet)
        self.children.append(child)
        child.reader.start()
        return child

    def run(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str],
        account: Account | None = None,
        quiet: bool = False,
    ) -> None:
        """Run `command` to its end; raises CannotStart when it fails. What it said stands in the stream."""
        child = self.start(name, command, env=env, account=account, layer=2, quiet=quiet)
        while child.is_running:
            self.pause()
        child.reader.join(timeout=1)
        self.children.remove(child)
        if code := child.process.returncode:
            child.confess()
            raise CannotStart(f"langkah {name} gagal (kode {code}); sebabnya pada baris {name} di atas.")

    def wait_until(self, ready: Callable[[], bool], *, child: Child, seconds: float) -> None:
        """Wait until `ready()`; raises CannotStart when `child` ends before that or it takes longer than `seconds`."""
        end = time.monotonic() + seconds
        while not ready():
            self.fail_on_death()
            if time.monotonic() > end:
                raise CannotStart(f"bagian {child.name} tidak siap dalam {seconds:.0f} detik.")
            self.pause(0.25)

    def fail_on_death(self) -> None:
        for child in self.children:
            if not child.is_running:
                child.confess()
                code = child.process.returncode
                raise CannotStart(f"bagian {child.name} berhenti sendiri (kode {code}); semuanya dihentikan.")

    def watch(self) -> None:
        """Stay until a signal comes (`Stopped`) or a part ends by itself (CannotStart)."""
        while True:
            self.fail_on_death()
            self.pause(0.3)

    def stop(self, child: Child) -> None:
        """End one of them."""
        child.process.send_signal(child.stop_signal)
        self._wait_or_kill(child)
        self.children.remove(child)

    def stop_all(self) -> None:
        """End everything, layer by layer; two further signals cut the patience short."""
        for layer in sorted({child.layer for child in self.children}, reverse=True):
            alive = [child for child in self.children if child.layer == layer and child.is_running]
            for child in alive:
                child.process.send_signal(child.stop_signal)
            for child in alive:
                self._wait_or_kill(child)
        self.children.clear()

    def _wait_or_kill(self, child: Child) -> None:
        end, seen = time.monotonic() + child.grace, self.signals_seen
        while child.is_running and time.monotonic() < end and self.signals_seen - seen < 2:
            time.sleep(PAUSE)
        if child.is_running:
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()
        child.reader.join(timeout=1)


@contextmanager
def processes(mark: Mapping[str, str]) -> Iterator[Processes]:
    """Processes that live no longer than the block."""
    found = Processes(mark)
    found.listen()
    try:
        yield found
    finally:
        found.stop_all()


def _as_user(account: Account | None) -> dict[str, object]:
    if account is None or not account.is_other:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


_stream = threading.Lock()


def _read(child: Child) -> None:
    if child.process.stdout is None:
        return
    with child.process.stdout as lines:
        for line in lines:
            if child.quiet:
                child.kept.append(line.rstrip())
            else:
                say(line.rstrip(), name=child.name)


def say(line: str, *, name: str = "atensi") -> None:
    """One line of the common stream. A reader who has gone away stops nobody."""
    with _stream:
        try:
            sys.stdout.write(f"{name:<9}| {line}\n")
            sys.stdout.flush()
        except (OSError, ValueError):
            return
