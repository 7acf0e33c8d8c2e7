"""Scheduled work of this room; beat names it in settings.CELERY_BEAT_SCHEDULE."""

from celery import shared_task

from atensi.audit.actor import system_actor
from atensi.deadlines.services.ticks import ticking

from .services.counting import count_cases
from .services.exporting import make_exports, remove_exports

COUNT = "reports.count"


@shared_task(name="reports.tasks.count_cases")
def count_cases_again() -> None:
    """Make the kept numbers equal to the cases. Any number of runs, same result."""
    with ticking(COUNT) as told:
        told.update(months=len(count_cases()))


@shared_task(name="reports.tasks.make_exports")
def make_exports_that_wait() -> None:
    """Make the files that were asked for. Sent when one is, and by beat for what a killed worker left."""
    make_exports()


@shared_task(name="reports.tasks.remove_exports")
def remove_old_exports() -> None:
    """Remove files whose time is over."""
    remove_exports(by=system_actor())
