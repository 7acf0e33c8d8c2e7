from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from institutions.models import Institution

from ..querysets import CaseTaskQuerySet, TaskStepQuerySet
from ..states import SINGLE_TASKS, TaskKind, TaskState, TaskStepKind
from .cases import Case

PERSON = settings.AUTH_USER_MODEL


class CaseTask(models.Model):
    """Something to be done in a case by a day, beside what clocks and plan ask for.

    assignee: a person of the office responsible for the case. holder: an institution that works on the case by a share;
    one of the two has it in hand. due_on: the last day, in the office's zone.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=20, choices=TaskKind, default=TaskKind.MANUAL)
    title = models.CharField(_("apa yang dikerjakan"), max_length=200)
    note = models.TextField(_("catatan"), blank=True)
    due_on = models.DateField(_("paling lambat"))
    assignee = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(Institution, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=TaskState, default=TaskState.OPEN)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    objects = CaseTaskQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(assignee=None, holder__isnull=False) | Q(assignee__isnull=False, holder=None),
                name="task_is_in_one_hand",
            ),
            models.CheckConstraint(
                condition=Q(state=TaskState.OPEN, ended_at=None, ended_by=None)
                | ~Q(state=TaskState.OPEN) & Q(ended_at__isnull=False, ended_by__isnull=False),
                name="task_ended_says_when_and_by_whom",
            ),
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(state=TaskState.OPEN, kind__in=sorted(SINGLE_TASKS)),
                name="single_task_open_once",
            ),
        ]
        indexes = [
            models.Index(fields=["assignee", "due_on", "id"], condition=Q(state="OPEN"), name="open_task_of_person"),
            models.Index(fields=["case", "due_on", "id"], name="task_of_case"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == TaskState.OPEN


class TaskStep(models.Model):
    """One line of a task's history. due_on: its last day from then on. Rows stay as written."""

    task = models.ForeignKey(CaseTask, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=TaskStepKind)
    text = models.TextField(blank=True)
    due_on = models.DateField()
    happened_at = models.DateTimeField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    objects = TaskStepQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.happened_at}"
