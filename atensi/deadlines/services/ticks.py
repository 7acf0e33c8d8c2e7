"""The record of scheduled work: when it ran last and what it did, so that a clock that stands still is seen."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from ..models import Tick

KEEP_DAYS = 30


@contextmanager
def ticking(task: str) -> Iterator[dict[str, Any]]:
    """Record one run of `task`; what the block puts into the given dict is kept. A run that raises never ended."""
    tick = Tick.objects.create(task=task, began_at=timezone.now())
    yield tick.done
    tick.ended_at = timezone.now()
    tick.save(update_fields=["ended_at", "done"])


def last_ended(task: str) -> datetime | None:
    """When `task` last ran to its end."""
    return Tick.objects.filter(task=task, ended_at__isnull=False).values_list("ended_at", flat=True).first()


def forget_old_ticks(at: datetime | None = None) -> int:
    """Drop runs that are a month old; returns how many."""
    return Tick.objects.filter(began_at__lt=(at or timezone.now()) - timedelta(days=KEEP_DAYS)).delete()[0]
