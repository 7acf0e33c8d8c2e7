"""`script/backup`: database, files and seals in one file. The keys are not in it and are kept apart."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from atensi.embedded import archive, stored
from atensi.embedded.archive import DUMP, FILES, Manifest
from atensi.embedded.failures import exit_code
from atensi.embedded.lent import asked_path, lent
from atensi.embedded.places import Places, find_places
from atensi.embedded.vault import KEYS

KEYS_APART = (
    "Kunci TIDAK ikut di dalamnya. Tanpa {names} yang sekarang, nama dan NIK di dalam cadangan tidak terbaca"
    " dan jejak tidak dapat diperiksa: simpan kunci itu terpisah, di tempat lain{place}."
)


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    return exit_code(lambda: command(options))


def command(options: argparse.Namespace) -> None:
    places = find_places()
    places.make()
    with lent(places, alone=False) as found:
        target = back_up(
            found.backends.owner_url, found.state, asked_path(options.to), keys=found.env, places=places, now=_now()
        )
    report(target, places)


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/backup", description="Cadangkan basis data, berkas, dan segel.")
    parser.add_argument("--to", type=Path, default=Path("."), help="folder tujuan (baku: folder ini)")
    return parser.parse_args(arguments)


def _now() -> datetime:
    return datetime.now(tz=UTC)


def back_up(url: str, state: Path, folder: Path, *, keys: Mapping[str, str], places: Places, now: datetime) -> Path:
    """Write a backup of the database at `url` (its owner's) and the files below `state` into `folder`; its path.

    The rows are counted in the very snapshot that is dumped. Files are listed after it: they are only ever added, so
    the backup holds every file that a row of it names. Seals are listed before it: each vouches for events that the
    dump then holds. Raises CannotStart.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"atensi-{now:%Y%m%d-%H%M%S}.tar"
    with tempfile.TemporaryDirectory(dir=folder, prefix=".atensi-") as work:
        dump, seals = Path(work) / DUMP, archive.seals(state)
        major, migrations, rows = _dump(url, dump, places)
        sources = {DUMP: dump, **dict(archive.state_files(state, FILES)), **seals}
        members = {}
        for name, path in sources.items():
            with path.open("rb") as file:
                members[name] = list(archive.digest_of(file))
        manifest = Manifest(now.isoformat(), major, migrations, rows, archive.fingerprints(keys), members)
        archive.write(target, sources, manifest)
    return target


def _dump(url: str, dump: Path, places: Places) -> tuple[int, list[str], dict[str, int]]:
    with stored.connected(url) as connection:
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        major = connection.server_version // 10000
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            rows, migrations = stored.row_counts(cursor), stored.applied_migrations(cursor)
            program = stored.program("pg_dump", places, major)
            what = ["--format=custom", "--no-owner", "--no-privileges", "--schema=public", f"--snapshot={snapshot}"]
            stored.run([program, *what, f"--file={dump}"], url)
    return major, migrations, rows


def report(target: Path, places: Places) -> None:
    manifest = archive.read_manifest(target)
    files = len(manifest.members) - 1
    size = target.stat().st_size / 1_000_000
    lines = [
        f"{target}: {sum(manifest.rows.values())} baris, {len(manifest.rows)} tabel, {files} berkas, {size:.1f} MB",
        KEYS_APART.format(names=", ".join(KEYS), place=f" ({places.vault})" if places.vault.exists() else ""),
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
