"""By which interval a placement is reviewed (domain.md 5.3, 13)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from atensi.reference.workdays import add_months, local_day, today_in
from cases.models import Beneficiary
from institutions.models import Institution
from institutions.parameters import InForce, values_in_force

from .models import Placement
from .states import Term, Title

UNDER_FIVE = 5  # balita: under five years old
FACTOR = "under_five_review_factor"
PARAMETER_OF_TERM: dict[str, tuple[str, str]] = {
    Term.EMERGENCY: ("days", "review_emergency_days"),
    Term.SHORT: ("months", "review_short_months"),
    Term.LONG: ("months", "review_long_months"),
}


def review_rule_for(
    *, term: str, beneficiary: Beneficiary, office: Institution, on: date | None = None
) -> dict[str, Any]:
    """The review interval in force for `office` on day `on` (today), as it is copied onto a placement: see `rule_of`.

    Source: domain.md 5.3 "Review interval" and 13 (review_*; under_five_review_factor).
    """
    on = on or today_in(office.region)
    found = values_in_force(office, on=on, keys=[PARAMETER_OF_TERM[term][1], FACTOR])
    return rule_of(term, is_young(beneficiary, on), {one.definition.key: one for one in found})


def rule_of(term: str, young: bool, found: Mapping[str, InForce]) -> dict[str, Any]:
    """The rule as it is copied: {"term": "SHORT", "months": 3, "factor": 1, "versions": {"review_short_months": 7}}.

    An emergency is counted in days, a child under five is reviewed sooner. versions: setting -> its row in force, None
    for the default.
    """
    unit, key = PARAMETER_OF_TERM[term]
    counted = {key: found[key], **({FACTOR: found[FACTOR]} if young else {})}
    versions = {name: one.row.pk if one.row else None for name, one in counted.items()}
    factor = found[FACTOR].value if young else 1
    return {"term": str(term), unit: found[key].value, "factor": factor, "versions": versions}


def is_young(beneficiary: Beneficiary, on: date) -> bool:
    """Under five on day `on`; of unknown age is not."""
    age = beneficiary.age_on(on)
    return age is not None and age < UNDER_FIVE


def due_from(rule: dict[str, Any], start: date) -> date:
    """The latest day for a review, counted by `rule` from `start`: whole days, at least one."""
    end = start + timedelta(days=rule["days"]) if "days" in rule else add_months(start, rule["months"])
    return start + timedelta(days=max(1, int((end - start).days * rule.get("factor", 1))))


def latest_next(placement: Placement, held_on: date) -> date:
    """The latest day for the review after one held on `held_on`: by the rule, and not after the day the title ends."""
    due, end = due_from(placement.review_rule, held_on), placement.planned_end_on
    return min(due, end) if end is not None and end > held_on else due


def first_due(placement: Placement) -> date:
    """When the first review of `placement` is due: by its rule, at once for a child who already lived there, and never
    after an emergency's limit, the day that the care decision names, or the day its title ends."""
    if placement.title == Title.EXISTING:  # design.md 4: review due at once
        return local_day(placement.admitted_at, placement.case.office.region)
    decision = placement.decision
    decided = decision.review_due_on if decision and decision.review_due_on > placement.starts_on else None
    due = due_from(placement.review_rule, placement.starts_on)
    # A decision may have been changed, before the child came, to end before the review that it names.
    end = placement.planned_end_on
    end = end if end and end > placement.starts_on else None
    return min(day for day in (due, placement.emergency_ends_on, decided, end) if day is not None)
