"""What the end of a placement brings with it. The caller holds the placement's lock and has checked who may."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record, subject_of
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import Problem, RuleViolation
from atensi.notices.services import mark_many_acted
from atensi.reference.workdays import today_in
from carers.services.matching import leave_household
from cases.event_states import EventKind
from cases.models import FamilyMember
from cases.services.events import add_event
from cases.services.locks import locked
from cases.services.shares import unshare_case
from institutions.models import Institution

from ..models import Placement, Referral
from ..states import PlacementState, ReferralKind, ReferralState, Title
from .closures import left_home
from .review_plan import cancel_open_review
from .turns import take_turns


def finish(
    *,
    placement: Placement,
    on: date,
    reason: str,
    by: Actor,
    note: str = "",
    stays_with: Institution | None = None,
    goes_to: tuple[str, FamilyMember | None] | None = None,
) -> Placement:
    """End `placement`: its open review is cancelled, nobody is asked to extend it any more, its admission is completed,
    the institution's share taken back.

    note: what happened, where nobody decided it. stays_with: the institution that keeps its share because the next
    placement is there too. goes_to: form and carer of the next placement, where one follows.
    Raises RuleViolation when the placement has ended, or `on` lies before its start or ahead.
    """
    if not placement.is_open:
        raise RuleViolation(Problem("placement_ended", _("Penempatan ini sudah berakhir.")))
    if not placement.starts_on <= on <= today_in(placement.case.office.region):
        text = _("Hari berakhir tidak boleh sebelum anak masuk atau sesudah hari ini.")
        raise RuleViolation(Problem("end_out_of_range", text, field="held_on"))
    mark_many_acted([subject_of(extension) for extension in placement.extensions.waiting()], by=by)
    placement.state, placement.ended_on, placement.end_reason = PlacementState.ENDED, on, reason
    placement.end_note = note.strip()
    placement.save(update_fields=["state", "ended_on", "end_reason", "end_note", "soft_reasons"])
    cancel_open_review(placement)
    if placement.title == Title.EMERGENCY:
        take_turns(placement.case)
    left_home(placement)
    _complete_referral(placement, by)
    leave_household(case=placement.case, on=on, by=by, goes_to=goes_to)
    if placement.institution is not None and placement.institution != stays_with:
        _take_share_back(placement, by)
    text = f"{placement.get_end_reason_display()}. {placement.place_name}"
    add_event(case=placement.case, kind=EventKind.PLACEMENT_ENDED, by=by, text=text)
    keep_deadlines(cases=[placement.case_id], by=by)
    record("placement.end", placement, by=by, data=facts(placement))
    return placement


def _complete_referral(placement: Placement, by: Actor) -> None:
    """The admission that brought the child here is done with."""
    if placement.referral is None or placement.referral.state != ReferralState.ACCEPTED:
        return
    referral = locked(placement.referral)
    referral.state = ReferralState.COMPLETED
    referral.save(update_fields=["state"])
    record("referral.complete", referral, by=by, data={"placement": placement.pk})


def _take_share_back(placement: Placement, by: Actor) -> None:
    """Ending revokes the share (design.md 3), unless the institution still serves the case by another referral."""
    serves = Referral.objects.filter(
        case=placement.case,
        to_institution=placement.institution,
        kind=ReferralKind.SERVICE,
        state=ReferralState.ACCEPTED,
    )
    if not serves.exists():
        unshare_case(
            case=placement.case, institution=placement.institution, by=by, reason=str(_("Penempatan berakhir"))
        )


def facts(placement: Placement) -> dict[str, Any]:
    """Ids and codes for the trail."""
    return {
        "case": placement.case_id,
        "institution": placement.institution_id,
        "title": placement.title,
        "form": placement.form,
        "starts_on": placement.starts_on.isoformat(),
        "ended_on": placement.ended_on.isoformat() if placement.ended_on else None,
        "end_reason": placement.end_reason,
        "soft": sorted(placement.soft_reasons),
    }
