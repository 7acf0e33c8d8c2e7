"""Consent to the service (30/HUK/2011; UU 27/2022 art. 25)."""

from datetime import date

from django.db import transaction

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.workdays import today_in

from .. import permissions
from ..eligibility.common import open_problems
from ..eligibility.papers import agreement_problems, withdrawal_problems
from ..models import Agreement, Case, FamilyMember
from ..states import EventKind, Stage
from .events import add_event
from .locks import locked, locked_case
from .stages import advance

# The privacy notice that the family was read; its text stands on the data protection page (UU 27/2022 arts. 21-24).
NOTICE_VERSION = "2026-1"


@transaction.atomic
@in_record_language
def sign_agreement(
    *,
    case: Case,
    by: Actor,
    signed_on: date,
    child_agrees: bool,
    signatory: FamilyMember | None = None,
    signatory_name: str = "",
    office_is_party: bool = False,
    child_view: str = "",
    child_not_heard_reason: str = "",
    reasons: dict[str, str] | None = None,
) -> Agreement:
    """Record the agreement of child, family (or Dinas, where it is unknown) and provider; the case leaves intake.

    Where Dinas consents without a family, the search for it has begun (soft). Raises NotAllowed, RuleViolation.
    Source: domain.md 5.3 (hard).
    """
    require(permissions.can_work_on(by, case))
    case = locked_case(case)
    require(signatory is None or signatory.beneficiary_id == case.beneficiary_id)
    answered = require_no_problems(
        open_problems(case)
        + agreement_problems(
            case,
            signatory=signatory,
            has_family=bool(signatory or signatory_name.strip()),
            office_is_party=office_is_party,
            child_view=child_view,
            not_heard_reason=child_not_heard_reason,
            signed_on=signed_on,
        ),
        reasons=reasons,
    )
    agreement = Agreement.objects.create(
        case=case,
        signed_on=signed_on,
        signatory=signatory,
        signatory_name=signatory_name.strip(),
        child_agrees=child_agrees,
        child_view=child_view.strip(),
        child_not_heard_reason=child_not_heard_reason.strip(),
        office_is_party=office_is_party,
        soft_reasons=answered,
        notice_version=NOTICE_VERSION,
        recorded_by_id=by.user_id,
    )
    add_event(case=case, kind=EventKind.AGREEMENT_SIGNED, by=by)
    advance(case=case, to=Stage.AGREEMENT, by=by)
    data = {"agreement": agreement.pk, "office_is_party": office_is_party, "soft": sorted(answered)}
    record("agreement.sign", case, by=by, data=data)
    return agreement


@transaction.atomic
@in_record_language
def withdraw_agreement(*, agreement: Agreement, by: Actor, withdrawn_on: date | None = None) -> Agreement:
    """Record that the consent was withdrawn (UU 27/2022 art. 9); it stays on file. Raises NotAllowed, RuleViolation."""
    require(permissions.can_work_on(by, agreement.case))
    case = locked_case(agreement.case)
    agreement = locked(agreement)
    withdrawn_on = withdrawn_on or today_in(case.office.region)
    require_no_problems(open_problems(case) + withdrawal_problems(agreement, withdrawn_on))
    agreement.withdrawn_on = withdrawn_on
    agreement.save(update_fields=["withdrawn_on"])
    record("agreement.withdraw", case, by=by, data={"agreement": agreement.pk})
    return agreement
