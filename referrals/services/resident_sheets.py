"""Entering a sheet of children who live in a home already: line by line, each in a transaction of its own.

Looking at a child nationwide, the placement's rules, case, placement, share and review take some 90 ms of processor
time a line; 500 lines took 45 s in one request, and as long again to write them. So a worker does it: killed in the
middle, the next run goes on with the lines that wait; two workers at once never take the same line; a line with a
mistake is kept with what stands against it, and the others are entered.
"""

import json
import logging
from collections.abc import Iterator

from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.audit.services import record, record_told
from atensi.errors import NotAllowed, Problem, RuleViolation, require, require_no_problems
from atensi.fields import blind_index
from institutions.middleware import actor_for, standings_of
from institutions.models import Institution

from ..models import Placement, ResidentSheet, ResidentSheetLine
from ..permissions import can_register_existing
from ..sheets import Lists, Row, row_of
from ..states import SheetLineState, SheetState
from .residents import register_existing_resident, responsible_office

logger = logging.getLogger(__name__)


@transaction.atomic
def take_sheet(*, institution: Institution, rows: list[Row], by: Actor, worker: User | None = None) -> ResidentSheet:
    """Keep the rows of a sheet for the worker; the one that is still being entered when it is the same sheet.

    Raises NotAllowed; RuleViolation with the problems of the rows' cells: of such a sheet nothing is kept; or
    while somebody else's entry of the same sheet runs.
    """
    house = Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    allowed = can_register_existing(by, house, responsible_office(house))
    require(allowed, _("Hanya petugas lembaga ini dan pekerja sosial Dinasnya."))
    require_no_problems([problem for row in rows for problem in row.problems])
    cells = [json.dumps(dict(row.cells), ensure_ascii=False) for row in rows]
    digest = blind_index("\n".join(cells)) or ""
    running = ResidentSheet.objects.open().filter(institution=house, digest=digest).first()
    if running is not None:
        if not by.keeps(running.uploaded_by_id, running.membership_id):
            text = _("Lembar ini sedang dicatat oleh petugas lain. Tunggu sampai selesai.")
            raise RuleViolation(Problem("sheet_is_entered_by_others", text, field="sheet"))
        return running
    sheet = ResidentSheet.objects.create(
        institution=house, worker=worker, membership_id=by.membership_id, uploaded_by_id=by.user_id, digest=digest
    )
    lines = (
        ResidentSheetLine(sheet=sheet, number=row.number, cells=text) for row, text in zip(rows, cells, strict=True)
    )
    ResidentSheetLine.objects.bulk_create(lines)
    record("resident_sheet.take", sheet, by=by, data={"lines": len(rows), "institution": house.pk})
    return sheet


def enter_sheets() -> None:
    """Go on with every sheet that is not done, the oldest first. Any number of runs at once."""
    for sheet in ResidentSheet.objects.open().order_by("pk"):
        enter_sheet(sheet)


def enter_sheet(sheet: ResidentSheet) -> None:
    """Enter what waits of `sheet`, as the person who uploaded it and with the rights they hold now."""
    by, lists = _actor_of(sheet), Lists.of(sheet.institution)
    for pk in _waiting(sheet):
        try:
            enter_line(pk=pk, sheet=sheet, lists=lists, by=by)
        except DatabaseError:  # the line waits for the next run; its number only, never a name
            logger.exception("Line %s of sheet %s was not entered", pk, sheet.pk)
    finish_sheet(sheet=sheet, by=by)


def _waiting(sheet: ResidentSheet) -> Iterator[int]:
    """One line after the other, as they stand now."""
    after = 0
    while True:
        rows = sheet.lines.filter(state=SheetLineState.WAITING, number__gt=after).order_by("number")
        line = rows.values_list("pk", "number").first()
        if line is None:
            return
        pk, after = line
        yield pk


def _actor_of(sheet: ResidentSheet) -> Actor:
    """The uploader under the membership they uploaded by; without rights when they hold it no more."""
    held = next((one for one in standings_of(sheet.uploaded_by) if one.pk == sheet.membership_id), None)
    return actor_for(sheet.uploaded_by, held, request_id=f"sheet-{sheet.pk}")


@transaction.atomic
def enter_line(*, pk: int, sheet: ResidentSheet, lists: Lists, by: Actor) -> ResidentSheetLine | None:
    """Enter the child of one waiting line, or keep what stands against it; None when somebody else has the line."""
    waiting = ResidentSheetLine.objects.select_for_update(skip_locked=True, of=["self"])
    line = waiting.filter(pk=pk, state=SheetLineState.WAITING).first()
    if line is None:
        return None
    problems: list[Problem] = []
    try:
        with transaction.atomic():
            line.placement = _entered(line, sheet, lists, by)
    except RuleViolation as violation:
        record_told(violation, by=by)
        problems = violation.problems
    except NotAllowed:
        problems = [Problem("sheet_right_ended", _("Hak pengunggah untuk mencatat di lembaga ini sudah berakhir."))]
    line.state = SheetLineState.REFUSED if problems else SheetLineState.ENTERED
    line.problems = [{"code": one.code, "text": str(one.text), "hard": one.is_hard} for one in problems]
    line.cells = line.cells if problems else ""
    line.save(update_fields=["state", "placement", "problems", "cells"])
    if problems:
        record(
            "resident_sheet.refuse_line", sheet, by=by, data={"line": line.number, "codes": [p.code for p in problems]}
        )
    return line


def _entered(line: ResidentSheetLine, sheet: ResidentSheet, lists: Lists, by: Actor) -> Placement:
    row = row_of(line.number, json.loads(line.cells), lists)
    require_no_problems(row.problems)
    assert row.resident is not None
    entered = sheet.lines.filter(state=SheetLineState.ENTERED).values_list("placement__beneficiary_id", flat=True)
    return register_existing_resident(
        institution=sheet.institution, resident=row.resident, by=by, worker=sheet.worker, beside=set(entered)
    )


@transaction.atomic
def finish_sheet(*, sheet: ResidentSheet, by: Actor) -> ResidentSheet:
    """Say that no line of the sheet waits any more; once."""
    sheet = ResidentSheet.objects.select_for_update(of=["self"]).get(pk=sheet.pk)
    if sheet.state == SheetState.DONE or sheet.lines.filter(state=SheetLineState.WAITING).exists():
        return sheet
    sheet.state = SheetState.DONE
    sheet.save(update_fields=["state"])
    entered = sheet.lines.filter(state=SheetLineState.ENTERED).count()
    record("resident_sheet.finish", sheet, by=by, data={"entered": entered, "lines": sheet.lines.count()})
    return sheet
