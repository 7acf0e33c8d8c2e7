"""Rows that services change as they stand now, locked until the transaction ends: the case first, always."""

from cases.models import Case
from cases.services.locks import locked, locked_case

from ..models import CareDecision, Placement


def locked_placement(placement: Placement) -> tuple[Case, Placement]:
    """The placement and its case."""
    case = locked_case(placement.case)
    placement = locked(placement)
    placement.case = case
    return case, placement


def locked_decision(decision: CareDecision) -> tuple[Case, CareDecision]:
    """The decision and its case."""
    case = locked_case(decision.case)
    decision = locked(decision)
    decision.case = case
    return case, decision
