"""Scheduled work of this room; beat names it in settings.CELERY_BEAT_SCHEDULE."""

import logging
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from atensi.audit.actor import system_actor

from .services.delivering import deliver_due
from .services.pruning import prune_deliveries

logger = logging.getLogger(__name__)


@shared_task(name="atensi.webhooks.tasks.deliver")
def deliver() -> None:
    """Send what is due. Any number of runs at once; each delivery is in the hands of one."""
    done = deliver_due()
    if done:
        logger.info("Webhooks: %s", ", ".join(f"{count} {outcome}" for outcome, count in sorted(done.items())))


@shared_task(name="atensi.webhooks.tasks.prune")
def prune() -> None:
    """Remove what was taken or dropped so long ago that nobody looks for it."""
    prune_deliveries(before=timezone.now() - timedelta(days=settings.WEBHOOK_LOG_DAYS), by=system_actor())
