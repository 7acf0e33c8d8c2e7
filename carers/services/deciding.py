"""Putting a household to the decider, the decision, its renewal, and what becomes of it afterwards."""

from datetime import date, timedelta

from django.db import transaction

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.documents.numbers import next_number
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.workdays import add_months, add_workdays, today_in
from institutions.letterhead import code_of
from institutions.parameters import value_for

from .. import permissions
from ..clocks import DECISION, MATCHED, PERMIT
from ..eligibility.candidates import candidate_problems, signing_problems
from ..eligibility.common import transition_problems, why_problems
from ..eligibility.matching import children_of, leaving_register_problems
from ..models import Candidate, CandidatePermit, CandidateStep
from ..notifications import tell_decided, tell_standing, tell_submitted, tell_workers_of_children
from ..states import TRANSITIONS, CandidateStepKind, DecisionChoice
from .locks import locked_candidate

MONTHS, WORKDAYS = "foster_permit_months", "carer_decision_workdays"


@transaction.atomic
@in_record_language
def submit_candidate(*, candidate: Candidate, by: Actor, reasons: dict[str, str] | None = None) -> Candidate:
    """Put a household whose requirements are met to the decider. reasons: by problem code, for the soft ones.

    Raises NotAllowed, RuleViolation.
    """
    require(permissions.can_keep_candidate(by, candidate))
    candidate = locked_candidate(candidate)
    today = today_in(candidate.office.region)
    require_no_problems(transition_problems(candidate, CandidateStepKind.SUBMITTED))
    kept = require_no_problems(candidate_problems(candidate, today), reasons=reasons)
    days: int = value_for(WORKDAYS, candidate.office, on=today)
    candidate.decision_due_on = add_workdays(today, days, region=candidate.office.region)
    _take(candidate, CandidateStepKind.SUBMITTED, by, reason="\n".join(kept.values()))
    tell_submitted(candidate, by=by)
    record("candidate.submit", candidate, by=by, data={"soft": sorted(kept)})
    return candidate


@transaction.atomic
@in_record_language
def decide_candidate(
    *,
    candidate: Candidate,
    choice: str,
    by: Actor,
    considerations: str,
    max_children: int = 1,
    reasons: dict[str, str] | None = None,
) -> Candidate:
    """Approve a household with a permit, return it, or reject it; somebody else than whoever selected it. max_children:
    of the permit. considerations: also why it is returned or rejected.

    Raises NotAllowed, RuleViolation.
    """
    require(permissions.can_decide_candidate(by, candidate))
    candidate = locked_candidate(candidate)
    step = CandidateStepKind(choice)
    require_no_problems(transition_problems(candidate, step))
    candidate.decision_due_on = None
    if choice == DecisionChoice.APPROVED:
        _sign(candidate, by, considerations, max_children, reasons, starts_on=today_in(candidate.office.region))
    else:
        require_no_problems(why_problems(considerations))
    _take(candidate, step, by, reason=considerations)
    tell_decided(candidate, step, by=by)
    record("candidate.decide", candidate, by=by, data={"choice": choice})
    return candidate


@transaction.atomic
@in_record_language
def renew_permit(
    *,
    candidate: Candidate,
    by: Actor,
    considerations: str,
    max_children: int = 1,
    reasons: dict[str, str] | None = None,
) -> CandidatePermit:
    """Give an approved household the next permit, from the day after the present one, or from today where that is over.
    Everything is asked of it anew. Raises NotAllowed, RuleViolation."""
    require(permissions.can_decide_candidate(by, candidate))
    candidate = locked_candidate(candidate)
    require_no_problems(transition_problems(candidate, CandidateStepKind.RENEWED))
    today, until = today_in(candidate.office.region), candidate.permit_until
    starts_on = max(today, until + timedelta(days=1)) if until else today
    permit = _sign(candidate, by, considerations, max_children, reasons, starts_on=starts_on)
    _take(candidate, CandidateStepKind.RENEWED, by, reason=considerations)
    record("candidate.renew", candidate, by=by, data={"permit": permit.pk})
    return permit


@transaction.atomic
@in_record_language
def set_standing(*, candidate: Candidate, standing: str, reason: str, by: Actor) -> Candidate:
    """Suspend an approved household, take that back, or end its place in the register, with the reason.

    Raises NotAllowed, RuleViolation.
    """
    require(permissions.can_set_standing(by, candidate))
    candidate = locked_candidate(candidate)
    step = CandidateStepKind(standing)
    problems = [*transition_problems(candidate, step), *why_problems(reason)]
    if step == CandidateStepKind.ENDED:
        problems += leaving_register_problems(candidate)
    require_no_problems(problems)
    candidate.decision_due_on = None
    _take(candidate, step, by, reason=reason)
    tell_standing(candidate, step, by=by)
    tell_workers_of_children(candidate, step, by=by)
    record("candidate.standing", candidate, by=by, data={"standing": standing}, reason=reason)
    return candidate


def _sign(
    candidate: Candidate,
    by: Actor,
    considerations: str,
    max_children: int,
    reasons: dict[str, str] | None,
    *,
    starts_on: date,
) -> CandidatePermit:
    office, today = candidate.office, today_in(candidate.office.region)
    signing = {"max_children": max_children, "considerations": considerations, "on": today}
    signing["children"] = len(children_of(candidate))
    problems = signing_problems(candidate, by, **signing) + candidate_problems(candidate, today)
    kept = require_no_problems(problems, reasons=reasons)
    code = code_of(office)
    months: int = value_for(MONTHS, office, on=starts_on)
    permit = CandidatePermit.objects.create(
        candidate=candidate,
        number=f"IP/{next_number(f'carer_permit:{code}:{today.year}'):04}/{code}/{today.year}",
        valid_from=starts_on,
        valid_until=add_months(starts_on, months) - timedelta(days=1),
        max_children=max_children,
        considerations=considerations.strip(),
        reasons=kept,
        signed_by_id=by.user_id,
    )
    candidate.permit_until = permit.valid_until
    return permit


def _take(candidate: Candidate, step: str, by: Actor, *, reason: str) -> None:
    """Lead the candidate where the step leads, and keep that it was taken."""
    candidate.state = TRANSITIONS[step][candidate.state]
    candidate.save(update_fields=["state", "decision_due_on", "permit_until"])
    CandidateStep.objects.create(candidate=candidate, kind=step, reason=reason.strip(), taken_by_id=by.user_id)
    told = {clock.code: [candidate.pk] for clock in (PERMIT, DECISION)}
    told[MATCHED.code] = [match.pk for match in children_of(candidate)]
    keep_deadlines(subjects=told, by=by)
