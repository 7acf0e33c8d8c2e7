"""Sending a referral, and passing it on to the body it belongs to (domain.md 5.3; design.md 3)."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.documents.models import Document
from atensi.documents.numbers import next_number
from atensi.errors import Problem, RuleViolation, require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.workdays import add_workdays, today_in
from cases.event_states import EventKind
from cases.models import Case, CaseConference, FamilyMember, SocialReport
from cases.services.events import add_event
from cases.services.locks import locked_case
from cases.services.shares import share_case
from institutions.models import Institution
from institutions.parameters import value_for

from ..eligibility.inquiries import tie_to_answers
from ..eligibility.recommending import needs_recommendation
from ..eligibility.sending import FORM_OF_KIND, LAW_ORDER, Draft, send_problems
from ..models import Alternative, CareDecision, Referral
from ..notifications import tell_receivers, tell_recommenders, tell_senders
from ..permissions import can_redirect, can_send
from ..states import ReferralKind, ReferralState
from ..urgency import turn_of
from .moves import answer, close_share, locked_referral, require_move
from .silence import lapses_on
from .turns import is_urgent, limit_runs

ASKED = [
    "kind",
    "legally_responsible",
    "reason",
    "summary",
    "asked_base",
    "asked_form",
    "asked_institution",
    "asked_carer",
    "asked_months",
    "is_emergency",
    "social_report",
    "conference",
    "decision",
    "order_number",
    "order_on",
    "order_document",
]


@transaction.atomic
@in_record_language
def send_referral(
    *,
    case: Case,
    kind: str,
    to_institution: Institution,
    by: Actor,
    form_id: UUID,
    source: str,
    legally_responsible: str,
    reason: str,
    summary: str,
    asked_base: str,
    asked_form: str = "",
    asked_institution: Institution | None = None,
    asked_carer: FamilyMember | None = None,
    asked_months: int | None = None,
    is_emergency: bool = False,
    social_report: SocialReport | None = None,
    conference: CaseConference | None = None,
    alternatives: Iterable[Alternative] = (),
    decision: CareDecision | None = None,
    order_number: str = "",
    order_on: date | None = None,
    order_document: Document | None = None,
    reasons: dict[str, str] | None = None,
) -> Referral:
    """Send a request to another body; the same `form_id` again gives the same referral.

    alternatives: unsaved entries, one per gentler rank (kind CARE_DECISION). order_…: of the court or investigator
    that an admission rests on. reasons: problem code -> written reason.
    Raises NotAllowed; RuleViolation with `send_problems`. Source: domain.md 5.1-5.3; UU 23/2002 arts. 57-58.
    """
    case = locked_case(case)
    require(can_send(by, case), _("Hanya yang menangani kasus ini yang boleh merujuk."))
    sent = Referral.objects.filter(form_id=form_id, case=case, sent_by_id=by.user_id).first()
    if sent is not None:
        return sent
    entries = tuple(alternatives)
    asked: dict[str, Any] = {"legally_responsible": legally_responsible.strip(), "reason": reason.strip()}
    asked |= {"summary": summary.strip(), "kind": kind, "is_emergency": is_emergency, "decision": decision}
    asked |= {"asked_base": asked_base, "asked_form": asked_form, "asked_months": asked_months}
    asked |= {"asked_institution": asked_institution, "asked_carer": asked_carer}
    asked |= {"social_report": social_report, "conference": conference}
    asked |= {"order_number": order_number.strip(), "order_on": order_on, "order_document": order_document}
    draft = draft_of(case=case, to_institution=to_institution, by=by, alternatives=entries, **asked)
    kept = require_no_problems(send_problems(draft), reasons=reasons)
    referral = create_referral(
        case=case,
        by=by,
        from_institution=Institution.objects.get(pk=by.institution_id),
        to_institution=to_institution,
        form_id=form_id,
        alternatives=entries,
        soft_reasons=kept,
        source=source,
        **asked,
    )
    add_event(case=case, kind=EventKind.REFERRAL_SENT, by=by, text=_sent_words(referral))
    record("referral.send", referral, by=by, data=facts(referral))
    return referral


def draft_of(*, case: Case, by: Actor, **asked: Any) -> Draft:
    """What `send_problems` looks at, on this day at the case's office."""
    asked.pop("source", "")
    return Draft(case=case, by=by, on=today_in(case.office.region), **asked)


def create_referral(
    *, case: Case, by: Actor, to_institution: Institution, alternatives: Iterable[Alternative] = (), **fields: Any
) -> Referral:
    """Write a referral whose rules have been checked, with its number, due date, share of the case and notice."""
    today = today_in(case.office.region)
    region = case.office.region_id[:5]
    year = today.year
    is_emergency, sent_at = fields.get("is_emergency", False), timezone.now()
    urgent = is_urgent(kind=fields["kind"], is_emergency=is_emergency, limit_runs=limit_runs(case))
    due_on = answer_due_on(to_institution, is_emergency=is_emergency)
    referral = Referral.objects.create(
        number=f"RJ-{region}/{year}/{next_number(f'referral:{region}:{year}'):05}",
        case=case,
        to_institution=to_institution,
        answer_due_on=due_on,
        lapses_on=lapses_on(case, to_institution, kind=fields["kind"], due_on=due_on, is_emergency=is_emergency),
        turn=turn_of(is_urgent=urgent, risk=case.risk, sent_at=sent_at),
        sent_at=sent_at,
        sent_by_id=by.user_id,
        **fields,
    )
    if needs_recommendation(referral.kind, case, to_institution):
        referral.recommendation_due_on = recommendation_due_on(case.office)
        referral.save(update_fields=["recommendation_due_on"])
        tell_recommenders(referral, by=by)
    tie_to_answers(case, alternatives)
    for entry in alternatives:
        entry.referral = referral
    Alternative.objects.bulk_create(alternatives)
    if referral.kind == ReferralKind.CARE_DECISION and to_institution.pk != case.office_id:
        # What is put to an office for decision is shared with it (design.md 3).
        share_case(case=case, institution=to_institution, by=by, reason=referral.number)
    keep_deadlines(cases=[case.pk], by=by)
    tell_receivers(referral, by=by)
    return referral


def recommendation_due_on(office: Institution) -> date:
    """By when the regency recommends, on its own calendar: its setting recommendation_workdays."""
    today = today_in(office.region)
    return add_workdays(today, value_for("recommendation_workdays", office, on=today), region=office.region)


def answer_due_on(receiver: Institution, *, is_emergency: bool) -> date:
    """By when the receiver answers, on its own calendar: its setting referral_processing_workdays; an emergency the
    same day."""
    today = today_in(receiver.region)
    if is_emergency:
        return today
    days = value_for("referral_processing_workdays", receiver, on=today)
    return add_workdays(today, days, region=receiver.region)


@transaction.atomic
@in_record_language
def redirect_referral(*, referral: Referral, by: Actor, to_institution: Institution, reason: str) -> Referral:
    """Pass a request on to the institution it belongs to; returns the new referral, which keeps the sender.

    Raises NotAllowed; RuleViolation when it has been answered, no reason is given, or the other body cannot take it.
    """
    case, referral = locked_referral(referral)
    require(can_redirect(by, referral))
    require_move(referral, ReferralState.REDIRECTED)
    if not reason.strip():
        raise RuleViolation(Problem("reason_missing", _("Tuliskan alasannya."), field="reason"))
    if referral.order_number:
        text = _("Penempatan dengan penetapan tidak dialihkan. Tolak dengan alasan, supaya pengirim mengurusnya.")
        raise RuleViolation(Problem("order_not_redirected", text, source=LAW_ORDER))
    if to_institution.pk == referral.to_institution_id:
        text = _("Pilih lembaga yang lain.")
        raise RuleViolation(Problem("same_institution", text, field="to_institution"))
    asked = {name: getattr(referral, name) for name in ASKED}
    if referral.kind == ReferralKind.ADMISSION:
        asked["asked_form"] = FORM_OF_KIND.get(to_institution.kind, referral.asked_form)
    draft = draft_of(case=case, to_institution=to_institution, by=by, redirected_from=referral, **asked)
    require_no_problems(send_problems(draft), reasons=referral.soft_reasons)
    answer(referral, ReferralState.REDIRECTED, by=by, reason=reason)
    following = create_referral(
        case=case,
        by=by,
        from_institution=referral.from_institution,
        to_institution=to_institution,
        form_id=uuid.uuid5(referral.form_id, "redirect"),
        alternatives=copies(referral),
        soft_reasons=referral.soft_reasons,
        redirected_from=referral,
        source=referral.source,
        **asked,
    )
    close_share(referral, by=by)
    tell_senders(referral, by=by)
    words = _("%(number)s dialihkan ke %(name)s.") % {"number": referral.number, "name": to_institution.name}
    add_event(case=case, kind=EventKind.REFERRAL_ANSWERED, by=by, text=words)
    record("referral.redirect", referral, by=by, data={"to": following.pk}, reason=reason)
    record("referral.send", following, by=by, data=facts(following))
    return following


def copies(referral: Referral) -> list[Alternative]:
    """The entries of `referral`, unsaved, for the referral that follows it."""
    names = ("form", "considered_on", "result", "reason", "assessment_id", "conference_id", "service_id", "inquiry_id")
    return [Alternative(**{name: getattr(entry, name) for name in names}) for entry in referral.alternatives.all()]


def facts(referral: Referral) -> dict[str, Any]:
    """Ids and codes for the trail."""
    return {
        "case": referral.case_id,
        "kind": referral.kind,
        "to": referral.to_institution_id,
        "form": referral.asked_form,
        "base": referral.asked_base,
        "emergency": referral.is_emergency,
        "decision": referral.decision_id,
        "soft": sorted(referral.soft_reasons),
    }


def _sent_words(referral: Referral) -> str:
    values = {"kind": referral.get_kind_display(), "name": referral.to_institution.name, "number": referral.number}
    return _("%(kind)s ke %(name)s, %(number)s.") % values
