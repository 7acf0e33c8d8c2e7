"""The stages of a case, in order (domain.md 4.2), and its closing."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.models import Code

from .. import permissions
from ..eligibility.stages import closing_problems, stage_problems
from ..ending import Ending
from ..models import Case, CaseClosing, ClosingGoal
from ..states import EARLY_CLOSURES, NEXT_STAGE, EventKind, Stage
from .case_tasks import drop_tasks_of
from .events import add_event
from .locks import locked_case
from .transfer_ends import drop_offers

HOME_AGAIN = "RETURNED_TO_FAMILY"
NOTHING_MORE = Ending()


def set_stage(*, case: Case, to: str, by: Actor, text: str = "") -> None:
    """Write the stage of a locked case and tell the timeline. The caller has checked the move."""
    case.stage = to
    case.save(update_fields=["stage", "updated_at"])
    label = Stage(to).label
    add_event(case=case, kind=EventKind.STAGE_CHANGED, by=by, text=f"{label}. {text}" if text else str(label))


def advance(*, case: Case, to: str, by: Actor) -> None:
    """Move a locked case on to `to` when that is its next stage: what a signed paper brings about. A case that is
    elsewhere stays there; the paper stands all the same."""
    if NEXT_STAGE.get(case.stage) == to and not stage_problems(case, to, ""):
        set_stage(case=case, to=to, by=by)


@transaction.atomic
@in_record_language
def move_stage(*, case: Case, to: str, by: Actor, reason: str = "") -> Case:
    """Move the case one stage on, or back to assessment or plan with a reason. Returns the case.

    Raises NotAllowed, RuleViolation. Source: domain.md 4.2; Permensos 7/2021; PP 39/2012 art. 7.
    """
    require(permissions.can_move(by, case))
    case = locked_case(case)
    require_no_problems(stage_problems(case, to, reason))
    before = case.stage
    set_stage(case=case, to=to, by=by, text=reason.strip())
    record("case.move_stage", case, by=by, data={"from": before, "to": to}, reason=reason)
    return case


@transaction.atomic
@in_record_language
def close_case(
    *,
    case: Case,
    by: Actor,
    reason_code: Code,
    evaluation: str,
    ending: Ending = NOTHING_MORE,
    reasons: dict[str, str] | None = None,
) -> Case:
    """Close the case with a final evaluation and a reason; soft problems (a placement that runs) need written reasons.
    ending: what child and family say, how far each goal has come, and to whom the work is handed over.

    A case that ends where it stands (died, moved away, entered in error) keeps its stage; otherwise it goes on to
    closure, and to after-care when the child went home or visits are planned. Returns the case.
    Raises NotAllowed, RuleViolation. Source: domain.md 4.2.
    """
    require(permissions.can_close(by, case))
    case = locked_case(case)
    problems = closing_problems(case, reason_code.code, evaluation, ending)
    case.closing_reasons = require_no_problems(problems, reasons=reasons)
    case.closed_at, case.closed_by_id = timezone.now(), by.user_id
    case.closure_reason, case.final_evaluation = reason_code, evaluation.strip()
    drop_offers(case=case, by=by, reason=_("Kasus ditutup"))  # why it was is for those who read the case
    drop_tasks_of(case=case, by=by, reason=reason_code.label)
    _keep_ending(case, ending)
    case.save()
    add_event(case=case, kind=EventKind.CASE_CLOSED, by=by, text=reason_code.label)
    if reason_code.code not in EARLY_CLOSURES:
        set_stage(case=case, to=Stage.CLOSE, by=by)
        if reason_code.code == HOME_AGAIN or case.aftercare_visits.open().exists():
            set_stage(case=case, to=Stage.AFTERCARE, by=by)
    keep_deadlines(cases=[case.pk], by=by)
    record("case.close", case, by=by, data={"reason": reason_code.code, "soft": sorted(case.closing_reasons)})
    return case


def _keep_ending(case: Case, ending: Ending) -> None:
    """Write down this end of a locked case, which keeps it when it is reopened."""
    closing = CaseClosing.objects.create(
        case=case,
        stage=case.stage,
        reason=case.closure_reason,
        evaluation=case.final_evaluation,
        reasons=case.closing_reasons,
        child_view=ending.child_view.strip(),
        child_not_heard_reason=ending.child_not_heard_reason.strip(),
        family_view=ending.family_view.strip(),
        handed_to=ending.handed_to,
        handed_to_name=ending.handed_to_name.strip(),
        hand_over_note=ending.hand_over_note.strip(),
        closed_at=case.closed_at,
        closed_by_id=case.closed_by_id,
    )
    judged = [ClosingGoal(closing=closing, goal=goal, result=result) for goal, result in ending.goals]
    ClosingGoal.objects.bulk_create(judged)
