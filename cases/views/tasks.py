"""Tasks of a case: its list, one task with its history, and what is done with it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atensi.forms import sent
from atensi.parts import TimelineEntry

from ..forms.base import CaseForm
from ..forms.tasks import DropForm, FinishForm, GiveForm, SnoozeForm, TaskForm
from ..models import CaseTask, TaskStep
from ..services.case_tasks import add_task, drop_task, finish_task, give_task, snooze_task
from ..states import TaskState, TaskStepKind
from .page import CasePage, open_case, show, take_step

ENDED_SHOWN = 50
MARKS = {TaskStepKind.DONE: "fine", TaskStepKind.CANCELLED: "stop", TaskStepKind.SNOOZED: "wait"}


@require_safe
def tasks(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to be done in the case, by what is due first, and what was done or dropped."""
    page = open_case(request, pk, tab="tasks")
    rows = page.case.tasks.select_related("assignee", "holder", "ended_by")
    ended = rows.exclude(state=TaskState.OPEN).order_by("-ended_at", "-pk")[:ENDED_SHOWN]
    context = {"open": rows.filter(state=TaskState.OPEN), "ended": ended}
    return show(request, page, "cases/case_tasks.html", context)


def task_add(request: HttpRequest, pk: int) -> HttpResponse:
    page = open_case(request, pk, tab="tasks", right="task")
    form = TaskForm(request.POST or None, case=page.case)
    return take_step(request, page, form, partial(add_task, case=page.case), _("Tugas disimpan."))


@require_safe
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: what, by when, who, and what happened to it."""
    row, page = _open(request, pk)
    steps = row.steps.select_related("by")
    context = {"task": row, "entries": [entry_of(step) for step in steps], "form": FinishForm()}
    return show(request, page, "cases/case_task.html", context)


def entry_of(step: TaskStep) -> TimelineEntry:
    """One line of the history of a task. Needs `by`."""
    parts = dict.fromkeys((step.text, str(step.by)))  # whoever took it on themself is named once
    text = ". ".join(part.rstrip(".") for part in parts if part)
    return TimelineEntry(step.happened_at, step.get_kind_display(), f"{text}.", MARKS.get(step.kind, "half"))


def _open(request: HttpRequest, pk: int, right: str = "") -> tuple[CaseTask, CasePage]:
    rows = CaseTask.objects.visible_to(request.user).select_related("assignee", "holder", "created_by", "ended_by")
    row = get_object_or_404(rows, pk=pk)
    page = open_case(request, row.case_id, tab="tasks", right=right)
    row.case = page.case
    return row, page


def _act(
    request: HttpRequest, row: CaseTask, page: CasePage, form: CaseForm, service: Callable[..., Any], done: str
) -> HttpResponse:
    """Move a task on, and lead back to the tasks of the case."""
    back = reverse("cases:task", args=[row.pk])
    return take_step(request, page, form, partial(service, task=row), done, hint=row.title, back=back)


def task_finish(request: HttpRequest, pk: int) -> HttpResponse:
    row, page = _open(request, pk, right="task")
    return _act(request, row, page, FinishForm(sent(request)), finish_task, _("Tugas selesai."))


def task_snooze(request: HttpRequest, pk: int) -> HttpResponse:
    row, page = _open(request, pk, right="task")
    return _act(request, row, page, SnoozeForm(sent(request)), snooze_task, _("Tugas ditunda."))


def task_give(request: HttpRequest, pk: int) -> HttpResponse:
    row, page = _open(request, pk, right="task")
    return _act(request, row, page, GiveForm(sent(request), case=row.case), give_task, _("Tugas diserahkan."))


def task_drop(request: HttpRequest, pk: int) -> HttpResponse:
    row, page = _open(request, pk, right="task")
    return _act(request, row, page, DropForm(sent(request)), drop_task, _("Tugas dibatalkan."))
