"""The keeper of the review clock (design.md 7; domain.md 5.3): set-based, in batches, restartable, harmless twice.

Whether a review is late is nowhere marked: that follows from its day (`PlacementReviewQuerySet.overdue`).

Rows that somebody works on at the moment are skipped; the next sweep finds them. A batch is one transaction.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor, system_actor
from atensi.audit.services import record
from atensi.clock import date_words
from atensi.deadlines.services.keeping import keep_deadlines
from cases.event_states import EventKind
from cases.models import Case
from cases.services.events import add_event

from ..states import OPEN_PLACEMENTS, OPEN_REVIEWS, PlacementState, ReviewState, Title

BATCH = 500
SUBJECT = "sweep:reviews"

# Open placements without an open review get one: due when the last held review said, else by `review_rules.first_due`
# (a property test holds both to the same day). The conflict clause covers a second sweep at the same moment.
REPAIR = """
WITH missing AS (
    SELECT p.id, p.title, p.starts_on, (p.admitted_at AT TIME ZONE z.time_zone)::date AS admitted_on,
           p.emergency_ends_on,
           CASE WHEN p.planned_end_on > p.starts_on THEN p.planned_end_on END AS title_ends_on,
           (SELECT d.review_due_on FROM referrals_caredecision d
             WHERE d.id = p.decision_id AND d.review_due_on > p.starts_on) AS decided_due,
           coalesce((p.review_rule->>'factor')::float8, 1) AS factor,
           (p.starts_on + make_interval(months => coalesce((p.review_rule->>'months')::int, 0),
                                        days => coalesce((p.review_rule->>'days')::int, 0)))::date AS interval_end
      FROM referrals_placement p
      JOIN cases_case c ON c.id = p.case_id
      JOIN institutions_institution o ON o.id = c.office_id
      JOIN reference_region z ON z.code = o.region_id
     WHERE p.state = ANY(%(open_placements)s) AND p.id > %(after)s
       AND NOT EXISTS (SELECT 1 FROM referrals_placementreview r
                        WHERE r.placement_id = p.id AND r.state = ANY(%(open_reviews)s))
     ORDER BY p.id LIMIT %(batch)s FOR UPDATE OF p SKIP LOCKED
), planned AS (
    SELECT m.id,
           (SELECT coalesce(max(r.sequence), 0) + 1 FROM referrals_placementreview r
             WHERE r.placement_id = m.id) AS nth,
           coalesce(
               (SELECT r.next_due_on FROM referrals_placementreview r
                 WHERE r.placement_id = m.id AND r.state = %(held)s ORDER BY r.sequence DESC LIMIT 1),
               CASE WHEN m.title = %(existing)s THEN m.admitted_on
                    ELSE least(m.emergency_ends_on, m.decided_due, m.title_ends_on,
                               m.starts_on + greatest(1, floor((m.interval_end - m.starts_on) * m.factor)::int))
               END) AS due_on
      FROM missing m
), made AS (
    INSERT INTO referrals_placementreview (placement_id, sequence, due_on, state, attendees, child_view,
                                           child_not_heard_reason, findings, outcome, soft_reasons, created_at)
    SELECT id, nth, due_on, %(due)s, '{}', '', '', '', '', '{}', now() FROM planned
    ON CONFLICT DO NOTHING
    RETURNING id, placement_id
)
SELECT planned.id, made.id FROM planned LEFT JOIN made ON made.placement_id = planned.id ORDER BY planned.id
"""

# The case is locked beside its placement, so that the timeline's new line never waits for somebody who waits for us.
MARK_OVERSTAYED = """
UPDATE referrals_placement SET state = %(overstayed)s
 WHERE id IN (SELECT p.id FROM referrals_placement p JOIN cases_case c ON c.id = p.case_id
                JOIN institutions_institution o ON o.id = c.office_id JOIN reference_region z ON z.code = o.region_id
               WHERE p.state = %(active)s AND p.title = %(emergency)s
                 AND p.emergency_ends_on < (%(now)s AT TIME ZONE z.time_zone)::date
               ORDER BY p.id LIMIT %(batch)s
                 FOR UPDATE OF p SKIP LOCKED FOR KEY SHARE OF c SKIP LOCKED)
RETURNING id, case_id, emergency_ends_on
"""


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep changed: reviews made, emergency placements marked past their limit."""

    made: int
    overstayed: int


def sweep(at: datetime | None = None, *, batch: int = BATCH) -> Swept:
    """Bring reviews and emergency limits up to moment `at` (now), each on the calendar of its case's office. A moment
    before the last sweep's changes nothing back."""
    given: dict[str, Any] = {
        "now": at or timezone.now(),
        "batch": batch,
        "open_placements": sorted(OPEN_PLACEMENTS),
        "open_reviews": sorted(OPEN_REVIEWS),
        "held": ReviewState.HELD,
        "due": ReviewState.DUE,
        "existing": Title.EXISTING,
        "emergency": Title.EMERGENCY,
        "active": PlacementState.ACTIVE,
        "overstayed": PlacementState.OVERSTAYED,
    }
    by = system_actor()
    return Swept(
        made=sum(_make_missing(given, by)),
        overstayed=sum(_mark_overstayed(given, by)),
    )


def _rows(sql: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())


def _make_missing(given: dict[str, Any], by: Actor) -> Iterator[int]:
    after = 0
    while True:
        with transaction.atomic():
            rows = _rows(REPAIR, given | {"after": after})
            made = [review for _placement, review in rows if review]
            keep_deadlines(subjects={"review": made}, by=by)
            _tell("review.make_missing", made, by)
        if not rows:
            return
        after = rows[-1][0]
        yield len(made)


def _tell(verb: str, reviews: list[int], by: Actor) -> None:
    """One line in the trail for what a batch did to reviews: the clock did it, no person's view is recorded."""
    if reviews:
        seen = [f"placementreview:{pk}" for pk in sorted(reviews)]
        record(verb, SUBJECT, by=by, data={"reviews": len(reviews)}, seen=seen)


def _mark_overstayed(given: dict[str, Any], by: Actor) -> Iterator[int]:
    """Past the limit is told in each case's story and trail (design.md 4: never silently extended)."""
    while True:
        with transaction.atomic():
            rows = sorted(_rows(MARK_OVERSTAYED, given))
            cases = Case.objects.in_bulk([case for _placement, case, _limit in rows])
            for _placement, case, limit in rows:
                text = _("Batasnya %(date)s. Minta keputusan Dinas Sosial.") % {"date": date_words(limit)}
                add_event(case=cases[case], kind=EventKind.PLACEMENT_OVERSTAYED, by=by, text=text)
            for placement, case, limit in rows:
                data = {"case": case, "emergency_ends_on": limit.isoformat()}
                record("placement.mark_overstayed", f"placement:{placement}", by=by, data=data)
        if not rows:
            return
        yield len(rows)
