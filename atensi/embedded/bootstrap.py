"""Make `.venv` from the lock files, then go on inside it. Runs before anything is installed: standard library only.

usage: bootstrap.py serve|suite|manage|bench|backup|restore [arguments of the command]

The hash of the lock file is kept in `.venv` once everything in it is installed, so a second start touches no network.
"""

import fcntl
import hashlib
import importlib.util
import os
import signal
import subprocess
import sys
import types
import typing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {
    "serve": "requirements.lock",
    "manage": "requirements.lock",
    "backup": "requirements.lock",
    "restore": "requirements.lock",
    "suite": "requirements-dev.lock",
    "bench": "requirements-dev.lock",
}


class CannotStart(Exception):
    """Why there is no going on, in one sentence for the person at the terminal."""


def main(arguments: list[str]) -> "typing.NoReturn":
    command, rest = arguments[0], arguments[1:]
    signal.signal(signal.SIGTERM, _terminated)
    try:
        ensure_environment(ROOT / LOCKS[command])
    except CannotStart as problem:
        sys.exit(f"ATENSI: {problem}")
    except OSError as error:
        sys.exit(f"ATENSI: {error.filename or ROOT}: {error.strerror}.")
    except KeyboardInterrupt:
        sys.exit(130)
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), "-m", f"atensi.embedded.{command}", *rest])  # noqa: S606


def ensure_environment(lock: Path) -> None:
    """Install what `lock` names into `.venv` unless that has been done; one process at a time."""
    with lock.open() as held:
        if is_installed(lock):
            return
        fcntl.flock(held, fcntl.LOCK_EX)
        if not is_installed(lock):
            sys.stderr.write(f"ATENSI: menyiapkan {VENV} dari {lock.name}, sekali saja ...\n")
            make_environment()
            install(lock)


def is_installed(lock: Path) -> bool:
    stamp = stamp_of(lock)
    return stamp.exists() and stamp.read_text() == digest(lock) and PYTHON.exists()


def stamp_of(lock: Path) -> Path:
    return VENV / f".installed-{lock.name}"


def digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def make_environment() -> None:
    """A `.venv` with a working pip; one left half made or whose Python has gone is made again."""
    if PYTHON.exists() and run([PYTHON, "-m", "pip", "--version"]).returncode == 0:
        return
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            raise CannotStart(
                f"modul {module} tidak ada pada {sys.executable}; di Debian: apt-get install python3-venv."
            )
    done = run([sys.executable, "-m", "venv", "--clear", VENV])
    if done.returncode:
        raise CannotStart(f"{VENV} tidak dapat dibuat: {last_line(done)}")


def install(lock: Path) -> None:
    arguments = ["install", "--quiet", "--no-deps", "--require-hashes", "--disable-pip-version-check", "-r", lock]
    done = run([PYTHON, "-m", "pip", *arguments])
    if done.returncode:
        report = VENV / "pip.log"
        report.write_text(done.stdout)
        raise CannotStart(
            f"pustaka dari {lock.name} tidak dapat dipasang (kali pertama memerlukan jaringan); rinciannya di {report}."
        )
    stamp_of(lock).write_text(digest(lock))


def run(command: list[object]) -> "subprocess.CompletedProcess[str]":
    """Run to the end with its output kept; when we are stopped meanwhile, it is stopped too."""
    process = subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        output, _ = process.communicate()
    except BaseException:
        process.terminate()
        process.wait()
        raise
    return subprocess.CompletedProcess(command, process.returncode, output)


def last_line(done: "subprocess.CompletedProcess[str]") -> str:
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    return lines[-1] if lines else f"kode {done.returncode}"


def _terminated(number: int, frame: "types.FrameType | None") -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main(sys.argv[1:])
