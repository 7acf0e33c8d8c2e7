"""The only two ways into the trail. Call them last in a transaction: they lock the subject's chain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from atensi.errors import RuleViolation

from .actor import Actor
from .chain import HASHED, canonical, event_hash, plain
from .models import AuditEvent

Result = TypeVar("Result")
# Two statements, for most requests end with them: the head of the chain, made or locked; the event, and the new head.
LOCK = """
INSERT INTO audit_audithead AS head (subject, length, hash) VALUES (%s, 0, '')
ON CONFLICT (subject) DO UPDATE SET length = head.length RETURNING length, hash
"""
APPEND = """
WITH moved AS (UPDATE audit_audithead SET length = %(position)s, hash = %(hash)s WHERE subject = %(subject)s)
INSERT INTO audit_auditevent (at, subject, position, verb, user_id, membership_id, request_id, reason, data, seen,
                              previous_hash, hash)
VALUES (%(at)s, %(subject)s, %(position)s, %(verb)s, %(user_id)s, %(membership_id)s, %(request_id)s, %(reason)s,
        %(data)s::jsonb, %(seen)s::text[], %(previous_hash)s, %(hash)s)
RETURNING id
"""


def subject_of(row: Model) -> str:
    """The plain-text name of a record in the trail: "case:123"."""
    return f"{row._meta.model_name}:{row.pk}"


def record(
    verb: str,
    subject: Model | str,
    *,
    by: Actor,
    data: Mapping[str, Any] | None = None,
    reason: str = "",
    seen: Iterable[str] = (),
    at: datetime | None = None,
) -> AuditEvent:
    """Append one event to the subject's chain.

    verb: dotted name of what happened, "referral.accept". data: JSON values, ids and codes only, never names; the
    mandate that the actor acts under is added.
    """
    name = subject if isinstance(subject, str) else subject_of(subject)
    # No savepoint: what cannot be recorded must not happen.
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute(LOCK, [name])
        length, previous = cursor.fetchone()
        event = AuditEvent(
            at=at or timezone.now(),
            subject=name,
            position=length + 1,
            verb=verb,
            user_id=by.user_id,
            membership_id=by.membership_id,
            request_id=by.request_id,
            reason=reason,
            data=plain({**(data or {}), **_mandate(by)}),
            seen=list(seen),
            previous_hash=previous,
        )
        values = {name: getattr(event, name) for name in HASHED}
        event.hash = event_hash(values)
        cursor.execute(APPEND, {**values, "data": canonical(event.data), "hash": event.hash})
        event.pk = cursor.fetchone()[0]
    return event


def _mandate(by: Actor) -> dict[str, int]:
    return {} if by.mandate_id is None else {"mandate": by.mandate_id}


def record_view(verb: str, subject: Model | str, *, by: Actor, shown: Iterable[Model] = ()) -> AuditEvent:
    """Record that somebody opened a record, or was shown a list (`shown`: its rows). The only write a GET may do."""
    return record(verb, subject, by=by, seen=[subject_of(row) for row in shown])


def record_told(refusal: RuleViolation, *, by: Actor) -> None:
    """Record what a refusal has told. Call it where the refused work has been undone, so that these rows stay."""
    for verb, subject in refusal.told:
        record(verb, subject, by=by)


def tells_when_refused(service: Callable[..., Result]) -> Callable[..., Result]:
    """A service whose refusal tells of a record out of sight: that stays in the trail though the rest is undone.

    Stands above `transaction.atomic`, so that every door, page, API and job alike, leaves the same trace.
    """

    @wraps(service)
    def telling(*, by: Actor, **given: Any) -> Result:
        try:
            return service(by=by, **given)
        except RuleViolation as refusal:
            record_told(refusal, by=by)
            raise

    return telling
