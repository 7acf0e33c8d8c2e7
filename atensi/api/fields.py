"""Fields of what a client sends: days within reach, rows by their id, codes of the lists in force, regions by code."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from atensi.ranges import OUT_OF_REACH, within_reach

LONGEST = 10_000


class Text(serializers.CharField):
    """Free text, at most LONGEST letters."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", LONGEST)
        if not kwargs.get("required", True):
            kwargs.setdefault("allow_blank", True)
        super().__init__(**kwargs)


class Day(serializers.DateField):
    """A day from FIRST_DAY to LAST_DAY: whatever is counted from it stays within the calendar."""

    default_error_messages = {"out_of_reach": OUT_OF_REACH}

    def to_internal_value(self, value: Any) -> date:
        day = super().to_internal_value(value)
        if not within_reach(day):
            self.fail("out_of_reach")
        return day


class Moment(serializers.DateTimeField):
    """A moment, as far as a `Day` reaches; without an offset it is the office's own time."""

    default_error_messages = {"out_of_reach": OUT_OF_REACH}

    def to_internal_value(self, value: Any) -> Any:
        moment = super().to_internal_value(value)
        if not within_reach(moment.date()):
            self.fail("out_of_reach")
        return moment


class Ref(serializers.IntegerField):
    """The id of a row. rows: context of the request -> the rows that may be named here."""

    default_error_messages = {"unknown": _("Tidak ada di antara pilihan.")}

    def __init__(self, rows: Callable[[dict[str, Any]], Any], **kwargs):
        self.rows = rows
        super().__init__(min_value=1, max_value=2**63 - 1, **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        row = self.rows(self.context).filter(pk=super().to_internal_value(data)).first()
        if row is None:
            self.fail("unknown")
        return row

    def run_validators(self, value: Any) -> None:
        """The number was checked before it became a row."""


class Key(serializers.CharField):
    """A row by its code. rows: context -> the rows that may be named; by: the name of the column."""

    default_error_messages = {"unknown": _("Tidak ada di antara pilihan.")}

    def __init__(self, rows: Callable[[dict[str, Any]], Any], *, by: str = "code", **kwargs):
        self.rows, self.by = rows, by
        super().__init__(max_length=60, **kwargs)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        given = super().run_validation(data)
        if not isinstance(given, str):
            return given
        row = self.rows(self.context).filter(**{self.by: given}).first()
        if row is None:
            self.fail("unknown")
        return row


class Reasons(serializers.DictField):
    """Problem code -> written reason, for soft problems that an earlier answer named."""

    def __init__(self, **kwargs):
        super().__init__(child=Text(), required=False, **kwargs)


class Person(serializers.Serializer):
    """Somebody who works here."""

    id = serializers.IntegerField()
    name = serializers.CharField(source="__str__")
