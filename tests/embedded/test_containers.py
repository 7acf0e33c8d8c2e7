"""The containers' description, read as YAML: what was tried beyond that stands in the README."""

import re
import shlex
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from atensi.embedded.application import ACCESS_LOG
from atensi.embedded.archive import FOLDERS

ROOT = Path(settings.BASE_DIR)
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SERVICES = COMPOSE["services"]
OURS = ["web", "worker", "beat", "prepare"]
# Read by docker-compose.yml itself or by the images of others.
OF_OTHERS = {"POSTGRES_PASSWORD", "POSTGRES_INITDB_ARGS", "OWNER_PASSWORD", "WEB_PASSWORD"}


def test_every_part_is_there():
    assert set(SERVICES) == {"db", "redis", "web", "worker", "beat", "prepare"}


def test_the_servers_are_the_ones_we_test_with():
    assert SERVICES["db"]["image"] == "postgres:18"
    assert SERVICES["redis"]["image"].startswith("redis:")


def test_the_database_keeps_its_data_in_the_volume():
    """From 18 on the image's volume is the folder above `data`: one mounted at `data` would stay empty."""
    mounts = dict(volume.split(":")[:2] for volume in SERVICES["db"]["volumes"])
    assert mounts["postgres"] == "/var/lib/postgresql"
    assert set(COMPOSE["volumes"]) == {"postgres", "redis", "state"}


def test_what_a_backup_holds_lies_in_a_volume_of_every_part_of_ours():
    assert "ATENSI_STATE_DIR=/var/lib/atensi" in DOCKERFILE
    assert all(SERVICES[name]["volumes"] == ["state:/var/lib/atensi"] for name in OURS)
    assert set(FOLDERS) == {"files", "seals"}


@pytest.mark.parametrize("name", ["db", "redis", "web", "worker"])
def test_a_part_says_whether_it_is_well(name):
    assert SERVICES[name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", OURS)
def test_nothing_of_ours_starts_before_the_servers_answer(name):
    waits = {part: how["condition"] for part, how in SERVICES[name]["depends_on"].items()}
    if name == "prepare":
        assert waits == {"db": "service_healthy", "redis": "service_healthy"}
    else:
        assert waits == {"prepare": "service_completed_successfully"}


def test_only_the_web_is_reached_from_outside_and_only_from_this_machine():
    ports = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert list(ports) == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in ports["web"])


def test_no_secret_has_a_default():
    secret = re.compile(r"KEY|KEYS|PASSWORD|TOKEN")
    text = (ROOT / "docker-compose.yml").read_text()
    for name, default in re.findall(r"\$\{(\w+)(:[-?][^}]*)?\}", text):
        if secret.search(name):
            assert default in (":?", ":-"), name
    assert "COPY .env" not in DOCKERFILE
    assert ".env" in (ROOT / ".dockerignore").read_text().split()


def names_read_by_settings() -> set[str]:
    text = (ROOT / "atensi" / "settings.py").read_text()
    return set(re.findall(r'env(?:_list)?\("(\w+)"', text))


@pytest.mark.parametrize("name", OURS)
def test_every_variable_is_one_that_the_settings_read(name):
    assert set(SERVICES[name]["environment"]) - names_read_by_settings() - {"DATABASE_OWNER_URL"} == set()


def test_what_the_settings_must_have_is_given():
    needed = {
        "ATENSI_SECRET_KEY",
        "ATENSI_FIELD_KEYS",
        "ATENSI_INDEX_KEY",
        "ATENSI_SEAL_KEY",
        "DATABASE_URL",
        "REDIS_URL",
    }
    assert all(needed <= set(SERVICES[name]["environment"]) for name in OURS)


def test_the_running_application_knows_no_owner():
    assert all("DATABASE_OWNER_URL" not in SERVICES[name]["environment"] for name in OURS if name != "prepare")


def test_the_web_server_writes_no_query_and_no_name():
    assert f'"{ACCESS_LOG}"' in DOCKERFILE
    assert set(re.findall(r"%\(([^)]+)\)", ACCESS_LOG)) == {"{x-request-id}o", "m", "U", "s", "M"}
    assert "atensi.embedded.access_log.QuietLogger" in DOCKERFILE


def test_the_commands_are_lists_of_words():
    for name in ("worker", "beat"):
        assert SERVICES[name]["command"][:3] == ["celery", "-A", "atensi.celery"]
    assert shlex.split(SERVICES["prepare"]["command"][2])


def test_every_setting_stands_in_the_readme():
    text = (ROOT / "README.md").read_text()
    assert sorted(name for name in names_read_by_settings() if f"`{name}`" not in text) == []
