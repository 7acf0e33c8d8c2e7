from contextlib import closing

import pytest
from django.db import connection

from atensi.demo.world import PASSWORD
from atensi.embedded import figures
from atensi.measured.timing import Counted, bounded, percentile, rate, timed
from atensi.measured.visitor import Visitor
from cases.models import Case
from institutions.states import Role
from tests.institutions.factories import MembershipFactory

SWEPT = {"seconds": 2.0, "rows": 10, "before": 102400, "peak": 112640}
RAW = {"seconds": 0.5, "rows": 10}
ROW = {
    "job": "list",
    "name": "daftar",
    "part": "peksos",
    "p50": 40.0,
    "p95": 60.0,
    "rate1": 25.0,
    "rate8": 50.0,
    "queries": 12,
    "database": 8.0,
    "bytes": 2048,
    "floor": 4.0,
    "empty": 20.0,
    "obvious": 80.0,
    "frame": 2.0,
    "trail": 1.0,
    "faults": ["reads all of cases_case (9): SELECT"],
}


def test_percentiles():
    assert percentile(range(1, 101), 0.5) == 51
    assert percentile(range(1, 101), 0.95) == 96
    assert percentile([7], 0.95) == 7


def test_slow_work_is_done_fewer_times_but_three():
    calls = []
    assert len(timed(lambda: calls.append(1), fewest=50, seconds=0, warm=2)) == 3
    assert len(calls) == 5


def test_a_failure_in_a_thread_is_not_lost():
    def fail():
        raise ValueError

    with pytest.raises(ValueError):
        rate([fail, lambda: None], seconds=0.01)


@pytest.mark.django_db
def test_the_obvious_build_is_ended_when_it_takes_too_long():
    def sleep(seconds):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(%s)", [seconds])

    assert bounded(lambda: sleep(5), milliseconds=50) is None
    assert bounded(lambda: sleep(0.01), milliseconds=5000) >= 10
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


@pytest.mark.django_db
def test_queries_are_counted():
    counted = Counted(lambda: [Case.objects.count(), Case.objects.exists()])
    timed(counted)
    assert counted.least.count == 2


def test_a_visitor_signs_in_and_stays(live_site):
    user = MembershipFactory(role=Role.FIELD_SOCIAL_WORKER).user
    user.set_password(PASSWORD)
    user.save()
    with closing(Visitor(live_site)) as visitor:
        with pytest.raises(RuntimeError, match="302"):
            visitor.get("/kasus/")
        with pytest.raises(RuntimeError, match=user.username):
            visitor.sign_in(user.username, "salah-sekali-2026")
        visitor.sign_in(user.username, PASSWORD)
        assert user.name.encode() in visitor.get("/kasus/")
        with closing(visitor.twin()) as twin:
            assert user.name.encode() in twin.get("/kasus/")


def test_tables_hold_the_ratios():
    parts = ("raw again", "raw tell", "raw tell again", "raw, nothing to do")
    ours = ("sweep", "sweep, nothing to do", "tell", "tell, nothing to do")
    swept = {"raw": RAW} | dict.fromkeys(parts, RAW) | dict.fromkeys(ours, SWEPT)
    text = figures.tables({"pages": {"1000": {"list": [ROW]}, "9000": {"list": [ROW]}}, "sweep": {"10": swept}})

    assert (
        "| daftar (peksos) | 40.0 | 60.0 | 25 | 50 | 12 | 2 | 2.0 | 8.0 | 2.0 | 1.0 | 4.00 | 2.0 | 1.2 | 80.0 | 16.0 |"
        in text
    )
    assert "- daftar (peksos): reads all of cases_case" in text
    ended = figures.tables({"pages": {"1000": {"list": [ROW | {"obvious": 60_000, "given_up": True}]}}})
    assert "| > 60000 | > 12000.0 |" in ended
    assert "| daftar (peksos) | 1.00 | 1.00 | 40.0 | 40.0 | 1.00 |" in text
    found = {"name": "another spelling", "asked": 9, "meant": 8, "given": 6, "recall": 0.75, "precision": 1.0}
    assert "| another spelling | 9 | 8 | 6 | 0.750 | 1.000 |" in figures.tables({"recall": {"1000": [found]}})
    acts = [{"name": "mencatat", "p50": 30.0, "queries": 40, "database": 9.0, "writes": 9, "floor": 3.0}]
    assert "| mencatat | 30.0 | 40 | 9.0 | 9 | 3.00 | 3.0 |" in figures.tables({"acts": {"1000": acts}})
    assert "| 10 | sweep | 10 | 2.00 | 0.50 | 4.0 | 100 | 110 |" in text


def test_writing_keeps_what_stands_above_the_tables(tmp_path, monkeypatch):
    file = tmp_path / "benchmarks.md"
    file.write_text("# Judul\n\nCara mengulang.\n\n## Figures\n\nlama\n")
    monkeypatch.setattr(figures, "FILE", file)
    figures.write_tables({"generated": {"10": "baru"}})

    assert file.read_text().startswith("# Judul\n\nCara mengulang.\n\n## Figures\n")
    assert "baru" in file.read_text()
    assert "lama" not in file.read_text()
