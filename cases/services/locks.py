"""Locking the row that an action is about, and refusing to overwrite what the user has not read."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.errors import Problem, StaleWrite, require
from atensi.versions import CHANGED

from ..models import Case

Row = TypeVar("Row", bound=Model)


def locked(row: Row) -> Row:
    """The row as it stands now, locked until the transaction ends."""
    return type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)


def locked_case(case: Case) -> Case:
    """The case with beneficiary and office, its own row locked. Raises NotAllowed when it went to another office since
    it was read: whoever might work on it then was asked of the office it had."""
    held = case_as_it_stands(case)
    require(held.office_id == case.office_id, _("Kasus ini baru saja pindah ke kantor lain. Buka lagi halamannya."))
    return held


def case_as_it_stands(case: Case) -> Case:
    """As `locked_case`, whichever office has it now: for a service that asks who may only then."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("beneficiary", "office")
    # Whoever waited while the case went to another office finds no row: PostgreSQL holds the new office against the
    # one it had joined before. The second look sees what was committed.
    return rows.filter(pk=case.pk).first() or rows.get(pk=case.pk)


def refuse_stale(row: Model, read_at: datetime | None) -> None:
    """Raise `StaleWrite` when somebody changed the row after the user read it (`read_at`: its `updated_at` then)."""
    if read_at is not None and row.updated_at != read_at:
        raise StaleWrite(Problem("stale_write", CHANGED))


def sent_before(rows: type[Row], form_id: UUID, *, by: Actor, made_by: str) -> Row | None:
    """The row that this form already made; two sends at once wait for each other. made_by: its field of who made it.

    Raises NotAllowed for a form of somebody else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"{rows._meta.label_lower}:{form_id}"])
    found = rows._default_manager.filter(form_id=form_id).first()
    require(found is None or getattr(found, made_by) == by.user_id)
    return found
