"""Tasks of a case: its list, one task with its history, and what is done with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from atensi.parts import TimelineEntry

from ..forms.base import CaseForm
from ..forms.tasks import DropForm, FinishForm, GiveForm, SnoozeForm, TaskForm
from ..models import CaseTask, TaskStep
from ..services.case_tasks import add_task, drop_task, finish_task, give_task, snooze_task
from ..states import TaskState, TaskStepKind
from .page import CasePage, attempt, open_case, show, show_form

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
    form, problems = TaskForm(request.POST or None, case=page.case), []
    if form.is_valid():
        task, problems = attempt(lambda: add_task(case=page.case, by=request.actor, **form.cleaned_data))
        if task:
            messages.success(request, _("Tugas disimpan."))
            return redirect(page.url)
    return show_form(request, page, form, problems)


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
    request: HttpRequest,
    pk: int,
    form_of: Callable[[CaseTask], CaseForm],
    service: Callable[..., Any],
    done: str | Promise,
) -> HttpResponse:
    """Ask what a step needs, take it, and lead back to the tasks of the case."""
    row, page = _open(request, pk, right="task")
    form, problems = form_of(row), []
    if form.is_valid():
        moved, problems = attempt(lambda: service(task=row, by=request.actor, **form.cleaned_data))
        if moved:
            messages.success(request, str(done))
            return redirect(page.url)
    return show_form(request, page, form, problems, hint=row.title, back=reverse("cases:task", args=[row.pk]))


def task_finish(request: HttpRequest, pk: int) -> HttpResponse:
    done = gettext_lazy("Tugas selesai.")
    return _act(request, pk, lambda row: FinishForm(_sent(request)), finish_task, done)


def task_snooze(request: HttpRequest, pk: int) -> HttpResponse:
    done = gettext_lazy("Tugas ditunda.")
    return _act(request, pk, lambda row: SnoozeForm(_sent(request)), snooze_task, done)


def task_give(request: HttpRequest, pk: int) -> HttpResponse:
    done = gettext_lazy("Tugas diserahkan.")
    return _act(request, pk, lambda row: GiveForm(_sent(request), case=row.case), give_task, done)


def task_drop(request: HttpRequest, pk: int) -> HttpResponse:
    done = gettext_lazy("Tugas dibatalkan.")
    return _act(request, pk, lambda row: DropForm(_sent(request)), drop_task, done)


def _sent(request: HttpRequest) -> Any:
    """What was sent, an empty form too: it need not say anything."""
    return request.POST if request.method == "POST" else None
