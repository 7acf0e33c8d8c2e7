from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from tests import databases
from tests.demo import people, targets

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What reads the demo as it was loaded runs before `addresses` adds its rows to it."""
    places = [place for place, item in enumerate(items) if item.path.parent == HERE]
    ours = sorted((items[place] for place in places), key=lambda item: "addresses" in item.fixturenames)
    for place, item in zip(places, ours, strict=True):
        items[place] = item


@pytest.fixture(scope="package")
def demo(template_database: str, django_db_blocker) -> Iterator[None]:
    """The demo, loaded once for this folder into a database of its own. Tests only read it."""
    owner, _web = databases.roles()
    with django_db_blocker.unblock(), databases.clone(template_database, owner):
        call_command("load_demo", crowd=False, verbosity=0)
        yield


@pytest.fixture(scope="package")
def clients(demo) -> dict[str, Client]:
    """Column of the matrix -> somebody of it, signed in; made once."""
    return people.clients() | {"province_deputy": people.province_deputy()}


@pytest.fixture(scope="package")
def addresses(clients) -> dict[str, str]:
    """URL name -> where it is asked; the rows that the demo lacks are made, once."""
    return targets.addresses(targets.case_of("Rekaan Wulan"))
