"""Scheduled work of this room; beat names it in settings.CELERY_BEAT_SCHEDULE."""

import logging

from celery import shared_task

from .services.delivering import deliver_due

logger = logging.getLogger(__name__)


@shared_task(name="atensi.notices.tasks.deliver")
def deliver() -> None:
    """Send what is due. Any number of runs at once; each delivery is in the hands of one."""
    done = deliver_due()
    if done:
        logger.info("Deliveries: %s", ", ".join(f"{count} {outcome}" for outcome, count in sorted(done.items())))
