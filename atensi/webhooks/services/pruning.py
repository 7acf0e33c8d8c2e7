"""The log does not grow for ever: what was taken or dropped goes after a while; what is parked stays."""

from datetime import datetime

from django.db import transaction

from atensi.audit.actor import Actor
from atensi.audit.services import record

from ..models import WebhookDelivery
from ..states import DeliveryState

SUBJECT = "sweep:webhooks"


@transaction.atomic
def prune_deliveries(*, before: datetime, by: Actor) -> int:
    """Remove what was written before then and is done with; returns how many."""
    done = [DeliveryState.SENT, DeliveryState.DROPPED]
    gone, _each = WebhookDelivery.objects.filter(created_at__lt=before, state__in=done).delete()
    if gone:
        record("webhook.prune", SUBJECT, by=by, data={"deliveries": gone, "before": before.isoformat()})
    return gone
