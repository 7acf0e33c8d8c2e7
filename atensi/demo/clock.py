"""Telling the past: the demo's cases happened on days before today, and every service stamps `timezone.now()`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta

from django.utils import timezone


@contextmanager
def on_day(days_ago: int, hour: int = 9, minute: int = 0) -> Iterator[datetime]:
    """Within the block `timezone.now()` is `days_ago` days back at `hour` local time.

    Used by the demo alone, in a process of its own: it replaces Django's clock for the whole process.
    """
    real = timezone.now
    day = timezone.localdate(real()) - timedelta(days=days_ago)
    moment = timezone.make_aware(datetime.combine(day, time(hour, minute)))
    moment = min(moment, real())
    timezone.now = lambda: moment
    try:
        yield moment
    finally:
        timezone.now = real
