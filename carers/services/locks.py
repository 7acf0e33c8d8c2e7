"""Locking the row that an action is about."""

from cases.services.locks import locked_case

from ..models import Candidate, CareProcess


def locked_candidate(candidate: Candidate) -> Candidate:
    """The candidate as it stands now with its office, its own row locked until the transaction ends."""
    rows = Candidate.objects.select_for_update(of=("self",)).select_related("office__region", "region")
    return rows.get(pk=candidate.pk)


def locked_process(process: CareProcess) -> CareProcess:
    """The process as it stands now, its case locked until the transaction ends."""
    case = locked_case(process.case)
    process = CareProcess.objects.select_for_update(of=("self",)).get(pk=process.pk)
    process.case = case
    return process
