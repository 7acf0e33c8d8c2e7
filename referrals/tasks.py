"""Scheduled work of this room; beat names it in settings.CELERY_BEAT_SCHEDULE."""

import logging
from dataclasses import asdict

from celery import shared_task

from atensi.deadlines.services.ticks import ticking

from .services.closures import plan_moves
from .services.home_problems import pull_for_home_problems
from .services.intervals import follow_intervals
from .services.resident_sheets import enter_sheets
from .services.silence import lapse_silent
from .services.sweep import sweep

logger = logging.getLogger(__name__)
SWEEP, DATES, SILENCE = "referrals.sweep", "referrals.dates", "referrals.silence"


@shared_task(name="referrals.tasks.sweep_reviews")
def sweep_reviews() -> None:
    """Make missing reviews and mark emergencies past their limit. Any number of runs, same result."""
    with ticking(SWEEP) as told:
        done = sweep()
        told.update(asdict(done))
    if done.made or done.overstayed:
        logger.info("Review sweep: %s made, %s overstayed", done.made, done.overstayed)


@shared_task(name="referrals.tasks.move_review_dates")
def move_review_dates() -> None:
    """Let new intervals and troubles of homes act on the reviews that lie ahead, and plan for the children of homes
    that stop. Any number of runs, same result."""
    with ticking(DATES) as told:
        told.update(rules=follow_intervals(), pulled=pull_for_home_problems(), moves=plan_moves())


@shared_task(name="referrals.tasks.lapse_silent_referrals")
def lapse_silent_referrals() -> None:
    """End the requests whose receiver stayed silent beyond the limit. Any number of runs, same result."""
    with ticking(SILENCE) as told:
        told.update(lapsed=lapse_silent())


@shared_task(name="referrals.tasks.enter_resident_sheets")
def enter_resident_sheets() -> None:
    """Enter the children of uploaded sheets. Sent when one comes in, and by beat for what a killed worker left."""
    enter_sheets()
