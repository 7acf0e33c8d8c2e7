"""Scheduled work of this room; beat names it in settings.CELERY_BEAT_SCHEDULE."""

from celery import shared_task

from atensi.deadlines.services.ticks import ticking

from .services.counting import count_cases

COUNT = "reports.count"


@shared_task(name="reports.tasks.count_cases")
def count_cases_again() -> None:
    """Make the kept numbers equal to the cases. Any number of runs, same result."""
    with ticking(COUNT) as told:
        told.update(months=len(count_cases()))
