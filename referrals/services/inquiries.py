"""Writing down whom the social worker asked to care for a child, and what they said (domain.md 5.1)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.workdays import today_in
from cases.eligibility.common import open_problems
from cases.event_states import EventKind
from cases.models import Assessment, Case, CaseConference, FamilyMember, ServiceRecord
from cases.services.events import add_event
from cases.services.locks import locked_case

from ..eligibility.gate import proof_problems
from ..eligibility.inquiries import inquiry_problems
from ..models import Alternative, Inquiry
from ..permissions import can_inquire


@transaction.atomic
@in_record_language
def record_inquiry(
    *,
    case: Case,
    by: Actor,
    form: str,
    asked_on: date,
    result: str,
    reason: str,
    member: FamilyMember | None = None,
    asked_whom: str = "",
    assessment: Assessment | None = None,
    conference: CaseConference | None = None,
    service: ServiceRecord | None = None,
    corrects: Inquiry | None = None,
) -> Inquiry:
    """Write down one answer about `form` of care; many in time, of many people.

    member or asked_whom: who was asked. corrects: the answer that this one is written in place of. Raises NotAllowed;
    RuleViolation with `inquiry_problems`.
    """
    case = locked_case(case)
    require(can_inquire(by, case), _("Hanya yang menangani kasus ini yang mencatat siapa yang ditanya."))
    proof = {"assessment": assessment, "conference": conference, "service": service}
    entry = Alternative(form=form, considered_on=asked_on, result=result, reason=reason.strip(), **proof)
    said = proof_problems(case, entry, today_in(case.office.region))
    asked = {"member": member, "asked_whom": asked_whom, "corrects": corrects}
    require_no_problems([*open_problems(case), *inquiry_problems(case, entry, proof=list(said), **asked)])
    inquiry = Inquiry.objects.create(
        case=case,
        form=form,
        asked_on=asked_on,
        member=member,
        asked_whom=asked_whom.strip(),
        result=result,
        reason=entry.reason,
        corrects=corrects,
        recorded_by_id=by.user_id,
        **proof,
    )
    add_event(case=case, kind=EventKind.CARE_ASKED, by=by, text=str(inquiry))
    data = {"inquiry": inquiry.pk, "form": form, "result": result, "corrects": corrects.pk if corrects else None}
    record("inquiry.record", case, by=by, data=data)
    return inquiry
