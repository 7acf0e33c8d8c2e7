"""Working days and local time, for every deadline that the law or an office counts in working days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from .models import Holiday, Region

SATURDAY = 5


def is_workday(day: date) -> bool:
    """Whether offices are open on `day`: not a Saturday, a Sunday or a row of Holiday."""
    return day.weekday() < SATURDAY and not Holiday.objects.filter(day=day).exists()


def add_workdays(start: date, count: int) -> date:
    """The `count`-th working day after `start`; `start` itself is not counted, and 0 gives `start`.

    One query. Raises ValueError for a negative count: no deadline runs backwards.
    """
    if count < 0:
        raise ValueError("count must not be negative")
    closed = set(Holiday.objects.filter(day__gt=start).values_list("day", flat=True))
    day = start
    while count:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY and day not in closed:
            count -= 1
    return day


def zone_of(region: Region) -> ZoneInfo:
    """The time zone of a region: WIB, WITA or WIT. Deadlines run in the zone of the case's region."""
    return ZoneInfo(region.time_zone)


def local_day(at: datetime, region: Region) -> date:
    """The calendar day that an aware moment falls on in `region`."""
    return at.astimezone(zone_of(region)).date()
