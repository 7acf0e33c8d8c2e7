"""Debian's Chromium for the tests marked `browser`, and the site they look at."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread

HOW_TO_GET_IT = "apt-get install chromium (sebagai root di Debian), lalu script/test lagi"


def chromium() -> str | None:
    """Path of the installed Chromium: ATENSI_CHROMIUM, or the one on PATH."""
    return os.environ.get("ATENSI_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def skip_browser_tests(items: list[pytest.Item]) -> int:
    """Without a Chromium, skip every test marked `browser` (returns how many) or stop where skipping is forbidden."""
    wanting = [item for item in items if item.get_closest_marker("browser")]
    if not wanting or chromium():
        return 0
    if os.environ.get("ATENSI_BROWSER_REQUIRED") == "1":
        raise pytest.UsageError(f"Chromium tidak ada: {HOW_TO_GET_IT}")
    for item in wanting:
        item.add_marker(pytest.mark.skip(reason="Chromium tidak ada"))
    return len(wanting)


@contextmanager
def serving() -> Iterator[str]:
    """The site on a free loopback port, from threads of this process; yields its address without a slash at the end."""
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    try:
        yield f"http://127.0.0.1:{thread.port}"
    finally:
        thread.terminate()


@contextmanager
def launched(playwright: Any) -> Iterator[Any]:
    browser = playwright.chromium.launch(executable_path=chromium())
    try:
        yield browser
    finally:
        browser.close()
