"""How a child stands before the law, for the page and the API of the case. Read only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from .justice_states import JusticeDuty
from .models import Case, ChildInJustice, JusticeDate, JusticeDutyDone


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty of UU 11/2012 art. 68 and the times it was done, newest first."""

    code: str
    label: str
    done: Sequence[JusticeDutyDone]


def matter_of(case: Case) -> ChildInJustice | None:
    """The matter of a case with what belongs to it, None without one. At most six queries."""
    rows = ChildInJustice.objects.filter(case=case).select_related("young_decision", "recorded_by")
    rows = rows.prefetch_related("contacts", "dates", "duties__recorded_by", "reports__report", "reports__contact")
    track = rows.first()
    if track is not None:
        track.case = case
    return track


def check_list(track: ChildInJustice) -> list[DutyLine]:
    """Every duty in the order of the law. Needs `duties`."""
    done = list(track.duties.all())
    return [DutyLine(duty.value, str(duty.label), [row for row in done if row.duty == duty]) for duty in JusticeDuty]


def dates_ahead(case: Case) -> QuerySet[JusticeDate]:
    """The days of the case's matter that are still to be kept, soonest first."""
    return JusticeDate.objects.ahead().filter(track__case=case)
