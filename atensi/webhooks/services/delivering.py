"""Sending what is due: at least once, marked only after the other side took it (as notices, docs/adr/0011).

A delivery is claimed by putting its next try off, in a transaction of its own, before it is sent. A worker killed
between sending and marking leaves a pending row that goes out again under the same event id. No lock is held while the
other side answers, and an address that fails is asked once a run.
"""

from __future__ import annotations

import logging
from collections import Counter
from datetime import timedelta
from time import monotonic

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..addresses import BadAddress
from ..models import WebhookDelivery
from ..posting import NoAnswer, post
from ..states import DeliveryState

logger = logging.getLogger(__name__)

FIRST, LONGEST = timedelta(minutes=1), timedelta(hours=1)
BATCH = 100
SECONDS = 25  # a run ends before beat asks for the next; what is left waits for it
REASON_LENGTH = WebhookDelivery._meta.get_field("last_error").max_length


def deliver_due(*, seconds: float = SECONDS) -> Counter[str]:
    """Send what is due, for about `seconds`. Returns how many were sent, failed, parked, dropped."""
    until, done, down = monotonic() + seconds, Counter[str](), set[int]()
    while batch := _due(down):
        before = done.total()
        for pk, webhook in batch:
            if monotonic() > until:
                return done
            if webhook in down:
                continue
            if outcome := _deliver(pk):
                done[outcome] += 1
            if outcome in {"failed", "parked"}:
                down.add(webhook)
        if done.total() == before:  # others have them all
            break
    return done


def back_off(attempts: int) -> timedelta:
    """How long after the `attempts`-th try the next one comes: a minute, doubling up to an hour."""
    return min(FIRST * 2 ** min(attempts - 1, 6), LONGEST)


def _due(down: set[int]) -> list[tuple[int, int]]:
    """Ids of the next deliveries and of their webhooks."""
    rows = WebhookDelivery.objects.filter(state=DeliveryState.PENDING, next_try_at__lte=timezone.now())
    rows = rows.exclude(webhook__in=down).order_by("next_try_at", "pk")
    return list(rows.values_list("pk", "webhook_id")[:BATCH])


def _deliver(pk: int) -> str:
    """Claim, send and mark one delivery; returns what became of it, "" when somebody else has it."""
    delivery, outcome = _take_up(pk)
    if delivery is None:
        return outcome
    try:
        status = post(
            delivery.webhook.url,
            secret=delivery.webhook.secret,
            event_id=str(delivery.event_id),
            timestamp=int(timezone.now().timestamp()),
            payload=delivery.payload,
        )
    except BadAddress as error:
        return _keep_failure(pk, str(error))
    except NoAnswer as error:
        return _keep_failure(pk, _("Tidak dapat dihubungi: %(error)s") % {"error": error})
    except Exception as error:  # one bad row must not stand in the way of all others
        logger.exception("Webhook delivery %s failed", pk)
        return _keep_failure(pk, type(error).__name__)
    if 200 <= status < 300:
        return _mark_taken(pk, status)
    return _keep_failure(pk, _("Belum diterima."), status)


@transaction.atomic
def _take_up(pk: int) -> tuple[WebhookDelivery | None, str]:
    """The delivery, its next try put off, when it is to be sent now; else None and what became of it."""
    now = timezone.now()
    rows = WebhookDelivery.objects.select_for_update(skip_locked=True, of=("self",)).select_related("webhook")
    delivery = rows.filter(pk=pk, state=DeliveryState.PENDING, next_try_at__lte=now).first()
    if delivery is None:
        return None, ""
    if not delivery.webhook.is_on:
        delivery.state = DeliveryState.DROPPED
        delivery.save(update_fields=["state"])
        return None, "dropped"
    delivery.attempts += 1
    delivery.first_tried_at = delivery.first_tried_at or now
    delivery.next_try_at = now + back_off(delivery.attempts)
    delivery.save(update_fields=["attempts", "first_tried_at", "next_try_at"])
    return delivery, ""


@transaction.atomic
def _mark_taken(pk: int, status: int) -> str:
    """The other side has it, whatever was decided about it meanwhile."""
    delivery = WebhookDelivery.objects.select_for_update().get(pk=pk)
    delivery.state, delivery.sent_at = DeliveryState.SENT, timezone.now()
    delivery.status, delivery.last_error = status, ""
    delivery.save(update_fields=["state", "sent_at", "status", "last_error"])
    return "sent"


@transaction.atomic
def _keep_failure(pk: int, reason: str, status: int | None = None) -> str:
    """Keep why; park it when it has failed for too long."""
    delivery = WebhookDelivery.objects.select_for_update().get(pk=pk)
    if delivery.state != DeliveryState.PENDING:
        return "dropped"
    now = timezone.now()
    delivery.status, delivery.last_error = status, reason[:REASON_LENGTH]
    if now - (delivery.first_tried_at or now) >= timedelta(hours=settings.WEBHOOK_PARK_HOURS):
        delivery.state = DeliveryState.PARKED
    delivery.save(update_fields=["state", "status", "last_error"])
    return "parked" if delivery.state == DeliveryState.PARKED else "failed"
