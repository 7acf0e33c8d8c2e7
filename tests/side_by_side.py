"""Which tests go to the same process when several run side by side (pytest-xdist)."""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadScopeScheduling

# Folders whose tests share a database that takes long to make.
TOGETHER = ("tests/demo/", "tests/generated/")


def unit(nodeid: str) -> str:
    """The tests of one unit run in one process, one after the other: a folder of TOGETHER, and else a file.

    >>> unit("tests/demo/test_people.py::test_one"), unit("tests/ui/test_clock.py::test_two[a::b]")
    ('tests/demo/', 'tests/ui/test_clock.py')
    """
    return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid.partition("::")[0])


def longest_first(items: list[pytest.Item]) -> None:
    """Units with tests marked `slow` come first: whoever is done early takes the short ones."""
    slow = {unit(item.nodeid) for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: unit(item.nodeid) not in slow)


class Units(LoadScopeScheduling):
    """xdist's own loadgroup writes into a field that pytest no longer has (3.8 beside 9.2)."""

    def _split_scope(self, nodeid: str) -> str:
        return unit(nodeid)
