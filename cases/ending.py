"""How a case ends: what the final evaluation and the hand-over say, and what was said at each end. Read only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from .models import CarePlanGoal, Case, CaseClosing


@dataclass(frozen=True, slots=True)
class Ending:
    """The words of a closing beside reason and evaluation. goals: each goal of the plan in force with a `GoalResult`.

    handed_to: a `HandedTo`, "" when nobody takes over.
    """

    child_view: str = ""
    child_not_heard_reason: str = ""
    family_view: str = ""
    goals: Sequence[tuple[CarePlanGoal, str]] = ()
    handed_to: str = ""
    handed_to_name: str = ""
    hand_over_note: str = ""


def goals_in_force(case: Case) -> list[CarePlanGoal]:
    """The goals of the newest signed plan, none before the first one."""
    plan = case.plans.filter(signed_at__isnull=False).order_by("-version").first()
    return list(plan.goals.all()) if plan else []


def goals_of(case: Case) -> QuerySet[CarePlanGoal]:
    """The goals of every version of the case's plan: what may be named when it ends."""
    return CarePlanGoal.objects.filter(plan__case=case)


def closings_of(case: Case) -> QuerySet[CaseClosing]:
    """Every end of the case, newest first, with its goals: two queries."""
    rows = case.closings.select_related("reason", "closed_by", "reopened_by")
    return rows.prefetch_related("goals__goal")
