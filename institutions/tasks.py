"""Scheduled work of this room; beat names it in settings.CELERY_BEAT_SCHEDULE."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from atensi.audit.actor import system_actor
from atensi.notices.services.pruning import prune_notices

from .parameters import value_for


@shared_task(name="institutions.tasks.prune_read_notices")
def prune_read_notices() -> None:
    """Remove notices that were read or done longer ago than the nation's `notice_retention_days`."""
    kept = timedelta(days=value_for("notice_retention_days"))
    prune_notices(before=timezone.now() - kept, by=system_actor())
