"""The frame's own task: a sign of life of the worker."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.core.cache import cache
from django.utils import timezone

HEARTBEAT_KEY = "atensi:worker-heartbeat"
DEAD_AFTER_SECONDS = 60


@shared_task
def heartbeat() -> None:
    """Leave a sign of life that fades by itself; beat asks for it every 15 seconds, `/readyz` reads it."""
    cache.set(HEARTBEAT_KEY, timezone.now().isoformat(), DEAD_AFTER_SECONDS)


@worker_ready.connect
def _first_heartbeat(**_kwargs: Any) -> None:
    """Through the broker like every other task, so that a sign of life proves the whole way."""
    heartbeat.delay()
