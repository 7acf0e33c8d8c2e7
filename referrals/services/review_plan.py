"""By which interval a placement is reviewed, and the review that is due next. Below placements and held reviews, which
both need it; callers outside the room take it from `referrals.services.reviews`."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cases.models import Beneficiary
from institutions.models import Institution
from institutions.parameters import value_for

from ..models import Placement, PlacementReview
from ..states import OPEN_REVIEWS, ReviewState, Term, Title

UNDER_FIVE = 5  # balita: under five years old
PARAMETER_OF_TERM: dict[str, tuple[str, str]] = {
    Term.EMERGENCY: ("days", "review_emergency_days"),
    Term.SHORT: ("months", "review_short_months"),
    Term.LONG: ("months", "review_long_months"),
}


def review_rule_for(
    *, term: str, beneficiary: Beneficiary, office: Institution, on: date | None = None
) -> dict[str, Any]:
    """The review interval in force for `office` on day `on` (today), as it is copied onto a placement.

    {"term": "SHORT", "months": 3, "factor": 1}; an emergency is counted in days, a child under five is reviewed sooner.
    Source: domain.md 5.3 "Review interval" and 13 (review_*; under_five_review_factor).
    """
    on = on or timezone.localdate()
    unit, key = PARAMETER_OF_TERM[term]
    age = beneficiary.age_on(on)
    young = age is not None and age < UNDER_FIVE
    factor = value_for("under_five_review_factor", office, on=on) if young else 1
    return {"term": str(term), unit: value_for(key, office, on=on), "factor": factor}


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of a shorter month, as PostgreSQL counts."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    next_first = date(years + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return date(years, month + 1, min(day.day, (next_first - timedelta(days=1)).day))


def due_from(rule: dict[str, Any], start: date) -> date:
    """The latest day for a review, counted by `rule` from `start`: whole days, at least one."""
    end = start + timedelta(days=rule["days"]) if "days" in rule else add_months(start, rule["months"])
    return start + timedelta(days=max(1, int((end - start).days * rule.get("factor", 1))))


def first_due(placement: Placement) -> date:
    """When the first review of `placement` is due: by its rule, at once for a child who already lived there, and never
    after an emergency's limit."""
    if placement.title == Title.EXISTING:  # design.md 4: review due at once
        return timezone.localdate(placement.admitted_at)
    due = due_from(placement.review_rule, placement.starts_on)
    return min(due, placement.emergency_ends_on) if placement.emergency_ends_on else due


@transaction.atomic
def plan_review(*, placement: Placement, after: date | None = None, due_on: date | None = None) -> PlacementReview:
    """Make the next open review of an open placement, in the transaction of what calls for it.

    after: the day the interval runs from (the last review's); without it this is the first review.
    due_on: an earlier day that a held review chose. Raises IntegrityError when one is open already.
    """
    due_on = due_on or (due_from(placement.review_rule, after) if after else first_due(placement))
    last = placement.reviews.aggregate(last=Max("sequence"))["last"] or 0
    return PlacementReview.objects.create(
        placement=placement,
        sequence=last + 1,
        due_on=due_on,
        state=ReviewState.OVERDUE if due_on < timezone.localdate() else ReviewState.DUE,
    )


def cancel_open_review(placement: Placement) -> None:
    """The open review of a placement that has ended is needed no more. The caller holds the placement's lock."""
    for review in placement.reviews.filter(state__in=OPEN_REVIEWS).select_for_update():
        review.state = ReviewState.CANCELLED
        review.save(update_fields=["state"])
