"""A real worker and a real beat, killed with -9 in the middle of their work and started again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from atensi.deadlines.models import Deadline, Tick
from atensi.tasks import BEAT_KEY
from referrals.models import PlacementReview
from referrals.tasks import sweep_reviews
from tests import databases
from tests.referrals.factories import PlacementFactory

PLACEMENTS = 40
PATIENCE = 90.0  # seconds; the machine may be busy
# As slow as a batch of thousands, so that there is a middle to be killed in.
SLOW = """
CREATE FUNCTION take_time() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.1); RETURN NEW; END';
CREATE TRIGGER slow BEFORE INSERT ON referrals_placementreview FOR EACH ROW EXECUTE FUNCTION take_time();
"""
RUNNING = """
SELECT pid FROM pg_stat_activity
 WHERE datname = %s AND state = 'active' AND query LIKE '%%WITH missing AS%%' AND pid <> pg_backend_pid()
"""


@pytest.fixture(autouse=True)
def empty_broker():
    cache.clear()
    yield
    cache.clear()


@contextmanager
def celery(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A celery process on the test's own database and Redis."""
    database = connection.settings_dict
    place = quote(database["HOST"], safe="")
    url = f"postgres://{database['USER']}:{quote(database['PASSWORD'])}@{place}/{database['NAME']}"
    ours = {"DATABASE_URL": url, "REDIS_URL": settings.REDIS_URL, "DJANGO_SETTINGS_MODULE": "atensi.settings"}
    command = [sys.executable, "-W", "ignore", "-m", "celery", "--quiet", "-A", "atensi.celery", *arguments]
    process = subprocess.Popen(command, env=os.environ | ours, start_new_session=True)
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """The process and its children, with -9."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def worker() -> tuple[str, ...]:
    return "worker", "--concurrency", "1", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"


def wait_for(what: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until, "did not happen in time"
        time.sleep(0.1)


def is_sweeping() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(RUNNING, [connection.settings_dict["NAME"]])
        return cursor.fetchone() is not None


def rows() -> list[tuple]:
    return list(PlacementReview.objects.order_by("pk").values_list("placement", "sequence", "due_on", "state"))


def test_a_worker_killed_in_the_middle_of_a_sweep_leaves_all_or_nothing(committed_db):
    for _ in range(PLACEMENTS):
        PlacementFactory()
    owner, _web = databases.roles()
    with databases.acting_as(owner), connection.cursor() as cursor:
        cursor.execute(SLOW)
    with celery(*worker()) as first:
        sweep_reviews.delay()
        wait_for(is_sweeping)
        kill(first)
    wait_for(lambda: not is_sweeping())
    assert rows() == [], "the batch was one transaction"
    cache.clear()  # and Redis has forgotten that anybody ever asked
    with celery(*worker()):
        sweep_reviews.delay()
        wait_for(lambda: PlacementReview.objects.count() == PLACEMENTS)
        done = rows()
        sweep_reviews.delay()
        wait_for(lambda: Tick.objects.filter(task="referrals.sweep", ended_at__isnull=False).count() == 2)
    assert rows() == done
    assert Deadline.objects.filter(clock="review").count() == PLACEMENTS


def test_a_beat_that_was_killed_beats_again_from_the_same_memory(committed_db, tmp_path: Path):
    schedule = "beat", "--schedule", str(tmp_path / "schedule"), "--pidfile", "", "--loglevel", "WARNING"
    cache.delete(BEAT_KEY)
    with celery(*worker()):
        with celery(*schedule):
            wait_for(lambda: cache.get(BEAT_KEY))
        cache.delete(BEAT_KEY)
        with celery(*schedule):
            wait_for(lambda: cache.get(BEAT_KEY))
