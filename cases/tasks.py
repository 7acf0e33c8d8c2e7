"""Scheduled work of this room; beat names it in settings.CELERY_BEAT_SCHEDULE."""

from celery import shared_task

from atensi.audit.actor import system_actor
from atensi.deadlines.services.ticks import ticking

from .keeping import forgotten_before
from .services.forgetting import forget_reports, forget_requests

FORGETTING = "cases.forgetting"


@shared_task(name="cases.tasks.forget_ended")
def forget_ended() -> None:
    """Delete what desks took down, no case came of, and ended more than the nation's `desk_retention_years` ago."""
    before = forgotten_before()
    with ticking(FORGETTING) as told:
        told.update(
            reports=forget_reports(before=before, by=system_actor()),
            requests=forget_requests(before=before, by=system_actor()),
        )
