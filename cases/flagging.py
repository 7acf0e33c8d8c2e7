"""Which flags stand on the cases of a list, as one reader may see them. Read only."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from .models import Case, CaseFlag


def flags_on(cases: Iterable[Case], named: Collection[int]) -> dict[int, list[str]]:
    """Case id -> the codes of its flags, the newest first, of those whose names the reader may read: what a flag says
    is of the person. One query."""
    found: dict[int, list[str]] = defaultdict(list)
    wanted = [case.pk for case in cases if case.pk in named]
    for case, kind in CaseFlag.objects.standing().filter(case__in=wanted).values_list("case_id", "kind"):
        found[case].append(kind)
    return found
