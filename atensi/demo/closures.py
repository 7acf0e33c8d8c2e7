"""A home of the demo that stops: its licence ran out, and a place is sought for each child who lives there."""

from datetime import timedelta

from django.utils import timezone

from referrals.services.closures import announce_closure
from referrals.states import ClosureWhy

from .clock import on_day
from .world import World

ANNOUNCED_DAYS_AGO, FROM_NOW = 3, timedelta(days=60)


def stop_home(world: World) -> None:
    """The small home of Pekanbaru, by the decider of the province."""
    with on_day(ANNOUNCED_DAYS_AGO):
        announce_closure(
            institution=world.institutions["bangsa"],
            why=ClosureWhy.CLOSING,
            from_on=timezone.localdate() + FROM_NOW,
            reason="Yayasan menghentikan pengasuhan di panti dan mendampingi keluarga (rekaan).",
            by=world.actor("nurhayati"),
        )
