"""Reviews of placements: their clock, and holding one (domain.md 5.3)."""

from ..review_rules import due_from, review_rule_for
from .review_plan import plan_review

__all__ = ["due_from", "plan_review", "review_rule_for"]
