"""Flags on a case: raised with a reason, ended with a reason."""

from django.db import transaction
from django.utils import timezone

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language

from .. import permissions
from ..eligibility.flags import ending_problems, raising_problems
from ..event_states import EventKind
from ..models import Case, CaseFlag
from .events import add_event
from .locks import locked, locked_case


@transaction.atomic
@in_record_language
def raise_flag(*, case: Case, by: Actor, kind: str, reason: str) -> CaseFlag:
    """Put a flag on an open case. Raises NotAllowed, RuleViolation."""
    require(permissions.can_task(by, case))
    case = locked_case(case)
    require_no_problems(raising_problems(case, kind, reason))
    flag = CaseFlag(case=case, kind=kind, reason=reason.strip(), raised_at=timezone.now(), raised_by_id=by.user_id)
    flag.save()
    add_event(case=case, kind=EventKind.FLAG_RAISED, by=by, text=f"{flag}. {flag.reason}")
    record("flag.raise", case, by=by, data={"flag": flag.pk, "kind": kind})
    return flag


@transaction.atomic
@in_record_language
def end_flag(*, flag: CaseFlag, by: Actor, reason: str) -> CaseFlag:
    """Take a flag off, with the reason. Raises NotAllowed, RuleViolation."""
    require(permissions.can_task(by, flag.case))
    case, flag = locked_case(flag.case), locked(flag)
    require_no_problems(ending_problems(flag, reason))
    flag.ended_at, flag.ended_by_id, flag.ended_reason = timezone.now(), by.user_id, reason.strip()
    flag.save()
    add_event(case=case, kind=EventKind.FLAG_ENDED, by=by, text=f"{flag}. {flag.ended_reason}")
    record("flag.end", case, by=by, data={"flag": flag.pk, "kind": flag.kind}, reason=reason)
    return flag
