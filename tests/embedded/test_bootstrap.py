"""What stands before the first installed package: `.venv` from the lock file, once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from atensi.embedded import bootstrap


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    venv = tmp_path / ".venv"
    monkeypatch.setattr(bootstrap, "VENV", venv)
    monkeypatch.setattr(bootstrap, "PYTHON", venv / "bin" / "python")
    (tmp_path / "requirements.lock").write_text("")
    return tmp_path


@pytest.fixture
def installed(checkout: Path) -> Path:
    """A complete `.venv`, as far as bootstrap looks at it."""
    lock = checkout / "requirements.lock"
    bootstrap.PYTHON.parent.mkdir(parents=True)
    bootstrap.PYTHON.touch()
    bootstrap.stamp_of(lock).write_text(bootstrap.digest(lock))
    return lock


def test_a_complete_environment_is_left_alone(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "run", lambda command: pytest.fail(f"{command} run"))
    bootstrap.ensure_environment(installed)


def test_a_changed_lock_is_installed_again(installed: Path) -> None:
    installed.write_text("# another\n")
    assert not bootstrap.is_installed(installed)


def test_a_vanished_python_is_noticed(installed: Path) -> None:
    bootstrap.PYTHON.unlink()
    assert not bootstrap.is_installed(installed)


@pytest.mark.slow
def test_an_environment_is_made_and_stamped(checkout: Path) -> None:
    lock = checkout / "requirements.lock"
    bootstrap.ensure_environment(lock)
    assert bootstrap.is_installed(lock)
    assert bootstrap.run([bootstrap.PYTHON, "-c", "import pip"]).returncode == 0


def test_a_missing_venv_module_is_one_sentence(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(bootstrap.CannotStart, match="modul venv tidak ada"):
        bootstrap.ensure_environment(checkout / "requirements.lock")
    assert not bootstrap.VENV.exists()


def test_a_failed_installation_is_one_sentence_and_not_stamped(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = checkout / "requirements.lock"
    bootstrap.VENV.mkdir()
    failed = subprocess.CompletedProcess([], 1, "ERROR: no network")
    monkeypatch.setattr(bootstrap, "run", lambda command: failed)
    with pytest.raises(bootstrap.CannotStart, match="memerlukan jaringan"):
        bootstrap.install(lock)
    assert not bootstrap.stamp_of(lock).exists()
    assert "no network" in (bootstrap.VENV / "pip.log").read_text()


def test_it_needs_nothing_but_the_standard_library() -> None:
    """Run as the scripts run it: isolated, from a folder that holds none of its neighbours."""
    source = Path(bootstrap.__file__)
    ended = subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            f"exec(compile(open({str(source)!r}).read(), 'b', 'exec'), {{'__name__': 'b', '__file__': 'b'}})",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
