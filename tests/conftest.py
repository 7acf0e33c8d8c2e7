"""Fixtures for every test: a real PostgreSQL as the web role, a real Redis, strict templates.

Nobody truncates. A test that needs real commits or threads asks for `committed_db` and gets a database of its own.
A browser test is marked `browser` and asks for `live_site` (its address) and `browser` (a Chromium).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import sync_playwright

from tests import browsers, databases, side_by_side
from tests.strict_templates import strict_templates

# Helpers beside the tests assert too: rewrite them before anybody imports them, whichever folder comes first.
pytest.register_assert_rewrite(
    *(f"tests.{package.parent.name}" for package in Path(__file__).parent.glob("*/__init__.py"))
)

SKIPPED = pytest.StashKey[int]()

# `--hypothesis-profile=deep` looks longer. No deadline: on a busy machine the database is at times slow.
hypothesis_settings.register_profile("ci", max_examples=50, deadline=None)
hypothesis_settings.register_profile("deep", max_examples=2000, deadline=None)
hypothesis_settings.load_profile("ci")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    return side_by_side.Units(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    side_by_side.longest_first(items)
    for item in items:
        marker = item.get_closest_marker("django_db")
        if "transactional_db" in item.fixturenames or (marker and marker.kwargs.get("transaction")):
            raise pytest.UsageError(f"{item.nodeid}: use the fixture committed_db; the web role may not TRUNCATE")
    skipped = browsers.skip_browser_tests(items)
    if skipped:
        config.stash[SKIPPED] = skipped


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if skipped := config.stash.get(SKIPPED, 0):
        terminalreporter.write_line(f"{skipped} uji peramban dilewati: {browsers.HOW_TO_GET_IT}")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_modify_db_settings: None,
    django_db_keepdb: bool,
    django_db_createdb: bool,
) -> Iterator[None]:
    """Create, migrate and fill the test database as its owner; leave the connection to the web role."""
    owner, web = databases.roles()
    keep = django_db_keepdb and not django_db_createdb
    with django_db_blocker.unblock():
        databases.become(owner)
        if web["USER"] == databases.DEVELOPMENT_ROLE:
            databases.ensure_development_role()
        created = setup_databases(verbosity=0, interactive=False, keepdb=keep, serialized_aliases=set())
        databases.grant(web)
        databases.become(web)
        call_command("load_reference", verbosity=0)
        connection.close()
    yield
    with django_db_blocker.unblock():
        databases.become(owner)
        if not django_db_keepdb:
            teardown_databases(created, verbosity=0)


@pytest.fixture(scope="session")
def template_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A copy of the fresh test database that nobody connects to, from which `committed_db` clones."""
    owner, _ = databases.roles()
    name = f"{connection.settings_dict['NAME']}_t"
    with django_db_blocker.unblock():
        source = connection.settings_dict["NAME"]
        with databases.acting_as(owner):
            databases.copy_database(source, name)
        yield name
        with databases.acting_as(owner):
            databases.drop_database(name)


@pytest.fixture
def committed_db(template_database: str, django_db_blocker: Any) -> Iterator[str]:
    """A database of this test's own, in which commits are real and threads see each other."""
    owner, _ = databases.roles()
    with django_db_blocker.unblock(), databases.clone(template_database, owner) as name:
        yield name


@pytest.fixture
def live_site(committed_db: str) -> Iterator[str]:
    """Address of the site, served on a free port from a database of this test's own."""
    with browsers.serving() as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for the run; make a context per person: `browser.new_context(viewport=..., base_url=live_site)`."""
    # Playwright's loop runs in the thread of the tests, which Django would take for asynchronous code. From here on
    # Django keeps another connection for the thread; one left open would stand in the way of copying the database.
    connection.close()
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with browsers.launched(playwright) as chromium:
            yield chromium


@pytest.fixture(scope="session", autouse=True)
def _own_redis() -> None:
    """A Redis database number of this run's own, empty at the start."""
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def _undefined_template_variables_fail() -> Iterator[None]:
    with strict_templates():
        yield
