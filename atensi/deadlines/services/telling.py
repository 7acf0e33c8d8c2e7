"""Tells people of deadlines, rung by rung (domain.md 5.3, 13): before the last day, on it, and after it to those above.

A step is marked on the deadline in the transaction that writes its notices, so that a killed worker, a second one or
an emptied broker changes nothing. After an outage only the highest step passed is told: one notice per person.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from atensi.notices.services import NewNotice, notify_many

from ..hooks import clock_named
from ..ladders import Step, steps_of
from ..models import Deadline
from ..recipients import People, people_around

BATCH = 500

MARK = """
UPDATE deadlines_deadline d SET step = m.step, next_step_at = m.next_step_at
  FROM unnest(%(ids)s::bigint[], %(steps)s::int[], %(nexts)s::timestamptz[]) AS m(id, step, next_step_at)
 WHERE d.id = m.id
"""


@dataclass(frozen=True, slots=True)
class Told:
    """What a round did: deadlines looked at, notices written that nobody had got before."""

    looked_at: int
    notices: int


def tell(at: datetime | None = None, *, batch: int = BATCH) -> Told:
    """Tell of every step that has come by moment `at` (now). Any number of rounds, the same notices."""
    at = at or timezone.now()
    rounds = list(_rounds(at, batch))
    return Told(looked_at=sum(done.looked_at for done in rounds), notices=sum(done.notices for done in rounds))


def _rounds(at: datetime, batch: int) -> Iterator[Told]:
    while True:
        with transaction.atomic():
            waiting = Deadline.objects.filter(next_step_at__lte=at).order_by("next_step_at", "pk")
            rows = list(waiting.select_for_update(skip_locked=True, of=("self",))[:batch])
            done = _tell(rows, at)
        if not rows:
            return
        yield done


def _tell(rows: list[Deadline], at: datetime) -> Told:
    steps = steps_of(rows)
    people = people_around(rows)
    notices: list[NewNotice] = []
    for row in rows:
        reached = [step for step in steps[row.pk] if row.due_at + step.distance <= at]
        ahead = [step for step in steps[row.pk] if row.due_at + step.distance > at]
        if reached and (row.step is None or reached[-1].hours > row.step):
            notices += notices_of(row, reached[-1], people)
            row.step = reached[-1].hours
        row.next_step_at = row.due_at + ahead[0].distance if ahead else None
    _mark(rows)
    return Told(len(rows), notify_many(notices))


def notices_of(row: Deadline, step: Step, people: People) -> list[NewNotice]:
    """One notice for each person of the step's rungs; number and day only, no name."""
    clock = clock_named(row.clock)
    return [
        NewNotice(
            kind=f"{clock.code}.{step.name}",
            subject=f"{clock.subject}:{row.subject_id}",
            recipient=person,
            due_on=row.due_on,
            reference=row.reference,
            path=clock.path(row),
            data={"count": step.count, "due": row.due_on.isoformat()},
        )
        for person in people.of(row, step.rungs)
    ]


def _mark(rows: list[Deadline]) -> None:
    if not rows:
        return
    given = {
        "ids": [row.pk for row in rows],
        "steps": [row.step for row in rows],
        "nexts": [row.next_step_at for row in rows],
    }
    with connection.cursor() as cursor:
        cursor.execute(MARK, given)
