"""Taking back what has not gone out yet."""

from ..models import WebhookDelivery
from ..querysets import WebhookDeliveryQuerySet
from ..states import UNSENT, DeliveryState


def drop_unsent(rows: WebhookDeliveryQuerySet) -> None:
    """Those of `rows` that wait or are parked go to nobody any more. Part of the service that ends their reason."""
    unsent = list(rows.filter(state__in=sorted(UNSENT)).order_by("pk").select_for_update())
    for delivery in unsent:
        delivery.state = DeliveryState.DROPPED
    WebhookDelivery.objects.bulk_update(unsent, ["state"])
