"""Range expressions for exclusion constraints without an extension. A leaf."""

from django.db.models import Func


class IdRange(Func):
    """An id as a one-element range, so that it can stand in a GiST exclusion beside a date range."""

    function = "int8range"
    template = "%(function)s(%(expressions)s, %(expressions)s, '[]')"


class DateRange(Func):
    """`daterange(start, end, bounds)`; an empty end is open. End before start raises DataError: check it first."""

    function = "daterange"
