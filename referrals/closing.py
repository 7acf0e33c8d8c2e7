"""How far the children of a home that stops have moved, and which homes a Dinas might have to stop. Read only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case as Choice
from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from accreditation.models import Certificate
from cases.masking import cases_with_names, display_name
from cases.models import Case
from cases.states import Base
from institutions.hooks import Panel
from institutions.models import Institution
from institutions.rights import institutions_of
from institutions.states import LICENSED, RESIDENCES, SOCIAL_OFFICES, Role

from .models import HomeClosure, MovePlan, Placement
from .states import OPEN_MOVES, ClosureWhy, MoveState

LATE = "LATE"  # no state of a row: its day is over


@dataclass(frozen=True, slots=True)
class Counts:
    """How many children stand where. late: of those still there, whose day is over."""

    waiting: int
    planned: int
    left: int
    dropped: int
    late: int

    @property
    def total(self) -> int:
        """Without those whose plan was dropped."""
        return self.waiting + self.planned + self.left


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One child's line for one reader. who: the name, a masked line, or the office of a case that the reader may not
    see; then case is None."""

    move: MovePlan
    case: Case | None
    who: str
    is_late: bool


def counts_of(closure: HomeClosure, today: date) -> Counts:
    """One query."""
    found = closure.moves.order_by().aggregate(
        **{state.lower(): Count("pk", filter=Q(state=state)) for state in MoveState.values},
        late=Count("pk", filter=Q(state__in=OPEN_MOVES, due_on__lt=today)),
    )
    return Counts(**found)


def moves_of(closure: HomeClosure, *, state: str, today: date) -> QuerySet[MovePlan]:
    """The plans of a closure, of one `state` (LATE: whose day is over) or all: the late ones first, what is done last.
    `place`: where a row stands in that order."""
    late = Q(state__in=OPEN_MOVES, due_on__lt=today)
    order = Choice(
        When(late, then=Value(0)),
        When(state=MoveState.WAITING, then=Value(1)),
        When(state=MoveState.PLANNED, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    rows = closure.moves.alias(place=order).annotate(place=F("place"))
    if state == LATE:
        rows = rows.filter(late)
    elif state in MoveState.values:
        rows = rows.filter(state=state)
    related = ("placement__case__beneficiary", "placement__case__office", "placement__case__worker")
    return rows.select_related(*related, "responsible", "to_institution")


def lines_for(user: Any, moves: Collection[MovePlan], today: date) -> list[MoveLine]:
    """What `user` may read of each: at most two queries."""
    cases = {move.placement.case_id: move.placement.case for move in moves}
    seen = set(Case.objects.visible_to(user).filter(pk__in=cases).values_list("pk", flat=True)) if cases else set()
    named = cases_with_names(user, [cases[pk] for pk in seen])
    return [_line(move, move.placement.case, seen, named, today) for move in moves]


def _line(move: MovePlan, case: Case, seen: set[int], named: set[int], today: date) -> MoveLine:
    is_late = move.is_open and move.due_on < today
    if case.pk not in seen:
        return MoveLine(move, None, _("Kasus %(office)s") % {"office": case.office}, is_late)
    return MoveLine(move, case, display_name(case, sees_names=case.pk in named), is_late)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A home with children whose licence or accreditation has run out. why: a ClosureWhy."""

    institution: Institution
    why: ClosureWhy
    children: int


def proposed_for(office: Institution, today: date, *, limit: int) -> list[Proposed]:
    """Homes of the region of `office` that trouble is known of and nobody has stopped: what the sweep of reviews goes
    by, too. One query."""
    # Counted home by home: those of a region are few, the stays of the nation are not.
    lives = Placement.objects.open().filter(institution=OuterRef("pk"), base=Base.RESIDENTIAL).order_by()
    ends = Certificate.objects.filter(institution=OuterRef("pk")).order_by().values("institution")
    rows = Institution.objects.active().filter(kind__in=RESIDENCES).in_region(office.region_id)
    rows = rows.filter(~Exists(HomeClosure.objects.standing().filter(institution=OuterRef("pk"))))
    rows = rows.annotate(
        children=Subquery(lives.values("institution").annotate(people=Count("pk")).values("people")),
        certificate_end=Subquery(ends.annotate(last=Max("valid_until")).values("last")),
    )
    unlicensed = Q(licence_number="") | Q(licence_valid_until=None) | Q(licence_valid_until__lt=today)
    lapsed = Q(certificate_end__lt=today)
    rows = rows.filter(Q(kind__in=LICENSED) & unlicensed | lapsed, children__gt=0).order_by("-children", "pk")
    return [Proposed(home, _why(home, today), home.children) for home in rows[:limit]]


def _why(home: Institution, today: date) -> ClosureWhy:
    unlicensed = home.needs_licence and not home.licence_valid_on(today)
    return ClosureWhy.LICENCE if unlicensed else ClosureWhy.ACCREDITATION


def running_below(office: Institution) -> QuerySet[HomeClosure]:
    """Closures whose children are not all gone, of the region of `office`."""
    return HomeClosure.objects.running().below([office.pk]).select_related("institution")


def load(institution: Institution, user: Any) -> dict[str, Any]:
    """For the home's page: that it stops, how many children are left, whether the user may make it stop. At most four
    queries, none for a body that is no residence."""
    if not institution.is_residence:
        return {"closure": None, "may_close": False}
    closure = HomeClosure.objects.standing().filter(institution=institution).first()
    if closure is None:
        return {"closure": None, "may_close": _may_close(institution, user)}
    seen = HomeClosure.objects.visible_to(user).filter(pk=closure.pk).exists()
    return {"closure": closure, "left": closure.moves.open().count(), "may_see": seen, "may_close": False}


def _may_close(institution: Institution, user: Any) -> bool:
    """Whether the user decides at a Dinas that the home belongs to, as `permissions.can_close_home` has it of one
    membership."""
    deciding = institutions_of(user, {Role.SOCIAL_OFFICE_DECIDER})
    above = {institution.region_id[:2], institution.region_id[:5]}
    offices = Institution.objects.active().filter(pk__in=deciding, kind__in=SOCIAL_OFFICES, region_id__in=above)
    return offices.exists()


PANEL = Panel("closure", "side", "referrals/_panel_closure.html", load)
