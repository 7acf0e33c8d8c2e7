"""The frame's own task: a sign of life of the worker, and of beat that asks for it."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from celery.signals import beat_init, worker_ready
from django.core.cache import cache
from django.utils import timezone

HEARTBEAT_KEY = "atensi:worker-heartbeat"
BEAT_KEY = "atensi:beat-heartbeat"
DEAD_AFTER_SECONDS = 60


@shared_task
def heartbeat(by_beat: bool = True) -> None:
    """Leave a sign of life that fades by itself; beat asks for it every 15 seconds, `/readyz` reads it."""
    now = timezone.now().isoformat()
    cache.set_many({HEARTBEAT_KEY: now} | ({BEAT_KEY: now} if by_beat else {}), DEAD_AFTER_SECONDS)


@worker_ready.connect
def _first_heartbeat(**_kwargs: Any) -> None:
    """Through the broker like every other task, so that a sign of life proves the whole way."""
    heartbeat.delay(by_beat=False)


@beat_init.connect
def _first_beat(**_kwargs: Any) -> None:
    heartbeat.delay()
