"""The children who live in a home, as those see them who may read their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from atensi.deadlines.hooks import clock_named
from atensi.deadlines.models import Deadline
from cases.models import Case
from institutions.models import Institution
from referrals.models import Placement, PlacementReview
from referrals.stays import Away, away, unbroken

from .models import IncidentChild, Leave

# How long after a child has left something may still be written down that happened before.
LOOK_BACK_DAYS = 365


def stays_in(home: Institution, user: Any) -> QuerySet[Placement]:
    """The stays in `home`, running or ended lately, of the children whose names `user` may read."""
    since = timezone.localdate() - timedelta(days=LOOK_BACK_DAYS)
    lately = Q(ended_on=None) | Q(ended_on__gte=since)
    cases = Case.objects.visible_to(user).named_to(user)
    rows = Placement.objects.filter(lately, institution=home, case__in=cases)
    return rows.select_related("beneficiary", "case__office__region")


def away_in(stay: Placement) -> Away | None:
    """How long the child has been away at `stay`, counted over every stay of the child, whoever's case it was in."""
    stays = Placement.objects.filter(beneficiary=stay.beneficiary_id, starts_on__lte=stay.starts_on)
    return away(list(stays.order_by("-starts_on", "-pk")))


@dataclass(frozen=True, slots=True)
class NextDue:
    label: str | Promise
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class Resident:
    """A child who lives in a home. away: without a break from any residence on; due: what the home has to do next;
    incidents: how many stand open; leave: on which it is."""

    placement: Placement
    away: Away | None
    review: PlacementReview | None
    due: NextDue | None
    incidents: int
    leave: Leave | None


def residents_of(rows: Sequence[Placement]) -> list[Resident]:
    """Those of `rows`, running stays of one home, with what the home must know: five queries for any number."""
    earlier = Placement.objects.filter(beneficiary__in=[row.beneficiary_id for row in rows])
    stays: dict[int, list[Placement]] = {}
    for stay in earlier.order_by("-starts_on", "-pk"):
        stays.setdefault(stay.beneficiary_id, []).append(stay)
    reviews = {one.placement_id: one for one in PlacementReview.objects.open().filter(placement__in=rows)}
    holders, cases = {row.institution_id for row in rows}, {row.case_id for row in rows}
    dues: dict[int | None, Deadline] = {}
    for deadline in Deadline.objects.filter(holder__in=holders, case_id__in=cases).order_by("-due_at", "-pk"):
        dues[deadline.case_id] = deadline
    open_ones = IncidentChild.objects.filter(placement__in=rows, incident__closed_at=None).order_by()
    troubled = list(open_ones.values_list("placement_id", flat=True))
    out = {one.placement_id: one for one in Leave.objects.out().filter(placement__in=rows)}
    today = timezone.localdate()
    return [
        Resident(
            placement=row,
            away=unbroken(stays[row.beneficiary_id], today),
            review=reviews.get(row.pk),
            due=_due(dues.get(row.case_id)),
            incidents=troubled.count(row.pk),
            leave=out.get(row.pk),
        )
        for row in rows
    ]


def _due(deadline: Deadline | None) -> NextDue | None:
    return NextDue(clock_named(deadline.clock).label, deadline) if deadline else None
