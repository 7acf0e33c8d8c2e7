"""Choosing the household of the register with which a child is to live, and ending that choice."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.workdays import today_in
from cases.eligibility.common import open_problems
from cases.event_states import EventKind
from cases.models import Case, FamilyMember
from cases.services.events import add_event
from cases.services.family import add_family_member
from cases.services.locks import locked, locked_case
from cases.states import Relation

from ..clocks import MATCHED
from ..eligibility.matching import choice_problems, fit_of, is_of_household, looking_for, match_ending_problems
from ..models import Candidate, CareMatch
from ..permissions import can_choose_household, can_lead_process
from .locks import locked_candidate


@transaction.atomic
@in_record_language
def choose_household(
    *,
    case: Case,
    form: str,
    candidate: Candidate,
    reason: str,
    by: Actor,
    carer: FamilyMember | None = None,
    reasons: dict[str, str] | None = None,
) -> CareMatch:
    """Choose a household of the register for a child: from now on it takes one of its places. carer: who of the
    household stands in the child's family already; without one the first of the household is written there.

    Raises NotAllowed, RuleViolation.
    """
    case = locked_case(case)
    require(can_choose_household(by, case, candidate))
    # Its children are counted under its lock: whoever comes next waits here.
    candidate = locked_candidate(candidate)
    against = list(choice_problems(case, form, candidate, carer=carer, reason=reason))
    fit = fit_of(looking_for(case, form), candidate)
    kept = require_no_problems([*open_problems(case), *against, *fit.problems], reasons=reasons)
    match = CareMatch.objects.create(
        case=case,
        form=form,
        candidate=candidate,
        carer=carer or _carer_of(case, candidate, by),
        reason=reason.strip(),
        reasons=kept,
        chosen_by_id=by.user_id,
    )
    words = _("%(form)s: keluarga %(number)s dipilih") % {"form": match, "number": candidate.number}
    add_event(case=case, kind=EventKind.HOUSEHOLD_STEP, by=by, text=words)
    keep_deadlines(subjects={MATCHED.code: [match.pk]}, by=by)
    told = {"match": match.pk, "candidate": candidate.pk, "form": form, "soft": sorted(kept)}
    record("care_match.choose", case, by=by, data=told)
    return match


def _carer_of(case: Case, candidate: Candidate, by: Actor) -> FamilyMember:
    """The household's place in the child's family: the one of an earlier choice that may still receive the child and
    still is of the household, or a new one. Name and faith, no more: where they live stands in the register."""
    able = FamilyMember.objects.able_to_receive().filter(beneficiary=case.beneficiary_id)
    earlier = CareMatch.objects.filter(case=case, candidate=candidate, carer__in=able).select_related("carer")
    for match in earlier:
        if is_of_household(candidate, match.carer):
            return match.carer
    first = candidate.people.earliest("-is_first")
    return add_family_member(case=case, by=by, name=first.name, relation=Relation.NOT_KIN, faith=first.faith)


@transaction.atomic
@in_record_language
def end_match(*, match: CareMatch, reason: str, by: Actor) -> CareMatch:
    """End a choice before the child came: its place is free again. Raises NotAllowed, RuleViolation."""
    case = locked_case(match.case)
    require(can_lead_process(by, case))
    match = locked(match)
    match.case = case
    require_no_problems(match_ending_problems(match, reason))
    return _close_match(match, reason=reason.strip(), on=today_in(case.office.region), by=by)


def end_choice_of(*, case: Case, form: str, reason: str, by: Actor) -> None:
    """End the choice with the process that it stood in. The caller holds the case."""
    _let_go(case, CareMatch.objects.chosen().filter(case=case, form=form), reason, by)


def end_choices_for(*, case: Case, reason: str, by: Actor) -> None:
    """The child will come to no household: end every choice, and tell why on the timeline. reason: in words that name
    nobody. The caller holds the case."""
    _let_go(case, CareMatch.objects.chosen().filter(case=case), reason, by, why=reason)


def let_household_go(case: Case, by: Actor) -> None:
    """Another Dinas has the case now, and chooses from its own register: what the old one chose is free for another
    child. Where the child lives it stays. The caller holds the case."""
    end_choices_for(case=case, reason=_("Kasus dilimpahkan ke kantor lain, yang memilih dari daftarnya sendiri"), by=by)


def enter_household(*, case: Case, form: str, carer: FamilyMember | None, on: date) -> None:
    """The child came to the household that was chosen: a placement there began. The caller holds the case."""
    if carer is not None:
        CareMatch.objects.chosen().filter(case=case, form=form, carer=carer).update(lives_from=on)


def leave_household(*, case: Case, on: date, by: Actor, goes_to: tuple[str, FamilyMember | None] | None) -> None:
    """The child's placement ended: the household has a place again, unless the next one (form, carer) is there, too.
    The caller holds the case."""
    match = CareMatch.objects.standing().filter(case=case, lives_from__isnull=False).select_related("carer").first()
    if match is None or (match.form, match.carer) == goes_to:
        return
    match.case = case
    _close_match(match, reason=_("Penempatan berakhir"), on=on, by=by)


def _let_go(case: Case, chosen: QuerySet[CareMatch], reason: str, by: Actor, *, why: str = "") -> None:
    for match in chosen.select_related("candidate"):
        match.case = case
        _close_match(match, reason=reason, on=today_in(case.office.region), by=by, why=why)


def _close_match(match: CareMatch, *, reason: str, on: date, by: Actor, why: str = "") -> CareMatch:
    match.ended_on, match.ended_by_id, match.end_reason = on, by.user_id, reason
    match.save(update_fields=["ended_on", "ended_by", "end_reason"])
    words = _("%(form)s: keluarga %(number)s tidak lagi dipilih") % {"form": match, "number": match.candidate.number}
    add_event(case=match.case, kind=EventKind.HOUSEHOLD_STEP, by=by, text=f"{words}. {why}" if why else words)
    keep_deadlines(subjects={MATCHED.code: [match.pk]}, by=by)
    record("care_match.end", match.case, by=by, data={"match": match.pk}, reason=reason)
    return match
