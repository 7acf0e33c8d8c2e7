"""`script/restore`: a backup into an empty database, or with --force in place of what is there."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from atensi.embedded import archive, aside, stored
from atensi.embedded.archive import DUMP, FOLDERS, Manifest
from atensi.embedded.failures import CannotStart, exit_code
from atensi.embedded.lent import Lent, asked_path, lent
from atensi.embedded.places import ROOT, Places, find_places
from atensi.embedded.vault import KEYS, application_keys, open_vault


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    return exit_code(lambda: command(options))


def command(options: argparse.Namespace) -> None:
    archived = asked_path(options.archive)
    manifest = archive.read_manifest(archived)
    check_code(manifest)
    places = find_places()
    check_keys(manifest, keys_at_hand(places), places)
    places.make()
    with lent(places, alone=True) as found, tempfile.TemporaryDirectory(prefix="atensi-") as work:
        unpacked = Path(work)
        archive.unpack(archived, manifest, unpacked)
        restore(found.backends.owner_url, found.state, manifest, unpacked, places=places, force=options.force)
        places.demo_mark.unlink(missing_ok=True)  # whoever is restored is no half-loaded demo
        finish(found)
    report(manifest)


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/restore", description="Pulihkan cadangan dari script/backup.")
    parser.add_argument("archive", type=Path, help="berkas cadangan")
    parser.add_argument("--force", action="store_true", help="ganti basis data dan berkas yang ada")
    return parser.parse_args(arguments)


def keys_at_hand(places: Places) -> dict[str, str]:
    """The keys of the environment or of the vault. Raises CannotStart rather than making new ones that open nothing."""
    kept = open_vault(places.vault, data=places.data) if places.vault.exists() else {}
    if missing := [name for name in KEYS if not (os.environ.get(name) or kept.get(name))]:
        raise CannotStart(f"kunci lama belum ada: salin ke {places.vault}, atau isi {', '.join(missing)}.")
    return application_keys(kept)


def check_keys(manifest: Manifest, keys: Mapping[str, str], places: Places) -> None:
    """Raise CannotStart when the keys at hand are not those that the backup was made with."""
    ours = archive.fingerprints(keys)
    if other := [name for name in archive.KEYS if manifest.keys.get(name) != ours[name]]:
        raise CannotStart(
            f"{', '.join(other)} di {places.vault} atau di lingkungan bukan milik cadangan ini; kunci tidak ikut"
            " dicadangkan: ambil dari tempat penyimpanannya."
        )


def check_code(manifest: Manifest) -> None:
    """Raise CannotStart for a backup of a newer ATENSI than this one."""
    known = {f"{path.parent.parent.name}.{path.stem}" for path in ROOT.glob("**/migrations/0*.py")}
    ours = {name.partition(".")[0] for name in known}
    newer = [name for name in manifest.migrations if name.partition(".")[0] in ours and name not in known]
    if newer:
        raise CannotStart(f"cadangan ini dari ATENSI yang lebih baru ({newer[-1]}); pasang versi itu dahulu.")


def restore(url: str, state: Path, manifest: Manifest, unpacked: Path, *, places: Places, force: bool) -> None:
    """Put the unpacked backup into the database at `url` (its owner's) and its files below `state`.

    force: in place of what is there, which goes when the rows that arrived were counted, and stays when anything
    fails; the files that are there are kept beside the new ones, under another name.
    Raises CannotStart when something is there and `force` is not given, when others are at work in the database, when
    the server is older than the backup's, and when what arrived is not what left.
    """
    aside.put_right(url, state)
    with stored.connected(url) as connection, connection.cursor() as cursor:
        major, there = connection.server_version // 10000, stored.tables(cursor)
    if major < manifest.postgresql:
        raise CannotStart(f"cadangan dari PostgreSQL {manifest.postgresql}, server ini {major}.")
    old = [state / folder for folder in FOLDERS if any((state / folder).rglob("*"))]
    if (there or old) and not force:
        raise CannotStart("basis data atau berkas tujuan tidak kosong; --force menggantinya.")
    with stored.connected(url) as connection, connection.cursor() as cursor:
        busy = stored.sessions_that_stay(cursor)
    if busy:
        left = f"{len(busy)} sambungan lain memakai basis data ini"
        raise CannotStart(f"{left}; hentikan web, pekerja, dan jadwal dahulu: {'; '.join(busy)}.")
    program = stored.program("pg_restore", places, major)
    stamp = aside.now_stamp()
    with aside.set_aside(url, there, stamp):
        # The schema "public" stands already.
        what = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", "--dbname="]
        stored.run([program, *what, *_without_schema(program, unpacked, url)], url)
        compare(url, manifest)
        put_files(unpacked, state, old, stamp)


def _without_schema(program: Path, unpacked: Path, url: str) -> list[str]:
    """Options that leave the making of the schema out; a database always has it."""
    listing = unpacked / "list"
    stored.run([program, "--list", f"--file={listing}", unpacked / DUMP], url)
    lines = [line for line in listing.read_text().splitlines() if " SCHEMA - public" not in line]
    listing.write_text("\n".join(lines) + "\n")
    return [f"--use-list={listing}", str(unpacked / DUMP)]


def put_files(unpacked: Path, state: Path, old: list[Path], stamp: str) -> None:
    """The files of the backup in place of `old`, which are kept under a name with `stamp`; back when it fails."""
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = {folder: folder.rename(aside.kept_folder(folder, stamp)) for folder in old}
    try:
        for name in FOLDERS:
            if (unpacked / name).exists():
                shutil.copytree(unpacked / name, state / name, dirs_exist_ok=True)
    except BaseException:
        for folder, name in kept.items():
            shutil.rmtree(folder, ignore_errors=True)
            name.rename(folder)
        raise


def compare(url: str, manifest: Manifest) -> None:
    """Raise CannotStart unless every table has the rows that were backed up."""
    with stored.connected(url) as connection, connection.cursor() as cursor:
        found = stored.row_counts(cursor)
    wrong = [name for name in {*found, *manifest.rows} if found.get(name) != manifest.rows.get(name)]
    if wrong:
        raise CannotStart(f"jumlah baris berbeda setelah dipulihkan: {', '.join(sorted(wrong))}.")


def finish(found: Lent) -> None:
    """Bring the tables to this version, give the web role its rights, and check the whole trail."""
    roles = [found.backends.web_role] if found.backends.web_role else []
    owner = {**found.env, "DATABASE_URL": found.backends.owner_url}
    _python(["-m", "atensi.embedded.prepare", "owner", *roles], owner)
    _python([str(ROOT / "manage.py"), "verify_audit"], dict(found.env))


def _python(arguments: list[str], env: Mapping[str, str]) -> None:
    done = subprocess.run([sys.executable, *arguments], env=dict(env), cwd=ROOT, check=False)
    if done.returncode:
        raise CannotStart(f"{' '.join(arguments[-2:])} gagal; data sudah di tempatnya, jangan dipakai sebelum jelas.")


def report(manifest: Manifest) -> None:
    for name, rows in sorted(manifest.rows.items()):
        if rows:
            sys.stdout.write(f"{rows:>9} {name}\n")
    files = len(manifest.members) - 1
    sys.stdout.write(f"Cadangan {manifest.made_at} dipulihkan: {sum(manifest.rows.values())} baris, {files} berkas.\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
