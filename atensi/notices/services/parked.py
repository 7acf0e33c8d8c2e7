"""What an administrator does with a delivery that was given up."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import Problem, RuleViolation, require

from ..models import Delivery
from ..permissions import can_keep_deliveries
from ..states import DeliveryState


@transaction.atomic
def retry_delivery(*, delivery: Delivery, by: Actor) -> Delivery:
    """Send it once more, with a new day of tries. Raises NotAllowed, RuleViolation unless it is parked."""
    delivery = _parked(delivery, by)
    delivery.state, delivery.attempts = DeliveryState.PENDING, 0
    delivery.next_try_at, delivery.first_tried_at = timezone.now(), None
    delivery.save(update_fields=["state", "attempts", "next_try_at", "first_tried_at"])
    record("delivery.retry", delivery, by=by, data={"notice": delivery.notice_id})
    return delivery


@transaction.atomic
def drop_delivery(*, delivery: Delivery, by: Actor) -> Delivery:
    """Send it no more; the notice stays on the recipient's page. Raises NotAllowed, RuleViolation unless parked."""
    delivery = _parked(delivery, by)
    delivery.state = DeliveryState.DROPPED
    delivery.save(update_fields=["state"])
    record("delivery.drop", delivery, by=by, data={"notice": delivery.notice_id})
    return delivery


def _parked(delivery: Delivery, by: Actor) -> Delivery:
    require(can_keep_deliveries(by))
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if delivery.state != DeliveryState.PARKED:
        raise RuleViolation(Problem("delivery_not_parked", _("Pengiriman ini tidak lagi tertahan.")))
    return delivery
