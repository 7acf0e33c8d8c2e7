"""Tasks of a case: added by a person or by what happened, given on, put off with a reason, done or dropped."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from institutions.models import Institution

from .. import permissions
from ..eligibility.case_tasks import (
    dropping_problems,
    finishing_problems,
    hand_problems,
    open_task_problems,
    snooze_problems,
    task_problems,
)
from ..eligibility.common import open_problems
from ..event_states import EventKind
from ..hands import first_hand
from ..models import Case, CaseTask, TaskStep
from ..notifications import tell_task_given
from ..states import SINGLE_TASKS, TaskKind, TaskState, TaskStepKind
from .events import add_event
from .locks import locked_case

Hand = User | Institution


@transaction.atomic
@in_record_language
def add_task(*, case: Case, title: str, due_on: date, hand: Hand, by: Actor, note: str = "") -> CaseTask:
    """Add a task to an open case. hand: the person of its office, or the institution working on it, who shall do it.

    Raises NotAllowed, RuleViolation.
    """
    require(permissions.can_task(by, case))
    case = locked_case(case)
    require_no_problems([*open_problems(case), *task_problems(case, title, due_on, hand)])
    return open_task(case=case, kind=TaskKind.MANUAL, title=title, due_on=due_on, hand=hand, note=note, by=by)


def open_task(
    *, case: Case, kind: str, title: str, due_on: date, by: Actor, hand: Hand | None = None, note: str = ""
) -> CaseTask:
    """Open a task for a service that has checked who may and holds the case's row.

    hand: the responsible worker when nobody is named, or who oversees the case where the worker has left. Of a single
    kind the one that is open stays, and is returned.
    """
    if kind in SINGLE_TASKS and (standing := case.tasks.open().filter(kind=kind).first()):
        return standing
    task = CaseTask(case=case, kind=kind, title=title.strip(), note=note.strip(), due_on=due_on)
    task.created_by_id = by.user_id
    hand = hand or first_hand(case)
    _put_into(task, hand)
    tell_task_given(_moved(task, TaskStepKind.ADDED, by, str(hand)), by=by)
    record("task.add", case, by=by, data={"task": task.pk, "kind": task.kind})
    return task


@transaction.atomic
@in_record_language
def give_task(*, task: CaseTask, hand: Hand, by: Actor) -> CaseTask:
    """Give an open task into another hand; the same one again changes nothing. Raises NotAllowed, RuleViolation."""
    task = _locked(task, by)
    if hand in (task.assignee, task.holder):
        return task
    require_no_problems(open_task_problems(task) or hand_problems(task.case, hand))
    _put_into(task, hand)
    tell_task_given(_moved(task, TaskStepKind.GIVEN, by, str(hand)), by=by)
    record("task.give", task.case, by=by, data={"task": task.pk})
    return task


@transaction.atomic
@in_record_language
def snooze_task(*, task: CaseTask, until: date, reason: str, by: Actor) -> CaseTask:
    """Put an open task off to a later day; its clock begins anew.

    Raises NotAllowed, RuleViolation.
    """
    task = _locked(task, by)
    require_no_problems(open_task_problems(task) or snooze_problems(task, until, reason))
    before, task.due_on = task.due_on, until
    _moved(task, TaskStepKind.SNOOZED, by, reason.strip())
    record("task.snooze", task.case, by=by, data={"task": task.pk, "from": before.isoformat()}, reason=reason)
    return task


@transaction.atomic
@in_record_language
def finish_task(*, task: CaseTask, by: Actor, note: str = "") -> CaseTask:
    """Say that a task is done, and what came of it. Raises NotAllowed, RuleViolation."""
    task = _locked(task, by)
    require_no_problems(open_task_problems(task) or finishing_problems(task))
    _end(task, TaskState.DONE, TaskStepKind.DONE, by, note.strip())
    words = f"{task.title}. {note.strip()}" if note.strip() else task.title
    add_event(case=task.case, kind=EventKind.TASK_DONE, by=by, text=words)
    record("task.finish", task.case, by=by, data={"task": task.pk})
    return task


@transaction.atomic
@in_record_language
def drop_task(*, task: CaseTask, reason: str, by: Actor) -> CaseTask:
    """Drop a task that need not be done, with the reason. Raises NotAllowed, RuleViolation."""
    task = _locked(task, by)
    require_no_problems(open_task_problems(task) or [*finishing_problems(task), *dropping_problems(reason)])
    _end(task, TaskState.CANCELLED, TaskStepKind.CANCELLED, by, reason.strip())
    record("task.drop", task.case, by=by, data={"task": task.pk}, reason=reason)
    return task


def finish_tasks_of(*, case: Case, kind: str, by: Actor, note: str = "") -> Sequence[CaseTask]:
    """End the open tasks of one kind because what they asked for has happened, as part of the service that did it."""
    tasks = list(case.tasks.open().filter(kind=kind).select_for_update(of=("self",)))
    for task in tasks:
        _end(task, TaskState.DONE, TaskStepKind.DONE, by, note)
    return tasks


def drop_tasks_of(*, case: Case, by: Actor, reason: str) -> int:
    """Drop what is open of a case that is being closed: nobody is left to do it."""
    tasks = list(case.tasks.filter(state=TaskState.OPEN).select_for_update(of=("self",)))
    for task in tasks:
        _end(task, TaskState.CANCELLED, TaskStepKind.CANCELLED, by, reason)
    return len(tasks)


def hand_tasks_on(*, case: Case, before: int, worker: User, by: Actor) -> int:
    """Give the open tasks of the former worker (`before`: their id) to the new one, with the case."""
    tasks = list(case.tasks.filter(state=TaskState.OPEN, assignee_id=before).select_for_update(of=("self",)))
    for task in tasks:
        task.assignee = worker
        _moved(task, TaskStepKind.GIVEN, by, str(worker))
    return len(tasks)


def hand_all_tasks_on(*, case: Case, worker: User, by: Actor) -> None:
    """Give the open tasks in the hands of people to `worker`, when the case leaves their office."""
    held = case.tasks.filter(state=TaskState.OPEN, assignee__isnull=False).exclude(assignee=worker)
    for before in sorted(set(held.values_list("assignee", flat=True))):
        hand_tasks_on(case=case, before=before, worker=worker, by=by)


def take_tasks_back(*, case: Case, holder: Institution, by: Actor) -> int:
    """Give the open tasks of an institution whose share ends to somebody of the office: it sees the case no more."""
    tasks = list(case.tasks.filter(state=TaskState.OPEN, holder=holder).select_for_update(of=("self",)))
    for task in tasks:
        task.case = case
        _put_into(task, first_hand(case))
        tell_task_given(_moved(task, TaskStepKind.GIVEN, by, str(task.assignee)), by=by)
    return len(tasks)


def _locked(task: CaseTask, by: Actor) -> CaseTask:
    """The task and its case as they stand now, for somebody who may work on them: case first, as everywhere."""
    require(permissions.can_task(by, task.case))
    case = locked_case(task.case)
    row = CaseTask.objects.select_for_update(of=("self",)).select_related("assignee", "holder").get(pk=task.pk)
    row.case = case
    require_no_problems(open_problems(case))
    return row


def _put_into(task: CaseTask, hand: Hand) -> None:
    task.assignee = hand if isinstance(hand, User) else None
    task.holder = hand if isinstance(hand, Institution) else None


def _end(task: CaseTask, state: str, step: str, by: Actor, text: str) -> None:
    task.state, task.ended_at, task.ended_by_id = state, timezone.now(), by.user_id
    _moved(task, step, by, text)


def _moved(task: CaseTask, kind: str, by: Actor, text: str) -> TaskStep:
    """Write the task with the line of its history that says so, and its clock."""
    task.save()
    step = TaskStep.objects.create(
        task=task, kind=kind, text=text, due_on=task.due_on, happened_at=timezone.now(), by_id=by.user_id
    )
    keep_deadlines(subjects={"task": [task.pk]}, by=by)
    return step
