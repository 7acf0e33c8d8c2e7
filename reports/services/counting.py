"""Keeping the numbers: one statement compares them with the cases and writes the difference.

Counted is a case in the month in which it was opened, on the calendar of its office, under its primary category, in
the region of the office that is responsible for it. Whatever a service does to it later moves it there: another
primary category, a closing as "entered in error" (then it counts nowhere), an office whose region was corrected.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from institutions.parameters import value_for

from ..models import CaseCount, Counting, PublishedCount
from ..numbers.categories import AMPK, OTHER
from ..numbers.suppression import REGENCY, publish

ENTERED_IN_ERROR = "DATA_ERROR"
REGENCY_DIGITS = 5
LOCK = 6_105_020  # one sweep at a time
BATCH = 5_000
# Compared and written in one statement, so that the numbers are those of one moment.
COUNT = """
WITH counted AS (
  SELECT c.office_id, date_trunc('month', c.opened_at AT TIME ZONE r.time_zone)::date AS month,
         CASE WHEN k.list = 'AMPK' AND k.code = ANY(%(codes)s) THEN k.code ELSE %(other)s END AS category,
         count(*)::int AS cases
    FROM cases_case c
    JOIN institutions_institution o ON o.id = c.office_id JOIN reference_region r ON r.code = o.region_id
    JOIN cases_casecategory p ON p.case_id = c.id AND p.is_primary JOIN reference_code k ON k.id = p.code_id
    LEFT JOIN reference_code e ON e.id = c.closure_reason_id
   WHERE c.closed_at IS NULL OR e.code <> %(error)s
   GROUP BY 1, 2, 3
), gone AS (
  DELETE FROM reports_casecount t WHERE NOT EXISTS (
    SELECT 1 FROM counted n WHERE (n.office_id, n.month, n.category) = (t.office_id, t.month, t.category)
  ) RETURNING t.month
), written AS (
  INSERT INTO reports_casecount AS t (office_id, month, category, cases)
  SELECT office_id, month, category, cases FROM counted
  ON CONFLICT (office_id, month, category) DO UPDATE SET cases = EXCLUDED.cases WHERE t.cases <> EXCLUDED.cases
  RETURNING t.month
)
SELECT month FROM gone UNION SELECT month FROM written ORDER BY 1
"""


@transaction.atomic
def count_cases() -> list[date]:
    """Make the kept numbers equal to a recount, and publish anew the months that changed; which these were.

    Any number of runs, same result; two at once wait for each other.
    """
    limit = value_for("small_cell_threshold")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(COUNT, {"codes": list(AMPK), "other": OTHER, "error": ENTERED_IN_ERROR})
        changed = [month for (month,) in cursor.fetchall()]
    last = Counting.objects.first()
    if last is None or last.limit != limit:
        changed = list(CaseCount.objects.order_by("month").values_list("month", flat=True).distinct())
        PublishedCount.objects.exclude(month__in=changed).delete()
    _publish(changed, limit)
    Counting.objects.update_or_create(pk=1, defaults={"counted_at": timezone.now(), "limit": limit})
    return changed


def _publish(months: Collection[date], limit: int) -> None:
    PublishedCount.objects.filter(month__in=months).delete()
    for month in months:
        PublishedCount.objects.bulk_create(_published(month, limit), batch_size=BATCH)


def _published(month: date, limit: int) -> Iterator[PublishedCount]:
    cells: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = CaseCount.objects.filter(month=month).values_list("category", "office__region_id", "cases")
    for category, region, cases in rows:
        cells[category][region[:REGENCY_DIGITS]] += cases
    return (
        PublishedCount(
            month=month,
            category=one.category,
            region=one.region,
            level=one.level,
            lowest=one.lowest,
            shown=one.shown,
            highest=one.highest,
        )
        for one in publish(cells, limit=limit)
        # The province's own office stands in the chain, too; its own number is told to nobody else.
        if one.level != REGENCY or len(one.region) == REGENCY_DIGITS
    )
