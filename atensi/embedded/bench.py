"""`script/bench`: generated data on servers of its own that are kept, the site on it, and the jobs measured.

A data set is made once for each number of cases and used again; `--remake` throws it away.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from atensi.embedded.application import READY_SECONDS, address, check_port, is_ready, start_web
from atensi.embedded.backends import Backends
from atensi.embedded.binaries import postgresql_programs, redis_program
from atensi.embedded.broker import Broker
from atensi.embedded.cluster import OWNER, WEB, Cluster
from atensi.embedded.environment import application_environment
from atensi.embedded.failures import CannotStart, exit_code
from atensi.embedded.figures import tables, write_tables
from atensi.embedded.orphans import mark, stop_orphans
from atensi.embedded.places import ROOT, Places, find_places, take_lock
from atensi.embedded.processes import PAUSE, Processes, processes, say
from atensi.embedded.vault import KEYS, open_vault, write_private

PAGES = ("home", "list", "deep", "search", "case", "reviews", "bell", "numbers", "work", "load", "finding")
PAGES += ("route", "inbox", "decide", "carers")
ACTS, RECALLED, LABELLED = "acts", "search", "finding"
SWEEP, YEARS = "sweep", "years"
DEFAULT_JOBS = (*PAGES, ACTS, SWEEP)
PLACEMENTS = (10_000, 100_000)
SWEEP_CASES = 300
SIMULATED = "5000"
HOMES = 8000  # institutions beside those that children of the data live in: about as many as there are
HOST = "127.0.0.1"


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    return exit_code(lambda: command(options))


def command(options: argparse.Namespace) -> int:
    places = find_places("bench")
    places.make()
    lock = take_lock(places)
    if lock is None:
        raise CannotStart("script/bench sudah berjalan di checkout ini; tunggu sampai selesai.")
    with lock, processes(mark(places)) as started:
        return Bench(options, places, started).run()


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench", description="Ukur ATENSI pada data buatan.")
    parser.add_argument("--cases", type=int, action="append", help="banyaknya kasus; boleh berulang (baku: 1000)")
    parser.add_argument(
        "--placements", type=int, action="append", help="penempatan untuk sweep (baku: 10000 dan 100000)"
    )
    parser.add_argument("--port", type=int, default=8117)
    parser.add_argument("--remake", action="store_true", help="buat ulang datanya")
    parser.add_argument("--write", action="store_true", help="tulis tabelnya ke docs/benchmarks.md")
    parser.add_argument("jobs", nargs="*", choices=[[], *DEFAULT_JOBS, YEARS], help="baku: semuanya tanpa years")
    options = parser.parse_args(arguments)
    options.jobs = options.jobs or list(DEFAULT_JOBS)
    return options


class Bench:
    """The servers and what is measured on them; figures are kept between runs, so that one job can be run again."""

    def __init__(self, options: argparse.Namespace, places: Places, started: Processes):
        self.options, self.places, self.started = options, places, started
        stop_orphans(places)
        self.kept = open_vault(places.vault, data=places.data)
        self.cluster = Cluster(places, postgresql_programs(places), self.kept)
        self.broker = Broker(places, redis_program(places), self.kept["REDIS_PASSWORD"])
        self.results = places.base / "figures.json"
        self.figures: dict[str, Any] = json.loads(self.results.read_text()) if self.results.exists() else {}

    def run(self) -> int:
        Backends(self.cluster, self.broker).start(self.started, owner_may_create=True)
        pages = [job for job in self.options.jobs if job in (*PAGES, ACTS)]
        for cases in (self.options.cases or [1000]) if pages else []:
            self._measure_pages(cases, pages)
        if SWEEP in self.options.jobs:
            for placements in self.options.placements or PLACEMENTS:
                self._keep("sweep", str(placements), self._measure_sweep(placements))
        if YEARS in self.options.jobs:
            return self._years()
        sys.stdout.write(tables(self.figures))
        if self.options.write:
            write_tables(self.figures)
        return 0

    def _keep(self, *path: Any) -> None:
        *names, last, value = path
        place = self.figures
        for name in names:
            place = place.setdefault(name, {})
        place[last] = value
        write_private(self.results, json.dumps(self.figures))

    def _env(self, database: str, *, role: str = WEB) -> dict[str, str]:
        state = self.places.app / database
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        url = self.cluster.url(role, database)
        env = application_environment(self.places, self.kept, database_url=url, redis_url=self.broker.url)
        base = address(HOST, self.options.port)
        ours = {name: self.kept[name] for name in KEYS}  # whatever the environment says: the data is kept
        return {**env, **ours, **self.started.mark, "ATENSI_STATE_DIR": str(state), "ATENSI_URL": base}

    def _manage(self, env: Mapping[str, str], *command: str) -> str:
        """Standard output of a management command; what it says on the way goes to the terminal."""
        arguments = [sys.executable, "manage.py", *command]
        with subprocess.Popen(arguments, env=dict(env), cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            try:
                said = self._waited_for(process)
            except BaseException:
                process.kill()
                raise
        if process.returncode:
            raise CannotStart(f"langkah {command[0]} gagal (kode {process.returncode}).")
        return said

    def _waited_for(self, process: subprocess.Popen[str]) -> str:
        """What `process` said; raises Stopped as soon as somebody wants us to end."""
        while True:
            try:
                return process.communicate(timeout=PAUSE)[0]
            except subprocess.TimeoutExpired:
                self.started.pause(0)

    def _data_set(self, database: str, cases: int) -> None:
        """A database with reference data and `cases` generated cases, unless it is there already."""
        done = self.places.base / f"{database}.made"
        if self.options.remake or not done.exists():
            done.unlink(missing_ok=True)
            self.cluster.drop_database(database)
        self.cluster.ensure_database(database)
        prepare = [sys.executable, "-m", "atensi.embedded.prepare"]
        self.started.run("migrasi", [*prepare, "owner", WEB], env=self._env(database, role=OWNER))
        self.started.run("isi", [*prepare, "web"], env=self._env(database))
        if not done.exists():
            say(f"membuat {cases:,} kasus ...")
            made = self._manage(
                self._env(database, role=OWNER), "generate_cases", *("--cases", str(cases), "--homes", str(HOMES))
            )
            self._keep("generated", str(cases), made.splitlines()[0])
            done.write_text(made)
        say(done.read_text().strip())

    def _measure_pages(self, cases: int, jobs: list[str]) -> None:
        database = f"atensi_{cases}"
        self._data_set(database, cases)
        env, base = self._env(database), address(HOST, self.options.port)
        check_port(HOST, self.options.port)
        web = start_web(HOST, self.options.port, env, self.started)
        self.started.wait_until(lambda: is_ready(base, "/healthz"), child=web, seconds=READY_SECONDS)
        try:
            figures = json.loads(self._manage(env, "measure_pages", base, *jobs))
        finally:
            self.started.stop(web)
        for job in (job for job in jobs if job in PAGES):
            self._keep("pages", str(cases), job, [row for row in figures["pages"] if row["job"] == job])
        if ACTS in jobs:
            self._keep("acts", str(cases), figures["acts"])
        if RECALLED in jobs:
            self._keep("recall", str(cases), figures["recall"])
        if LABELLED in jobs:
            self._keep("labelled", figures["labelled"])

    def _measure_sweep(self, placements: int) -> dict[str, Any]:
        """Each part in a process of its own, so that its memory is its own."""
        database = "atensi_sweep"
        self.cluster.drop_database(database)
        (self.places.base / f"{database}.made").unlink(missing_ok=True)
        self._data_set(database, SWEEP_CASES)
        env = self._env(database, role=OWNER)
        say(f"{placements:,} penempatan ...")
        self._manage(env, "measure_sweep", "placements", "--count", str(placements))
        found: dict[str, Any] = {}
        for name, part in SWEEP_PARTS:
            found[name] = json.loads(self._manage(env, "measure_sweep", part))
            say(f"{name}: {found[name]}")
        return found

    def _years(self) -> int:
        """Two years of daily ticks over thousands of placements with all that can go wrong (tests/deadlines)."""
        command = [sys.executable, "-m", "atensi.embedded.suite", "tests/deadlines/test_two_years.py"]
        env = {**os.environ, "ATENSI_SIMULATED_PLACEMENTS": SIMULATED}
        return subprocess.run(command, env=env, cwd=ROOT, check=False).returncode


SWEEP_PARTS = (
    ("raw", "raw"),
    ("raw again", "raw"),
    ("sweep", "sweep"),
    ("sweep, nothing to do", "sweep"),
    ("raw, nothing to do", "raw-nothing"),
    ("awaken", "awaken"),
    ("raw tell", "raw-tell"),
    ("raw tell again", "raw-tell"),
    ("tell", "tell"),
    ("tell, nothing to do", "tell"),
)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
