"""`script/server`: everything ATENSI needs, in the foreground, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping

from atensi.embedded.application import READY_SECONDS, address, check_port, is_ready, start_application
from atensi.embedded.backends import Backends, find_backends
from atensi.embedded.environment import application_environment, is_loopback, served_names
from atensi.embedded.failures import CannotStart, Stopped, exit_code
from atensi.embedded.orphans import mark, stop_orphans
from atensi.embedded.places import DEMO_LOADING, Places, find_places, take_lock
from atensi.embedded.processes import Processes, processes, say
from atensi.embedded.vault import open_vault, write_private


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    return exit_code(lambda: command(options))


def command(options: argparse.Namespace) -> int:
    places = find_places()
    places.make()
    lock = take_lock(places)
    if lock is None:
        raise CannotStart(where_it_runs(places))
    with lock:
        return run(options, places)


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/server", description="Nyalakan ATENSI; Ctrl-C mematikannya.")
    parser.add_argument("--host", default="127.0.0.1", help="alamat tempat mendengarkan (baku: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port (baku: 8000)")
    parser.add_argument("--empty", action="store_true", help="jangan muat data contoh ke basis data kosong")
    return parser.parse_args(arguments)


def where_it_runs(places: Places) -> str:
    try:
        record = json.loads(places.record.read_text())
    except (OSError, ValueError):
        record = {}
    if "address" in record:
        return f"sudah berjalan di {record['address']} (proses {record['pid']})."
    return f"sedang dinyalakan oleh proses {record.get('pid', 'lain')}; tunggu sebentar."


def run(options: argparse.Namespace, places: Places) -> int:
    """Bring everything up and stay; whatever ends the stay, stop everything and leave no trace of running."""
    write_private(places.record, json.dumps({"pid": os.getpid()}))
    try:
        with processes(mark(places)) as started:
            serve(options, places, started)
    except Stopped:
        say("semuanya sudah berhenti")
    finally:
        stop_orphans(places)
        places.record.unlink(missing_ok=True)
    return 0


def serve(options: argparse.Namespace, places: Places, started: Processes) -> None:
    if count := stop_orphans(places):
        say(f"{count} proses sisa dari start sebelumnya dihentikan")
    check_port(options.host, options.port)
    kept = open_vault(places.vault, data=places.data)
    backends = find_backends(places, kept)
    backends.start(started)
    base = address(options.host, options.port)
    env = application_environment(places, kept, database_url=backends.database_url, redis_url=backends.redis_url) | {
        "ATENSI_HOSTS": os.environ.get("ATENSI_HOSTS") or served_names(options.host),
        "ATENSI_URL": os.environ.get("ATENSI_URL") or base,
    }
    prepare(options, places, backends, env, started)
    web, *_ = start_application(options.host, options.port, env, started)
    started.wait_until(lambda: is_ready(base), child=web, seconds=READY_SECONDS)
    write_private(places.record, json.dumps({"pid": os.getpid(), "address": base}))
    announce(base, options.host, places)
    started.watch()


def prepare(
    options: argparse.Namespace, places: Places, backends: Backends, env: Mapping[str, str], started: Processes
) -> None:
    """Migrate, grant, load reference data and, into an empty embedded database on loopback, the demo."""
    if backends.cluster and demo_word(places) == DEMO_LOADING:
        say("data contoh terhenti di tengah jalan; basis data dibuat ulang")
        backends.cluster.remake_database()
        places.demo_mark.unlink()
    command = [sys.executable, "-m", "atensi.embedded.prepare"]
    roles = [backends.web_role] if backends.web_role else []
    say("menyesuaikan basis data ...")
    started.run("migrasi", [*command, "owner", *roles], env={**env, "DATABASE_URL": backends.owner_url})
    wanted = backends.cluster and is_loopback(options.host) and not options.empty
    demo = ["--demo", str(places.demo_mark)] if wanted else []
    started.run("isi", [*command, "web", *demo], env=env)


def demo_word(places: Places) -> str:
    return places.demo_mark.read_text().partition("\n")[0] if places.demo_mark.exists() else ""


def announce(base: str, host: str, places: Places) -> None:
    """Say where the application is and, where there is a demo, how to sign in."""
    say(f"ATENSI berjalan di {base} (Ctrl-C mematikannya)")
    if not places.demo_mark.exists():
        return
    if not is_loopback(host):
        say("PERINGATAN: kata sandi akun contoh diketahui umum; jangan buka basis data ini ke jaringan.")
    for line in places.demo_mark.read_text().splitlines()[1:]:
        say(line)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
