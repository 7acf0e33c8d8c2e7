"""Chromium for the browser tests: Debian's, installed when we may."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

APT = ("apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120")


def ensure_chromium() -> None:
    """Install Chromium when it is missing and we are root on Debian; otherwise the browser tests say that they skip."""
    if os.environ.get("ATENSI_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser"):
        return
    if os.geteuid() != 0 or not is_debian() or not shutil.which("apt-get"):
        return
    sys.stdout.write("Chromium belum ada; dipasang dengan apt-get ...\n")
    sys.stdout.flush()
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        done = subprocess.run([*APT, *arguments], env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.stdout.write("Chromium tidak dapat dipasang (apt-get gagal).\n")
            return


def is_debian(release: Path = Path("/etc/os-release")) -> bool:
    lines = release.read_text().splitlines() if release.exists() else []
    return any(line.replace('"', "") == "ID=debian" for line in lines)
