"""One deadline or one held task as a line: whom it is about (masked as everywhere), what, when, who answers for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.clock import ZONES, as_day, clock
from atensi.clock import Clock as Distance
from atensi.deadlines.clocks import Clock, Rung
from atensi.deadlines.distances import distance_of
from atensi.deadlines.hooks import clock_named
from atensi.deadlines.models import Deadline
from cases.clocks import FIRST_CONTACT, TASK, TRANSFER
from cases.masking import cases_with_names, display_name, person_words, task_title
from cases.models import Case, CaseResponse, CaseTask, CaseTransfer

from ..clocks import ANSWER, REVIEW
from ..models import PlacementReview, Referral
from ..permissions import holdable_reviews
from ..states import PlacementState
from .querying import KEPT, Kept

REVIEW_RELATED = ("placement__institution", "placement__carer")


@dataclass(frozen=True, slots=True)
class Row:
    """subject: what it is about, as in "placementreview:12". opens: whether the person may read the page at `path`.

    masked: a restricted case whose names the person does not read. day: the last day, or the day it was done.
    """

    subject: str
    name: str
    number: str
    what: str | Promise
    verb: str
    path: str
    opens: bool
    masked: bool
    day: date
    distance: Distance
    worker: str = ""
    place: str = ""
    result: str = ""
    overstayed: bool = False

    @property
    def brief(self) -> str:
        """The distance without its date, for a line that stands under its day; an hour is kept."""
        first, *rest = self.distance.words.split(", ")
        return ", ".join([first, *(part for part in rest if part.endswith(tuple(ZONES.values())))])


@dataclass(slots=True)
class Behind:
    """What stands behind some deadlines, as far as the person may see it: a fixed number of queries for any number.

    named: the cases whose names they read. holdable: the reviews they may hold. tasks: what is to be done, of those.
    """

    cases: dict[int, Case]
    named: set[int]
    reviews: dict[int, PlacementReview]
    holdable: set[int]
    people: dict[tuple[str, int], str]
    tasks: dict[int, str]


def behind(user: User, actor: Actor, rows: Collection[Deadline]) -> Behind:
    cases = Case.objects.visible_to(user).filter(pk__in={row.case_id for row in rows if row.case_id})
    found = {case.pk: case for case in cases.select_related("beneficiary", "worker")}
    reviews = _reviews(_subjects(rows, REVIEW), found)
    seen = [review for review in reviews.values() if review.placement.case_id in found]
    named = cases_with_names(user, found.values())
    return Behind(
        cases=found,
        named=named,
        reviews=reviews,
        holdable=holdable_reviews(actor, seen),
        people=_people(user, [row for row in rows if row.case_id not in found]),
        tasks=_titles(_subjects(rows, TASK), named),
    )


def _titles(pks: list[int], named: set[int]) -> dict[int, str]:
    """The words of tasks of visible cases whose names the person reads, as `task_title`."""
    return dict(CaseTask.objects.filter(pk__in=pks, case_id__in=named).values_list("pk", "title")) if pks else {}


def _reviews(pks: list[int], cases: dict[int, Case]) -> dict[int, PlacementReview]:
    """The reviews by id, those of `cases` with their case."""
    if not pks:
        return {}
    reviews = PlacementReview.objects.filter(pk__in=pks).select_related(*REVIEW_RELATED).in_bulk()
    for review in reviews.values():
        if case := cases.get(review.placement.case_id):
            review.placement.case = case
    return reviews


def _subjects(rows: Iterable[Deadline], clock: Clock) -> list[int]:
    return [row.subject_id for row in rows if row.clock == clock.code]


def _people(user: User, rows: list[Deadline]) -> dict[tuple[str, int], str]:
    """Whom rows are about whose case the person does not see: a report's person, a request's or an offer's without a
    name."""
    words: dict[tuple[str, int], str] = {}
    if reports := _subjects(rows, FIRST_CONTACT):
        responses = CaseResponse.objects.visible_to(user).filter(pk__in=reports, case=None)
        for response in responses.select_related("beneficiary"):
            words[FIRST_CONTACT.code, response.pk] = str(response.beneficiary)
    if requests := _subjects(rows, ANSWER):
        for referral in Referral.objects.visible_to(user).filter(pk__in=requests).select_related("case__beneficiary"):
            words[ANSWER.code, referral.pk] = person_words(referral.case)
    if offers := _subjects(rows, TRANSFER):
        for offer in CaseTransfer.objects.visible_to(user).filter(pk__in=offers).select_related("case__beneficiary"):
            words[TRANSFER.code, offer.pk] = person_words(offer.case)
    return words


def open_row(row: Deadline, seen: Behind, at: datetime) -> Row:
    """The line of an open deadline. Needs `worker` and `holder`."""
    case, review = seen.cases.get(row.case_id), seen.reviews.get(row.subject_id) if row.clock == REVIEW.code else None
    named = row.case_id in seen.named
    holds = review is not None and review.pk in seen.holdable
    known = seen.people.get((row.clock, row.subject_id), "")
    own = row.case_id is None and row.clock != FIRST_CONTACT.code
    whose = str(row.holder or "") if own else ""
    return Row(
        subject=f"{clock_named(row.clock).subject}:{row.subject_id}",
        name=display_name(case, sees_names=named) if case is not None else known or whose,
        number=row.reference,
        what=_what(row.clock, review, seen.tasks.get(row.subject_id, "") if row.clock == TASK.code else ""),
        verb=_("Catat tinjauan") if holds else _("Buka"),
        path=reverse("referrals:review_hold", args=[review.pk]) if holds else clock_named(row.clock).path(row),
        opens=named or bool(known) or own,
        masked=case is not None and not named,
        day=row.due_on,
        distance=distance_of(row, at),
        worker=str(row.worker) if row.worker and Rung.WORKER in clock_named(row.clock).ladder.first else "",
        place="" if own or (case is not None and not named) else _place(row, review),
        overstayed=review is not None and review.placement.state == PlacementState.OVERSTAYED,
    )


def _what(code: str, review: PlacementReview | None, title: str = "") -> str | Promise:
    if review is not None:
        return _("Tinjauan ke‑%(n)s") % {"n": review.sequence}
    return title or clock_named(code).label


def _place(row: Deadline, review: PlacementReview | None) -> str:
    """Where the child lives, for a review; else the institution that has to act, when it is one."""
    if review is not None:
        return review.placement.place_name
    if row.holder is None or Rung.HOLDER not in clock_named(row.clock).ladder.first:
        return ""
    return str(row.holder)


def open_rows_shown(user: User, actor: Actor, rows: Collection[Deadline], at: datetime) -> list[Row]:
    """The lines of open deadlines, in their order."""
    seen = behind(user, actor, rows)
    return [open_row(row, seen, at) for row in rows]


def held_rows_shown(user: User, code: str, rows: Collection[Any], at: datetime) -> list[Row]:
    """The lines of what was done of clock `code`. Needs the case with its people, see `held_related`."""
    kept = KEPT[code]
    cases = {row.pk: _follow(row, kept.case) for row in rows}
    named = cases_with_names(user, cases.values())
    return [_held_row(code, kept, row, cases[row.pk], cases[row.pk].pk in named, at) for row in rows]


def held_related(kept: Kept) -> list[str]:
    found = [f"{kept.case}__beneficiary", f"{kept.case}__worker", *([kept.holder] if kept.holder else [])]
    return [*found, "placement__carer"] if kept.case.startswith("placement") else found


def _held_row(code: str, kept: Kept, row: Any, case: Case, named: bool, at: datetime) -> Row:
    review = row if code == REVIEW.code else None
    done = as_day(getattr(row, kept.day))
    holder = _follow(row, kept.holder) if kept.holder else None
    place = review.placement.place_name if review is not None else str(holder or "")
    return Row(
        subject=f"{clock_named(code).subject}:{row.pk}",
        name=display_name(case, sees_names=named),
        number=getattr(row, "number", case.number),
        what=_what(code, review, task_title(row, sees_names=named) if code == TASK.code else ""),
        verb=_("Lihat"),
        path=clock_named(code).path(Deadline(clock=code, subject_id=row.pk, case_id=case.pk)),
        opens=named,
        masked=not named,
        day=done,
        distance=clock(done, at, done=done),
        worker=str(case.worker),
        place=place if named else "",
        result=str(review.get_outcome_display()) if review is not None and named else "",
    )


def _follow(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row
