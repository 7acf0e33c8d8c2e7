import pytest

from atensi.deadlines.services.keeping import reconcile
from atensi.deadlines.services.telling import tell
from tests.clock import standing_at

pytest.register_assert_rewrite("tests.flows.then", "tests.cases.rules")


@pytest.fixture
def clock(settings, tmp_path):
    """A Monday morning; seals of these days stay out of the developer's own state. Whatever a story did, its services
    kept every deadline themselves: the sweep that compares them with their clocks finds nothing to mend."""
    settings.STATE_DIR = tmp_path
    with standing_at(2026, 1, 5) as clock:
        yield clock
        assert reconcile() == 0
        tell()
        assert tell().notices == 0
