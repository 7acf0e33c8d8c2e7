"""Daily seals: the heads of all chains, under an HMAC whose key is outside the database (ADR 0004).

A seal is a file of lines, one JSON value each: first the day and the previous seal's HMAC, then
`[subject, length, hash]` for every chain, last the count and the HMAC over all bytes before it. Whoever can
write to the database can rewrite a chain so that it fits together; they cannot make it fit a seal.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from .chain import canonical


@dataclass(frozen=True, slots=True)
class Seal:
    """One seal as read from its file.

    name: the file's name without suffix, its day. previous, previous_name: the seal before it, "" for the first.
    mac: the HMAC the file states. is_genuine: whether its bytes give that HMAC under our key.
    """

    path: Path
    sealed_at: str
    previous_name: str
    previous: str
    mac: str
    is_genuine: bool

    @property
    def name(self) -> str:
        return self.path.stem

    def heads(self) -> Iterator[tuple[str, int, str]]:
        """Subject, length and hash of each chain when it was sealed; only for a genuine seal."""
        with self.path.open(encoding="utf-8") as file:
            next(file)
            for line in file:
                value = json.loads(line)
                if isinstance(value, list):
                    yield value[0], value[1], value[2]


def seals_folder() -> Path:
    return settings.STATE_DIR / "seals"


def seal_day(day: date | None = None) -> Path | None:
    """Seal all heads as they are now into the file of `day` (today).

    Returns the file, or None when this or a later day is sealed: a seal is never written again, nor behind another.
    """
    day = day or timezone.localdate()
    folder = seals_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / f"{day:%Y-%m-%d}.json"
    last = next(reversed(read_seals()), None)
    if last and last.name >= target.stem:
        return None
    draft = folder / f".{target.stem}.{os.getpid()}"
    try:
        _write(
            draft,
            {
                "day": f"{day:%Y-%m-%d}",
                "sealed_at": timezone.now().isoformat(timespec="seconds"),
                "previous_name": last.name if last else "",
                "previous": last.mac if last else "",
            },
        )
        os.link(draft, target)  # unlike a rename it fails when another worker was faster
    except FileExistsError:
        return None
    finally:
        draft.unlink(missing_ok=True)
    return target


def read_seals() -> list[Seal]:
    """All seals, oldest first."""
    return [_read(path) for path in sorted(seals_folder().glob("????-??-??.json"))]


def _write(path: Path, header: dict[str, str]) -> None:
    mac, count = _new_mac(), 0
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:

        def put(value: Any) -> None:
            line = canonical(value).encode() + b"\n"
            mac.update(line)
            file.write(line)

        put(header)
        for head in _heads():
            put(list(head))
            count += 1
        file.write(canonical({"subjects": count, "hmac": mac.hexdigest()}).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _heads() -> Iterator[tuple[str, int, str]]:
    """Every chain's end, streamed from one statement, so from one moment."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute('SELECT subject, length, hash FROM audit_audithead ORDER BY subject COLLATE "C"')
        yield from cursor


def _read(path: Path) -> Seal:
    mac, header, footer = _new_mac(), {}, {}
    with path.open("rb") as file:
        held = file.readline()
        header = _object(held)
        for line in file:
            mac.update(held)
            held = line
        footer = _object(held)
    stated = str(footer.get("hmac", ""))
    return Seal(
        path=path,
        sealed_at=str(header.get("sealed_at", "")),
        previous_name=str(header.get("previous_name", "")),
        previous=str(header.get("previous", "")),
        mac=stated,
        is_genuine=header.get("day") == path.stem and hmac.compare_digest(stated.encode(), mac.hexdigest().encode()),
    )


def _object(line: bytes) -> dict[str, Any]:
    """The line's JSON object; an empty one for anything else, which no HMAC will fit."""
    try:
        value = json.loads(line)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _new_mac() -> hmac.HMAC:
    return hmac.new(settings.SEAL_KEY.encode(), digestmod=hashlib.sha256)
