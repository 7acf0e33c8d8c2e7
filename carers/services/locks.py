"""Locking the candidate that an action is about."""

from ..models import Candidate


def locked_candidate(candidate: Candidate) -> Candidate:
    """The candidate as it stands now with its office, its own row locked until the transaction ends."""
    rows = Candidate.objects.select_for_update(of=("self",)).select_related("office__region", "region")
    return rows.get(pk=candidate.pk)
