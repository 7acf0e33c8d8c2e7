"""The drill: data in, backed up, destroyed, restored elsewhere; and every backup that must not be restored."""

from __future__ import annotations

import io
import json
import os
import signal
import stat
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread, Timer
from unittest import mock
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from psycopg2 import sql

from atensi.audit.seals import seal_day
from atensi.audit.services import record
from atensi.audit.verify import verify
from atensi.documents.models import Document
from atensi.embedded import archive, aside, restore, stored
from atensi.embedded import backup as backup_of
from atensi.embedded.failures import CannotStart
from atensi.embedded.places import ROOT, find_places
from cases.models import Beneficiary
from tests import databases
from tests.cases.factories import CaseFactory
from tests.institutions.factories import actor_of

pytestmark = pytest.mark.slow
NAME = "Umpama Cadangan"
PAPER = b"%PDF-1.7 rekaan " * 1000


@pytest.fixture
def state(tmp_path, settings) -> Path:
    """A state folder with a paper in it."""
    settings.STATE_DIR = tmp_path / "state"
    (settings.STATE_DIR / "files" / "2026").mkdir(parents=True)
    (settings.STATE_DIR / "files" / "2026" / "surat.pdf").write_bytes(PAPER)
    return settings.STATE_DIR


@pytest.fixture
def source(committed_db, state) -> str:
    """A child, a case, a trail and its seal; the name of their database."""
    case = CaseFactory(beneficiary__name=NAME)
    worker = actor_of(case.worker.memberships.get())
    for _time in range(5):
        record("case.view_case", case, by=worker)
    file = {"file": "2026/surat.pdf", "content_type": "application/pdf", "size": len(PAPER), "sha256": "0" * 64}
    Document.objects.create(subject="case:1", title="Surat", **file)
    assert seal_day() is not None
    connection.close()
    return committed_db


@pytest.fixture
def elsewhere(source) -> Iterator[str]:
    """Another database, empty."""
    owner, _web = databases.roles()
    name = f"{source}_baru"
    with databases.acting_as(owner):
        databases.drop_database(name)
        with connection._nodb_cursor() as cursor:
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield name
    with databases.acting_as(owner):
        databases.drop_database(name)


def url_of(name: str, role: int = 0) -> str:
    """The address of database `name` for the owner (0) or the web role (1)."""
    user, server = databases.roles()[role], connection.settings_dict
    sign_in = ":".join(quote(part, safe="") for part in (user["USER"], user["PASSWORD"]) if part)
    port = f":{server['PORT']}" if server["PORT"] else ""
    return f"postgres://{sign_in}@{quote(server['HOST'], safe='')}{port}/{name}"


def environment(tmp_path: Path, database: str, state: Path, **more: str) -> dict[str, str]:
    """What the scripts find on a server with a database and a Redis of its own."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("ATENSI_TEST")}
    keys = {
        "ATENSI_SECRET_KEY": settings.SECRET_KEY,
        "ATENSI_FIELD_KEYS": ",".join(settings.FIELD_KEYS),
        "ATENSI_INDEX_KEY": settings.INDEX_KEY,
        "ATENSI_SEAL_KEY": settings.SEAL_KEY,
    }
    servers = {
        "DATABASE_URL": url_of(database, 1),
        "DATABASE_OWNER_URL": url_of(database),
        "REDIS_URL": settings.REDIS_URL,
        "ATENSI_EMBEDDED_DIR": str(tmp_path / "embedded"),
        "ATENSI_STATE_DIR": str(state),
        "PWD": str(tmp_path),
    }
    return ours | keys | servers | more


def script(name: str, env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", f"atensi.embedded.{name}", *arguments]
    return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture
def backup(tmp_path, source, state) -> Path:
    done = script("backup", environment(tmp_path, source, state), "--to", "cadangan")
    assert done.returncode == 0, done.stderr
    assert "Kunci TIDAK ikut" in done.stdout
    [file] = (tmp_path / "cadangan").iterdir()
    return file


def counts(name: str) -> dict[str, int]:
    with stored.connected(url_of(name)) as held, held.cursor() as cursor:
        return stored.row_counts(cursor)


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def destroy(name: str) -> None:
    owner, _web = databases.roles()
    with databases.acting_as(owner):
        databases.drop_database(name)


def test_the_drill(tmp_path, source, state, elsewhere, backup):
    rows, files = counts(source), tree(state)
    destroy(source)
    new = tmp_path / "state-baru"

    done = script("restore", environment(tmp_path, elsewhere, new), str(backup))

    assert done.returncode == 0, done.stderr
    assert "utuh" in done.stdout
    assert f"{rows['audit_auditevent']} audit_auditevent" in done.stdout
    assert rows["cases_beneficiary"] >= 1
    assert counts(elsewhere) == rows
    assert {name: held for name, held in tree(new).items() if not name.startswith("static")} == files
    connection.settings_dict["NAME"] = elsewhere
    settings.STATE_DIR = new
    assert Beneficiary.objects.get().name == NAME  # read as the web role, opened with the key
    verdict = verify()
    assert (verdict.findings, verdict.seals, verdict.events) == ([], 1, rows["audit_auditevent"])
    connection.close()


def test_a_backup_is_for_its_owners_eyes_and_holds_no_key(source, state, backup):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    held = backup.read_bytes()
    for key in (*settings.FIELD_KEYS, settings.SECRET_KEY, settings.INDEX_KEY, settings.SEAL_KEY):
        assert key.encode() not in held


def test_a_seal_and_a_file_written_during_a_backup(tmp_path, committed_db, state, monkeypatch):
    """A seal written after the dump was begun vouches for events that the dump does not hold; a file is only more."""
    case = CaseFactory(beneficiary__name=NAME)
    dump = backup_of._dump

    def meanwhile(*arguments):
        found = dump(*arguments)
        record("case.view_case", case, by=actor_of(case.worker.memberships.get()))
        assert seal_day() is not None
        (state / "files" / "2026" / "baru.pdf").write_bytes(PAPER)
        return found

    monkeypatch.setattr(backup_of, "_dump", meanwhile)
    keys = dict.fromkeys(archive.KEYS, "x")
    held = backup_of.back_up(
        url_of(committed_db), state, tmp_path, keys=keys, places=find_places("test"), now=datetime.now(tz=UTC)
    )
    connection.close()
    members = archive.read_manifest(held).members
    assert [name for name in members if name.startswith("seals/")] == []
    assert "files/2026/baru.pdf" in members


def test_what_is_there_is_not_overwritten_without_force(tmp_path, source, state, backup):
    env = environment(tmp_path, source, state)
    refused = script("restore", env, str(backup))
    assert refused.returncode == 1
    assert "--force" in refused.stderr

    assert script("restore", env, str(backup), "--force").returncode == 0
    assert schemas(source) == ["public"]
    kept = [path.name for path in state.iterdir() if path.name.startswith("files.")]
    assert len(kept) == 1
    assert (state / kept[0] / "2026" / "surat.pdf").read_bytes() == PAPER


def schemas(name: str) -> list[str]:
    with stored.connected(url_of(name)) as held, held.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema)'")
        return [found for (found,) in cursor.fetchall()]


@pytest.mark.parametrize("fault", ["rows", "dump", "files"])
def test_a_restore_that_fails_leaves_what_was_there(tmp_path, source, state, backup, monkeypatch, fault):
    manifest, unpacked = archive.read_manifest(backup), tmp_path / "isi"
    archive.unpack(backup, manifest, unpacked)
    rows, files = counts(source), tree(state)
    if fault == "rows":
        manifest = replace(manifest, rows={**manifest.rows, "cases_case": 99})
    elif fault == "dump":
        held = (unpacked / archive.DUMP).read_bytes()
        (unpacked / archive.DUMP).write_bytes(held[: len(held) * 9 // 10])
    else:
        monkeypatch.setattr(restore.shutil, "copytree", mock.Mock(side_effect=OSError("penuh")))
    with pytest.raises((CannotStart, OSError)):
        restore.restore(url_of(source), state, manifest, unpacked, places=find_places("test"), force=True)
    assert (counts(source), tree(state), schemas(source)) == (rows, files, ["public"])
    with stored.connected(url_of(source, 1)) as web, web.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        assert cursor.fetchone()[0] == rows["cases_case"]


# A restore whose process is killed where the function of that name begins.
KILLED = """
import os, signal, sys
from atensi.embedded import aside, restore
setattr({module}, "{name}", lambda *_given, **_named: os.kill(os.getpid(), signal.SIGKILL))
restore.main(sys.argv[1:])
"""


@pytest.mark.parametrize(
    "module, name", [("restore", "_without_schema"), ("restore", "compare"), ("aside.stored", "throw_away")]
)
@pytest.mark.parametrize("restart", ["server", "restore"])
def test_a_restore_that_was_killed_is_put_right_by_the_next_start(
    tmp_path, source, state, backup, module, name, restart
):
    env, rows = environment(tmp_path, source, state), counts(source)
    (state / "files" / "2026" / "baru.pdf").write_bytes(PAPER)
    files = tree(state)
    code = KILLED.format(module=module, name=name)
    killed = subprocess.run([sys.executable, "-c", code, str(backup), "--force"], env=env, cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(schemas(source)) == 2

    if restart == "server":
        owner = {**env, "DATABASE_URL": env["DATABASE_OWNER_URL"]}
        assert script("prepare", owner, "owner", databases.roles()[1]["USER"]).returncode == 0
    else:
        assert "--force" in script("restore", env, str(backup)).stderr
    assert (counts(source), tree(state), schemas(source)) == (rows, files, ["public"])


def test_a_killed_restore_is_not_put_right_while_somebody_is_connected(source, state, monkeypatch):
    stored.set_aside(url_of(source), "before_20260101_000000")
    role, _web = databases.roles()
    with monkeypatch.context() as patch, stored.connected(url_of(source)) as there:
        patch.setattr(stored, "LEAVING_SECONDS", 0.5)
        who = rf"before_20260101_000000.*{role['USER']} \({there.get_backend_pid()}\)"
        with pytest.raises(CannotStart, match=who):
            aside.put_right(url_of(source), state)
    assert aside.put_right(url_of(source), state)
    assert not aside.put_right(url_of(source), state)


def test_what_two_killed_restores_left_is_told_apart_from_a_busy_database(source, state):
    for stamp in ("20260101_000000", "20260102_000000"):
        stored.set_aside(url_of(source), f"before_{stamp}")
    with pytest.raises(CannotStart, match=r"^2 pemulihan .*before_20260101_000000, before_20260102_000000.*hapus"):
        aside.put_right(url_of(source), state)
    stored.throw_away(url_of(source), "before_20260102_000000")
    assert aside.put_right(url_of(source), state)


def test_sessions_of_a_role_that_may_not_be_looked_at_are_counted(source):
    """On a server of one's own the owner may not read what the web role's sessions are, only that they are."""
    with stored.connected(url_of(source, 1)) as one, one.cursor() as cursor:
        assert stored.sessions_that_stay(cursor) == []
        with stored.connected(url_of(source)) as other:
            [who] = stored.other_sessions(cursor)
            assert str(other.get_backend_pid()) in who


def test_a_session_that_is_leaving_is_waited_for(source):
    """On a machine with much to do a connection that was closed a moment ago still counts for a while."""
    with stored.connected(url_of(source)) as one, one.cursor() as cursor, stored.connected(url_of(source)) as other:
        leaving = Timer(1, other.close)
        leaving.start()
        assert len(stored.other_sessions(cursor)) == 1
        assert stored.sessions_that_stay(cursor) == []
        leaving.join()


def test_a_helper_of_a_session_is_no_session(source):
    """The processes that compute beside a session write nothing of their own, and end with it."""
    helpers = "SELECT count(*) FROM pg_stat_activity WHERE leader_pid IS NOT NULL"
    with stored.connected(url_of(source)) as one, one.cursor() as cursor, stored.connected(url_of(source)) as other:
        busy = Thread(target=lambda: other.cursor().execute("SET debug_parallel_query = on; SELECT pg_sleep(3)"))
        busy.start()
        until = time.monotonic() + 3
        while (found := one_value(cursor, helpers)) == 0 and time.monotonic() < until:
            time.sleep(0.1)
        assert found
        assert len(stored.other_sessions(cursor)) == 1
        busy.join()


def one_value(cursor, query: str):
    cursor.execute("SELECT pg_stat_clear_snapshot()")
    cursor.execute(query)
    return cursor.fetchone()[0]


def test_other_keys_are_refused(tmp_path, elsewhere, backup):
    env = environment(tmp_path, elsewhere, tmp_path / "baru", ATENSI_INDEX_KEY="kunci-lain")
    refused = script("restore", env, str(backup))
    assert refused.returncode == 1
    assert "ATENSI_INDEX_KEY" in refused.stderr
    assert counts(elsewhere) == {}


def test_new_keys_are_not_made_for_an_old_backup(tmp_path, elsewhere, backup):
    env = environment(tmp_path, elsewhere, tmp_path / "baru")
    del env["ATENSI_SEAL_KEY"]
    env["ATENSI_EMBEDDED_DIR"] = str(tmp_path / "mesin-baru")
    refused = script("restore", env, str(backup))
    assert refused.returncode == 1
    assert "ATENSI_SEAL_KEY" in refused.stderr
    assert not (tmp_path / "mesin-baru").exists()


def test_a_damaged_archive_is_refused(tmp_path, elsewhere, backup):
    held = bytearray(backup.read_bytes())
    held[held.index(b"%PDF-1.7 rekaan") + 3] ^= 1
    damaged = tmp_path / "rusak.tar"
    damaged.write_bytes(held)
    refused = script("restore", environment(tmp_path, elsewhere, tmp_path / "baru"), str(damaged))
    assert refused.returncode == 1
    assert "cadangan rusak" in refused.stderr
    assert counts(elsewhere) == {}


@pytest.mark.parametrize("part", [100, 5_000, 40_000])
def test_a_cut_archive_is_refused(tmp_path, backup, part):
    cut = tmp_path / "potong.tar"
    cut.write_bytes(backup.read_bytes()[:part])
    with pytest.raises(CannotStart):
        archive.unpack(cut, archive.read_manifest(cut), tmp_path / "isi")


def with_members(backup: Path, target: Path, **added: bytes) -> Path:
    """The backup with further members, which its manifest knows under their names."""
    with tarfile.open(backup) as old, tarfile.open(target, "w") as new:
        for entry in old:
            held = old.extractfile(entry).read()
            if entry.name == archive.MANIFEST:
                manifest = json.loads(held)
                for name, text in added.items():
                    manifest["members"][name] = list(archive.digest_of(io.BytesIO(text)))
                held = json.dumps(manifest).encode()
                entry.size = len(held)
            new.addfile(entry, io.BytesIO(held))
        for name, text in added.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(text)
            new.addfile(entry, io.BytesIO(text))
    return target


@pytest.mark.parametrize("name", ["../luar", "files/../../luar", "/tmp/atensi-luar"])  # noqa: S108
def test_nothing_is_written_outside(tmp_path, backup, name):
    forged = with_members(backup, tmp_path / "palsu.tar", **{name: b"x"})
    with pytest.raises(CannotStart, match="cadangan rusak"):
        archive.unpack(forged, archive.read_manifest(forged), tmp_path / "dalam" / "isi")
    assert not (tmp_path / "dalam" / "luar").exists()


def test_what_is_no_backup_is_refused(tmp_path):
    for text in (b"", b"bukan tar", b"\0" * 10_240):
        (tmp_path / "x.tar").write_bytes(text)
        with pytest.raises(CannotStart):
            archive.read_manifest(tmp_path / "x.tar")


def test_a_backup_of_a_newer_atensi_is_refused():
    manifest = archive.Manifest("", 18, ["cases.9999_future"], {}, {}, {})
    with pytest.raises(CannotStart, match="lebih baru"):
        restore.check_code(manifest)


def test_a_backup_of_a_newer_postgresql_is_refused(tmp_path, elsewhere):
    manifest = archive.Manifest("", 99, [], {}, {}, {})
    places = find_places("test")
    with pytest.raises(CannotStart, match="PostgreSQL 99"):
        restore.restore(url_of(elsewhere), tmp_path, manifest, tmp_path, places=places, force=False)
