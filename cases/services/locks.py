"""Locking the row that an action is about, and refusing to overwrite what the user has not read."""

from datetime import datetime
from typing import TypeVar

from django.db.models import Model

from atensi.errors import Problem, StaleWrite
from atensi.versions import CHANGED

from ..models import Case

Row = TypeVar("Row", bound=Model)


def locked(row: Row) -> Row:
    """The row as it stands now, locked until the transaction ends."""
    return type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)


def locked_case(case: Case) -> Case:
    """The case with beneficiary and office, its own row locked."""
    return Case.objects.select_for_update(of=("self",)).select_related("beneficiary", "office").get(pk=case.pk)


def refuse_stale(row: Model, read_at: datetime | None) -> None:
    """Raise `StaleWrite` when somebody changed the row after the user read it (`read_at`: its `updated_at` then)."""
    if read_at is not None and row.updated_at != read_at:
        raise StaleWrite(Problem("stale_write", CHANGED))
