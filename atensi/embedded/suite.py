"""`script/test`: every check there is, on a PostgreSQL and a Redis of its own that are thrown away afterwards.

With arguments only pytest runs, with these arguments.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Mapping

from atensi.embedded.backends import Backends, find_backends
from atensi.embedded.catalogues import compile_catalogues
from atensi.embedded.chromium import ensure_chromium
from atensi.embedded.environment import application_environment
from atensi.embedded.failures import CannotStart, Stopped, exit_code
from atensi.embedded.orphans import mark, stop_orphans
from atensi.embedded.places import ROOT, Places, find_places, take_lock
from atensi.embedded.processes import Processes, processes
from atensi.embedded.vault import make_secrets

PYTHON = (sys.executable, "-m")
STEPS: dict[str, tuple[str, ...]] = {
    "ruff check": (*PYTHON, "ruff", "check", "."),
    "ruff format": (*PYTHON, "ruff", "format", "--check", "."),
    "djlint": (*PYTHON, "djlint", "templates", "--lint", "--quiet"),
    "import contracts": (sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"),
    "migrations": (sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"),
    "deploy check": (sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"),
    "mypy": (*PYTHON, "mypy"),
    "pytest": (*PYTHON, "pytest", "--durations=10"),
}
# A process for each core, four at most, each with a database of its own (tests/side_by_side.py).
PARALLEL = ("--numprocesses=auto", "--maxprocesses=4", "--dist=loadscope", "--no-loadscope-reorder")


def main(arguments: list[str]) -> int:
    return exit_code(lambda: command(arguments))


def command(arguments: list[str]) -> int:
    places = find_places("test")
    places.make()
    lock = take_lock(places)
    if lock is None:
        raise CannotStart("script/test sudah berjalan di checkout ini; tunggu sampai selesai.")
    with lock:
        return run(arguments, places)


def run(arguments: list[str], places: Places) -> int:
    """Fresh servers, the steps, and nothing left over."""
    began = time.monotonic()
    stop_orphans(places)
    throw_away(places)
    places.make()
    try:
        with processes(mark(places)) as started:
            passwords = make_secrets()
            backends = find_backends(places, passwords, always_own=True)
            backends.start(started, owner_may_create=True)
            compile_catalogues(ROOT)
            ensure_chromium()
            print_time("set-up", began, 0)
            return run_steps(arguments, environment(places, passwords, backends), started)
    except Stopped:
        return 130
    finally:
        stop_orphans(places)
        throw_away(places)


def throw_away(places: Places) -> None:
    """The servers' folders; the base folder and its lock stay."""
    for folder in (places.data, places.data.with_name("pgdata.new"), places.redis, places.sockets, places.app):
        shutil.rmtree(folder, ignore_errors=True)


def environment(places: Places, passwords: Mapping[str, str], backends: Backends) -> dict[str, str]:
    env = application_environment(places, passwords, database_url=backends.database_url, redis_url=backends.redis_url)
    return {
        **env,
        "ATENSI_TEST_OWNER_URL": backends.owner_url,
        "ATENSI_STATE_DIR": str(places.app),
        # Compiled once for every process of the run, and away from the checkout.
        "PYTHONPYCACHEPREFIX": str(places.app / "compiled"),
    }


def run_steps(arguments: list[str], env: Mapping[str, str], started: Processes) -> int:
    """Run every step even after one has failed; returns 0 when all are well."""
    if arguments:
        return step("pytest", (*STEPS["pytest"], *arguments), env, started)
    began = time.monotonic()
    steps = {**STEPS, "pytest": (*STEPS["pytest"], *PARALLEL)}
    codes = {name: step(name, command, env, started) for name, command in steps.items()}
    failed = [name for name, code in codes.items() if code]
    line = f"GAGAL: {', '.join(failed)}" if failed else "semua lulus"
    sys.stdout.write(f"\nscript/test: {line}, {time.monotonic() - began:.0f} detik\n")
    return 1 if failed else 0


def step(name: str, command: tuple[str, ...], env: Mapping[str, str], started: Processes) -> int:
    """Run one step at our terminal, so that a debugger can be used; say how long it took."""
    sys.stdout.write(f"\n== {name}\n")
    sys.stdout.flush()
    began = time.monotonic()
    with subprocess.Popen(command, env={**env, **started.mark}, cwd=ROOT) as process:
        try:
            while process.poll() is None:
                started.pause(0.1)
        except Stopped:
            process.terminate()
            raise
    print_time(name, began, process.returncode)
    return process.returncode


def print_time(name: str, began: float, code: int) -> None:
    outcome = "baik" if code == 0 else f"GAGAL (kode {code})"
    sys.stdout.write(f"-- {name}: {outcome}, {time.monotonic() - began:.1f} detik\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
