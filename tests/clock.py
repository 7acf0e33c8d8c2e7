"""Time under a test's hand: every service, page and scheduled task asks `django.utils.timezone.now()`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from unittest import mock

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string


class Clock:
    """A clock that stands until the test moves it."""

    def __init__(self, moment: datetime):
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    @property
    def today(self) -> date:
        return timezone.localdate(self.moment)

    def move(self, **delta: int) -> None:
        """Let time pass (`days=3`, `hours=2`) and have the scheduled tasks do their work, as beat does."""
        self.moment += timedelta(**delta)
        run_scheduled_tasks()

    def move_to(self, day: date) -> None:
        """Let time pass until nine o'clock on `day`, which lies ahead."""
        days = (day - self.today).days
        assert days > 0, f"{day} is not after {self.today}"
        self.move(days=days)


def run_scheduled_tasks() -> None:
    """Every task that beat runs, once, in this process."""
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        import_string(entry["task"])()


@contextmanager
def standing_at(year: int, month: int, day: int, hour: int = 9) -> Iterator[Clock]:
    """Within the block it is `hour` o'clock on that day, for this process and all its threads."""
    clock = Clock(timezone.make_aware(datetime(year, month, day, hour)))  # noqa: DTZ001 (made aware here)
    with mock.patch.object(timezone, "now", clock.now):
        yield clock
