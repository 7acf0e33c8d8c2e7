"""The place of a waiting request in the inbox and the work list: by the risk of its case, and whether a limit runs."""

from cases.models import Case

from ..models import Placement, Referral
from ..states import ReferralKind, Title
from ..urgency import turn_of


def limit_runs(case: Case) -> bool:
    """Whether the child lives by an emergency placement, whose days are counted: one query."""
    return Placement.objects.open().filter(case=case, title=Title.EMERGENCY).exists()


def is_urgent(*, kind: str, is_emergency: bool, limit_runs: bool) -> bool:
    """Whether a request comes before those of any risk: an emergency, or a decision is asked for a child in an
    emergency placement. limit_runs: of its case."""
    return is_emergency or (kind == ReferralKind.CARE_DECISION and limit_runs)


def take_turns(case: Case) -> None:
    """The risk of `case` rose, or an emergency placement began or ended: what waits for an answer moves. In the
    caller's transaction. Three queries, however much waits."""
    waiting, runs = list(Referral.objects.awaiting_answer().filter(case=case)), limit_runs(case)
    for referral in waiting:
        urgent = is_urgent(kind=referral.kind, is_emergency=referral.is_emergency, limit_runs=runs)
        referral.turn = turn_of(is_urgent=urgent, risk=case.risk, sent_at=referral.sent_at)
    Referral.objects.bulk_update(waiting, ["turn"])
