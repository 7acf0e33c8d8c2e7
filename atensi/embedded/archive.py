"""A backup: one tar with the database's dump, the files, the seals, and a manifest that knows every byte of them.

The keys are never in it: whoever finds a backup reads no names. Only their fingerprints are, so that a restore can say
whether the keys at hand open what the backup holds.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from atensi.embedded.failures import CannotStart

FORMAT = 1
MANIFEST, DUMP = "manifest.json", "database.dump"
# Folders of ATENSI_STATE_DIR that nothing else could make again.
FILES, SEALS = "files", "seals"
FOLDERS = (FILES, SEALS)
KEYS = ("ATENSI_FIELD_KEYS", "ATENSI_INDEX_KEY", "ATENSI_SEAL_KEY")
CHUNK = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. rows: table -> rows. members: name in the tar -> [size, SHA-256]. keys: name -> fingerprint.

    postgresql: the server's major version. migrations: every applied one, "cases.0001_initial".
    """

    made_at: str
    postgresql: int
    migrations: list[str]
    rows: dict[str, int]
    keys: dict[str, str]
    members: dict[str, list[Any]]
    format: int = FORMAT

    def text(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()


def fingerprints(keys: Mapping[str, str]) -> dict[str, str]:
    """What tells one key from another and tells nothing of it: the keys are random and long."""
    return {name: hmac.new(keys[name].encode(), b"atensi backup", hashlib.sha256).hexdigest() for name in KEYS}


def digest_of(file: IO[bytes]) -> tuple[int, str]:
    size, found = 0, hashlib.sha256()
    while part := file.read(CHUNK):
        size += len(part)
        found.update(part)
    return size, found.hexdigest()


def state_files(state: Path, folder: str) -> Iterator[tuple[str, Path]]:
    """(name in the archive, path) of every file below `folder` that belongs into a backup; links are not followed."""
    for path in sorted((state / folder).rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(state).as_posix(), path


def seals(state: Path) -> dict[str, Path]:
    """As `state_files`, of the seals; one that is being written has another name yet."""
    return {name: path for name, path in state_files(state, SEALS) if not path.name.startswith(".")}


def write(target: Path, sources: Mapping[str, Path], manifest: Manifest) -> None:
    """Write the tar, whole or not at all, for its owner's eyes only."""
    draft = target.with_name(f"{target.name}.new")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
            text = draft.with_name(f"{draft.name}.manifest")
            text.write_bytes(manifest.text())
            _add(tar, MANIFEST, text)
            text.unlink()
            for name, path in sources.items():
                _add(tar, name, path)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)


def _add(tar: tarfile.TarFile, name: str, path: Path) -> None:
    """Contents and name; no owner, no rights, no day of the machine it comes from."""
    entry = tarfile.TarInfo(name)
    with path.open("rb") as file:
        entry.size, entry.mode = os.fstat(file.fileno()).st_size, 0o600
        tar.addfile(entry, file)


def read_manifest(archive: Path) -> Manifest:
    """The manifest. Raises CannotStart for what is no backup of ours."""
    try:
        with tarfile.open(archive) as tar:
            first = tar.next()
            held = tar.extractfile(first) if first and first.name == MANIFEST else None
            if held is None:
                raise CannotStart(f"{archive} bukan cadangan ATENSI.")
            manifest = Manifest(**json.load(held))
    except (tarfile.TarError, ValueError, TypeError, OSError) as error:
        raise CannotStart(f"{archive} tidak terbaca sebagai cadangan: {error}") from None
    if manifest.format != FORMAT:
        raise CannotStart(f"{archive} dibuat dengan bentuk cadangan {manifest.format}; yang dikenal {FORMAT}.")
    return manifest


def unpack(archive: Path, manifest: Manifest, target: Path) -> None:
    """Write every member below `target` and compare it with the manifest. Raises CannotStart at the first difference;
    nothing outside `target` is ever written, whatever the names in the tar."""
    missing = set(manifest.members)
    try:
        with tarfile.open(archive) as tar:
            for entry in tar:
                if entry.name == MANIFEST:
                    continue
                _unpack_one(tar, entry, manifest, target)
                missing.discard(entry.name)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise CannotStart(f"cadangan rusak: {error}") from None
    if missing:
        raise CannotStart(f"cadangan rusak: {len(missing)} berkas hilang, misalnya {min(missing)}.")


def _unpack_one(tar: tarfile.TarFile, entry: tarfile.TarInfo, manifest: Manifest, target: Path) -> None:
    name = PurePosixPath(entry.name)
    if entry.name not in manifest.members or not entry.isfile() or name.is_absolute() or ".." in name.parts:
        raise CannotStart(f"cadangan rusak: {entry.name} tidak ada di daftar isinya.")
    path = target / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    held = tar.extractfile(entry)
    assert held is not None
    with held, open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while part := held.read(CHUNK):
            file.write(part)
    with path.open("rb") as file:
        if list(digest_of(file)) != list(manifest.members[entry.name]):
            raise CannotStart(f"cadangan rusak: isi {entry.name} bukan yang dicadangkan.")
