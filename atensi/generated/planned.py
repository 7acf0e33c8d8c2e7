"""Care plans of the made-up cases: goals, actions and contacts, and their way to approval (docs/adr/0027)."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import cycle

from atensi.demo.texts import VOICE
from cases.event_states import EventKind
from cases.models import CarePlan, CarePlanAction, CarePlanContact, CarePlanGoal, PlanStep
from cases.plan_states import (
    ActionState,
    ContactPace,
    ContactWay,
    NeedDomain,
    PlanApproval,
    PlanHorizon,
    PlanState,
    PlanStepKind,
)
from cases.states import Base, CareForm, TaskKind

from .book import Book, File, signature
from .work import Task, Work

WRITTEN, ACTION_DAYS = 8, (20, 45)  # days after the report
APPROVAL_DAYS = 7
# Plans of older cases were signed when nobody else had to approve them.
REVIEWED_AGE = 400
TITLE = "Rencana versi 1"
RETURNED = "Tujuan perlu dapat diukur; tulis siapa mengerjakan apa."
# Where the plans of ten cases stand that have none in force: not begun, or on its way.
ON_THE_WAY = (
    *(PlanState.SUBMITTED, None, PlanState.APPROVED, None, PlanState.RETURNED),
    *(PlanState.SUBMITTED, None, PlanState.APPROVED, None, PlanState.SUBMITTED),
)
NEXT_WORK = {
    PlanState.SUBMITTED: TaskKind.PLAN_APPROVAL,
    PlanState.RETURNED: TaskKind.PLAN_REVISION,
    PlanState.APPROVED: TaskKind.PLAN_SIGNING,
}


class Plans:
    """Writes the plan of a case, and by `work` the tasks that it asks of people."""

    def __init__(self, book: Book, work: Work):
        self.book, self.work = book, work
        self.turns = cycle(ON_THE_WAY)

    def sign(self, file: File) -> list[tuple[int, int]]:
        """A plan in force; returns its actions, each with the days after the report that it is due."""
        at = file.at(10)
        if file.age < REVIEWED_AGE:
            facts = self._approved(file, file.at(WRITTEN))
        else:
            facts = {"state": PlanState.APPROVED, "approval": PlanApproval.OLD_RULE}
        plan, actions = self._write(file, **facts, **signature(file, at, signed=True))
        if file.age < REVIEWED_AGE:
            submitted = file.at(WRITTEN)
            self._submitted(file, plan, submitted)
            self._judged(file, plan, submitted + timedelta(days=1), PlanState.APPROVED)
            self._ask(file, PlanState.APPROVED, submitted + timedelta(days=1), ended=at)
        self.book.tell(file, EventKind.PLAN_SIGNED, at, file.worker)
        self.book.record(file, "plan.sign", at, file.worker, plan=plan)
        return actions

    def wait(self, file: File) -> None:
        """A plan that was lately put before the supervisor, came back, or waits for its signatures; or none yet."""
        rng, last, state = self.book.rng, file.age - 1, next(self.turns)
        if state is None or last < WRITTEN:
            return
        submitted = file.at(max(WRITTEN, last - 1 - int(rng.random() * 4)) - 0.5)
        judged = submitted + timedelta(hours=6)
        facts: dict[str, object] = {"state": state, **self._submission(file, submitted)}
        if state == PlanState.APPROVED:
            facts = self._approved(file, submitted, judged)
        plan, _actions = self._write(file, **facts, **signature(file, submitted, signed=False))
        self._submitted(file, plan, submitted, waits=state == PlanState.SUBMITTED)
        if state != PlanState.SUBMITTED:
            self._judged(file, plan, judged, state)
            self._ask(file, state, judged)

    def _submission(self, file: File, at: datetime) -> dict[str, object]:
        return {"submitted_at": at, "submitted_by_id": file.worker.user, "writers": [file.worker.user]}

    def _approved(self, file: File, submitted: datetime, approved: datetime | None = None) -> dict[str, object]:
        return {
            "state": PlanState.APPROVED,
            "approval": PlanApproval.REVIEWED,
            "approved_at": approved or submitted + timedelta(days=1),
            "approved_by_id": file.office.supervisor.user,
            **self._submission(file, submitted),
        }

    def _submitted(self, file: File, plan: int, at: datetime, *, waits: bool = False) -> None:
        self._step(plan, PlanStepKind.SUBMITTED, "", at, file.worker.user)
        self.book.tell(file, EventKind.PLAN_SUBMITTED, at, file.worker)
        self.book.record(file, "plan.submit", at, file.worker, plan=plan)
        if waits:
            self._ask(file, PlanState.SUBMITTED, at)

    def _judged(self, file: File, plan: int, at: datetime, state: PlanState) -> None:
        """What the supervisor said of it, and that it waits for that no more."""
        by, good = file.office.supervisor, state == PlanState.APPROVED
        kind = PlanStepKind.APPROVED if good else PlanStepKind.RETURNED
        self._step(plan, kind, "" if good else RETURNED, at, by.user)
        self._ask(file, PlanState.SUBMITTED, at - timedelta(hours=2), ended=at)
        self.book.tell(file, EventKind.PLAN_APPROVED if good else EventKind.PLAN_RETURNED, at, by)
        self.book.record(file, "plan.approve" if good else "plan.return", at, by, plan=plan)

    def _step(self, plan: int, kind: PlanStepKind, text: str, at: datetime, by: int) -> None:
        self.book.writer[PlanStep].add(plan_id=plan, kind=kind, text=text, happened_at=at, by_id=by)

    def _ask(self, file: File, state: PlanState, at: datetime, ended: datetime | None = None) -> None:
        """The task that a plan in `state` is, in the hand of who goes on with it; ended by what was done, not by a
        tick."""
        waits = state == PlanState.SUBMITTED
        task = Task(NEXT_WORK[state], TITLE, at, (at + timedelta(days=APPROVAL_DAYS)).date(), ended=ended, told=False)
        task.hand = file.office.supervisor if waits else file.worker
        task.by = file.worker if waits else file.office.supervisor
        self.work.add_task(file, task)

    def _write(self, file: File, **facts: object) -> tuple[int, list[tuple[int, int]]]:
        plan = self.book.writer[CarePlan].add(
            case_id=file.pk,
            version=1,
            horizon=PlanHorizon.SHORT,
            permanency_goal=CareForm.KINSHIP,
            concurrent_goal=CareForm.FOSTER,
            child_view=VOICE,
            family_view="Kami ingin anak tetap dekat keluarga.",
            child_signs=True,
            family_signatory=file.child.aunt_name,
            **facts,
        )
        file.goal = self.book.writer[CarePlanGoal].add(
            plan_id=plan,
            domain=NeedDomain.RELATIONS,
            need="Pengasuh tetap dari keluarga",
            text="Anak diasuh menetap oleh keluarga.",
        )
        self.book.writer[CarePlanContact].add(
            plan_id=plan, member_id=file.child.aunt, pace=ContactPace.WEEKLY, way=ContactWay.VISIT
        )
        force = "signed_at" in facts
        return plan, [self._action(file, file.goal, days, force=force) for days in ACTION_DAYS]

    def _action(self, file: File, goal: int, days: int, *, force: bool) -> tuple[int, int]:
        done = force and days < file.age
        due = file.at(days).date() if force else self.book.today + timedelta(days=days)
        return days, self.book.writer[CarePlanAction].add(
            goal_id=goal,
            text="Kunjungan rumah dan dukungan keluarga",
            component_id=file.component,
            base=Base.FAMILY,
            responsible="Sakti Peksos",
            due_on=due,
            indicator="Keluarga dikunjungi dan anak tetap di rumah",
            state=ActionState.DONE if done else ActionState.PLANNED,
            done_on=due if done else None,
        )
