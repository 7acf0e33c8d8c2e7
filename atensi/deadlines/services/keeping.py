"""Keeps the table of deadlines equal to what the clocks ask for: with each change, and once more by the sweep.

The clocks' own querysets are the one definition; what is written here is their result and nothing else.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from atensi.audit.actor import Actor
from atensi.notices.services import mark_many_acted
from atensi.prepared import execute_prepared

from ..clocks import Clock
from ..hooks import CLOCKS, clock_named

BATCH = 2000
NAMES = "clock, subject_id, case_id, reference, office_id, holder_id, worker_id, due_on, due_at"
# The first two are never null, and compared so that the unique index finds the row: IS NOT DISTINCT FROM uses none.
SAME = "d.clock = w.clock AND d.subject_id = w.subject_id AND " + " AND ".join(
    f"d.{name} IS NOT DISTINCT FROM w.{name}" for name in NAMES.split(", ")[2:]
)
END = 2**63 - 1

# A deadline that moved is told of anew, from the first rung; one whose people changed goes on where it was.
WRITE = f"""
INSERT INTO deadlines_deadline AS d ({NAMES}, next_step_at)
SELECT {NAMES}, %(now)s FROM wanted w
 WHERE NOT EXISTS (SELECT 1 FROM deadlines_deadline d WHERE {SAME})
 ORDER BY clock, subject_id
ON CONFLICT (clock, subject_id) DO UPDATE SET
    case_id = excluded.case_id, reference = excluded.reference, office_id = excluded.office_id,
    holder_id = excluded.holder_id, worker_id = excluded.worker_id, due_on = excluded.due_on, due_at = excluded.due_at,
    changed_at = excluded.changed_at,
    step = CASE WHEN d.due_at = excluded.due_at THEN d.step END,
    next_step_at = CASE WHEN d.due_at = excluded.due_at THEN d.next_step_at ELSE excluded.next_step_at END
RETURNING d.id
"""  # noqa: S608  (nothing of a user stands in it)
KEEP = """
WITH wanted ({names}) AS ({wanted}), written AS ({write}), gone AS (
    DELETE FROM deadlines_deadline d
     WHERE ({about}) AND NOT EXISTS (SELECT 1 FROM wanted w WHERE w.clock = d.clock AND w.subject_id = d.subject_id)
    RETURNING d.clock, d.subject_id)
SELECT (SELECT count(*) FROM written), clock, subject_id, 0 FROM gone
 UNION ALL SELECT count(*), NULL, NULL, 0 FROM written
"""
# Rows that somebody works on are skipped, and their deadlines left as they are: that change keeps its own.
SWEEP = """
WITH wanted ({names}) AS ({locked}), edge AS (
    SELECT CASE WHEN count(*) < %(batch)s THEN %(end)s ELSE max(subject_id) END AS last FROM wanted
), written AS ({write}), gone AS (
    DELETE FROM deadlines_deadline d
     WHERE d.clock = %(clock)s AND d.subject_id > %(after)s AND d.subject_id <= (SELECT last FROM edge)
       AND NOT EXISTS (SELECT 1 FROM ({open}) w ({names})
                        WHERE w.subject_id = d.subject_id AND w.subject_id <= (SELECT last FROM edge))
    RETURNING d.clock, d.subject_id)
SELECT (SELECT count(*) FROM written), clock, subject_id, (SELECT last FROM edge) FROM gone
 UNION ALL SELECT count(*), NULL, NULL, (SELECT last FROM edge) FROM written
"""


@transaction.atomic
def keep_deadlines(
    *,
    cases: Collection[int] = (),
    subjects: Mapping[str, Collection[int]] | None = None,
    by: Actor | None = None,
) -> int:
    """Bring the deadlines of `cases` (ids), or of `subjects` (clock code -> ids), up to what their clocks ask for now.

    Called last in every service that may start, move or end one, in the transaction of the change. by: who acted; what
    is done loses its pending notices, as done by them. Returns how many rows changed. One query; two more when
    something is done.
    """
    named = {code: list(pks) for code, pks in (subjects or {}).items() if pks}
    asked = [(clock, {f"{clock.case}__in": list(cases)}) for clock in CLOCKS if cases and clock.case]
    asked += [(clock_named(code), {"pk__in": pks}) for code, pks in named.items()]
    if not asked:
        return 0
    wanted, given = _union([(clock, clock.wanted().filter(**condition)) for clock, condition in asked])
    about = ["d.case_id = ANY(%(cases)s)"]
    given |= {"cases": list(cases), "now": timezone.now()}
    for number, (code, pks) in enumerate(named.items()):
        about.append(f"d.clock = %(code{number})s AND d.subject_id = ANY(%(ids{number})s)")
        given |= {f"code{number}": code, f"ids{number}": pks}
    statement = KEEP.format(names=NAMES, wanted=wanted, write=WRITE, about=" OR ".join(about))
    changed, _last = _run(statement, given, by, keep_plan=True)
    return changed


def reconcile(*, batch: int = BATCH) -> int:
    """Compare every deadline with its clock and mend what differs; 0 when every service kept its own.

    In batches, each its own transaction: it may be killed and started again, twice at once too. Returns rows changed.
    """
    return sum(_reconcile_clock(clock, batch) for clock in CLOCKS)


def _reconcile_clock(clock: Clock, batch: int) -> int:
    changed, after = 0, 0
    while after < END:
        locked, given = _union([(clock, clock.wanted().filter(pk__gt=after).order_by("pk")[:batch])], lock=True)
        opened, more = _union([(clock, clock.wanted().filter(pk__gt=after))], prefix="o")
        given |= more | {"batch": batch, "end": END, "clock": clock.code, "after": after, "now": timezone.now()}
        with transaction.atomic():
            done, after = _run(SWEEP.format(names=NAMES, locked=locked, open=opened, write=WRITE), given)
        changed += done
    return changed


def _union(
    parts: Sequence[tuple[Clock, QuerySet[Any]]], *, lock: bool = False, prefix: str = "w"
) -> tuple[str, dict[str, Any]]:
    """The rows of `parts` as one statement with named parameters."""
    statements, given = [], {}
    for clock, rows in parts:
        sql, params = rows.query.sql_with_params()
        names = [f"{prefix}{len(given) + number}" for number in range(len(params))]
        sql = sql % tuple(f"%({name})s" for name in names)
        given |= dict(zip(names, params, strict=True))
        if lock:
            sql += f' FOR NO KEY UPDATE OF "{rows.model._meta.db_table}" SKIP LOCKED'
        statements.append(f"SELECT '{clock.code}', q.* FROM ({sql}) q")  # noqa: S608
    return " UNION ALL ".join(statements), given


def _run(sql: str, given: Mapping[str, Any], by: Actor | None = None, *, keep_plan: bool = False) -> tuple[int, int]:
    """How many rows changed, and the last subject of the batch; notices of what is done are marked as acted on, by
    whoever did it or None for the clock."""
    with connection.cursor() as cursor:
        if keep_plan:
            execute_prepared(cursor, sql, given)
        else:
            cursor.execute(sql, given)
        rows = cursor.fetchall()
    gone = [f"{clock_named(code).subject}:{subject}" for _written, code, subject, _last in rows if code]
    if gone:
        mark_many_acted(gone, by=by)
    return rows[0][0] + len(gone), rows[0][3]
