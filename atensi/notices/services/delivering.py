"""Sending what is due: at least once, with a stable Message-ID, marked only after the channel took it.

A delivery is claimed by putting its next try off, in a transaction of its own, before it is sent. A worker killed
between sending and marking leaves a pending row that is sent again under the same id; a row being sent locks nobody
out. Nothing is kept in the broker: the pending rows are the queue.
"""

from __future__ import annotations

import logging
from collections import Counter
from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..channels import Lanes, Message, Refused, TryAgain
from ..models import Delivery
from ..reach import Reach, reach_of
from ..states import DeliveryState

logger = logging.getLogger(__name__)

BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))  # then hourly
BATCH = 100
SECONDS = 25  # a run ends before beat asks for the next; what is left waits for it
REASON_LENGTH = Delivery._meta.get_field("last_error").max_length


def deliver_due(*, seconds: float = SECONDS) -> Counter[str]:
    """Send what is due, for about `seconds`. Returns how many were sent, failed, parked, dropped, postponed."""
    until, done, lanes = monotonic() + seconds, Counter[str](), Lanes()
    try:
        while batch := _due():
            reaches = reach_of({recipient for _pk, recipient in batch})
            before = done.total()
            for pk, recipient in batch:
                if monotonic() > until:
                    return done
                if outcome := _deliver(pk, reaches.get(recipient), lanes):
                    done[outcome] += 1
            if done.total() == before:  # others have them all
                break
    finally:
        lanes.close()
    return done


def back_off(attempts: int) -> timedelta:
    """How long after the `attempts`-th try the next one comes."""
    return BACK_OFF[min(attempts, len(BACK_OFF)) - 1]


def _due() -> list[tuple[int, int]]:
    """Ids of the next deliveries and of their recipients."""
    rows = Delivery.objects.filter(state=DeliveryState.PENDING, next_try_at__lte=timezone.now())
    return list(rows.order_by("next_try_at", "pk").values_list("pk", "notice__recipient_id")[:BATCH])


def _deliver(pk: int, reach: Reach | None, lanes: Lanes) -> str:
    """Claim, send and mark one delivery; returns what became of it, "" when somebody else has it."""
    delivery, outcome = _claim(pk, reach)
    if delivery is None or reach is None:
        return outcome
    try:
        lanes.send(delivery.channel, _message(delivery, reach))
    except Refused as refused:
        return _fail(pk, refused.words, for_good=True)
    except TryAgain as error:
        return _fail(pk, error.words)
    except Exception as error:  # one bad row must not stand in the way of all others
        logger.exception("Delivery %s failed", pk)
        return _fail(pk, type(error).__name__)
    return _mark_sent(pk)


@transaction.atomic
def _claim(pk: int, reach: Reach | None) -> tuple[Delivery | None, str]:
    """The delivery, its next try put off, when it is to be sent now; else None and what became of it."""
    now = timezone.now()
    rows = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).select_related("notice")
    delivery = rows.filter(pk=pk, state=DeliveryState.PENDING, next_try_at__lte=now).first()
    if delivery is None:
        return None, ""
    if reason := _unwanted(delivery, reach):
        delivery.state, delivery.last_error = DeliveryState.DROPPED, reason
        delivery.save(update_fields=["state", "last_error"])
        return None, "dropped"
    wakes = reach.not_before(now, delivery.notice.notice_kind) if reach else now
    if wakes > now:
        delivery.next_try_at = wakes
        delivery.save(update_fields=["next_try_at"])
        return None, "postponed"
    delivery.attempts += 1
    delivery.first_tried_at = delivery.first_tried_at or now
    delivery.next_try_at = now + back_off(delivery.attempts)
    delivery.save(update_fields=["attempts", "first_tried_at", "next_try_at"])
    return delivery, ""


def _unwanted(delivery: Delivery, reach: Reach | None) -> str:
    """Why it need not be sent any more, "" when it must."""
    if delivery.notice.acted_at is not None:
        return _("Sudah ditangani.")
    if reach is None:
        return _("Penerima tidak lagi bertugas.")
    if delivery.channel not in reach.channels(is_required=delivery.notice.is_required):
        return _("Saluran ini tidak lagi dipakai penerima.")
    return ""


def _message(delivery: Delivery, reach: Reach) -> Message:
    notice = delivery.notice
    return Message(
        to=reach.address(delivery.channel),
        line=" ".join(notice.outside.split()),
        url=f"{settings.SITE_URL}{reverse('notices:open', args=[notice.pk])}",
        message_id=delivery.message_id,
    )


@transaction.atomic
def _mark_sent(pk: int) -> str:
    """It is out, whatever was decided about it meanwhile."""
    delivery = Delivery.objects.select_for_update().get(pk=pk)
    delivery.state, delivery.sent_at, delivery.last_error = DeliveryState.SENT, timezone.now(), ""
    delivery.save(update_fields=["state", "sent_at", "last_error"])
    return "sent"


@transaction.atomic
def _fail(pk: int, reason: str, *, for_good: bool = False) -> str:
    """Keep why; park it when it was refused for good or has failed for too long."""
    delivery = Delivery.objects.select_for_update().get(pk=pk)
    if delivery.state != DeliveryState.PENDING:
        return "dropped"
    delivery.last_error = reason[:REASON_LENGTH]
    if for_good or _too_long(delivery, timezone.now()):
        delivery.state = DeliveryState.PARKED
    delivery.save(update_fields=["state", "last_error"])
    return "parked" if delivery.state == DeliveryState.PARKED else "failed"


def _too_long(delivery: Delivery, now: datetime) -> bool:
    first = delivery.first_tried_at or now
    return now - first >= timedelta(hours=settings.NOTICE_PARK_HOURS)
