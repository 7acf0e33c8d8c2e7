"""Holding a review of a placement: its outcome acts in the same transaction (domain.md 5.3)."""

from collections.abc import Callable, Collection, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.clock import date_words
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from cases.event_states import EventKind
from cases.services.aftercare import schedule_aftercare
from cases.services.events import add_event
from cases.services.locks import locked_case
from cases.services.stages import advance
from cases.states import Stage

from ..eligibility.reviews import GoalFinding, review_problems
from ..models import PlacementReview, ReviewGoalFinding
from ..permissions import can_hold_review
from ..review_rules import due_from, latest_next, review_rule_for
from ..states import STAYING_OUTCOMES, EndReason, ReviewOutcome, ReviewState
from .leaving import finish
from .review_locks import locked_review, require_open
from .review_papers import issue_paper
from .review_plan import plan_review

__all__ = ["due_from", "hold_review", "plan_review", "review_rule_for"]


@transaction.atomic
@in_record_language
def hold_review(
    *,
    review: PlacementReview,
    by: Actor,
    held_on: date,
    attendees: Collection[str],
    child_view: str,
    child_not_heard_reason: str,
    findings: str,
    recommendation: str,
    outcome: str,
    next_due_on: date | None = None,
    family_view: str = "",
    family_not_heard_reason: str = "",
    goal_findings: Sequence[GoalFinding] = (),
    reasons: dict[str, str] | None = None,
) -> PlacementReview:
    """Record a review as held and let its outcome act: the child stays and the next review is set, goes home with
    after-care visits planned, or the placement closes. Returns the review with its number and paper; nobody can change
    any of it any more.

    next_due_on: earlier than the rule needs, if somebody wants that; left out for the rule's own day.
    Raises NotAllowed, RuleViolation. Source: domain.md 5.3; Permensos 30/HUK/2011.
    """
    review = locked_review(review)
    placement = review.placement
    require(can_hold_review(by, review), _("Hanya petugas kasus dan lembaga pengasuh yang mencatat tinjauan ini."))
    require_open(review)
    said = {"held_on": held_on, "attendees": list(attendees), "outcome": outcome}
    said |= {"findings": findings.strip(), "recommendation": recommendation.strip()}
    said |= {"child_view": child_view.strip(), "child_not_heard_reason": child_not_heard_reason.strip()}
    said |= {"family_view": family_view.strip(), "family_not_heard_reason": family_not_heard_reason.strip()}
    problems = review_problems(review=review, next_due_on=next_due_on, goal_findings=goal_findings, by=by, **said)
    review.soft_reasons = require_no_problems(problems, reasons=reasons)
    for name, value in said.items():
        setattr(review, name, value)
    stays = outcome in STAYING_OUTCOMES
    review.next_due_on = next_due_on or latest_next(placement, held_on) if stays else None
    review.state, review.recorded_at, review.recorded_by_id = ReviewState.HELD, timezone.now(), by.user_id
    _put_findings(review, goal_findings)
    review.number, review.document = issue_paper(review, by=by)
    review.save()
    add_event(case=placement.case, kind=EventKind.REVIEW_HELD, by=by, text=_told(review))
    ACTS[ReviewOutcome(outcome)](review, by)
    keep_deadlines(cases=[placement.case_id], by=by)
    record("review.hold", review, by=by, data=_facts(review))
    return review


def _put_findings(review: PlacementReview, said: Sequence[GoalFinding]) -> None:
    """Before the review is saved as held: from then on a trigger refuses them."""
    rows = (ReviewGoalFinding(review=review, goal=it.goal, progress=it.progress, findings=it.findings) for it in said)
    ReviewGoalFinding.objects.bulk_create(rows)


def _stay(review: PlacementReview, by: Actor) -> None:
    """The child stays for now; where the outcome is to leave, the next step is a referral, and the clock runs on."""
    plan_review(placement=review.placement, due_on=review.next_due_on)


def _go_home(review: PlacementReview, by: Actor) -> None:
    """Back to the family: visits are planned and the case moves on before the institution's share is taken back."""
    placement = review.placement
    schedule_aftercare(case=placement.case, home_on=review.held_on, by=by)
    advance(case=locked_case(placement.case), to=Stage.MONITOR, by=by)
    finish(placement=placement, on=review.held_on, reason=EndReason.REUNIFIED, by=by)


def _close(review: PlacementReview, by: Actor) -> None:
    finish(placement=review.placement, on=review.held_on, reason=EndReason.CLOSED, by=by)


ACTS: dict[ReviewOutcome, Callable[[PlacementReview, Actor], None]] = {
    ReviewOutcome.CONTINUE: _stay,
    ReviewOutcome.CHANGE_PLAN: _stay,
    ReviewOutcome.MOVE: _stay,
    ReviewOutcome.SUBSTITUTE_FAMILY: _stay,
    ReviewOutcome.REUNIFY: _go_home,
    ReviewOutcome.CLOSE: _close,
}
# What the timeline adds to the outcome: the step that has to follow.
NEXT_STEP = {
    ReviewOutcome.CHANGE_PLAN: _("Rencana pengasuhan perlu versi baru."),
    ReviewOutcome.MOVE: _("Langkah berikut: rujukan untuk tempat yang baru."),
    ReviewOutcome.SUBSTITUTE_FAMILY: _("Langkah berikut: rujukan ke keluarga pengganti."),
}


def _told(review: PlacementReview) -> str:
    """The review in a line for the timeline."""
    parts = [f"{review}: {review.get_outcome_display()}."]
    if review.outcome in NEXT_STEP:
        parts.append(NEXT_STEP[ReviewOutcome(review.outcome)])
    if review.next_due_on:
        parts.append(_("Tinjauan berikutnya %(date)s.") % {"date": date_words(review.next_due_on)})
    return " ".join(str(part) for part in parts)


def _facts(review: PlacementReview) -> dict[str, object]:
    """Ids and codes for the trail."""
    return {
        "placement": review.placement_id,
        "case": review.placement.case_id,
        "held_on": review.held_on.isoformat(),
        "outcome": review.outcome,
        "next_due_on": review.next_due_on.isoformat() if review.next_due_on else None,
        "number": review.number,
        "document": review.document_id,
        "attendees": review.attendees,
        "soft": sorted(review.soft_reasons),
    }
