"""Working days and local time, for every deadline that the law or an office counts in working days."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from .models import Holiday, Region

SATURDAY = 5
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")  # WIB, WITA, WIT: Region.time_zone is one of them


def is_workday(day: date, *, region: Region | None = None) -> bool:
    """Whether offices in `region` are open on `day`: not a Saturday, a Sunday or a row of Holiday that holds there."""
    return day.weekday() < SATURDAY and not Holiday.objects.held_in(region).filter(day=day).exists()


def add_workdays(start: date, count: int, *, region: Region | None = None) -> date:
    """The `count`-th working day after `start`; `start` itself is not counted, and 0 gives `start`.

    region: where the office is; holidays of its province and regency count beside the national ones. One query.
    Raises ValueError for a negative count: no deadline runs backwards.
    """
    if count < 0:
        raise ValueError("count must not be negative")
    closed = set(Holiday.objects.held_in(region).filter(day__gt=start).values_list("day", flat=True))
    day = start
    while count:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY and day not in closed:
            count -= 1
    return day


def workdays_between(start: date, end: date, *, region: Region | None = None) -> int:
    """How many working days of `region` lie after `start`, up to and with `end`; 0 when `end` is not later: the count
    that `add_workdays` goes. One query."""
    closed = set(Holiday.objects.held_in(region).filter(day__gt=start, day__lte=end).values_list("day", flat=True))
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(day.weekday() < SATURDAY and day not in closed for day in days)


def zone_of(region: Region) -> ZoneInfo:
    """The time zone of a region: WIB, WITA or WIT. Deadlines run in the zone of the case's region."""
    return ZoneInfo(region.time_zone)


def local_day(at: datetime, region: Region) -> date:
    """The calendar day that an aware moment falls on in `region`."""
    return at.astimezone(zone_of(region)).date()


def today_in(region: Region) -> date:
    """The calendar day that it is in `region`: an office's day, whoever asks and wherever they sit."""
    return local_day(timezone.now(), region)


def before_today(day: str, zone: str, *, days: int = 0, at: datetime | None = None) -> Q:
    """Rows whose `day` (a path to a date) lies before today plus `days`, at moment `at` (now), where they belong.

    zone: a path to the time zone that counts. A day is over at its midnight there, exactly as `Deadline.late` says it.
    """
    at = at or timezone.now()
    ends = {name: at.astimezone(ZoneInfo(name)).date() + timedelta(days=days) for name in ZONES}
    last = max(ends.values())
    condition = Q(**{f"{day}__lt": last})
    # For two hours of the night the zones are on different days; for the rest of the day no zone has to be asked.
    for name, end in ends.items():
        if end != last:
            condition &= ~Q(**{zone: name}) | Q(**{f"{day}__lt": end})
    return condition


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of a shorter month, as PostgreSQL counts."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))
