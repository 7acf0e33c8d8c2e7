"""Signing a care decision: number, paper and row in one transaction (domain.md 5.2; UU 23/2002 arts. 57-58)."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.audit.services import record, subject_of
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.documents.models import Document
from atensi.documents.numbers import next_number
from atensi.documents.pdf import render_pdf
from atensi.documents.services import new_verification_code, store_document
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.workdays import today_in
from carers.services.locks import hold_households_of
from cases.event_states import EventKind
from cases.models import Case
from cases.services.events import add_event
from cases.states import Base
from institutions.models import Institution

from ..eligibility.signing import Signing, first_review_on, signing_problems, use_limits
from ..models import Alternative, CareDecision, Referral
from ..notifications import tell_decision
from ..papers import decision_paper
from ..permissions import can_sign_decision
from ..states import DecisionOutcome, ReferralKind, ReferralState
from .decision_papers import in_name_of
from .moves import answer, close_share, locked_referral, require_move
from .sending import create_referral, facts

LEGAL_BASIS = (
    "Undang-Undang Nomor 23 Tahun 2002 tentang Perlindungan Anak, pasal 57 dan pasal 58",
    "Undang-Undang Nomor 35 Tahun 2014 tentang Perubahan atas Undang-Undang Nomor 23 Tahun 2002",
    "Peraturan Pemerintah Nomor 44 Tahun 2017 tentang Pelaksanaan Pengasuhan Anak",
    "Peraturan Menteri Sosial Nomor 1 Tahun 2020 tentang pelaksanaan Peraturan Pemerintah Nomor 44 Tahun 2017",
)


@transaction.atomic
@in_record_language
def sign_decision(
    *,
    referral: Referral,
    by: Actor,
    outcome: str,
    considerations: str,
    starts_on: date,
    ends_on: date | None,
    term: str,
    try_first: str = "",
    reasons: dict[str, str] | None = None,
) -> CareDecision:
    """Decide on a child's care. Approved residential care asks the named institution to admit, in the same transaction.

    reasons: problem code -> written reason; those that the sender gave stand. A rejection answers the sender with the
    considerations and with `try_first`, what is to be tried before. Raises NotAllowed; RuleViolation with
    `signing_problems`, or when somebody answered before.
    """
    case, referral = locked_referral(referral)
    require(
        can_sign_decision(by, referral), _("Hanya pejabat pemutus dari Dinas Sosial tujuan yang boleh menandatangani.")
    )
    approves = outcome == DecisionOutcome.APPROVED
    require_move(referral, ReferralState.ACCEPTED if approves else ReferralState.DECLINED)
    hold_households_of(case)
    # The gate and the paper both read every rung with its evidence.
    prefetch_related_objects([referral], Prefetch("alternatives", Alternative.objects.with_evidence()))
    now = timezone.now()
    today = today_in(referral.to_institution.region)
    if not approves:
        starts_on, ends_on = today, None
    first = "" if approves else try_first.strip()
    signing = Signing(referral, by, outcome, considerations.strip(), starts_on, ends_on, term, today, first)
    kept = require_no_problems(signing_problems(signing), reasons=referral.soft_reasons | (reasons or {}))
    decision = _build(signing, soft_reasons=kept, signed_at=now)
    decision.document = _paper(decision, by=by)
    decision.save(force_insert=True)
    admission = _answer(case, referral, decision, by=by)
    keep_deadlines(cases=[case.pk], by=by)
    tell_decision(decision, admission, by=by)
    record("decision.sign", decision, by=by, data=_facts(decision))
    return decision


def _build(signing: Signing, *, soft_reasons: dict[str, str], signed_at: datetime) -> CareDecision:
    referral, office = signing.referral, signing.referral.to_institution
    start_due_on, usable_until = None, None
    if signing.approves:
        start_due_on, usable_until = use_limits(office, signing.starts_on, signing.ends_on)
    report = referral.social_report
    return CareDecision(
        referral=referral,
        case=signing.case,
        number=_number(office, signing.on),
        outcome=signing.outcome,
        considerations=signing.considerations,
        legal_basis="\n".join(LEGAL_BASIS),
        recommending_office=signing.case.office,
        deciding_office=office,
        social_report=report,
        report_author_id=report.author_id,
        conference=referral.conference,
        form=referral.asked_form,
        base=referral.asked_base,
        term=signing.term,
        institution=referral.asked_institution,
        carer=referral.asked_carer,
        starts_on=signing.starts_on,
        ends_on=signing.ends_on,
        review_due_on=first_review_on(
            referral, term=signing.term, starts_on=signing.starts_on, ends_on=signing.ends_on
        ),
        try_first=signing.try_first,
        start_due_on=start_due_on,
        usable_until=usable_until,
        soft_reasons=soft_reasons,
        signed_at=signed_at,
        signed_by=User.objects.get(pk=signing.by.user_id),
        **in_name_of(signing.mandate),
    )


def _number(office: Institution, day: date) -> str:
    """The office's next number; the region's code makes it unique in the nation: "460/0217/DINSOS-14.01/2026"."""
    region = office.region_id
    return f"460/{next_number(f'decision:{region}:{day.year}'):04}/DINSOS-{region}/{day.year}"


def _paper(decision: CareDecision, *, by: Actor) -> Document:
    """The signed paper, made before the row: a signed row never changes."""
    code = new_verification_code()
    content = render_pdf("care_decision", decision_paper(decision, code=code), at=decision.signed_at)
    return store_document(
        subject=subject_of(decision.referral),
        title=decision.number,
        content=content,
        content_type="application/pdf",
        by=by,
        verification_code=code,
    )


def _answer(case: Case, referral: Referral, decision: CareDecision, *, by: Actor) -> Referral | None:
    """Answer the request; approved residential care goes on to the place's inbox: returns that request."""
    values = {"outcome": decision.get_outcome_display(), "number": decision.number}
    add_event(case=case, kind=EventKind.DECISION_SIGNED, by=by, text=_("%(outcome)s. %(number)s.") % values)
    if decision.outcome == DecisionOutcome.REJECTED:
        first = _("Ditempuh dulu: %(what)s") % {"what": decision.try_first}
        reason = f"{decision.considerations}\n{first}"
        answer(referral, ReferralState.DECLINED, by=by, reason=reason)
        close_share(referral, by=by)
        return None
    answer(referral, ReferralState.ACCEPTED, by=by)
    return _ask_admission(case, referral, decision, by=by) if decision.base == Base.RESIDENTIAL else None


def _ask_admission(case: Case, referral: Referral, decision: CareDecision, *, by: Actor) -> Referral:
    admission = create_referral(
        case=case,
        by=by,
        kind=ReferralKind.ADMISSION,
        from_institution=decision.deciding_office,
        to_institution=decision.institution,
        source=referral.source,
        legally_responsible=referral.legally_responsible,
        reason=referral.reason,
        summary=referral.summary,
        asked_form=decision.form,
        asked_base=decision.base,
        asked_months=referral.asked_months,
        decision=decision,
        form_id=uuid.uuid5(referral.form_id, "admission"),
    )
    words = _("%(kind)s ke %(name)s, %(number)s.")
    values = {"kind": admission.get_kind_display(), "name": decision.institution.name, "number": admission.number}
    add_event(case=case, kind=EventKind.REFERRAL_SENT, by=by, text=words % values)
    record("referral.send", admission, by=by, data=facts(admission))
    return admission


def _facts(decision: CareDecision) -> dict[str, object]:
    """Ids and codes for the trail."""
    return {
        "case": decision.case_id,
        "referral": decision.referral_id,
        "outcome": decision.outcome,
        "form": decision.form,
        "institution": decision.institution_id,
        "document": decision.document_id,
        "soft": sorted(decision.soft_reasons),
    }
