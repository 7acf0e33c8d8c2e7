"""Telling people: rows in the caller's transaction, each once, however often and by however many it is asked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.utils import timezone

from ..kinds import kind_of
from ..models import Delivery
from ..reach import reach_of

# Sorted like the unique index, so that two that tell the same at once wait for each other and never in a circle.
INSERT = """
INSERT INTO notices_notice (recipient_id, kind, subject, due_on, reference, path, data, is_required, created_at)
SELECT r.recipient, r.kind, r.subject, r.due_on, r.reference, r.path, r.data, r.is_required, %(now)s
  FROM jsonb_to_recordset(%(rows)s::jsonb) AS r(recipient bigint, kind text, subject text, due_on date,
                                               reference text, path text, data jsonb, is_required boolean)
 ORDER BY r.subject, r.kind, r.recipient, r.due_on
ON CONFLICT DO NOTHING
RETURNING id, recipient_id, kind, is_required
"""


@dataclass(frozen=True, slots=True)
class NewNotice:
    """What one person shall be told; see `Notice`. recipient: id of a user."""

    kind: str
    subject: str
    recipient: int
    due_on: date
    reference: str
    path: str
    data: Mapping[str, Any] = field(default_factory=dict)


def notify(
    *,
    kind: str,
    subject: str,
    recipients: Iterable[int],
    due_on: date,
    reference: str,
    path: str,
    data: Mapping[str, Any] | None = None,
) -> int:
    """Tell each of `recipients` (user ids) once; see `Notice` for the rest. Returns how many had not been told yet.

    Part of the caller's transaction, which is the change it tells of. Raises KeyError for an unknown kind.
    """
    rows = [NewNotice(kind, subject, person, due_on, reference, path, data or {}) for person in recipients]
    return notify_many(rows)


def notify_many(rows: Sequence[NewNotice]) -> int:
    """`notify` for many subjects at once, in the same number of queries for one row and for thousands."""
    if not rows:
        return 0
    now = timezone.now()
    given = [asdict(row) | {"is_required": kind_of(row.kind).is_required} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(INSERT, {"rows": json.dumps(given, cls=DjangoJSONEncoder), "now": now})
        made = cursor.fetchall()
    reaches = reach_of({recipient for _pk, recipient, _kind, _required in made}) if made else {}
    deliveries = []
    for pk, recipient, code, is_required in made:
        if recipient not in reaches:
            continue
        reach = reaches[recipient]
        next_try_at = reach.not_before(now, kind_of(code))
        for channel in reach.channels(is_required=is_required):
            message_id = message_id_of(pk, channel)
            deliveries.append(Delivery(notice_id=pk, channel=channel, next_try_at=next_try_at, message_id=message_id))
    Delivery.objects.bulk_create(deliveries)
    return len(made)


def message_id_of(notice: int, channel: str) -> str:
    """The same each time it is sent, so that mailboxes and gateways can tell a repeat."""
    return f"<notice-{notice}-{channel.lower()}@{settings.NOTICE_HOST}>"
