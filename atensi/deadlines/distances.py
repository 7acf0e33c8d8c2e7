"""How far away a deadline is, counted where it is counted: the last day in the zone of its office, an hour anywhere."""

from datetime import UTC, datetime, time, timedelta, tzinfo
from datetime import timezone as fixed_zone

from django.utils import timezone

from atensi.clock import Clock as Distance
from atensi.clock import clock as distance

from .hooks import clock_named
from .models import Deadline


def distance_of(row: Deadline, at: datetime) -> Distance:
    """The mark and words of `row` at moment `at`: "stop" exactly when `Deadline.objects.late(at)` has it."""
    if clock_named(row.clock).due_at:
        return distance(row.due_at, at, board=True)
    with timezone.override(zone_of(row)):
        return distance(row.due_on, at, board=True)


def zone_of(row: Deadline) -> tzinfo:
    """The zone in whose midnight the last day of `row` ends."""
    midnight = datetime.combine(row.due_on + timedelta(days=1), time.min, UTC)
    return fixed_zone(midnight - row.due_at)
