"""Old notices go when they have been read or done; those that nobody looked at stay."""

from datetime import datetime

from django.db import connection, transaction

from atensi.audit.actor import Actor
from atensi.audit.services import record

BATCH = 1000
SUBJECT = "sweep:notices"

PRUNE = """
WITH old AS (
    SELECT id FROM notices_notice
     WHERE created_at < %(before)s AND (opened_at IS NOT NULL OR acted_at IS NOT NULL)
     ORDER BY created_at LIMIT %(batch)s FOR UPDATE SKIP LOCKED
), gone AS (
    DELETE FROM notices_delivery WHERE notice_id IN (SELECT id FROM old)
)
DELETE FROM notices_notice WHERE id IN (SELECT id FROM old)
"""


def prune_notices(*, before: datetime, by: Actor, batch: int = BATCH) -> int:
    """Delete notices made before then that were opened or acted on, with their deliveries; returns how many. A batch
    is one transaction; any number of runs give the same."""
    gone = 0
    while removed := _prune(before, by, batch):
        gone += removed
    return gone


def _prune(before: datetime, by: Actor, batch: int) -> int:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(PRUNE, {"before": before, "batch": batch})
            removed = cursor.rowcount
        if removed:
            record("notice.prune", SUBJECT, by=by, data={"notices": removed, "before": before.isoformat()})
    return removed
