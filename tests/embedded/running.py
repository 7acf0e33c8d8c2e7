"""A `script/server` of the tests' own: its folders, its port, what it says."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from atensi.embedded.orphans import running
from atensi.embedded.places import ROOT, Places, server_account

LEFT_OUT = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "ATENSI_TEST_OWNER_URL", "ATENSI_STATE_DIR")


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


class Running:
    """Starts and ends of one installation whose folders lie in `base`."""

    def __init__(self, base: Path) -> None:
        self.places = Places(base=base, tools=base, account=server_account())
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = base.with_name("log")
        self.process: subprocess.Popen[bytes] | None = None

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
        return {**kept, "ATENSI_EMBEDDED_DIR": str(self.places.base), "ATENSI_WEB_PROCESSES": "1", **more}

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "atensi.embedded.serve", "--port", str(self.port), *arguments]

    def start(self, *arguments: str) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command(*arguments),
                env=self.environment(),
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def try_start(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """A start that is expected to end by itself."""
        return subprocess.run(
            self.command(*arguments),
            env=self.environment(**environment),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def wait_until_announced(self, seconds: float = 300) -> None:
        end = time.monotonic() + seconds
        assert self.process is not None
        while self.record().get("pid") != self.process.pid or "address" not in self.record():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.1)

    def record(self) -> dict[str, object]:
        try:
            return dict(json.loads(self.places.record.read_text()))
        except OSError:
            return {}

    def readiness(self) -> tuple[int, dict[str, str]]:
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=5) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as response:
                return bool(response.status == 200)
        except OSError:
            return False

    def stop(self, number: int = signal.SIGTERM) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(timeout=60)

    def kill_everything(self) -> list[int]:
        """kill -9 of the command and of all it has started; returns their process ids."""
        pids = [*running(self.places)]
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        return pids
