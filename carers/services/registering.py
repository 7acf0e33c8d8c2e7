"""Putting a household into the register, correcting its facts, and checking what is asked of it."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record, subject_of, tells_when_refused
from atensi.documents.numbers import next_number
from atensi.errors import Problem, RuleViolation, require, require_no_problems
from atensi.fields import blind_index
from atensi.language import in_record_language
from atensi.reference.workdays import add_months, today_in
from atensi.versions import refuse_other
from institutions.letterhead import code_of
from institutions.models import Institution
from institutions.parameters import value_for

from .. import permissions
from ..eligibility.candidates import check_problems, household_problems
from ..eligibility.common import open_candidate_problems
from ..files import stored
from ..household import FACTS, Household
from ..models import Candidate, CandidateCheck, CandidatePerson, CandidateStep
from ..requirements import requirement_of
from ..states import OPEN_CANDIDATES, CandidateStepKind, Verdict
from ..versions import version_of_household
from .locks import locked_candidate


@tells_when_refused
@transaction.atomic
@in_record_language
def register_candidate(*, office: Institution, kind: str, household: Household, by: Actor) -> Candidate:
    """Put a household into the register of a Dinas. Raises NotAllowed, RuleViolation."""
    require(permissions.can_register(by, office))
    require_no_problems(household_problems(household, office))
    _refuse_registered(kind, household)
    code, year = code_of(office), today_in(office.region).year
    candidate = Candidate(
        number=f"CP/{next_number(f'candidate:{code}:{year}'):04}/{code}/{year}",
        kind=kind,
        office=office,
        registered_by_id=by.user_id,
    )
    _write(candidate, household)
    CandidateStep.objects.create(candidate=candidate, kind=CandidateStepKind.REGISTERED, taken_by_id=by.user_id)
    record("candidate.register", candidate, by=by, data={"kind": kind})
    return candidate


@tells_when_refused
@transaction.atomic
@in_record_language
def change_candidate(*, candidate: Candidate, household: Household, by: Actor, seen: str = "") -> Candidate:
    """Correct what is known of a household. Raises NotAllowed, RuleViolation, StaleWrite when it is no longer the
    version (`version_of_household`) that was read."""
    require(permissions.can_keep_candidate(by, candidate))
    candidate = locked_candidate(candidate)
    refuse_other(version_of_household(candidate), seen)
    require_no_problems(open_candidate_problems(candidate) + household_problems(household, candidate.office))
    _refuse_registered(candidate.kind, household, apart_from=candidate)
    _write(candidate, household)
    record("candidate.change", candidate, by=by)
    return candidate


@transaction.atomic
@in_record_language
def record_check(
    *,
    candidate: Candidate,
    code: str,
    verdict: str,
    done_on: date,
    by: Actor,
    paper_number: str = "",
    note: str = "",
    content: bytes = b"",
) -> CandidateCheck:
    """Write down that one requirement was checked; a later check of the same stands in place of it. done_on: the day of
    the paper or the visit. content: the paper as a file, b"" for none.

    Raises NotAllowed, RuleViolation.
    """
    require(permissions.can_keep_candidate(by, candidate))
    candidate = locked_candidate(candidate)
    about = {"code": code, "verdict": verdict, "done_on": done_on, "paper_number": paper_number, "note": note}
    require_no_problems(check_problems(candidate, content=content, **about))
    check = CandidateCheck.objects.create(
        candidate=candidate,
        code=code,
        verdict=verdict,
        done_on=done_on,
        paper_number=paper_number.strip(),
        note=note.strip(),
        valid_until=_counts_until(candidate, code, verdict, done_on),
        document=stored(candidate, candidate.number, content, by),
        recorded_by_id=by.user_id,
    )
    record("candidate.check", candidate, by=by, data={"check": check.pk, "code": code, "verdict": verdict})
    return check


def _counts_until(candidate: Candidate, code: str, verdict: str, done_on: date) -> date | None:
    asked = requirement_of(candidate.kind, code)
    if asked is None or not asked.counts_for or verdict != Verdict.MET:
        return None
    return add_months(done_on, value_for(asked.counts_for, candidate.office, on=done_on))


def _refuse_registered(kind: str, household: Household, *, apart_from: Candidate | None = None) -> None:
    """Nobody stands in two registers for the same form of care. That says that a register holds them: its trail keeps
    it though nothing is written, and no name or office is told."""
    numbers = [index for person in household.people if (index := blind_index(person.nik_number))]
    held = CandidatePerson.objects.filter(
        nik_index__in=numbers, candidate__kind=kind, candidate__state__in=sorted(OPEN_CANDIDATES)
    )
    other = held.exclude(candidate=apart_from).first()
    if other is not None:
        text = _("NIK ini sudah terdaftar sebagai calon pengasuh untuk bentuk yang sama.")
        told = [("candidate.nik_refused", subject_of(other.candidate))]
        raise RuleViolation(Problem("carer_registered_already", text, field="nik"), told=told)


def _write(candidate: Candidate, household: Household) -> None:
    for name in FACTS:
        setattr(candidate, name, getattr(household, name))
    candidate.save()
    first, *rest = household.people
    for is_first, person in ((True, first), *((False, one) for one in rest)):
        number = person.nik_number
        told = {name: getattr(person, name) for name in ("sex", "birth_date", "faith", "is_citizen")}
        told |= {"name": person.name.strip(), "occupation": person.occupation.strip()}
        told |= {"nik": number, "nik_index": blind_index(number)}
        CandidatePerson.objects.update_or_create(candidate=candidate, is_first=is_first, defaults=told)
    if not rest:
        candidate.people.filter(is_first=False).delete()
