"""What follows from the cases and is written by SQL over all of them: number series, notices, places of the Sentra."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

from atensi.deadlines.hooks import CLOCKS
from atensi.documents.models import NumberSeries
from carers.clocks import PERMIT
from institutions.states import Kind
from meetings.clocks import FOLLOW_UP

TELL_DAYS = 14
# Those that come within two weeks, or are late, have been told to the worker; half of that was read.
TOLD = """
INSERT INTO notices_notice (kind, subject, due_on, reference, path, data, is_required, created_at, opened_at,
                            recipient_id)
SELECT d.clock || CASE WHEN d.due_at <= %(now)s THEN '.late:1' ELSE '.before:3' END,
       %(subject)s || ':' || d.subject_id, d.due_on, d.reference,
       coalesce('/kasus/' || d.case_id || '/',
                CASE d.clock WHEN %(meeting)s THEN '/rapat/tindak-lanjut/'
                             WHEN %(permit)s THEN '/pengasuh/' END || d.subject_id || '/',
                '/lembaga/' || d.holder_id || '/'),
       json_build_object('count', 1, 'due', d.due_on), true, least(d.due_at, %(now)s::timestamptz - interval '1 day'),
       CASE WHEN d.subject_id %% 2 = 0 THEN %(now)s::timestamptz END, d.worker_id
  FROM deadlines_deadline d
 WHERE d.clock = %(clock)s AND d.worker_id IS NOT NULL AND (%(after)s = 0 OR d.case_id > %(after)s)
   AND d.due_at < %(now)s::timestamptz + make_interval(days => %(days)s)
"""
# What was told up to now is told no more; the rest wakes up when its first rung may come.
SETTLED = """
UPDATE deadlines_deadline
   SET step = CASE WHEN due_at <= %(now)s THEN 1000000 END,
       next_step_at = CASE WHEN due_at > %(now)s
                           THEN greatest(due_at - interval '400 days', %(now)s::timestamptz + interval '1 day') END
 WHERE %(after)s = 0 OR case_id > %(after)s
"""
PLACES = """
UPDATE institutions_institution i
   SET places = greatest(CASE WHEN i.places = 0 THEN 24 ELSE i.places END, (SELECT count(*) FROM referrals_placement p
                               WHERE p.institution_id = i.id AND p.ended_on IS NULL))
 WHERE i.kind = ANY(%(kinds)s)
"""


def write_series(series: Mapping[str, int]) -> None:
    """The last number that each series gave out, so that the next case gets the next one."""
    rows = [NumberSeries(key=key, last=last) for key, last in series.items()]
    NumberSeries.objects.bulk_create(rows, 1000, update_conflicts=True, unique_fields=["key"], update_fields=["last"])


def write_notices(now: object, *, after: int = 0) -> int:
    """Notices of the deadlines that are near or late, of cases after `after` (id) when given. Returns how many."""
    told = 0
    with connection.cursor() as cursor:
        for clock in CLOCKS:
            given = {"now": now, "clock": clock.code, "subject": clock.subject, "days": TELL_DAYS, "after": after}
            given |= {"meeting": FOLLOW_UP.code, "permit": PERMIT.code}
            cursor.execute(TOLD, given)
            told += cursor.rowcount
        cursor.execute(SETTLED, {"now": now, "after": after})
    return told


def write_places() -> None:
    """No residence holds more children than it has places: those whose places nobody gave get theirs."""
    with connection.cursor() as cursor:
        cursor.execute(PLACES, {"kinds": [Kind.SENTRA.value, Kind.LKSA.value]})
