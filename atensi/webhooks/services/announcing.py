"""What happened in a case, for the institutions that may see it: rows of the transaction it happened in."""

from datetime import datetime
from uuid import uuid4

from django.db.models import QuerySet

from institutions.models import Institution

from ..models import Webhook, WebhookDelivery
from .dropping import drop_unsent


def announce(
    *,
    kind: str,
    case_id: int,
    number: str,
    event: int,
    happened_at: datetime,
    institutions: QuerySet[Institution],
) -> None:
    """Queue it for every webhook that is on of `institutions`: kind, numbers and time, and nothing else of the case.

    One query where nobody wants to know, two else. Part of the service it tells of, and undone with it.
    """
    event_id = uuid4()
    payload = {
        "id": str(event_id),
        "kind": kind,
        "happened_at": happened_at.isoformat(),
        "case": {"id": case_id, "number": number},
        "event": event,
    }
    wanted = Webhook.objects.on().filter(institution__in=institutions.order_by().values("pk")).values_list("pk")
    WebhookDelivery.objects.bulk_create(
        WebhookDelivery(webhook_id=pk, event_id=event_id, kind=kind, case_id=case_id, payload=payload)
        for (pk,) in wanted
    )


def anybody_listens() -> bool:
    """Whether any webhook is on: a batch asks before it looks for each of its events."""
    return Webhook.objects.on().exists()


def withhold(*, case_id: int, institution: Institution) -> None:
    """Send nothing more of the case to an institution that sees it no longer, even what waits. Part of a service."""
    drop_unsent(WebhookDelivery.objects.filter(case_id=case_id, webhook__institution=institution))
