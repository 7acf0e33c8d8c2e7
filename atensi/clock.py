"""How far a date lies away, in a mark and in words: the same for every date that obliges.

Marks: "stop" overdue, "care" today, "half" near, "wait" later, "fine" done. Thresholds: settings.CLOCK_*.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from atensi.language import counted

HOUR = timedelta(hours=1)
# The three Indonesian zones by offset from UTC; other offsets are shown without a name.
ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}
NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Clock:
    """A mark (`data-mark`) and the words beside it."""

    mark: str
    words: str


def local(value: date | datetime) -> date | datetime:
    """An aware datetime in the active time zone; a date as it is."""
    return timezone.localtime(value) if isinstance(value, datetime) else value


def as_day(value: date | datetime) -> date:
    value = local(value)
    return value.date() if isinstance(value, datetime) else value


def time_words(value: datetime) -> str:
    """ "09.15 WIB" in the active time zone."""
    value = local(value)
    hours = value.utcoffset().total_seconds() / 3600
    return NBSP.join(filter(None, [date_format(value, "TIME_FORMAT"), ZONES.get(hours, "")]))


def date_words(value: date | datetime, *, short: bool = False, today: date | None = None) -> str:
    """ "2 Juli 2026", short "2 Jul 2026"; with `today` given, the year is left out when it is today's."""
    day = as_day(value)
    form = "j M" if short else "j F"
    words = date_format(day, form).replace(" ", NBSP)
    return words if today is not None and today.year == day.year else f"{words}{NBSP}{day.year}"


def moment_words(value: date | datetime, today: date) -> str:
    """When something happened: "Hari ini", "Kemarin" or the date, with the hour when it is known and recent."""
    day = as_day(value)
    words = {0: _("Hari ini"), 1: _("Kemarin")}.get((today - day).days) or date_words(day, short=True)
    recent = isinstance(value, datetime) and (today - day).days < 7
    return f"{words}, {time_words(value)}" if recent else words


def clock(
    due: date | datetime,
    now: datetime,
    *,
    done: date | datetime | None = None,
    board: bool = False,
) -> Clock:
    """The clock of `due` seen at `now` (aware).

    done: the day it was done; then the clock stands still.
    board: on boards the last days before are "care" already (settings.CLOCK_BOARD_CARE_DAYS).
    """
    today = as_day(now)
    if done is not None:
        return Clock("fine", _("Selesai %(date)s") % {"date": date_words(done, today=today)})
    days = (as_day(due) - today).days
    if (due <= now) if isinstance(due, datetime) else days < 0:  # as `Deadline.late`
        return Clock("stop", _overdue(due, now, days))
    care = settings.CLOCK_BOARD_CARE_DAYS if board else 0
    mark = "care" if days <= care else "half" if days <= settings.CLOCK_NEAR_DAYS else "wait"
    return Clock(mark, _ahead(due, today, days))


def _overdue(due: date | datetime, now: datetime, days: int) -> str:
    if not isinstance(due, datetime):
        return counted("Lewat %(n)d hari", n=-days)
    late = now - due
    if late < HOUR:
        return counted("Lewat %(n)d menit", n=max(1, late.seconds // 60))
    if late < 24 * HOUR:
        return counted("Lewat %(n)d jam", n=late // HOUR)
    return counted("Lewat %(n)d hari", n=late.days)


def _ahead(due: date | datetime, today: date, days: int) -> str:
    """Distance first, then the date; the weekday within a week, the hour when there is one and it is near."""
    parts = [
        {0: _("Hari ini"), 1: _("Besok")}.get(days) or counted("%(n)d hari lagi", n=days),
        date_format(as_day(due), "l") if 1 < days < 7 else "",
        date_words(due, today=today) if days > 1 else "",
        time_words(due) if isinstance(due, datetime) and days < 7 else "",
    ]
    return ", ".join(part for part in parts if part)


def age_words(born: date, today: date, precision: str = "DAY") -> str:
    """Age in years, under two in months ("14 bulan"); "sekitar" before it when only the year or the age is known."""
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    if months < 0:
        return _("belum lahir")
    if months < 1:
        words = _("kurang dari 1 bulan")
    elif months < 24:
        words = counted("%(n)d bulan", n=months)
    else:
        words = counted("%(n)d tahun", n=months // 12)
    return words if precision in {"DAY", "MONTH"} else _("sekitar %(age)s") % {"age": words}
