"""Locking the row that an action is about."""

from cases.models import Case
from cases.services.locks import locked_case

from ..models import Candidate, CareMatch, CareProcess


def locked_candidate(candidate: Candidate) -> Candidate:
    """The candidate as it stands now with its office, its own row locked until the transaction ends."""
    rows = Candidate.objects.select_for_update(of=("self",)).select_related("office__region", "region")
    return rows.get(pk=candidate.pk)


def hold_households_of(case: Case) -> None:
    """Lock the households that were chosen for the child or where it lives until the transaction ends: none is
    suspended between the question and the signature. The caller holds the case."""
    standing = CareMatch.objects.standing().filter(case=case).values("candidate")
    rows = Candidate.objects.select_for_update(no_key=True).filter(pk__in=standing)
    list(rows.order_by("pk").values_list("pk"))


def locked_process(process: CareProcess) -> CareProcess:
    """The process as it stands now, its case locked until the transaction ends."""
    case = locked_case(process.case)
    process = CareProcess.objects.select_for_update(of=("self",)).select_related("relative").get(pk=process.pk)
    process.case = case
    return process
