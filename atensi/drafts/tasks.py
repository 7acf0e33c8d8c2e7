"""Scheduled work of this room; beat names it in settings.CELERY_BEAT_SCHEDULE."""

from celery import shared_task
from django.utils import timezone

from .services import prune_drafts


@shared_task(name="atensi.drafts.tasks.prune")
def prune() -> None:
    """Remove drafts whose time is over."""
    prune_drafts(now=timezone.now())
