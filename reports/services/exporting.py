"""Asking for a file, making it, showing its password once, removing it.

Making reads chunk by chunk outside any transaction and says after each how far it is: a worker that is killed leaves
an export whose sign of life grows old, and the next run takes it up again from the beginning. After some attempts it
is shown as failed, with a button to repeat.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record, record_view
from atensi.errors import NotAllowed, Problem, RuleViolation, require
from atensi.reference.workdays import zone_of
from cases.models import Case
from institutions.middleware import actor_for, standings_of
from institutions.models import Membership
from institutions.parameters import value_for

from ..exports import files
from ..exports.rows import Reader, table_of
from ..models import Export
from ..permissions import can_export
from ..states import RUNNING_EXPORTS, ExportState, can_become

logger = logging.getLogger(__name__)
SHORTEST_REASON = 10
MOST_ATTEMPTS = 3


@transaction.atomic
def ask_export(*, kind: str, file_format: str, asked: dict[str, str], reason: str, by: Actor) -> Export:
    """Keep the wish for a file; the running one when the same was asked for already (a second click).

    asked: the filters, and "bahasa". Raises NotAllowed, RuleViolation. Source: UU 27/2022 art. 31 (why it was taken).
    """
    require(can_export(by, kind))
    if len(reason.strip()) < SHORTEST_REASON:
        text = _("Tulis untuk apa berkas ini dipakai, sedikitnya %(n)d huruf.") % {"n": SHORTEST_REASON}
        raise RuleViolation(Problem("export_without_reason", text, source=_("UU 27/2022 pasal 31"), field="reason"))
    Membership.objects.select_for_update(no_key=True).get(pk=by.membership_id)
    text = json.dumps([by.user_id, kind, file_format, asked], sort_keys=True)
    digest = hashlib.sha256(text.encode()).hexdigest()
    running = Export.objects.filter(membership=by.membership_id, digest=digest, state__in=RUNNING_EXPORTS).first()
    if running is not None:
        return running
    export = Export.objects.create(
        asked_by_id=by.user_id,
        membership_id=by.membership_id,
        kind=kind,
        format=file_format,
        asked=asked,
        digest=digest,
        reason=reason.strip(),
        password=files.new_password(),
    )
    record("export.ask", export, by=by, data={"kind": kind, "format": file_format, "asked": asked}, reason=reason)
    return export


@transaction.atomic
def repeat_export(*, export: Export, by: Actor) -> Export:
    """Put a failed export back among those that wait. Raises NotAllowed, RuleViolation."""
    export = Export.objects.select_for_update(of=["self"]).get(pk=export.pk)
    require(by.keeps(export.asked_by_id, export.membership_id) and can_export(by, export.kind))
    _require_export_step(export, ExportState.WAITING)
    export.state, export.attempts, export.done = ExportState.WAITING, 0, 0
    export.save(update_fields=["state", "attempts", "done"])
    record("export.repeat", export, by=by)
    return export


@transaction.atomic
def show_export_password(*, export: Export, by: Actor) -> str:
    """The password of a file that is ready, for the one time that it is shown; empty when it was shown before.

    Raises NotAllowed.
    """
    export = Export.objects.select_for_update(of=["self"]).get(pk=export.pk)
    require(by.keeps(export.asked_by_id, export.membership_id))
    if export.state != ExportState.READY:
        return ""
    password, export.password = export.password, ""
    export.save(update_fields=["password"])
    record("export.show_password", export, by=by)
    return password


def make_exports() -> None:
    """Make what waits, and what a killed worker left, the oldest first. Any number of runs at once."""
    for pk in list(Export.objects.to_be_made().order_by("pk").values_list("pk", flat=True)):
        make_export(pk)


def make_export(pk: int) -> None:
    """Make one file as the person who asked for it, with the rights they hold now."""
    export = take_up_export(pk=pk)
    if export is None:
        return
    by = exporter_of(export)
    try:
        require(can_export(by, export.kind))
        name = _export_written(export, by)
        _require_export_rights(export, name)
    except Exception:  # whatever it is, its person sees that it failed, and may repeat it
        logger.exception("Export %s was not made", pk)
        fail_export(export=export, by=by)
    else:
        finish_export(export=export, name=name, by=by)


def exporter_of(export: Export) -> Actor:
    """Who asked, under the membership they asked by; without rights when they hold it no more."""
    standings = standings_of(export.asked_by)
    held = next((one for one in standings if one.pk == export.membership_id), None)
    return actor_for(export.asked_by, held, request_id=f"export-{export.pk}")


def _require_export_rights(export: Export, name: str) -> None:
    """A membership that ended meanwhile gives no file."""
    if exporter_of(export).membership_id is None:
        files.remove(name)
        raise NotAllowed


def _export_written(export: Export, by: Actor) -> str:
    office = export.membership.institution
    with timezone.override(zone_of(office.region)), translation.override(export.asked.get("bahasa", "id")):
        reader = Reader(export.asked_by, by, office, seen=lambda cases: _export_read(export, cases, by))
        table = table_of(export.kind, export.asked, reader)
        _export_told(export, total=table.total)
        return files.write(
            table,
            file_format=export.format,
            title=export.file_name.removesuffix(".zip"),
            password=export.password,
            progress=lambda done: _export_told(export, done=done),
        )


def _export_read(export: Export, cases: Collection[Case], by: Actor) -> None:
    """One row of the trail for each chunk."""
    record_view("export.read", export, by=by, shown=cases)


def _export_told(export: Export, **told: int) -> None:
    """How far it is, and that the worker lives."""
    Export.objects.filter(pk=export.pk).update(worked_at=timezone.now(), **told)


@transaction.atomic
def take_up_export(*, pk: int, at: datetime | None = None) -> Export | None:
    """Claim one export that waits or was left; None when another worker has it, or it has failed too often."""
    rows = Export.objects.to_be_made(at).select_for_update(skip_locked=True, of=["self"])
    export = rows.select_related("asked_by", "membership__institution__region").filter(pk=pk).first()
    if export is None:
        return None
    export.attempts += 1
    if export.attempts > MOST_ATTEMPTS:
        fail_export(export=export, by=exporter_of(export))
        return None
    _require_export_step(export, ExportState.RUNNING)
    export.state, export.worked_at, export.done = ExportState.RUNNING, at or timezone.now(), 0
    export.save(update_fields=["state", "worked_at", "attempts", "done"])
    return export


@transaction.atomic
def finish_export(*, export: Export, name: str, by: Actor) -> Export:
    """Say that the file is ready, and until when; a second worker's file of the same export goes."""
    export = Export.objects.select_for_update(of=["self"]).get(pk=export.pk)
    if export.state != ExportState.RUNNING:
        files.remove(name)
        return export
    now = timezone.now()
    export.state, export.file, export.finished_at = ExportState.READY, name, now
    export.expires_at = now + timedelta(hours=value_for("export_life_hours"))
    export.total = export.done
    export.save(update_fields=["state", "file", "finished_at", "expires_at", "total"])
    data: dict[str, Any] = {"kind": export.kind, "rows": export.done, "asked": export.asked}
    record("export.make", export, by=by, data=data, reason=export.reason)
    return export


@transaction.atomic
def fail_export(*, export: Export, by: Actor) -> Export:
    """Say that it came to nothing."""
    export = Export.objects.select_for_update(of=["self"]).get(pk=export.pk)
    if export.state in RUNNING_EXPORTS:
        export.state = ExportState.FAILED
        export.save(update_fields=["state"])
        record("export.fail", export, by=by)
    return export


def remove_exports(*, by: Actor, at: datetime | None = None) -> int:
    """Remove every file whose time is over; how many."""
    found = list(Export.objects.over(at).values_list("pk", flat=True))
    for pk in found:
        expire_export(pk=pk, by=by)
    files.clear(set(Export.objects.exclude(file="").values_list("file", flat=True)))
    return len(found)


@transaction.atomic
def expire_export(*, pk: int, by: Actor) -> None:
    """Remove the file of one export; its line stays."""
    export = Export.objects.select_for_update(of=["self"]).get(pk=pk)
    if export.state != ExportState.READY:
        return
    name, export.file, export.password, export.state = export.file, "", "", ExportState.EXPIRED
    export.save(update_fields=["file", "password", "state"])
    record("export.expire", export, by=by)
    transaction.on_commit(lambda: files.remove(name))


def _require_export_step(export: Export, to: str) -> None:
    if not can_become(export.state, to):
        raise RuleViolation(Problem("export_state", _("Berkas ini sudah dalam keadaan lain. Muat ulang halamannya.")))
