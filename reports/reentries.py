"""Children who went home and came back, for the offices that answer for it (domain.md 5.3): what stood between the
homecoming and the return, so that the next one holds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from cases.masking import cases_with_names, display_name
from cases.models import AftercareVisit, Case, Reentry
from referrals.models import Placement, PlacementReview
from referrals.states import ReviewState

RELATED = (
    *("former__beneficiary", "former__office", "former__closure_reason"),
    *("case__beneficiary", "case__office", "response__office"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One return. former, present: the cases, as far as the reader sees them. masked: a restricted one among them whose
    names the reader does not read. away: the other office, of the part that is out of sight.

    ending, place, stayed: how and where the stay ended that the child went home from, and how many days it lasted.
    agreed: what was agreed then: what its last review recommended, and what was written at the hand-over.
    planned, done, last_on: visits after that homecoming that were due before the child came back.
    """

    reentry: Reentry
    who: str
    masked: bool
    former: Case | None
    present: Case | None
    away: str
    ending: str
    place: str
    stayed: int | None
    agreed: list[str]
    planned: int
    done: int
    last_on: date | None

    @property
    def days_at_home(self) -> int:
        return (self.reentry.came_back_on - self.reentry.home_on).days

    @property
    def cases(self) -> list[Case]:
        return [case for case in (self.former, self.present) if case is not None]


def returns_of(user: User, actor: Actor, *, from_elsewhere: bool) -> QuerySet[Reentry]:
    """Children whom the acting office sent home and who came back; or, from_elsewhere, those who came back to it though
    another office had sent them home."""
    rows = Reentry.objects.visible_to(user)
    sent = Q(former__office_id=actor.institution_id)
    if from_elsewhere:
        here = Q(case__office_id=actor.institution_id) | Q(response__office_id=actor.institution_id)
        rows = rows.filter(here).exclude(sent)
    else:
        rows = rows.filter(sent)
    return rows.select_related(*RELATED)


def lines_of(user: User, rows: Collection[Reentry]) -> list[Line]:
    """The lines of one page: five queries for any number, six with restricted cases."""
    cases = {case.pk: case for row in rows for case in (row.former, row.case) if case is not None}
    visible = set(Case.objects.visible_to(user).filter(pk__in=cases).values_list("pk", flat=True))
    named = cases_with_names(user, [case for pk, case in cases.items() if pk in visible])
    former = {row.former_id for row in rows} & visible
    stays, visits = _stays(former), _visits(former)
    return [_line(row, visible, named, stays.get(row.former_id, []), visits) for row in rows]


def _stays(cases: Collection[int]) -> dict[int, list[Placement]]:
    """The ended placements of each case, the last first, each with its held reviews, the last first."""
    found: dict[int, list[Placement]] = {}
    stays = Placement.objects.filter(case__in=cases, ended_on__isnull=False)
    held = PlacementReview.objects.filter(state=ReviewState.HELD).order_by("-sequence")
    related = stays.select_related("institution", "carer", "reunification")
    stays = related.prefetch_related(Prefetch("reviews", held, to_attr="held_reviews"))
    for stay in stays.order_by("-ended_on", "-pk"):
        found.setdefault(stay.case_id, []).append(stay)
    return found


def _visits(cases: Collection[int]) -> dict[tuple[int, date], list[AftercareVisit]]:
    """The visits of each homecoming of each case."""
    found: dict[tuple[int, date], list[AftercareVisit]] = {}
    for visit in AftercareVisit.objects.filter(case__in=cases).order_by("due_on", "pk"):
        found.setdefault((visit.case_id, visit.home_on), []).append(visit)
    return found


def _line(
    row: Reentry,
    visible: set[int],
    named: set[int],
    stays: list[Placement],
    visits: dict[tuple[int, date], list[AftercareVisit]],
) -> Line:
    former = row.former if row.former_id in visible else None
    present = row.case if row.case_id in visible else None
    # That a case out of sight is restricted is not told either: the reader's own case decides what the line shows.
    hidden = [case for case in (former, present) if case is not None and case.pk not in named]
    stay = next((stay for stay in stays if stay.ended_on <= row.home_on), None)
    held = visits.get((row.former_id, row.home_on), []) if former else []
    done = [visit.done_on for visit in held if visit.done_on and visit.done_on <= row.came_back_on]
    return Line(
        reentry=row,
        who=display_name(hidden[0], sees_names=False) if hidden else str(row.former.beneficiary),
        masked=bool(hidden),
        former=former,
        present=present,
        away=_away(row, former, present),
        ending=_ending(former, stay) if former and not hidden else "",
        place=stay.place_name if stay and not hidden else "",
        stayed=(stay.ended_on - stay.starts_on).days if stay and not hidden else None,
        agreed=_agreed(stay) if stay and not hidden else [],
        planned=sum(visit.due_on <= row.came_back_on or bool(visit.done_on) for visit in held),
        done=len(done),
        last_on=max(done, default=None),
    )


def _away(row: Reentry, former: Case | None, present: Case | None) -> str:
    """The office to ask about the part that the reader does not see: no number, no name (design.md 3)."""
    if former is None:
        return str(row.former.office)
    if present is None and row.case is not None:
        return str(row.case.office)
    reported = row.response.office if row.response and row.case is None else None
    return str(reported) if reported and reported.pk != row.former.office_id else ""


def _agreed(stay: Placement) -> list[str]:
    """What was agreed when the child went home, as it was written."""
    review = next(iter(stay.held_reviews), None)
    record = getattr(stay, "reunification", None)
    said = [review.recommendation if review else "", record.hand_over_note if record else ""]
    return [words for words in said if words]


def _ending(former: Case, stay: Placement | None) -> str:
    """How the stay ended, else how the case did."""
    if stay is not None:
        return str(stay.get_end_reason_display())
    return str(former.closure_reason.label) if former.closure_reason else ""
