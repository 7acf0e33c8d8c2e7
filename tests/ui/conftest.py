import pytest
from django.core.cache import cache

from atensi import access
from tests.ui.urls import TRIALS


@pytest.fixture(autouse=True)
def trial_pages(settings, monkeypatch):
    """The addresses of tests/ui/urls.py, open to everybody; rate limits start anew."""
    settings.ROOT_URLCONF = "tests.ui.urls"
    for name in TRIALS:
        monkeypatch.setitem(access.ACCESS, f"trial_{name}", access.PUBLIC)
    cache.clear()
