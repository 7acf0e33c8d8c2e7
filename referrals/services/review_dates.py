"""Moving the day of an open review, always with a trace: who or what rule moved it, from when, to when, and why."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.clock import date_words
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from cases.event_states import EventKind
from cases.models import CaseEvent
from cases.services.events import announce_events

from ..eligibility.date_changes import pull_problems
from ..models import PlacementReview
from ..permissions import can_pull_review
from ..states import DateChangeReason
from .review_locks import locked_review, require_open

# Sorted, so that two that move the same reviews wait for each other and never in a circle; each cause acts once.
INSERT = """
INSERT INTO referrals_reviewdatechange (review_id, due_from, due_to, reason, cause, note, changed_at, changed_by_id)
SELECT r.review_id, r.due_from, r.due_to, r.reason, r.cause, r.note, %(at)s, %(by)s
  FROM jsonb_to_recordset(%(rows)s::jsonb)
       AS r(review_id bigint, due_from date, due_to date, reason text, cause text, note text)
 ORDER BY r.review_id, r.cause
ON CONFLICT DO NOTHING
RETURNING review_id
"""


@dataclass(frozen=True, slots=True)
class Move:
    """One review's new day. cause, note: see `ReviewDateChange`."""

    review: PlacementReview
    to: date
    reason: str
    cause: str = ""
    note: str = ""

    def row(self) -> dict[str, object]:
        told = {name: value for name, value in asdict(self).items() if name not in ("review", "to")}
        return told | {"review_id": self.review.pk, "due_from": self.review.due_on, "due_to": self.to}


@transaction.atomic
@in_record_language
def pull_review_forward(
    *, review: PlacementReview, to: date, reason: str, by: Actor, note: str = "", cause: str = ""
) -> PlacementReview:
    """Bring an open review forward to day `to`: asked for by a person in words (BY_HAND), or by a rule.

    cause: which incident or trouble it follows; each moves a review once. Raises NotAllowed; RuleViolation with
    `pull_problems`. Source: domain.md 5.3.
    """
    review = locked_review(review)
    require(
        by.is_system or can_pull_review(by, review),
        _("Hanya pekerja sosial kasus, penyelia, dan pejabat pemutus kantornya yang memajukan tinjauan."),
    )
    require_open(review)
    require_no_problems(pull_problems(review, to=to, reason=reason, note=note))
    before = review.due_on
    move_reviews([Move(review, to, reason, cause, note.strip())], by=by)
    data = {"case": review.placement.case_id, "from": before.isoformat(), "to": to.isoformat(), "reason": reason}
    record("review.pull_forward", review, by=by, data=data, reason=note)
    return review


@in_record_language
def move_reviews(moves: Sequence[Move], *, by: Actor) -> int:
    """Write the new days of reviews whose rows the caller has locked, with their case, and tell each case's story.

    A review that keeps its day gets its row and no more. What another process wrote already is left out. Returns how
    many rows were written. The same number of queries for one review and for a batch.
    """
    if not moves:
        return 0
    rows = json.dumps([move.row() for move in moves], cls=DjangoJSONEncoder)
    with connection.cursor() as cursor:
        cursor.execute(INSERT, {"rows": rows, "at": timezone.now(), "by": by.user_id})
        written = {pk for (pk,) in cursor.fetchall()}
    moved = [move for move in moves if move.review.pk in written and move.to != move.review.due_on]
    announce_events(CaseEvent.objects.bulk_create(_events(moved, by)))
    for move in moved:
        move.review.due_on = move.to
    PlacementReview.objects.bulk_update([move.review for move in moved], ["due_on"])
    keep_deadlines(subjects={"review": [move.review.pk for move in moved]}, by=by)
    return len(written)


def _events(moves: Iterable[Move], by: Actor) -> list[CaseEvent]:
    now = timezone.now()
    return [
        CaseEvent(
            case_id=move.review.placement.case_id,
            kind=EventKind.REVIEW_MOVED,
            text=_told(move),
            happened_at=now,
            by_id=by.user_id,
        )
        for move in moves
    ]


def _told(move: Move) -> str:
    words = _("%(review)s dipindahkan dari %(before)s ke %(after)s. %(why)s.") % {
        "review": move.review,
        "before": date_words(move.review.due_on),
        "after": date_words(move.to),
        "why": DateChangeReason(move.reason).label,
    }
    return f"{words} {move.note}".strip()
