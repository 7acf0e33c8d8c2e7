"""What happened in a case, for the institutions that may see it: rows of the transaction it happened in."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet

from institutions.models import Institution

from ..models import Webhook, WebhookDelivery
from ..states import UNSENT, DeliveryState


@transaction.atomic(savepoint=False)
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

    One query where nobody wants to know, two else. Undone with the change it tells of.
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


@transaction.atomic
def withhold(*, case_id: int, institution: Institution) -> None:
    """Send nothing more of the case to an institution that may see it no longer, not even what waits."""
    unsent = WebhookDelivery.objects.filter(case_id=case_id, state__in=sorted(UNSENT))
    unsent.filter(webhook__institution=institution).update(state=DeliveryState.DROPPED)
