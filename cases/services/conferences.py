"""Pembahasan kasus: the multi-party meeting that gives recommendations (domain.md 9)."""

from datetime import date

from django.db import transaction

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language

from .. import permissions
from ..eligibility.common import heard_problems, open_problems, past_problems
from ..models import Case, CaseConference
from ..states import EventKind
from .events import add_event
from .locks import locked_case


@transaction.atomic
@in_record_language
def hold_conference(
    *,
    case: Case,
    by: Actor,
    held_on: date,
    attendees: str,
    options: str,
    recommendation: str,
    child_view: str = "",
    child_not_heard_reason: str = "",
    dissent: str = "",
) -> CaseConference:
    """Record a conference that was held: who came, the child's view, what was weighed, what was recommended, dissent.

    Raises NotAllowed, RuleViolation. Source: domain.md 9 "Case conference", 5.3 (child takes part, hard).
    """
    require(permissions.can_work_on(by, case) or permissions.can_oversee(by, case))
    case = locked_case(case)
    require_no_problems(
        open_problems(case)
        + past_problems(held_on, "held_on", case)
        + heard_problems(child_view, child_not_heard_reason)
    )
    conference = CaseConference.objects.create(
        case=case,
        held_on=held_on,
        attendees=attendees,
        options=options,
        recommendation=recommendation,
        child_view=child_view.strip(),
        child_not_heard_reason=child_not_heard_reason.strip(),
        dissent=dissent,
        recorded_by_id=by.user_id,
    )
    add_event(case=case, kind=EventKind.CONFERENCE_HELD, by=by)
    record("conference.hold", case, by=by, data={"conference": conference.pk})
    return conference
