"""What the answers to a referral share: its lock, whether it may move on, and the share of the case it gave."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import subject_of
from atensi.clock import date_words, time_words
from atensi.errors import Problem, RuleViolation
from atensi.notices.services import mark_acted
from cases.models import Case
from cases.services.locks import locked, locked_case
from cases.services.shares import unshare_case

from ..models import Placement, Referral
from ..states import OPEN_PLACEMENTS, REFERRAL_MOVES, ReferralKind, ReferralState


def locked_referral(referral: Referral) -> tuple[Case, Referral]:
    """The case and the referral as they stand now, both locked until the transaction ends, always in this order."""
    case = locked_case(referral.case)
    referral = locked(referral)
    referral.case = case
    return case, referral


def require_move(referral: Referral, state: str) -> None:
    """Raise RuleViolation unless `referral` may go to `state`; it says who answered first, and when."""
    if state in REFERRAL_MOVES.get(referral.state, frozenset()):
        return
    if referral.state == ReferralState.SENT:
        raise RuleViolation(Problem("not_answered", _("Rujukan ini belum dijawab.")))
    if referral.state == ReferralState.LAPSED:
        text = _("Rujukan ini gugur: %(reason)s Pengirim memilih tempat lain.") % {"reason": referral.answer_reason}
        raise RuleViolation(Problem("referral_lapsed", text))
    values = {
        "state": str(referral.get_state_display()).lower(),
        "name": referral.answered_by,
        "day": date_words(referral.answered_at),
        "time": time_words(referral.answered_at),
    }
    text = _("Rujukan ini sudah dijawab: %(state)s oleh %(name)s, %(day)s, %(time)s.") % values
    raise RuleViolation(Problem("already_answered", text))


def answer(referral: Referral, state: str, *, by: Actor, reason: str = "") -> None:
    """Write who answered, when and how. The caller holds the lock and has checked the transition."""
    referral.state, referral.answer_reason = state, reason.strip()
    referral.answered_at, referral.answered_by_id = timezone.now(), by.user_id
    referral.save(update_fields=["state", "answer_reason", "answered_at", "answered_by"])
    mark_acted(subject_of(referral), by=by, at=referral.answered_at)


def close_share(referral: Referral, *, by: Actor) -> None:
    """Ending a referral revokes its share (design.md 3), unless the receiver has the case by another right: it is the
    case's office, the child lives there, or it answers another open request."""
    case, receiver = referral.case, referral.to_institution
    gave_share = referral.kind == ReferralKind.CARE_DECISION or referral.state == ReferralState.COMPLETED
    if not gave_share or receiver.pk == case.office_id:
        return
    others = Referral.objects.filter(case=case, to_institution=receiver).exclude(pk=referral.pk)
    by_other = others.filter(state=ReferralState.ACCEPTED) | others.filter(
        state=ReferralState.SENT, kind=ReferralKind.CARE_DECISION
    )
    lives_there = Placement.objects.filter(case=case, institution=receiver, state__in=OPEN_PLACEMENTS)
    if not by_other.exists() and not lives_there.exists():
        unshare_case(case=case, institution=receiver, by=by, reason=referral.number)
