"""The answers to a referral: accept, decline, withdraw; and its end (domain.md 5.3; design.md 2, 3)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import Problem, RuleViolation, require
from atensi.language import in_record_language
from cases.event_states import EventKind
from cases.models import Case
from cases.services.events import add_event
from cases.services.shares import share_case

from ..eligibility.gate import LAW_57
from ..models import Placement, Referral
from ..notifications import tell_senders
from ..permissions import can_answer, can_complete, can_withdraw
from ..states import ReferralKind, ReferralState, Term, Title
from .moves import answer, close_share, locked_referral, require_move
from .placements import start_placement


@transaction.atomic
@in_record_language
def accept_referral(
    *, referral: Referral, by: Actor, admitted_on: date | None = None, reasons: dict[str, str] | None = None
) -> Referral:
    """Take on a service, sharing the case; or admit the child, beginning the placement in the same transaction.

    admitted_on: the day the child came (ADMISSION). reasons: answers to soft problems of the placement.
    Raises NotAllowed; RuleViolation when somebody answered before, or with `placement_problems`. A request for a care
    decision is answered by `sign_decision`.
    """
    case, referral = locked_referral(referral)
    require(can_answer(by, referral))
    require_move(referral, ReferralState.ACCEPTED)
    if referral.kind == ReferralKind.CARE_DECISION:
        raise RuleViolation(Problem("needs_decision", _("Permintaan ini dijawab dengan keputusan."), source=LAW_57))
    answer(referral, ReferralState.ACCEPTED, by=by)
    words = _("%(number)s diterima oleh %(name)s.")
    add_event(
        case=case,
        kind=EventKind.REFERRAL_ANSWERED,
        by=by,
        text=words % {"number": referral.number, "name": referral.to_institution.name},
    )
    share_case(case=case, institution=referral.to_institution, by=by, reason=referral.number)
    if referral.kind == ReferralKind.ADMISSION:
        _admit(case, referral, by=by, admitted_on=admitted_on, reasons=reasons)
    keep_deadlines(cases=[case.pk], by=by)
    tell_senders(referral, by=by)
    record("referral.accept", referral, by=by)
    return referral


def _admit(
    case: Case, referral: Referral, *, by: Actor, admitted_on: date | None, reasons: dict[str, str] | None
) -> Placement:
    """Begin the placement that the referral asks for, by its decision, its court order, or as an emergency."""
    if admitted_on is None:
        raise RuleViolation(Problem("admission_date_missing", _("Isi tanggal masuk."), field="admitted_on"))
    decision = referral.decision
    title, term = title_of(referral)
    return start_placement(
        case=case,
        by=by,
        title=title,
        form=referral.asked_form,
        base=referral.asked_base,
        term=term,
        starts_on=admitted_on,
        institution=referral.to_institution,
        decision=decision,
        referral=referral,
        order_number=referral.order_number,
        order_on=referral.order_on,
        order_document=referral.order_document,
        reasons=reasons,
    )


def title_of(referral: Referral) -> tuple[str, str]:
    """Title and term of the placement that an admission asks for. An order names no end: short term, and reviewed."""
    if referral.decision is not None:
        return Title.DECISION, referral.decision.term
    return (Title.COURT, Term.SHORT) if referral.order_number else (Title.EMERGENCY, Term.EMERGENCY)


@transaction.atomic
@in_record_language
def decline_referral(*, referral: Referral, by: Actor, reason: str) -> Referral:
    """Refuse, saying why; the sender sees it. Raises NotAllowed; RuleViolation without a reason or when answered."""
    case, referral = locked_referral(referral)
    require(can_answer(by, referral))
    require_move(referral, ReferralState.DECLINED)
    if not reason.strip():
        raise RuleViolation(Problem("reason_missing", _("Tuliskan alasannya."), field="reason"))
    answer(referral, ReferralState.DECLINED, by=by, reason=reason)
    close_share(referral, by=by)
    words = _("%(number)s ditolak oleh %(name)s. %(reason)s")
    values = {"number": referral.number, "name": referral.to_institution.name, "reason": reason.strip()}
    add_event(case=case, kind=EventKind.REFERRAL_ANSWERED, by=by, text=words % values)
    keep_deadlines(cases=[case.pk], by=by)
    tell_senders(referral, by=by)
    record("referral.decline", referral, by=by, reason=reason)
    return referral


@transaction.atomic
@in_record_language
def withdraw_referral(*, referral: Referral, by: Actor) -> Referral:
    """Take an unanswered request back. Raises NotAllowed; RuleViolation when it has been answered."""
    case, referral = locked_referral(referral)
    require(can_withdraw(by, referral))
    require_move(referral, ReferralState.WITHDRAWN)
    answer(referral, ReferralState.WITHDRAWN, by=by)
    close_share(referral, by=by)
    words = _("%(number)s ditarik.") % {"number": referral.number}
    add_event(case=case, kind=EventKind.REFERRAL_ANSWERED, by=by, text=words)
    keep_deadlines(cases=[case.pk], by=by)
    record("referral.withdraw", referral, by=by)
    return referral


@transaction.atomic
@in_record_language
def complete_referral(*, referral: Referral, by: Actor) -> Referral:
    """Say that a referred service is done, which takes the share back. An admission ends with its placement.

    Raises NotAllowed; RuleViolation when it is not an accepted service.
    """
    case, referral = locked_referral(referral)
    require(can_complete(by, referral))
    if referral.kind != ReferralKind.SERVICE:
        raise RuleViolation(Problem("not_a_service", _("Penempatan berakhir lewat tinjauan, bukan di sini.")))
    require_move(referral, ReferralState.COMPLETED)
    referral.state = ReferralState.COMPLETED
    referral.save(update_fields=["state"])
    close_share(referral, by=by)
    words = _("%(number)s selesai.") % {"number": referral.number}
    add_event(case=case, kind=EventKind.REFERRAL_ANSWERED, by=by, text=words)
    keep_deadlines(cases=[case.pk], by=by)
    record("referral.complete", referral, by=by)
    return referral
