"""Tasks of a case."""

from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from atensi.api.fields import Day, Ref, Text
from atensi.api.paging import PageQuery
from atensi.api.views import operation, page_form

from ..hands import institutions_at, people_at
from ..models import CaseTask
from ..services.case_tasks import add_task, drop_task, finish_task, give_task, snooze_task
from .finding import CaseView
from .shown import TaskShown

SHOWN_WITH = ("assignee", "holder", "ended_by")


def _people(context: dict[str, Any]) -> Any:
    return people_at(context["case"])


def _institutions(context: dict[str, Any]) -> Any:
    return institutions_at(context["case"])


class HandSent(serializers.Serializer):
    """Who shall do it: `assignee`, a person of the case's office, or `holder`, an institution on the case."""

    assignee = Ref(_people, required=False)
    holder = Ref(_institutions, required=False)

    def validate(self, data):
        if ("assignee" in data) == ("holder" in data):
            raise serializers.ValidationError({"assignee": ["assignee or holder"]})
        data["hand"] = data.pop("assignee", None) or data.pop("holder", None)
        return data


class TaskSent(HandSent):
    title = Text(max_length=200)
    due_on = Day()
    note = Text(required=False)


class SnoozeSent(serializers.Serializer):
    until = Day()
    reason = Text()


class FinishSent(serializers.Serializer):
    note = Text(required=False)


class DropSent(serializers.Serializer):
    reason = Text()


class Tasks(CaseView):
    @operation("Tasks of the case, by their last day", page_form(TaskShown), query=PageQuery)
    def get(self, request, pk):
        case = self.case(pk)
        rows = case.tasks.select_related(*SHOWN_WITH)
        return self.rows(TaskShown, rows, case=case, by="due_on", verb="case.view_tasks")

    @operation("Add a task", TaskShown, takes=TaskSent, status=201)
    def post(self, request, pk):
        case = self.case(pk, right="task")
        return self.done(TaskShown, add_task(case=case, by=request.actor, **self.given(TaskSent, case=case)), 201)


class TaskView(CaseView):
    def task(self, pk: int, *, right: str = "") -> CaseTask:
        rows = CaseTask.objects.visible_to(self.request.user).select_related(*SHOWN_WITH)
        row = get_object_or_404(rows, pk=pk)
        row.case = self.case(row.case_id, right=right)
        return row


class TaskDetail(TaskView):
    @operation("One task", TaskShown)
    def get(self, request, pk):
        row = self.task(pk)
        return self.show(TaskShown, row, verb="case.view_tasks", subject=row.case)


class TaskFinish(TaskView):
    @operation("Say that a task is done", TaskShown, takes=FinishSent)
    def post(self, request, pk):
        row = self.task(pk, right="task")
        return self.done(TaskShown, finish_task(task=row, by=request.actor, **self.given(FinishSent)))


class TaskSnooze(TaskView):
    @operation("Put a task off", TaskShown, takes=SnoozeSent)
    def post(self, request, pk):
        row = self.task(pk, right="task")
        return self.done(TaskShown, snooze_task(task=row, by=request.actor, **self.given(SnoozeSent)))


class TaskGive(TaskView):
    @operation("Give a task into another hand", TaskShown, takes=HandSent)
    def post(self, request, pk):
        row = self.task(pk, right="task")
        given = self.given(HandSent, case=row.case)
        return self.done(TaskShown, give_task(task=row, by=request.actor, **given))


class TaskDrop(TaskView):
    @operation("Drop a task that need not be done", TaskShown, takes=DropSent)
    def post(self, request, pk):
        row = self.task(pk, right="task")
        return self.done(TaskShown, drop_task(task=row, by=request.actor, **self.given(DropSent)))
