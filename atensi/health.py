"""Whether the process lives and whether it can do its work; for load balancers and `script/server`."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import Error, connection
from django.http import HttpResponse
from redis.exceptions import RedisError
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from atensi.tasks import BEAT_KEY, HEARTBEAT_KEY

PING_KEY = "atensi:ping"


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _redis() -> bool:
    cache.set(PING_KEY, 1, 5)
    return cache.get(PING_KEY) == 1


def _worker() -> bool:
    return cache.get(HEARTBEAT_KEY) is not None


def _beat() -> bool:
    return cache.get(BEAT_KEY) is not None


CHECKS: dict[str, Callable[[], bool]] = {"database": _database, "redis": _redis, "worker": _worker, "beat": _beat}


def _answers(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (Error, RedisError, OSError):
        return False


@login_not_required
@api_view(["GET"])
@authentication_classes([])
@permission_classes([AllowAny])
def healthz(request: Request) -> HttpResponse:
    """200 as long as the process answers at all."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@api_view(["GET"])
@authentication_classes([])
@permission_classes([AllowAny])
def readyz(request: Request) -> Response:
    """200 when database, Redis, and the heartbeats of a worker and of beat answer, else 503; names each."""
    answers = {name: _answers(check) for name, check in CHECKS.items()}
    body = {name: "ok" if answer else "err" for name, answer in answers.items()}
    response = Response(body, status=200 if all(answers.values()) else 503)
    # A 503 here is an answer, not a fault: Django shall not log it as one every few seconds.
    response._has_been_logged = True
    return response
