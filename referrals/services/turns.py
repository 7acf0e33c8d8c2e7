"""The place of a waiting request in the inbox follows the risk of its case."""

from cases.models import Case

from ..models import Referral
from ..urgency import turn_of


def take_turns(case: Case) -> None:
    """The risk of `case` rose: what waits for an answer moves up. In the caller's transaction."""
    waiting = list(Referral.objects.awaiting_answer().filter(case=case))
    for referral in waiting:
        referral.turn = turn_of(is_emergency=referral.is_emergency, risk=case.risk, sent_at=referral.sent_at)
    Referral.objects.bulk_update(waiting, ["turn"])
