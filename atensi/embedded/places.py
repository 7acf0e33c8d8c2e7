"""Where the embedded servers keep their things: one folder per checkout, outside the checkout.

As root the servers run as the system user `_atensi`, whose folders must be reachable: /var/lib/atensi-<checkout>.
An ordinary user's servers run as that user, in ~/.local/state/atensi/<checkout>.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from atensi.embedded.failures import CannotStart

ROOT = Path(__file__).resolve().parent.parent.parent
SERVER_USER = "_atensi"
LONGEST_SOCKET = len("/.s.PGSQL.5432")
SOCKET_LIMIT = 107
# First word of the file that tells how far the demo came; its sign-ins follow.
DEMO_LOADING, DEMO_LOADED = "loading", "loaded"


@dataclass(frozen=True)
class Account:
    """The user the database and Redis run as."""

    name: str
    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        return self.uid != os.geteuid()


@dataclass(frozen=True)
class Places:
    """The folders and files of one embedded set of servers."""

    base: Path
    tools: Path
    account: Account

    @property
    def vault(self) -> Path:
        return self.base / "env"

    @property
    def record(self) -> Path:
        return self.base / "running.json"

    @property
    def demo_mark(self) -> Path:
        return self.base / "demo"

    @property
    def app(self) -> Path:
        return self.base / "app"

    @property
    def data(self) -> Path:
        return self.base / "pgdata"

    @property
    def redis(self) -> Path:
        return self.base / "redis"

    @property
    def sockets(self) -> Path:
        """A short path: the name of a Unix socket holds at most 107 bytes."""
        inside = self.base / "run"
        if len(os.fsencode(inside)) + LONGEST_SOCKET <= SOCKET_LIMIT:
            return inside
        return Path(f"/tmp/atensi-{os.geteuid()}-{digest(self.base)}")  # noqa: S108  owner and mode are checked

    def make(self) -> None:
        """Make the folders that are missing, each with its owner and mode."""
        self.base.mkdir(mode=0o711 if self.account.is_other else 0o700, parents=True, exist_ok=True)
        if self.account.is_other:
            self.base.chmod(0o711)
        self.app.mkdir(mode=0o700, exist_ok=True)
        for folder in (self.redis, self.sockets):
            private_folder(folder, self.account)


def private_folder(folder: Path, account: Account) -> None:
    """Make `folder` for `account` alone; refuse one that somebody else has put there."""
    try:
        folder.mkdir(mode=0o700)
        if account.is_other:
            os.chown(folder, account.uid, account.gid)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid:
            raise CannotStart(f"{folder} milik pengguna lain; singkirkan dahulu.") from None
        folder.chmod(0o700)


def digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:8]


def find_places(kind: str = "") -> Places:
    """Places of this checkout's servers; `kind` "test" has its own. ATENSI_EMBEDDED_DIR names another base folder."""
    account = server_account()
    suffix = f"-{kind}" if kind else ""
    if account.is_other:
        base = Path(f"/var/lib/atensi-{digest(ROOT)}{suffix}")
        tools = Path("/var/lib/atensi-programs")
    else:
        home = Path(os.environ.get("XDG_STATE_HOME") or Path(_own_entry().pw_dir) / ".local" / "state")
        base = home / "atensi" / f"{digest(ROOT)}{suffix}"
        tools = home / "atensi" / "programs"
    if own := os.environ.get("ATENSI_EMBEDDED_DIR"):
        base = Path(f"{Path(own).resolve()}{suffix}")
    return Places(base=base, tools=tools, account=account)


def server_account() -> Account:
    """Ourselves, or as root the system user made for the servers: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return Account(_own_entry().pw_name, os.geteuid(), os.getegid())
    try:
        entry = pwd.getpwnam(SERVER_USER)
    except KeyError:
        entry = _add_server_user()
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _own_entry() -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(os.geteuid())
    except KeyError:
        raise CannotStart(f"pengguna {os.geteuid()} tidak terdaftar di /etc/passwd; PostgreSQL menolaknya.") from None


def _add_server_user() -> pwd.struct_passwd:
    program = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if program is None:
        raise CannotStart(
            f"pengguna sistem {SERVER_USER} tidak dapat dibuat (useradd tidak ada); buatlah lebih dahulu."
        )
    arguments = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    done = subprocess.run(
        [program, *arguments, "--shell", "/usr/sbin/nologin", SERVER_USER], capture_output=True, text=True, check=False
    )
    try:
        return pwd.getpwnam(SERVER_USER)
    except KeyError:
        raise CannotStart(f"pengguna sistem {SERVER_USER} tidak dapat dibuat: {done.stderr.strip()}") from None


def take_lock(places: Places) -> IO[str] | None:
    """The lock of these places, held until it is closed or the process ends; None when somebody else holds it."""
    lock = (places.base / "lock").open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock
