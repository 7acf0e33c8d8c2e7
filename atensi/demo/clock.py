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
    now = timezone.now()
    day = timezone.localdate(now) - timedelta(days=days_ago)
    moment = timezone.make_aware(datetime.combine(day, time(hour, minute)))
    moment = min(moment, now)
    with _at(moment):
        yield moment


@contextmanager
def hours_ago(hours: float) -> Iterator[datetime]:
    """Within the block `timezone.now()` is `hours` back. As `on_day`, for what happened today and yesterday."""
    moment = timezone.now() - timedelta(hours=hours)
    with _at(moment):
        yield moment


@contextmanager
def _at(moment: datetime) -> Iterator[None]:
    real = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = real
