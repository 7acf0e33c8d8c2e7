"""What happened in a case, for the institutions that may see it: rows of the transaction it happened in."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from institutions.models import Institution

from ..models import WebhookDelivery
from .dropping import drop_unsent


@dataclass(frozen=True, slots=True)
class Happening:
    """What is told of one event of a case: kind, numbers and time, and nothing else of the case."""

    kind: str
    case_id: int
    number: str
    event: int
    happened_at: datetime


def announce(happenings: Iterable[Happening], *, webhooks: Mapping[int, Collection[int]]) -> None:
    """Queue each for the webhooks (ids, by case id) that may hear of its case, in one query; none without any.

    Part of the service it tells of, and undone with it.
    """
    WebhookDelivery.objects.bulk_create(
        row for happening in happenings for row in _deliveries(happening, webhooks[happening.case_id])
    )


def _deliveries(happening: Happening, webhooks: Collection[int]) -> Iterable[WebhookDelivery]:
    event_id = uuid4()
    payload = {
        "id": str(event_id),
        "kind": happening.kind,
        "happened_at": happening.happened_at.isoformat(),
        "case": {"id": happening.case_id, "number": happening.number},
        "event": happening.event,
    }
    return (
        WebhookDelivery(
            webhook_id=pk, event_id=event_id, kind=happening.kind, case_id=happening.case_id, payload=payload
        )
        for pk in webhooks
    )


def withhold(*, case_id: int, institution: Institution) -> None:
    """Send nothing more of the case to an institution that sees it no longer, even what waits. Part of a service."""
    drop_unsent(WebhookDelivery.objects.filter(case_id=case_id, webhook__institution=institution))
