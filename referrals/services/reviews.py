"""Reviews of placements: their clock, and holding one (domain.md 5.3)."""

from .review_plan import due_from, plan_review, review_rule_for

__all__ = ["due_from", "plan_review", "review_rule_for"]
