"""Scheduled work of this room; beat names it in settings.CELERY_BEAT_SCHEDULE."""

import logging

from celery import shared_task

from .services.sweep import sweep

logger = logging.getLogger(__name__)


@shared_task(name="referrals.tasks.sweep_reviews")
def sweep_reviews() -> None:
    """Make missing reviews, mark overdue ones and emergencies past their limit. Any number of runs, same result."""
    done = sweep()
    if done.made or done.overdue or done.overstayed:
        logger.info("Review sweep: %s made, %s overdue, %s overstayed", done.made, done.overdue, done.overstayed)
