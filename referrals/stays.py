"""What a child's time away from the family looks like, for the pages that show it. Read only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from cases.models import CarePlan, CarePlanAction, Case, ServiceRecord
from cases.plan_states import OPEN_ACTIONS, ActionState

from .models import MovePlan, Placement, PlacementReview
from .states import ReviewState

SERVICES_SHOWN = 6


def stays_of(case: Case) -> list[Placement]:
    """The child's placements in `case`, newest first, each with its reviews, newest first, without cancelled ones, and
    with the plan to leave a home that stops: three queries for each object `case`, however many parts of its page ask.
    """
    reviews = PlacementReview.objects.exclude(state=ReviewState.CANCELLED).select_related("recorded_by")
    rows = Placement.objects.select_related("institution", "carer", "decision").order_by("-starts_on", "-pk")
    moves = Prefetch("moves", MovePlan.objects.open(), to_attr="open_moves")
    rows = rows.prefetch_related(Prefetch("reviews", reviews.order_by("-sequence")), moves)
    prefetch_related_objects([case], Prefetch("placements", rows, to_attr="stays"))
    return case.stays


def stays_of_child(case: Case, user: Any) -> QuerySet[Placement]:
    """Where the child of `case` lived, or lives, by it and by its other cases whose names `user` reads."""
    others = Case.objects.filter(beneficiary=case.beneficiary_id).visible_to(user).named_to(user)
    return Placement.objects.filter(Q(case=case) | Q(case__in=others)).filter(beneficiary=case.beneficiary_id)


def stays_elsewhere(case: Case, user: Any) -> QuerySet[Placement]:
    """Those of `stays_of_child` by the other cases, newest first."""
    rows = stays_of_child(case, user).exclude(case=case)
    return rows.select_related("institution", "carer", "case").order_by("-starts_on", "-pk")


def past_stays(case: Case, user: Any) -> list[Placement]:
    """Where the child lived before, newest first, by this case and by others (`stays_elsewhere`): one query besides
    those of `stays_of`."""
    ended = [stay for stay in [*stays_of(case), *stays_elsewhere(case, user)] if not stay.is_open]
    return sorted(ended, key=lambda stay: (stay.starts_on, stay.pk), reverse=True)


@dataclass(frozen=True, slots=True)
class Away:
    """How long a child has lived in residential care without a break. since: the first day of it."""

    since: date
    days: int


def away(placements: Sequence[Placement]) -> Away | None:
    """From placements, newest first: the unbroken residential stay that runs now; None in a family or at home."""
    return unbroken(placements, timezone.localdate()) if placements and placements[0].is_open else None


def unbroken(placements: Sequence[Placement], on: date) -> Away | None:
    """How long by day `on` the residential stay has lasted that the first of `placements`, newest first, belongs to.

    A move from one residence to another on the same day does not begin the count anew.
    """
    if not placements[0].is_residential:
        return None
    since = placements[0].starts_on
    for earlier in placements[1:]:
        if not earlier.is_residential or earlier.ended_on != since:
            break
        since = earlier.starts_on
    return Away(since, (on - since).days)


@dataclass(frozen=True, slots=True)
class Progress:
    """Actions of the plan in force: all, done, open past their day."""

    total: int
    done: int
    late: int


def plan_in_force(case: Case) -> CarePlan | None:
    """The newest signed plan: one query."""
    return CarePlan.objects.filter(case=case, signed_at__isnull=False).order_by("-version").first()


def progress_of(plan: CarePlan | None) -> Progress:
    """Two answers from one query; nothing without a plan."""
    if plan is None:
        return Progress(0, 0, 0)
    planned = Q(state__in=OPEN_ACTIONS)
    counts = CarePlanAction.objects.filter(goal__plan=plan).exclude(state=ActionState.CANCELLED)
    return Progress(
        **counts.aggregate(
            total=Count("pk"),
            done=Count("pk", filter=Q(state=ActionState.DONE)),
            late=Count("pk", filter=planned & Q(due_on__lt=timezone.localdate())),
        )
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a review looks back on: the stay, the plan, services and reviews since, the child's earlier words."""

    away: Away | None
    since: date
    plan: CarePlan | None
    progress: Progress
    services: Sequence[ServiceRecord]
    services_count: int
    earlier: Sequence[PlacementReview]


def evidence_for(review: PlacementReview) -> Evidence:
    """Everything the review's page shows beside its form, in at most eight queries: from the last held review, or the
    start, to the day it was held, or today."""
    placement, until = review.placement, review.held_on or timezone.localdate()
    stays = Placement.objects.filter(beneficiary=placement.beneficiary_id, starts_on__lte=placement.starts_on)
    held = placement.reviews.filter(state=ReviewState.HELD, sequence__lt=review.sequence)
    related = held.select_related("recorded_by").prefetch_related("goal_findings__goal")
    earlier = list(related.order_by("-sequence"))
    since = earlier[0].held_on if earlier else placement.starts_on
    plan = plan_in_force(placement.case)
    services = ServiceRecord.objects.filter(case=placement.case_id, provided_on__range=(since, until))
    return Evidence(
        away=unbroken(list(stays.order_by("-starts_on", "-pk")), until),
        since=since,
        plan=plan,
        progress=progress_of(plan),
        services=list(services.select_related("component").order_by("-provided_on", "-pk")[:SERVICES_SHOWN]),
        services_count=services.count(),
        earlier=earlier,
    )
