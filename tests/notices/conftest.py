import pytest

from atensi.notices.kinds import NOTICE_KINDS
from tests.notices.factories import PLAIN, REQUIRED, URGENT


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    """Three kinds of the tests' own beside the real ones."""
    for kind in (PLAIN, REQUIRED, URGENT):
        monkeypatch.setitem(NOTICE_KINDS, kind.code, kind)
