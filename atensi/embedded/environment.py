"""The environment that the application's processes get: `atensi.settings` reads nothing else."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from ipaddress import ip_address

from atensi.embedded.places import ROOT, Places
from atensi.embedded.vault import application_keys

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def application_environment(
    places: Places, kept: Mapping[str, str], *, database_url: str, redis_url: str
) -> dict[str, str]:
    """Ours with everything the settings need; without the owner's URL, which the running application must not know."""
    ours = {name: value for name, value in os.environ.items() if name not in ("DATABASE_OWNER_URL", "PYTHONHOME")}
    return {
        **ours,
        **application_keys(dict(kept)),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "DJANGO_SETTINGS_MODULE": "atensi.settings",
        "ATENSI_DEBUG": "0",
        "ATENSI_STATE_DIR": os.environ.get("ATENSI_STATE_DIR", str(places.app)),
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def served_names(host: str) -> str:
    """What browsers may call us (ATENSI_HOSTS): loopback names, and for a wider host its name and this machine's."""
    names = list(LOOPBACK)
    if not is_loopback(host):
        here = socket.gethostname()
        names += [host, here, socket.getfqdn(here), *_addresses(here)]
    return ",".join(dict.fromkeys(name for name in names if name not in ("0.0.0.0", "::")))  # noqa: S104


def _addresses(name: str) -> list[str]:
    try:
        found = [entry[4][0] for entry in socket.getaddrinfo(name, None)]
    except OSError:
        return []
    return [f"[{address}]" if ":" in str(address) else str(address) for address in found]
