"""Keys and passwords, made at the first start and kept in a file that only its owner reads (0600).

A variable that is set in the environment wins over the file.
"""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from atensi.embedded.failures import CannotStart


def _fernet_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


KEYS: dict[str, Callable[[], str]] = {
    "ATENSI_SECRET_KEY": lambda: secrets.token_urlsafe(50),
    "ATENSI_FIELD_KEYS": _fernet_key,
    "ATENSI_INDEX_KEY": lambda: secrets.token_urlsafe(32),
    "ATENSI_SEAL_KEY": lambda: secrets.token_urlsafe(32),
}
PASSWORDS = ("POSTGRES_PASSWORD", "OWNER_PASSWORD", "WEB_PASSWORD", "REDIS_PASSWORD")


def make_secrets() -> dict[str, str]:
    return {name: make() for name, make in KEYS.items()} | {name: secrets.token_urlsafe(24) for name in PASSWORDS}


def open_vault(path: Path, *, data: Path) -> dict[str, str]:
    """Keys and passwords from `path`, made when missing; raises when they are gone and their `data` is not."""
    if not path.exists() and data.exists():
        raise CannotStart(
            f"{path} hilang, padahal {data} masih ada dan tidak terbaca tanpa kuncinya; pulihkan dari cadangan."
        )
    kept = _read(path) if path.exists() else {}
    missing = {name: value for name, value in make_secrets().items() if name not in kept}
    if missing:
        kept |= missing
        write_private(path, "".join(f"{name}={value}\n" for name, value in kept.items()))
    return kept


def application_keys(kept: dict[str, str]) -> dict[str, str]:
    """What the application itself needs of the vault, the environment first."""
    return {name: os.environ.get(name) or kept[name] for name in KEYS}


def _read(path: Path) -> dict[str, str]:
    lines = (line.partition("=") for line in path.read_text().splitlines() if "=" in line)
    return {name: value for name, _, value in lines}


def write_private(path: Path, text: str) -> None:
    """Write a file for our eyes only, whole or not at all."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
