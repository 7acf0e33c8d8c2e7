"""A household of the register, told step by step through the services."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from carers.household import Household, HouseholdPerson
from carers.models import Candidate, CandidateCheck, CareMatch
from carers.requirements import requirements_of
from carers.services.deciding import decide_candidate, submit_candidate
from carers.services.matching import choose_household
from carers.services.registering import record_check, register_candidate
from carers.states import CandidateKind
from cases.models import Case
from cases.states import CareForm
from institutions.models import Membership
from institutions.states import Faith
from tests.institutions.factories import actor_of, region


def born(years: int) -> date:
    """A birth date of somebody who is that old."""
    return timezone.localdate() - timedelta(days=365 * years + years // 4 + 40)


def man(**more: Any) -> HouseholdPerson:
    told = {"name": "Bapak Rekaan", "sex": "MALE", "birth_date": born(40), "faith": Faith.ISLAM}
    return HouseholdPerson(**told | more)


def woman(**more: Any) -> HouseholdPerson:
    told = {"name": "Ibu Rekaan", "sex": "FEMALE", "birth_date": born(38), "faith": Faith.ISLAM}
    return HouseholdPerson(**told | more)


def couple(**more: Any) -> Household:
    """A couple of the register, married for twelve years."""
    told = {"region": region("14.01.01"), "address": "Jalan Umpama 1 (rekaan)", "married_on": born(12)}
    return Household(**{"people": [man(), woman()], **told, **more})


def alone(**more: Any) -> Household:
    return couple(**{"people": [woman()], "married_on": None, **more})


def registered(
    worker: Membership, *, kind: str = CandidateKind.FOSTER, household: Household | None = None
) -> Candidate:
    return register_candidate(
        office=worker.institution, kind=kind, household=household or couple(), by=actor_of(worker)
    )


def checked(candidate: Candidate, worker: Membership, code: str, **more: Any) -> CandidateCheck:
    told = {"verdict": "MET", "done_on": timezone.localdate(), "paper_number": "12/SK", "note": "Sesuai (rekaan)."}
    return record_check(candidate=candidate, code=code, by=actor_of(worker), **told | more)


def all_checked(candidate: Candidate, worker: Membership, *, but: tuple[str, ...] = ()) -> Candidate:
    for asked in requirements_of(candidate.kind, married=candidate.is_married):
        if asked.code not in but:
            checked(candidate, worker, asked.code)
    return Candidate.objects.get(pk=candidate.pk)


def submitted(worker: Membership, **more: Any) -> Candidate:
    candidate = all_checked(registered(worker, **more), worker)
    return submit_candidate(candidate=candidate, by=actor_of(worker))


def approved(worker: Membership, decider: Membership, *, max_children: int = 2, **more: Any) -> Candidate:
    candidate = submitted(worker, **more)
    return decide_candidate(
        candidate=candidate,
        choice="APPROVED",
        by=actor_of(decider),
        considerations="Layak (rekaan).",
        max_children=max_children,
    )


def chosen(case: Case, candidate: Candidate, worker: Membership, **more: Any) -> CareMatch:
    """This household for the child of the case."""
    told = {"form": CareForm.FOSTER, "reason": "Sekolahnya tetap (rekaan).", "by": actor_of(worker)}
    return choose_household(case=case, candidate=candidate, **told | more)
