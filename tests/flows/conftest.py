import pytest

from tests.clock import standing_at

pytest.register_assert_rewrite("tests.flows.then", "tests.cases.rules")


@pytest.fixture
def clock(settings, tmp_path):
    """A Monday morning; seals of these days stay out of the developer's own state."""
    settings.STATE_DIR = tmp_path
    with standing_at(2026, 1, 5) as clock:
        yield clock
