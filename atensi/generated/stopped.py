"""Homes that can care no longer: the closure, each child's plan to move and earlier review; and one that was lifted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from cases.event_states import EventKind
from institutions.parameters import DEFINITIONS
from referrals.models import HomeClosure, MovePlan, ReviewDateChange
from referrals.states import ClosureState, ClosureWhy, DateChangeReason, MoveState, MoveTo

from .book import Book, File
from .nation import Body, Office
from .trail import Entry

# Of so many homes where children of their own regency live the second stops, the third did and goes on; counted.
EVERY, STOPS, STOPPED = 40, 1, 2
STOPPED_DAYS, LIFTED_DAYS = 200, 3  # days since the closure that was lifted, and how long it stood
PLANNED_EVERY = 2  # of so many children who must move one has a plan already
MOVE_DAYS = DEFINITIONS["closure_move_days"].default
REVIEW_DAYS = DEFINITIONS["review_after_licence_problem_days"].default
WAYS_OUT = (MoveTo.KIN, MoveTo.HOME, MoveTo.FOSTER)


class Stay(NamedTuple):
    """That a child lived in a home from `start` to `end` (None: it does)."""

    file: File
    placement: int
    start: date
    end: date | None


@dataclass(slots=True)
class Home:
    """A home that stops, or did. closure: its row; 0 while that is not written."""

    body: Body
    office: Office
    closure: int = 0
    stays: list[Stay] = field(default_factory=list)


class Stops:
    """Writes the closures of some homes. Told of every stay while cases are written, it ends with `finish`."""

    def __init__(self, book: Book):
        self.book = book
        self.seen: dict[int, Home | None] = {}
        self.leaving: dict[int, int] = {}
        # Later than any child of a made-up case came to a home: nobody is admitted since.
        self.announced = book.now - timedelta(hours=20)
        self.move_by = self.announced.date() + timedelta(days=MOVE_DAYS)

    def write(self, file: File, placement: int, start: datetime, end: date | None, body: Body) -> None:
        """A child of the home's own regency lived there."""
        home = self._home(file, body)
        if home is None:
            return
        if not home.closure:  # lifted: which children it was about is known at the end
            home.stays.append(Stay(file, placement, start.date(), end))
        elif end is None:
            home.stays.append(Stay(file, placement, start.date(), None))
            self.leaving[placement] = home.closure

    def _home(self, file: File, body: Body) -> Home | None:
        if body not in file.office.homes:
            return None
        if body.pk not in self.seen:
            place = len(self.seen) % EVERY
            home = Home(body, file.office) if place in (STOPS, STOPPED) else None
            if home and place == STOPS:
                home.closure = self._close(home, self.announced)
            self.seen[body.pk] = home
        return self.seen[body.pk]

    def _close(self, home: Home, at: datetime, **lifted: Any) -> int:
        return self.book.writer[HomeClosure].add(
            institution_id=home.body.pk,
            office_id=home.office.pk,
            why=ClosureWhy.LICENCE,
            from_on=at.date(),
            move_by=at.date() + timedelta(days=MOVE_DAYS),
            reason="Izin operasional tidak diperpanjang (rekaan).",
            announced_at=at,
            announced_by_id=home.office.decider.user,
            **lifted,
        )

    # --- the review of a child who must move -----------------------------------------------------------------------

    def day_for(self, placement: int, due: date) -> date:
        """The day of the open review of a stay: in time for the move where there is one."""
        if placement not in self.leaving:
            return due
        return min(due, self.announced.date() + timedelta(days=REVIEW_DAYS))

    def pulled(self, file: File, placement: int, review: int, due: date) -> None:
        """That the review was moved from `due` for it."""
        if placement not in self.leaving:
            return
        decider, day = file.office.decider, self.day_for(placement, due)
        self.book.writer[ReviewDateChange].add(
            review_id=review,
            due_from=due,
            due_to=day,
            reason=DateChangeReason.CLOSURE,
            cause=f"closure:{self.leaving[placement]}",
            changed_at=self.announced,
            changed_by_id=decider.user,
        )
        if day != due:
            self.book.tell(file, EventKind.REVIEW_MOVED, self.announced, decider)

    # --- at the end ------------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Plans to move for whoever lived in a home when it stopped, and the chain of each closure."""
        for home in self.seen.values():
            if home is None or not home.stays:
                continue
            if home.closure:
                self._plan(home)
            else:
                self._lifted(home)

    def _plan(self, home: Home) -> None:
        """Half of the children have somewhere to go."""
        for number, stay in enumerate(home.stays):
            planned: dict[str, Any] = {}
            worker, to = stay.file.worker, WAYS_OUT[number // PLANNED_EVERY % len(WAYS_OUT)]
            if number % PLANNED_EVERY == 0:
                planned = {"state": MoveState.PLANNED, "to": to, "planned_at": self.book.now}
                planned["planned_by_id"] = worker.user
            move = self._move(home, stay, self.announced, due=self.move_by, **planned)
            if planned:
                self.book.tell(stay.file, EventKind.MOVE_PLANNED, self.book.now, worker)
                told = {"case": stay.file.pk, "to": to._value_, "to_institution": None}
                chain = [Entry("move.plan", self.book.now, worker.user, worker.membership, told)]
                self.book.trail.add(f"moveplan:{move}", chain)
        self._chain(home, self.announced)

    def _lifted(self, home: Home) -> None:
        """Some time ago, on days when no child came or left; whoever lived there stayed."""
        moved = {day for stay in home.stays for day in (stay.start, stay.end)}
        day, span = self.book.today - timedelta(days=STOPPED_DAYS), range(LIFTED_DAYS + 1)
        while any(day + timedelta(days=one) in moved for one in span):
            day -= timedelta(days=1)
        at = datetime.combine(day, self.book.now.timetz()) + timedelta(hours=3)
        lifted, by = at + timedelta(days=LIFTED_DAYS), home.office.decider
        how = {"state": ClosureState.LIFTED, "lifted_at": lifted, "lifted_by_id": by.user}
        home.closure = self._close(home, at, lift_reason="Izin operasional terbit (rekaan).", **how)
        there = [stay for stay in home.stays if stay.start < day and (stay.end is None or stay.end > day)]
        for stay in there:
            self._move(home, stay, at, due=day + timedelta(days=MOVE_DAYS), state=MoveState.DROPPED)
        home.stays = there
        self._chain(home, at, lifted=lifted)

    def _move(self, home: Home, stay: Stay, at: datetime, *, due: date, **more: Any) -> int:
        self.book.tell(stay.file, EventKind.MOVE_PLANNED, at, home.office.decider)
        return self.book.writer[MovePlan].add(closure_id=home.closure, placement_id=stay.placement, due_on=due, **more)

    def _chain(self, home: Home, at: datetime, *, lifted: datetime | None = None) -> None:
        by = home.office.decider
        told = {"institution": home.body.pk, "why": ClosureWhy.LICENCE._value_, "planned": len(home.stays)}
        told["move_by"] = (at.date() + timedelta(days=MOVE_DAYS)).isoformat()
        chain = [Entry("closure.announce", at, by.user, by.membership, told)]
        if lifted:
            dropped = {"institution": home.body.pk, "dropped": len(home.stays)}
            chain.append(Entry("closure.lift", lifted, by.user, by.membership, dropped))
        self.book.trail.add(f"homeclosure:{home.closure}", chain)
