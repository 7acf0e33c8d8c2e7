"""The sweep of reviews and the round of telling over many placements, beside raw SQL that does the same."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from atensi.deadlines.services.telling import tell
from atensi.generated.writing import Writer
from cases.models import Beneficiary, Case, FamilyMember
from cases.states import Base, CareForm, Risk, Sex, Stage
from referrals.models import CareDecision, Placement
from referrals.services.sweep import sweep
from referrals.states import OPEN_PLACEMENTS, ReviewState, Term, Title

RAW_REVIEWS = """
INSERT INTO referrals_placementreview (placement_id, sequence, due_on, state, attendees, child_view,
                                       child_not_heard_reason, findings, outcome, soft_reasons, created_at)
SELECT p.id, coalesce((SELECT max(r.sequence) FROM referrals_placementreview r WHERE r.placement_id = p.id), 0) + 1,
       coalesce((SELECT r.next_due_on FROM referrals_placementreview r
                  WHERE r.placement_id = p.id AND r.state = %(held)s ORDER BY r.sequence DESC LIMIT 1),
                (p.starts_on + make_interval(months => (p.review_rule->>'months')::int))::date),
       %(due)s, '{}', '', '', '', '', '{}', now()
  FROM referrals_placement p
 WHERE p.state = ANY(%(open)s)
   AND NOT EXISTS (SELECT 1 FROM referrals_placementreview r WHERE r.placement_id = p.id AND r.state = %(due)s)
"""
RAW_DEADLINES = """
INSERT INTO deadlines_deadline (clock, subject_id, case_id, reference, office_id, holder_id, worker_id, due_on, due_at,
                                next_step_at)
SELECT 'review', r.id, c.id, c.number, c.office_id, p.institution_id, c.worker_id, r.due_on,
       (r.due_on + 1)::timestamp AT TIME ZONE z.time_zone, now()
  FROM referrals_placementreview r JOIN referrals_placement p ON p.id = r.placement_id
  JOIN cases_case c ON c.id = p.case_id JOIN institutions_institution o ON o.id = c.office_id
  JOIN reference_region z ON z.code = o.region_id
 WHERE r.state = %(due)s AND NOT EXISTS (SELECT 1 FROM deadlines_deadline d
                                          WHERE d.clock = 'review' AND d.subject_id = r.id)
"""
RAW_NOTHING = """
SELECT count(*) FROM referrals_placement p
 WHERE p.state = ANY(%(open)s)
   AND NOT EXISTS (SELECT 1 FROM referrals_placementreview r WHERE r.placement_id = p.id AND r.state = %(due)s)
"""
RAW_NOTICES = """
INSERT INTO notices_notice (recipient_id, kind, subject, due_on, reference, path, data, is_required, created_at)
SELECT worker_id, 'review.before:3', 'placementreview:' || subject_id, due_on, reference,
       '/rujukan/tinjauan/' || subject_id || '/', json_build_object('count', 3, 'due', due_on), true, now()
  FROM deadlines_deadline WHERE next_step_at <= now() AND clock = 'review'
"""
RAW_DELIVERIES = """
INSERT INTO notices_delivery (notice_id, channel, state, attempts, next_try_at, message_id, last_error)
SELECT id, 'EMAIL', 'PENDING', 0, now(), '<notice-' || id || '-email@localhost>', '' FROM notices_notice
"""
RAW_STEPS = """
UPDATE deadlines_deadline SET step = -96, next_step_at = due_at - interval '1 day'
 WHERE next_step_at <= now() AND clock = 'review'
"""
# In two days: the step of three days before has come.
AWAKEN = """
DELETE FROM deadlines_deadline WHERE clock <> 'review';
UPDATE deadlines_deadline SET due_on = current_date + 2, due_at = (current_date + 3)::timestamptz, step = NULL,
                              next_step_at = now() - interval '1 minute';
"""
FORGET_REVIEWS = "TRUNCATE referrals_placementreview, deadlines_deadline CASCADE"
FORGET_NOTICES = "TRUNCATE notices_notice CASCADE"
GIVEN = {"held": ReviewState.HELD.value, "due": ReviewState.DUE.value, "open": sorted(OPEN_PLACEMENTS)}


def add_placements(count: int) -> None:
    """`count` children with kin, each with a case and a placement, none with a review; nothing else is made."""
    writer, today = Writer(timezone.now()), timezone.localdate()
    decision = CareDecision.objects.order_by("pk")[0]
    like, carer = Case.objects.order_by("pk")[0], FamilyMember.objects.order_by("pk")[0]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("DELETE FROM referrals_placement")
        with writer.sending():
            for number in range(count):
                made = {"office_id": like.office_id, "created_by_id": like.worker_id}
                child = writer[Beneficiary].add(sex=Sex.MALE, region_id=like.office.region_id, **made)
                case = writer[Case].add(
                    number=f"00.00/2000/{number:06}",
                    beneficiary_id=child,
                    office_id=like.office_id,
                    worker_id=like.worker_id,
                    opened_by_id=like.worker_id,
                    stage=Stage.IMPLEMENT,
                    risk=Risk.LOW,
                    opened_at=writer.now,
                )
                writer[Placement].add(
                    case_id=case,
                    beneficiary_id=child,
                    form=CareForm.KINSHIP,
                    base=Base.FAMILY,
                    term=Term.SHORT,
                    carer_id=carer.pk,
                    title=Title.DECISION,
                    decision_id=decision.pk,
                    review_rule={"term": "SHORT", "months": 3, "factor": 1},
                    starts_on=today - timedelta(days=number % 80),
                    admitted_at=writer.now,
                    admitted_by_id=like.worker_id,
                )
                if writer.is_full:
                    writer.flush()
        writer.set_sequences()
    vacuum()


def vacuum(table: str = "") -> None:
    """Of one table without new statistics, or of all with. Those of a table that was just emptied would mislead: the
    planner would expect it to stay empty, and read it from end to end for each of a hundred thousand rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM {table}" if table else "VACUUM ANALYZE")


def forget(statement: str) -> None:
    """Empty the tables that the next run fills, as their owner."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)


def run_raw(*statements: str) -> dict[str, Any]:
    """Seconds that `statements` take in one transaction, and rows of the first."""
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        rows = []
        for statement in statements:
            cursor.execute(statement, GIVEN)
            rows.append(cursor.rowcount)
    return {"seconds": time.perf_counter() - began, "rows": rows[0]}


def run_ours(work: Callable[[], int]) -> dict[str, Any]:
    """Seconds that `work` takes, rows that it made, and this process's memory before and at most, in KiB."""
    connection.ensure_connection()
    before, began = peak(), time.perf_counter()
    rows = work()
    return {"seconds": time.perf_counter() - began, "rows": rows, "before": before, "peak": peak()}


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


WORKS: dict[str, Callable[[], int]] = {"sweep": lambda: sweep().made, "tell": lambda: tell().notices}
