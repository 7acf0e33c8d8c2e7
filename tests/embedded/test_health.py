"""The two questions of a load balancer."""

from unittest import mock

import pytest
from django.core.cache import cache
from django.db import OperationalError
from redis.exceptions import ConnectionError as RedisConnectionError

from atensi import health
from atensi.tasks import BEAT_KEY, DEAD_AFTER_SECONDS, HEARTBEAT_KEY, heartbeat


@pytest.fixture
def alive():
    heartbeat()
    yield
    cache.delete_many([HEARTBEAT_KEY, BEAT_KEY])


def test_healthz_answers_without_database_or_redis(client):
    assert client.get("/healthz").status_code == 200


def test_readyz_names_every_part(client, db, alive):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"database": "ok", "redis": "ok", "worker": "ok", "beat": "ok"}


def test_readyz_refuses_without_a_heartbeat(client, db):
    cache.delete_many([HEARTBEAT_KEY, BEAT_KEY])
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"database": "ok", "redis": "ok", "worker": "err", "beat": "err"}


def test_readyz_shows_a_beat_that_stopped_beside_a_worker_that_lives(client, db, alive):
    cache.delete(BEAT_KEY)
    heartbeat(by_beat=False)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"database": "ok", "redis": "ok", "worker": "ok", "beat": "err"}


def test_heartbeat_fades(db, alive):
    left = cache._cache.get_client(None).ttl(cache.make_key(HEARTBEAT_KEY))
    assert 0 < left <= DEAD_AFTER_SECONDS


def test_readyz_refuses_without_a_database(client, db, alive):
    with mock.patch.object(health, "connection") as connection:
        connection.cursor.side_effect = OperationalError("gone")
        response = client.get("/readyz")
    assert (response.status_code, response.json()["database"]) == (503, "err")


def test_readyz_refuses_without_redis(client, db):
    with mock.patch.object(health, "cache") as broken:
        broken.set.side_effect = broken.get.side_effect = RedisConnectionError("gone")
        response = client.get("/readyz")
    assert response.json() == {"database": "ok", "redis": "err", "worker": "err", "beat": "err"}


def test_readyz_asks_the_database_once(client, db, alive, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/readyz")
