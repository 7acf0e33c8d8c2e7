"""Scheduled work of this room; beat names it in settings.CELERY_BEAT_SCHEDULE."""

import logging

from celery import shared_task

from .services.keeping import reconcile
from .services.telling import tell
from .services.ticks import forget_old_ticks, ticking

logger = logging.getLogger(__name__)
TELL, RECONCILE = "deadlines.tell", "deadlines.reconcile"


@shared_task(name="atensi.deadlines.tasks.tell_of_deadlines")
def tell_of_deadlines() -> None:
    """Write the notices of every step that has come. Any number of runs, the same notices."""
    with ticking(TELL) as done:
        told = tell()
        done.update(looked_at=told.looked_at, notices=told.notices)


@shared_task(name="atensi.deadlines.tasks.reconcile_deadlines")
def reconcile_deadlines() -> None:
    """Compare the deadlines with their clocks. What it mends is an omission of some service, so it is logged."""
    with ticking(RECONCILE) as done:
        done["changed"] = reconcile()
        forget_old_ticks()
    if done["changed"]:
        logger.warning("Deadlines: %s rows differed from their clocks and were mended", done["changed"])
