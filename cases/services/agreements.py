"""Consent: given for the service, the data, sharing and a portrait, and taken back (UU 27/2022 arts. 9, 20-26)."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.workdays import today_in
from institutions.models import Institution

from .. import permissions
from ..consents import falling_with, notice_told, standing_of, stands_besides
from ..eligibility.agreements import agreement_problems, withdrawal_problems
from ..eligibility.common import open_problems
from ..event_states import EventKind
from ..hooks import SHARE_GROUNDS
from ..models import Agreement, Case, Consent, ConsentNotice, FamilyMember
from ..states import ConsentForm, ConsentScope, Stage
from .events import add_event
from .locks import locked, locked_case
from .photos import hide_photo
from .shares import unshare_case
from .stages import advance


@transaction.atomic
@in_record_language
def sign_agreement(
    *,
    case: Case,
    by: Actor,
    signed_on: date,
    child_agrees: bool,
    scopes: Collection[str],
    institutions: Collection[Institution] = (),
    is_own: bool = False,
    unable_reason: str = "",
    signatory: FamilyMember | None = None,
    signatory_name: str = "",
    relation: str = "",
    form: str = ConsentForm.WRITTEN,
    witness: str = "",
    office_is_party: bool = False,
    child_view: str = "",
    child_not_heard_reason: str = "",
    notice: ConsentNotice | None = None,
    reasons: dict[str, str] | None = None,
) -> Agreement:
    """Record the consent of family, grown-up or Dinas to each of `scopes`, with the notice they were told; the case
    leaves intake. institutions: with whom data may be shared. notice: None for the one of the day.

    Where Dinas consents without a family, the search for it has begun (soft). Raises NotAllowed, RuleViolation.
    Source: domain.md 5.3, 12 (hard).
    """
    require(permissions.can_work_on(by, case))
    case = locked_case(case)
    require(signatory is None or signatory.beneficiary_id == case.beneficiary_id)
    agreement = Agreement(
        case=case,
        signed_on=signed_on,
        is_own=is_own,
        unable_reason=unable_reason.strip(),
        signatory=signatory,
        signatory_name=signatory_name.strip(),
        relation=relation.strip(),
        form=form,
        witness=witness.strip(),
        child_agrees=child_agrees,
        child_view=child_view.strip(),
        child_not_heard_reason=child_not_heard_reason.strip(),
        office_is_party=office_is_party,
        notice=notice or notice_told(signed_on),
        recorded_by_id=by.user_id,
    )
    _write(agreement, scopes, institutions, reasons)
    add_event(case=case, kind=EventKind.AGREEMENT_SIGNED, by=by, text=_in_words(agreement.consents.all()))
    advance(case=case, to=Stage.AGREEMENT, by=by)
    data = {"agreement": agreement.pk, "office_is_party": office_is_party, "scopes": sorted(scopes)}
    record("agreement.sign", case, by=by, data=data | {"soft": sorted(agreement.soft_reasons)})
    return agreement


def _write(
    agreement: Agreement,
    scopes: Collection[str],
    institutions: Collection[Institution],
    reasons: dict[str, str] | None,
) -> None:
    problems = open_problems(agreement.case) + agreement_problems(agreement, scopes, institutions)
    agreement.soft_reasons = require_no_problems(problems, reasons=reasons)
    assert agreement.notice is not None
    agreement.notice_version = agreement.notice.code
    agreement.save()
    chosen = [scope for scope in ConsentScope if scope in scopes and scope != ConsentScope.SHARING]
    rows = [Consent(agreement=agreement, scope=scope) for scope in chosen]
    rows += [Consent(agreement=agreement, scope=ConsentScope.SHARING, institution=one) for one in institutions]
    Consent.objects.bulk_create(rows)


@transaction.atomic
@in_record_language
def withdraw_agreement(
    *,
    agreement: Agreement,
    by: Actor,
    reason: str,
    withdrawn_on: date | None = None,
    consents: Collection[Consent] = (),
) -> Agreement:
    """Record that consent was taken back (UU 27/2022 art. 9), and stop what it covered; it stays on file.

    consents: which parts, none for all of it; without service or data nothing of the agreement is left. A share ends
    unless the institution cares for the child or has its referral before it. A closed case holds nobody to their
    word either: it can be taken back then, too. Raises NotAllowed, RuleViolation.
    """
    require(permissions.can_work_on(by, agreement.case))
    case = locked_case(agreement.case)
    agreement = locked(agreement)
    agreement.case = case
    withdrawn_on = withdrawn_on or today_in(case.office.region)
    standing = standing_of(agreement)
    require({one.pk for one in consents} <= {one.pk for one in standing} or agreement.withdrawn_on is not None)
    falling = falling_with(consents or standing, standing)
    require_no_problems(withdrawal_problems(agreement, falling, withdrawn_on, reason))
    for consent in falling:
        _end(consent, withdrawn_on, reason.strip(), by)
        _stop(case, consent, by)
    if len(falling) == len(standing):
        agreement.withdrawn_on = withdrawn_on
        agreement.save(update_fields=["withdrawn_on"])
    text = f"{_in_words(falling)}. {reason.strip()}"
    add_event(case=case, kind=EventKind.CONSENT_WITHDRAWN, by=by, text=text)
    data = {"agreement": agreement.pk, "consents": [one.pk for one in falling]}
    record("agreement.withdraw", case, by=by, data=data, reason=reason)
    return agreement


def _end(consent: Consent, day: date, reason: str, by: Actor) -> None:
    consent.withdrawn_on, consent.withdrawn_reason = day, reason
    consent.withdrawal_recorded_by_id = by.user_id
    consent.save()


def _stop(case: Case, consent: Consent, by: Actor) -> None:
    """What a withdrawn consent held up: a portrait, a share that nothing else gives a ground for, another consent
    neither."""
    if stands_besides(case, consent):
        return
    if consent.scope == ConsentScope.PORTRAIT:
        hide_photo(person=case.beneficiary, by=by)
    other = consent.institution
    if other is None or other.pk == case.office_id or any(grounds(case, other) for grounds in SHARE_GROUNDS):
        return
    unshare_case(case=case, institution=other, by=by, reason=consent.withdrawn_reason)


def _in_words(consents: Collection[Consent]) -> str:
    return ", ".join(str(one) for one in consents)
