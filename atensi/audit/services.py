"""The only two ways into the trail. Call them last in a transaction: they lock the subject's chain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from atensi.errors import RuleViolation

from .actor import Actor
from .chain import HASHED, event_hash, plain
from .models import AuditEvent, AuditHead

Result = TypeVar("Result")


def subject_of(row: Model) -> str:
    """The plain-text name of a record in the trail: "case:123"."""
    return f"{row._meta.model_name}:{row.pk}"


@transaction.atomic
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
    AuditHead.objects.bulk_create([AuditHead(subject=name)], ignore_conflicts=True)
    head = AuditHead.objects.select_for_update().get(pk=name)
    event = AuditEvent(
        at=at or timezone.now(),
        subject=name,
        position=head.length + 1,
        verb=verb,
        user_id=by.user_id,
        membership_id=by.membership_id,
        request_id=by.request_id,
        reason=reason,
        data=plain({**(data or {}), **_mandate(by)}),
        seen=list(seen),
        previous_hash=head.hash,
    )
    event.hash = event_hash({name: getattr(event, name) for name in HASHED})
    event.save(force_insert=True)
    head.length, head.hash = event.position, event.hash
    head.save(update_fields=["length", "hash"])
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
