"""Preparing a child's return to the family, one part after the other (domain.md 5.3 "Reunification", hard). The review
that decides to reunify acts only when all of it stands (`eligibility.homecoming`)."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record, subject_of
from atensi.documents.models import Document
from atensi.documents.services import store_document
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from cases.event_states import EventKind
from cases.models import Assessment, FamilyMember
from cases.services.events import add_event

from ..eligibility.reunifications import (
    before_hand_over_problems,
    consent_record_problems,
    hand_over_record_problems,
    open_problems,
    readiness_record_problems,
    step_problems,
)
from ..models import Placement, Reunification, ReunificationStep
from ..permissions import can_change_placement
from .locks import locked_placement


@transaction.atomic
@in_record_language
def record_readiness(
    *,
    placement: Placement,
    by: Actor,
    assessment: Assessment | None = None,
    findings: str = "",
    assessed_on: date | None = None,
    assessed_by: str = "",
) -> Reunification:
    """Record that the family was found ready: by a signed assessment of the case, whose day and signer count where none
    are given, or in own words. Raises NotAllowed, RuleViolation."""
    placement, found = _locked(placement, by)
    if assessment is not None and assessment.is_signed:
        assessed_on, assessed_by = assessed_on or assessment.assessed_on, assessed_by or str(assessment.signed_by)
    said = {"on": assessed_on, "by_whom": assessed_by, "findings": findings, "assessment": assessment}
    problems = [*open_problems(placement), *readiness_record_problems(placement, **said)]
    require_no_problems([*problems, *before_hand_over_problems(found, assessed_on, "assessed_on")])
    return _write(
        found or _begun(placement, by),
        by,
        "reunification.readiness",
        _("Kesiapan keluarga dinilai."),
        assessment=assessment,
        readiness_findings=findings.strip(),
        readiness_on=assessed_on,
        readiness_by=assessed_by.strip(),
    )


@transaction.atomic
@in_record_language
def record_preparation(
    *, placement: Placement, by: Actor, done_on: date, what: str, with_whom: str
) -> ReunificationStep:
    """Add one step of preparing child and family. Raises NotAllowed, RuleViolation."""
    placement, found = _locked(placement, by)
    problems = [*open_problems(placement), *step_problems(placement, done_on=done_on, what=what, with_whom=with_whom)]
    require_no_problems(problems)
    reunification = found or _begun(placement, by)
    step = ReunificationStep.objects.create(
        reunification=reunification,
        done_on=done_on,
        what=what.strip(),
        with_whom=with_whom.strip(),
        recorded_by_id=by.user_id,
    )
    _tell(reunification, by, "reunification.prepare", _("Langkah persiapan dicatat."), step=step.pk)
    return step


@transaction.atomic
@in_record_language
def record_homecoming_consent(
    *,
    placement: Placement,
    by: Actor,
    member: FamilyMember,
    given_on: date,
    form: str,
    child_view: str = "",
    child_not_heard_reason: str = "",
    content: bytes = b"",
    content_type: str = "",
) -> Reunification:
    """Record that `member` of the family agrees to the return, and what the child says to it.

    content, content_type: the signed paper, where there is one. Raises NotAllowed, RuleViolation.
    """
    placement, found = _locked(placement, by)
    heard = {"child_view": child_view, "not_heard_reason": child_not_heard_reason}
    problems = [*open_problems(placement), *consent_record_problems(placement, member=member, on=given_on, **heard)]
    require_no_problems([*problems, *before_hand_over_problems(found, given_on, "given_on")])
    paper = _stored(placement, content, content_type, by) if content else found.consent_document if found else None
    return _write(
        found or _begun(placement, by),
        by,
        "reunification.consent",
        _("Persetujuan keluarga atas kepulangan dicatat."),
        consent_by=member,
        consent_relation=member.relation,
        consent_on=given_on,
        consent_form=form,
        consent_document=paper,
        child_view=child_view.strip(),
        child_not_heard_reason=child_not_heard_reason.strip(),
    )


@transaction.atomic
@in_record_language
def record_hand_over(
    *,
    placement: Placement,
    by: Actor,
    handed_over_on: date,
    received_by: FamilyMember,
    handed_over_by: str,
    documents: str = "",
    belongings: str = "",
    medicine: str = "",
    note: str = "",
) -> Reunification:
    """Record that the child was handed over to `received_by`, with what; the review then ends the placement.

    Raises NotAllowed, RuleViolation with what is missing before a hand-over.
    """
    placement, found = _locked(placement, by)
    said = {"on": handed_over_on, "received_by": received_by, "handed_over_by": handed_over_by}
    problems = [*open_problems(placement), *hand_over_record_problems(placement, found, **said)]
    require_no_problems(problems)
    return _write(
        found or _begun(placement, by),
        by,
        "reunification.hand_over",
        _("Anak diserahkan kepada keluarga: %(who)s.") % {"who": received_by.get_relation_display()},
        handed_over_on=handed_over_on,
        received_by=received_by,
        handed_over_by=handed_over_by.strip(),
        documents=documents.strip(),
        belongings=belongings.strip(),
        medicine=medicine.strip(),
        hand_over_note=note.strip(),
    )


def _locked(placement: Placement, by: Actor) -> tuple[Placement, Reunification | None]:
    """The placement with its case and what is prepared so far, locked until the transaction ends."""
    _case, placement = locked_placement(placement)
    allowed = _("Hanya petugas kasus dan lembaga pengasuh yang menyiapkan kepulangan.")
    require(can_change_placement(by, placement), allowed)
    return placement, Reunification.objects.select_for_update(of=("self",)).filter(placement=placement).first()


def _begun(placement: Placement, by: Actor) -> Reunification:
    return Reunification.objects.create(placement=placement, begun_by_id=by.user_id)


def _write(reunification: Reunification, by: Actor, verb: str, told: str, **fields: Any) -> Reunification:
    for name, value in fields.items():
        setattr(reunification, name, value)
    reunification.save(update_fields=list(fields))
    _tell(reunification, by, verb, told)
    return reunification


def _tell(reunification: Reunification, by: Actor, verb: str, told: str, **more: Any) -> None:
    placement = reunification.placement
    add_event(case=placement.case, kind=EventKind.HOMECOMING_PREPARED, by=by, text=told)
    record(verb, placement, by=by, data={"case": placement.case_id, "reunification": reunification.pk, **more})


def _stored(placement: Placement, content: bytes, content_type: str, by: Actor) -> Document:
    """The paper of the consent, kept with the case."""
    return store_document(
        subject=subject_of(placement.case),
        title=f"persetujuan-{placement.pk}",
        content=content,
        content_type=content_type,
        by=by,
    )
