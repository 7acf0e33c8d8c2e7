import pytest

from tests.clock import standing_at


@pytest.fixture(autouse=True)
def clock():
    """Well before any due date of these tests."""
    with standing_at(2026, 6, 1) as clock:
        yield clock
