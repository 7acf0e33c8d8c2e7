"""What is done from day to day stands in the nation in numbers, in the state that its services would have left."""

from django.db.models import Count, F, Q
from django.utils import timezone

from atensi.deadlines.models import Deadline
from cases.event_states import EventKind
from cases.models import CaseContact, CaseEvent, CaseFlag, CaseTask, Consent, TaskStep
from cases.service_states import Met, SeenSafety
from cases.states import ConsentScope, TaskKind, TaskState, TaskStepKind
from tests.generated.conftest import CASES


def values(rows, name: str) -> set:
    return set(rows.order_by().values_list(name, flat=True))


def test_tasks_are_open_late_done_and_dropped(nation):
    assert CaseTask.objects.count() > CASES / 2
    assert values(CaseTask.objects, "state") == set(TaskState)
    assert CaseTask.objects.open().filter(assignee=F("case__worker")).exists()
    assert CaseTask.objects.open().filter(due_on__lt=timezone.localdate()).exists()


def test_no_task_of_a_closed_case_is_left_open(nation):
    assert not CaseTask.objects.filter(state=TaskState.OPEN, case__closed_at__isnull=False).exists()


def test_every_open_task_has_its_deadline(nation):
    due = Deadline.objects.filter(clock="task").values_list("subject_id", flat=True)
    assert set(due) == values(CaseTask.objects.open(), "pk")


def test_the_history_of_a_task_says_how_it_began_and_ended(nation):
    steps = Count("steps", filter=Q(steps__kind=TaskStepKind.ADDED))
    ends = Count("steps", filter=Q(steps__kind__in=[TaskStepKind.DONE, TaskStepKind.CANCELLED]))
    rows = CaseTask.objects.annotate(begun=steps, ends=ends)
    assert not rows.exclude(begun=1).exists()
    assert not rows.filter(state=TaskState.OPEN).exclude(ends=0).exists()
    assert not rows.exclude(state=TaskState.OPEN).exclude(ends=1).exists()
    assert not TaskStep.objects.filter(happened_at__gt=timezone.now()).exists()


def test_contacts_are_logged_told_and_not_ahead(nation):
    assert CaseContact.objects.count() > CASES
    assert CaseEvent.objects.filter(kind=EventKind.CONTACT_MADE).count() == CaseContact.objects.count()
    assert values(CaseContact.objects, "safety") == set(SeenSafety)
    assert not CaseContact.objects.filter(made_on__gt=timezone.localdate()).exists()
    in_vain = CaseContact.objects.filter(met__contains=[Met.NOBODY])
    assert in_vain.exists() and not in_vain.exclude(met=[Met.NOBODY]).exists()


def test_a_child_who_was_not_safe_was_followed_up(nation):
    unsafe = CaseContact.objects.filter(safety=SeenSafety.UNSAFE)
    assert unsafe.count() == CaseTask.objects.filter(kind=TaskKind.UNSAFE).count() > 0


def test_flags_stand_on_open_cases_alone(nation):
    assert CaseFlag.objects.standing().exists()
    assert CaseFlag.objects.exclude(ended_at=None).exists()
    assert not CaseFlag.objects.standing().filter(case__closed_at__isnull=False).exists()


def test_consent_covers_every_scope_and_was_taken_back_once_in_a_while(nation):
    assert values(Consent.objects, "scope") == set(ConsentScope)
    assert Consent.objects.exclude(withdrawn_on=None).exists()
