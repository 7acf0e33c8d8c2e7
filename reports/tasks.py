"""Scheduled work of this room; beat names it in settings.CELERY_BEAT_SCHEDULE."""

from celery import shared_task

from atensi.audit.actor import system_actor
from atensi.deadlines.services.ticks import ticking

from .services import counting, exporting

COUNT = "reports.count"


@shared_task(name="reports.tasks.count_cases")
def count_cases() -> None:
    """Make the kept numbers equal to the cases. Any number of runs, same result."""
    with ticking(COUNT) as told:
        told.update(months=len(counting.count_cases()))


@shared_task(name="reports.tasks.make_exports")
def make_exports() -> None:
    """Make the files that were asked for. Sent when one is, and by beat for what a killed worker left."""
    exporting.make_exports()


@shared_task(name="reports.tasks.remove_exports")
def remove_exports() -> None:
    """Remove files whose time is over."""
    exporting.remove_exports(by=system_actor())
