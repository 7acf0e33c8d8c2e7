"""Trouble with a home's licence or accreditation brings the reviews of the children there forward (domain.md 5.3).

Set-based, in batches, restartable, harmless twice: each trouble moves a child's review once. What the calendar brings
is known from its own day, so that a sweep which comes late by some days sets the same dates.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import CharField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat

from accreditation.models import Certificate
from atensi.audit.actor import Actor, system_actor
from atensi.audit.services import record
from atensi.reference.workdays import before_today, local_day, today_in
from institutions.models import Institution
from institutions.parameters import values_by_office
from institutions.states import LICENSED

from ..models import PlacementReview, ReviewDateChange
from ..states import DateChangeReason
from .review_dates import Move, move_reviews

BATCH = 500
SUBJECT = "sweep:reviews"
DAYS = "review_after_licence_problem_days"
HOME = "placement__institution"
LICENCE_END, CERTIFICATE_END = f"{HOME}__licence_valid_until", "certificate_end"
ZONE = f"{HOME}__region__time_zone"


@dataclass(frozen=True, slots=True)
class Trouble:
    """One kind of trouble with a home. condition: on an open review; cause: which one it is, for its trace.

    known: since which day, for a sweep that comes late; None where only a person brings it.
    """

    reason: DateChangeReason
    cause: Combinable
    condition: Q
    known: Callable[[PlacementReview], date | None] = lambda review: None


def _day_after(end: date | None) -> date | None:
    return end and end + timedelta(days=1)


def _licence_lapsed(review: PlacementReview) -> date | None:
    return _day_after(review.placement.institution.licence_valid_until)


def _certificate_lapsed(review: PlacementReview) -> date | None:
    return _day_after(review.certificate_end)


def _planned(review: PlacementReview) -> date:
    """When the review's day was set: with the last held one, or when the child came."""
    return local_day(review.planned_at, review.placement.case.office.region)


def _cause(name: str, day: str) -> Combinable:
    return Concat(Value(f"{name}:"), Coalesce(Cast(day, CharField()), Value("none")), output_field=CharField())


def _troubles() -> list[Trouble]:
    """Those of today: what has lapsed is lapsed from the day after on, where the home is."""
    licensed, lapsed = Q(**{f"{HOME}__kind__in": LICENSED}), before_today(LICENCE_END, ZONE)
    no_licence = Q(**{f"{HOME}__licence_number": ""}) | Q(**{LICENCE_END: None}) | lapsed
    ends_before = Q(**{f"{LICENCE_END}__lt": F("due_on")})
    certificate_lapsed = before_today(CERTIFICATE_END, ZONE)
    return [
        Trouble(DateChangeReason.INACTIVE, Value("inactive"), Q(**{f"{HOME}__is_active": False})),
        Trouble(
            DateChangeReason.LICENCE, _cause("licence:lapsed", LICENCE_END), licensed & no_licence, _licence_lapsed
        ),
        Trouble(
            DateChangeReason.LICENCE,
            _cause("licence:ends", LICENCE_END),
            licensed & ends_before & ~no_licence,
            _planned,
        ),
        Trouble(
            DateChangeReason.CERTIFICATE,
            _cause("certificate:lapsed", CERTIFICATE_END),
            certificate_lapsed,
            _certificate_lapsed,
        ),
        Trouble(
            DateChangeReason.CERTIFICATE,
            _cause("certificate:ends", CERTIFICATE_END),
            Q(certificate_end__lt=F("due_on")) & ~certificate_lapsed,
            _planned,
        ),
    ]


def institution_changed(institution: Institution, _by: Actor) -> None:
    """For `institutions.hooks.INSTITUTION_CHANGED`: what a person changed acts at once, and by rule."""
    pull_for_home_problems(institution)


def pull_for_home_problems(institution: Institution | None = None, *, batch: int = BATCH) -> int:
    """Bring forward the open reviews of children in homes with trouble that has not moved theirs yet, to the setting's
    days from now at the latest. institution: only of this home. Returns how many rows it wrote."""
    by = system_actor()
    return sum(
        count for trouble in _troubles() for count in _batches(trouble, institution=institution, batch=batch, by=by)
    )


def _batches(trouble: Trouble, *, institution: Institution | None, batch: int, by: Actor) -> Iterator[int]:
    after = 0
    while True:
        with transaction.atomic():
            reviews = list(_untold(trouble, institution).filter(pk__gt=after).order_by("pk")[:batch])
            written = move_reviews(_moves(reviews, trouble, by_hand=institution is not None), by=by)
            if written:
                seen = [f"placementreview:{review.pk}" for review in reviews]
                data = {"reviews": written, "reason": trouble.reason}
                record("review.move_dates", SUBJECT, by=by, data=data, seen=seen)
        if not reviews:
            return
        after = reviews[-1].pk
        yield written


def _untold(trouble: Trouble, institution: Institution | None) -> QuerySet[PlacementReview]:
    """Open reviews that the trouble concerns and whose child's reviews have no trace of it; locked with their case."""
    told = ReviewDateChange.objects.filter(review__placement=OuterRef("placement"), cause=OuterRef("cause"))
    ends = Certificate.objects.filter(institution=OuterRef("placement__institution")).order_by().values("institution")
    rows = PlacementReview.objects.open().filter(placement__institution__isnull=False)
    if institution is not None:
        rows = rows.filter(placement__institution=institution)
    rows = rows.annotate(certificate_end=Subquery(ends.annotate(last=Max("valid_until")).values("last")))
    held = PlacementReview.objects.held().filter(placement=OuterRef("placement")).order_by().values("placement")
    last = Subquery(held.annotate(last=Max("recorded_at")).values("last"))
    rows = rows.annotate(planned_at=Coalesce(last, F("placement__admitted_at")))
    rows = rows.annotate(cause=trouble.cause).filter(trouble.condition).filter(~Exists(told))
    related = rows.select_related("placement__case__office__region", "placement__institution")
    return related.select_for_update(of=("self",), skip_locked=True, no_key=True)


def _moves(reviews: list[PlacementReview], trouble: Trouble, *, by_hand: bool) -> list[Move]:
    offices = {review.placement.case.office_id for review in reviews}
    days = values_by_office([DAYS], offices) if reviews else {}
    moves = []
    for review in reviews:
        office = review.placement.case.office
        today, soon = today_in(office.region), timedelta(days=days[office.pk][DAYS])
        known = None if by_hand else trouble.known(review)
        # Of what happened longer ago than that (before the system was used) people hear today.
        latest = known + soon if known is not None and today - soon <= known <= today else today + soon
        moves.append(Move(review, min(review.due_on, latest), trouble.reason, review.cause))
    return moves
