"""What an administrator does: register an address, switch it off and on, send again what was given up."""

import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import Problem, RuleViolation, require

from ..addresses import BadAddress, parse
from ..models import Webhook, WebhookDelivery
from ..permissions import can_keep_webhooks
from ..states import DeliveryState
from .dropping import drop_unsent

SECRET_BYTES = 32


@transaction.atomic
def register_webhook(*, url: str, by: Actor) -> tuple[Webhook, str]:
    """An address of the acting institution, and its secret, which is told this once.

    Raises NotAllowed, RuleViolation for an address that nothing may be sent to.
    """
    require(can_keep_webhooks(by, by.institution_id))
    try:
        parse(url)
    except BadAddress as error:
        raise RuleViolation(Problem("webhook_address", str(error), field="url")) from error
    secret = secrets.token_urlsafe(SECRET_BYTES)
    webhook = Webhook.objects.create(institution_id=by.institution_id, url=url, secret=secret, created_by_id=by.user_id)
    record("webhook.register", webhook, by=by, data={"institution": by.institution_id})
    return webhook, secret


@transaction.atomic
def switch_webhook(*, webhook: Webhook, on: bool, by: Actor) -> Webhook:
    """Tell the address again, or no more: what waits is then dropped. Twice changes nothing. Raises NotAllowed."""
    require(can_keep_webhooks(by, webhook.institution_id))
    webhook = Webhook.objects.select_for_update().get(pk=webhook.pk)
    if webhook.is_on == on:
        return webhook
    webhook.off_at, webhook.off_by_id = (None, None) if on else (timezone.now(), by.user_id)
    webhook.save(update_fields=["off_at", "off_by"])
    if not on:
        drop_unsent(webhook.deliveries.all())
    record("webhook.switch", webhook, by=by, data={"on": on})
    return webhook


@transaction.atomic
def resend_delivery(*, delivery: WebhookDelivery, by: Actor) -> WebhookDelivery:
    """Send it once more, with a new day of tries. Raises NotAllowed, RuleViolation unless it is parked."""
    require(can_keep_webhooks(by, delivery.webhook.institution_id))
    delivery = WebhookDelivery.objects.select_for_update().get(pk=delivery.pk)
    if delivery.state != DeliveryState.PARKED:
        raise RuleViolation(Problem("webhook_delivery_not_parked", _("Kiriman ini tidak lagi tertahan.")))
    delivery.state, delivery.attempts = DeliveryState.PENDING, 0
    delivery.next_try_at, delivery.first_tried_at = timezone.now(), None
    delivery.save(update_fields=["state", "attempts", "next_try_at", "first_tried_at"])
    record("webhook.resend", delivery, by=by, data={"webhook": delivery.webhook_id})
    return delivery
