"""How far days reach, and range expressions for exclusion constraints without an extension. A leaf."""

from datetime import date

from django.db.models import Func
from django.utils.translation import gettext_lazy as _

# Whatever is counted from a day between these stays within the calendar.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
OUT_OF_REACH = _("Tanggal ini di luar jangkauan. Periksa tahunnya.")


def within_reach(day: date) -> bool:
    """Whether `day`, a moment's day where it was, lies from FIRST_DAY to LAST_DAY."""
    return FIRST_DAY <= day <= LAST_DAY


class IdRange(Func):
    """An id as a one-element range, so that it can stand in a GiST exclusion beside a date range."""

    function = "int8range"
    template = "%(function)s(%(expressions)s, %(expressions)s, '[]')"

    def as_sql(self, compiler, connection, **context):
        """The expression stands twice, and so do its values when a row is checked before it is written."""
        sql, params = super().as_sql(compiler, connection, **context)
        return sql, [*params, *params]


class DateRange(Func):
    """`daterange(start, end, bounds)`; an empty end is open. End before start raises DataError: check it first."""

    function = "daterange"


class NumberRange(Func):
    """`int4range(low, high, bounds)`. High before low raises DataError: check it first."""

    function = "int4range"


class MomentRange(Func):
    """`tstzrange(start, end)`, the end not included. End before start raises DataError: check it first."""

    function = "tstzrange"
