"""The plan for life from 18 on: when it is due, and what of it is written. Read only (domain.md 3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from atensi.reference.workdays import add_months, today_in
from institutions.parameters import value_for

from .models import Case, TransitionPlan
from .models.beneficiaries import ADULT_AGE

ASPECTS = ("housing", "livelihood", "documents", "support_person", "savings", "contact_after")
WORDS = ("child_view", "child_not_heard_reason")


@dataclass(frozen=True, slots=True)
class Transition:
    """Where a case's plan stands. adult_on: the 18th birthday. is_near: within the days before it, or past."""

    plan: TransitionPlan | None
    adult_on: date
    is_near: bool

    @property
    def is_asked(self) -> bool:
        """Whether the plan is asked for now and is not whole yet."""
        return self.is_near and (self.plan is None or self.plan.completed_at is None)

    @property
    def written(self) -> int:
        """How many of the aspects are written."""
        return sum(bool(getattr(self.plan, name)) for name in ASPECTS) if self.plan else 0


def adult_on(case: Case) -> date | None:
    """The 18th birthday of the person of a case, None without a birth date."""
    born = case.beneficiary.birth_date
    return add_months(born, ADULT_AGE * 12) if born else None


def last_day(case: Case) -> date | None:
    """The day before that birthday: by then the plan is whole."""
    birthday = adult_on(case)
    return birthday - timedelta(days=1) if birthday else None


def transition_of(case: Case) -> Transition | None:
    """The plan of an open case that began with a child, None for the others. At most two queries and a setting's."""
    birthday = adult_on(case)
    if birthday is None or not case.is_open or case.opened_at.date() >= birthday:
        return None
    days = value_for("transition_warning_days_before_18", case.office)
    near = today_in(case.office.region) >= birthday - timedelta(days=days)
    return Transition(TransitionPlan.objects.filter(case=case).first(), birthday, near)
