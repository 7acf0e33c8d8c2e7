"""How those who grow up will live: ways to a living, and the plan for life from 18 on (domain.md 3.1, 4.1)."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

from atensi.demo.texts import VOICE
from atensi.reference.workdays import add_months
from cases.event_states import EventKind
from cases.models import TransitionPlan, VocationalStep, VocationalTrack
from cases.models.beneficiaries import ADULT_AGE
from cases.service_states import Capital, IncomeBand, VocationalGoal, VocationalOutcome, VocationalStepKind
from cases.states import TaskKind
from cases.transition import ASPECTS
from institutions.parameters import DEFINITIONS

from .book import Book, File
from .work import Task, Work

WORKING_AGE, TAKE_UP = 15 * 365, 0.5  # days of age from which some take up a way to a living, and how many
READY = 25  # days after the report: the plan is in force
LONG, ENDED = 240, 0.4  # days after which the way of an open case may have ended
NEAR = DEFINITIONS["transition_warning_days_before_18"].default
GOALS = list(VocationalGoal)
REACHED = {
    VocationalGoal.SKILL: VocationalOutcome.SKILLED,
    VocationalGoal.JOB: VocationalOutcome.WORKING,
    VocationalGoal.BUSINESS: VocationalOutcome.OWN_BUSINESS,
}
GIVEN = {
    "kind": VocationalStepKind.CAPITAL,
    "place": "Rumah keluarga",
    "capital": Capital.TOOLS,
    "asset": "Mesin jahit (rekaan)",
}
HIRED = {"kind": VocationalStepKind.JOB, "place": "Bengkel Umpama", "income": IncomeBand.TO_1000}
# What is done how many days after the beginning; the third by what is wanted.
STEPS: tuple[tuple[int, dict[str, Any]], ...] = (
    (7, {"kind": VocationalStepKind.TRAINING, "place": "Balai Latihan Rekaan", "certificate": "Menjahit dasar"}),
    (45, {"kind": VocationalStepKind.APPRENTICESHIP, "place": "Bengkel Umpama", "income": IncomeBand.UNDER_500}),
    (100, HIRED),
    (150, {"kind": VocationalStepKind.FOLLOW_UP, "place": "Bengkel Umpama", "income": IncomeBand.TO_1000}),
)
HOW = {
    "housing": "Tinggal bersama bibi.",
    "livelihood": "Lulus SMK, lalu bekerja di bengkel.",
    "documents": "KTP dan kartu keluarga sudah diurus.",
    "support_person": "Bibi dan pendamping.",
    "savings": "Tabungan atas nama sendiri.",
    "contact_after": "Ditelepon tiap bulan selama setahun.",
}
KNOWN = ("housing", "support_person")  # what is written when the rest is still missing
UNWRITTEN, PARTLY, WHOLE = "unwritten", "partly", "whole"


class Livings:
    """Writes the ways to a living and the transition plans of served cases."""

    def __init__(self, book: Book, work: Work):
        self.book, self.work = book, work
        self.plans = cycle((WHOLE, PARTLY, UNWRITTEN, WHOLE))

    def write(self, file: File) -> None:
        last = ((file.closed - file.opened).days if file.closed else file.age) - 1
        if not file.evidence or last <= READY:
            return
        self._grow_up(file, last)
        old = (file.opened.date() - file.child.known).days >= WORKING_AGE
        if old and self.book.rng.random() < TAKE_UP:
            self._track(file, last)

    def _grow_up(self, file: File, last: int) -> None:
        """The plan for life from 18 on, of those who were nearly so old while the case was open."""
        birthday = add_months(file.child.known, ADULT_AGE * 12)
        until = (file.closed.date() if file.closed else self.book.today) + timedelta(days=NEAR)
        if birthday <= file.opened.date() or birthday > until:
            return
        state = WHOLE if file.closed else next(self.plans)
        if state == UNWRITTEN:
            return
        day = (birthday - file.opened.date()).days - NEAR + 5
        at = file.at(max(READY, min(day, last)))
        whole = state == WHOLE
        done: dict[str, Any] = {"completed_at": at, "completed_by_id": file.worker.user} if whole else {}
        self.book.writer[TransitionPlan].add(
            case_id=file.pk,
            child_view=VOICE,
            recorded_at=at,
            recorded_by_id=file.worker.user,
            updated_at=at,
            **{name: HOW[name] for name in (ASPECTS if whole else KNOWN)},
            **done,
        )
        if whole:
            self.book.tell(file, EventKind.TRANSITION_PLANNED, at, file.worker)
        else:
            due = max(birthday - timedelta(days=1), at.date())
            self.work.add_task(file, Task(TaskKind.TRANSITION, "Lengkapi rencana peralihan", at, due))
        self.book.record(file, "transition.write", at, file.worker, is_whole=whole)

    def _track(self, file: File, last: int) -> None:
        rng = self.book.rng
        goal, began = rng.choice(GOALS), READY + int(rng.random() * min(20, last - READY))
        ends = bool(file.closed) or (last - began > LONG and rng.random() < ENDED)
        ended, at = file.at(last) if ends else None, file.at(began)
        outcome: dict[str, Any] = {
            "outcome": REACHED[goal],
            "outcome_note": "Berjalan; didampingi setahun lagi.",
            "ended_by_id": file.worker.user,
        }
        track = self.book.writer[VocationalTrack].add(
            case_id=file.pk,
            goal=goal,
            interest="Saya ingin punya bengkel sendiri.",
            started_on=at.date(),
            recorded_at=at,
            recorded_by_id=file.worker.user,
            **(outcome | {"ended_on": ended.date()} if ended else {}),
        )
        self.book.tell(file, EventKind.VOCATIONAL_STARTED, at, file.worker)
        self.book.record(file, "vocational.start", at, file.worker, track=track, goal=goal._value_)
        for days, facts in STEPS:
            if began + days < last:
                given = GIVEN if facts is HIRED and goal == VocationalGoal.BUSINESS else facts
                self._step(file, track, file.at(began + days), given)
        if ended:
            self.book.tell(file, EventKind.VOCATIONAL_ENDED, ended, file.worker)
            said = {"track": track, "outcome": REACHED[goal]._value_}
            self.book.record(file, "vocational.end", ended, file.worker, **said)
        else:
            self._visit_ahead(file, last)

    def _step(self, file: File, track: int, at: datetime, facts: dict[str, Any]) -> None:
        pk = self.book.writer[VocationalStep].add(
            track_id=track, since=at.date(), recorded_at=at, recorded_by_id=file.worker.user, **facts
        )
        self.book.tell(file, EventKind.VOCATIONAL_STEP, at, file.worker)
        self.book.record(file, "vocational.step", at, file.worker, step=pk, kind=facts["kind"]._value_)

    def _visit_ahead(self, file: File, last: int) -> None:
        """The next visit, agreed when the last step was taken."""
        due = self.book.today + timedelta(days=3 + int(self.book.rng.random() * 25))
        title = "Kunjungan pendampingan: Bengkel Umpama"
        self.work.add_task(file, Task(TaskKind.VOCATIONAL, title, file.at(last), due))
