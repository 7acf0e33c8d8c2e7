"""What is not of one case alone: prevention, meetings of a region, cases that came from another office, and kin."""

from django.db.models import Count, F, Q
from django.utils import timezone

from atensi.deadlines.models import Deadline
from cases.hand_over_states import TransferState
from cases.models import (
    Case,
    CaseGroupObjectPermission,
    CaseTask,
    CaseTransfer,
    ContactBan,
    FamilyMember,
    FamilyTracing,
    PreventionActivity,
    PreventionReach,
    TracingStep,
)
from cases.prevention import districts_around
from cases.states import TaskKind, TracingResult, TracingState
from institutions.models import Institution
from meetings.inviting import regions_for
from meetings.models import Invitation, Meeting, MeetingFollowUp, WorkingGroup


def pks(rows, name: str = "pk") -> set[int]:
    return set(rows.order_by().values_list(name, flat=True))


def test_offices_prevent_where_they_work_and_reach_people(nation):
    for office in Institution.objects.filter(prevention__isnull=False).distinct():
        assert pks(office.prevention, "region") <= pks(districts_around(office))
    assert pks(PreventionReach.objects, "activity") == pks(PreventionActivity.objects) != set()
    assert PreventionActivity.objects.count() > 12
    assert not PreventionActivity.objects.filter(held_on__gt=timezone.localdate()).exists()


def test_meetings_are_of_the_region_and_what_they_agreed_is_due(nation):
    held = Meeting.objects.exclude(held_on=None)
    for meeting in Meeting.objects.select_related("office"):
        assert meeting.region in regions_for(meeting.office)
    assert held.exists()
    assert not Meeting.objects.filter(held_on=None, meets_on__lt=timezone.localdate()).exists()
    open_ones = MeetingFollowUp.objects.open()
    assert MeetingFollowUp.objects.exclude(done_at=None).exists()
    assert pks(Deadline.objects.filter(clock="meeting_follow_up"), "subject_id") == pks(open_ones)


def test_who_was_asked_to_a_meeting_came_or_did_not(nation):
    asked = Invitation.objects.exclude(meeting__held_on=None)
    assert set(asked.order_by().values_list("came", flat=True).distinct()) == {True, False}
    assert not Invitation.objects.filter(meeting__held_on=None).exclude(came=None).exists()
    members = WorkingGroup.objects.annotate(n=Count("members", filter=Q(members__meeting=F("meeting"))))
    assert members.exists() and not members.exclude(n=2).exists()


def test_some_cases_came_from_another_office_which_is_out(nation):
    taken = CaseTransfer.objects.filter(state=TransferState.ACCEPTED)
    assert taken.exists()
    assert not taken.exclude(case__office=F("to_office")).exists()
    assert not taken.exclude(case__beneficiary__office=F("to_office")).exists()
    for one in taken.select_related("case", "from_office"):
        assert one.case.number.startswith(one.from_office.region_id)
        shares = CaseGroupObjectPermission.objects.filter(content_object=one.case, group=one.from_office.group_id)
        assert not shares.exists()


def test_families_are_sought_and_a_search_that_runs_has_its_next_step(nation):
    running = FamilyTracing.objects.filter(state=TracingState.RUNNING)
    tasks = CaseTask.objects.open().filter(kind=TaskKind.TRACING)
    assert pks(running, "case_id") == pks(tasks, "case_id")
    found = FamilyTracing.objects.filter(state=TracingState.FOUND)
    last = TracingStep.objects.filter(result=TracingResult.FOUND)
    assert pks(found) == pks(last, "tracing_id") != set()


def test_who_may_not_come_near_is_of_the_family_and_allowed_again_when_the_case_closed(nation):
    standing = ContactBan.objects.filter(lifted_at=None)
    assert pks(standing, "member_id") == pks(FamilyMember.objects.filter(may_contact=False)) != set()
    closed = Case.objects.exclude(closed_at=None).values("beneficiary")
    assert not standing.filter(member__beneficiary__in=closed).exists()
    reviewed = ContactBan.objects.exclude(review_on=None)
    assert not reviewed.exclude(review_task__due_on=F("review_on")).exists()
