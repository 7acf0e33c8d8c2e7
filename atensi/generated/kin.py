"""The search for a family, and who of it may have no contact with the child (domain.md 5.3)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from cases.event_states import EventKind
from cases.models import ContactBan, FamilyMember, FamilyTracing, TracingStep
from cases.states import KINSHIP_DEGREES, BanBasis, Relation, TaskKind, TracingMethod, TracingResult, TracingState

from .book import Book, File
from .work import Task, Work

TRACED_EVERY, BANNED_EVERY = 20, 30
FIRST, PACE = 3, 14  # days after the report that the search begins, and between its steps
BAN_DAY, REVIEW_DAYS = 6, 180
# How it was looked, whom was asked, what came of it; the last finds the family.
TRIES = (
    (TracingMethod.VILLAGE, "Kepala dusun", TracingResult.CLUE, "Ayah pindah ke kabupaten tetangga."),
    (TracingMethod.CIVIL_REGISTRY, "Loket Disdukcapil", TracingResult.NOTHING, "Alamat baru belum tercatat."),
    (TracingMethod.PHONE, "Paman dari pihak ayah", TracingResult.FOUND, "Ayah ditemukan dan ingin bertemu."),
)
NEXT_STEP = "Hubungi keluarga ayah"


class Kin:
    """Writes what was done to find the father of some children, and that the father of others may not come near."""

    def __init__(self, book: Book, work: Work):
        self.book, self.work = book, work
        self.cases = 0

    def write(self, file: File) -> None:
        last = ((file.closed - file.opened).days if file.closed else file.age) - 1
        if last <= BAN_DAY:
            return
        self.cases += 1
        if self.cases % TRACED_EVERY == 0:
            self._trace(file, last)
        elif self.cases % BANNED_EVERY == 1:
            self._ban(file, last)

    def _trace(self, file: File, last: int) -> None:
        days = [FIRST + PACE * turn for turn in range(len(TRIES)) if FIRST + PACE * turn <= last]
        found = len(days) == len(TRIES)
        if file.closed and not found:
            return
        state, since = (TracingState.FOUND, days[-1]) if found else (TracingState.RUNNING, days[0])
        pk = self.book.writer[FamilyTracing].add(
            case_id=file.pk,
            state=state,
            since=file.at(since).date(),
            reason=TRIES[-1][-1] if found else "",
            updated_at=file.at(days[-1]),
        )
        for turn, day in enumerate(days):
            self._step(file, pk, turn, file.at(day), is_last=turn == len(days) - 1)

    def _step(self, file: File, tracing: int, turn: int, at: datetime, *, is_last: bool) -> None:
        method, asked, result, finding = TRIES[turn]
        goes_on: dict[str, Any] = {}
        if result != TracingResult.FOUND:
            due = at.date() + timedelta(days=PACE)
            goes_on = {"next_step": NEXT_STEP, "next_on": due}
            # The step that followed ended it.
            ended = None if is_last else at + timedelta(days=PACE)
            self.work.add_task(file, Task(TaskKind.TRACING, NEXT_STEP, at, due, ended=ended, told=False))
        pk = self.book.writer[TracingStep].add(
            tracing_id=tracing,
            done_on=at.date(),
            method=method,
            asked=asked,
            result=result,
            finding=finding,
            recorded_at=at,
            recorded_by_id=file.worker.user,
            **goes_on,
        )
        self.book.tell(file, EventKind.FAMILY_TRACED, at, file.worker)
        self.book.record(file, "tracing.step", at, file.worker, step=pk, result=result._value_)

    def _ban(self, file: File, last: int) -> None:
        """In force while the case is open; lifted the day before it closes."""
        at = file.at(BAN_DAY)
        lifted = file.at(last) if file.closed else None
        father = self.book.writer[FamilyMember].add(
            beneficiary_id=file.child.pk,
            name="Bapak Rekaan",
            relation=Relation.FATHER,
            kinship_degree=KINSHIP_DEGREES[Relation.FATHER],
            may_contact=lifted is not None,
            created_at=at,
        )
        self.book.record(file, "family.add", at, file.worker, member=father, relation=Relation.FATHER._value_)
        ban = self.book.writer[ContactBan].add(
            member_id=father,
            basis=BanBasis.SAFETY,
            reason="Anak takut; asesmen keselamatan menyarankan tidak bertemu dulu.",
            since=at.date(),
            recorded_at=at,
            recorded_by_id=file.worker.user,
            **self._review(file, at.date(), at, lifted),
            **self._lifting(file, lifted),
        )
        told = {"member": father, "ban": ban}
        self.book.tell(file, EventKind.CONTACT_BANNED, at, file.worker)
        self.book.record(file, "family.ban", at, file.worker, **told, basis=BanBasis.SAFETY._value_)
        if lifted:
            self.book.tell(file, EventKind.CONTACT_ALLOWED, lifted, file.worker)
            self.book.record(file, "family.lift_ban", lifted, file.worker, **told)

    def _review(self, file: File, since: date, at: datetime, lifted: datetime | None) -> dict[str, Any]:
        """The day it is looked at again, where that is ahead; a task reminds of it."""
        day = since + timedelta(days=REVIEW_DAYS)
        if lifted or day <= self.book.today:
            return {}
        task = Task(TaskKind.CONTACT_REVIEW, "Tinjau larangan kontak: Bapak Rekaan", at, day)
        return {"review_on": day, "review_task_id": self.work.add_task(file, task)}

    def _lifting(self, file: File, at: datetime | None) -> dict[str, Any]:
        if at is None:
            return {}
        return {"lifted_at": at, "lifted_by_id": file.worker.user, "lifted_reason": "Anak ingin bertemu lagi."}
