"""Settings of the tests: the real ones, apart from what would only make the tests slow or make runs meet."""

import os
import re
import zlib

from atensi.settings import *  # noqa: F403
from atensi.settings import CACHES, CELERY_BROKER_URL, DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Static files straight from their sources: no collectstatic before a test run.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

# A Redis database number of our own, never 0: the session empties it. Four at most run side by side (suite.py).
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_number = 1 + 4 * (zlib.crc32(DATABASES["default"]["NAME"].encode()) % 3) + _worker % 4


def _numbered(url: str) -> str:
    """The same Redis, another database: `.../0`, `?db=0` and Celery's `?virtual_host=0`."""
    numbered, changed = re.subn(r"(/|[?&](?:db|virtual_host)=)\d+$", rf"\g<1>{_number}", url)
    return numbered if changed else f"{url.rstrip('/')}/{_number}"


REDIS_URL = _numbered(CACHES["default"]["LOCATION"])
CACHES = {"default": {**CACHES["default"], "LOCATION": REDIS_URL}}
CELERY_BROKER_URL = _numbered(CELERY_BROKER_URL)
API_RATE = "100000/min"
