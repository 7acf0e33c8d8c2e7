"""Lawful rows of this room, and what the database refuses to have done to them (tests/architecture/attempts.py)."""

from django.utils import timezone

from institutions.models import Membership
from institutions.states import Role
from meetings.models import AgendaPoint, Invitation, Meeting, MeetingFollowUp, MeetingMove, WorkingGroup
from tests.accounts.factories import UserFactory
from tests.institutions.factories import MembershipFactory
from tests.meetings.steps import agreed, called, grouped, recorded
from tests.raw_sql import change, copy, remove


def leading() -> Membership:
    return MembershipFactory(role=Role.SUPERVISOR)


def planned() -> Meeting:
    return called(leading())


def invitation() -> Invitation:
    return planned().invitations.get()


def point() -> AgendaPoint:
    return planned().agenda.earliest("pk")


def moved() -> MeetingMove:
    return moved_from(planned())


def moved_from(meeting: Meeting) -> MeetingMove:
    return MeetingMove.objects.create(meeting=meeting, from_moment="Kemarin", reason="Banjir", moved_by=UserFactory())


def group() -> WorkingGroup:
    leader = leading()
    meeting = called(leader)
    return grouped(meeting, leader, meeting.invitations.all())


def follow_up() -> MeetingFollowUp:
    leader = leading()
    meeting = recorded(called(leader), leader)
    return agreed(meeting, leader, meeting.invitations.get())


def signed() -> Meeting:
    """With a point of the agenda, a guest, a group, a follow-up, and the place that it was moved from."""
    leader = leading()
    meeting = called(leader)
    moved_from(meeting)
    host = meeting.invitations.get()
    grouped(meeting, leader, [host])
    recorded(meeting, leader)
    agreed(meeting, leader, host)
    Meeting.objects.filter(pk=meeting.pk).update(signed_at=timezone.now(), signed_by=leader.user)
    return Meeting.objects.get(pk=meeting.pk)


def done_after_signing() -> MeetingFollowUp:
    row = signed().follow_ups.get()
    done = {"done_at": timezone.now(), "done_by": UserFactory(), "done_note": "Terkirim"}
    MeetingFollowUp.objects.filter(pk=row.pk).update(**done)
    return row


CONSTRAINTS = {
    "meetings_meeting_number_key": (planned, copy, {}),
    "meeting_cancelled_says_why": (planned, change, {"cancelled_at": timezone.now}),
    "meeting_held_says_what_was_decided": (planned, change, {"held_on": lambda: timezone.localdate()}),
    "meeting_signed_was_held": (
        planned,
        change,
        {"signed_at": timezone.now, "signed_by_id": lambda: UserFactory().pk},
    ),
    "meeting_move_says_why": (moved, change, {"reason": ""}),
    "agenda_position_once": (point, copy, {}),
    "meetings_agendapoint_position_check": (point, change, {"position": -1}),
    "meeting_guest_once": (invitation, copy, {}),
    "institution_that_came_says_by_whom": (invitation, change, {"came": True}),
    "meeting_group_name_once": (group, copy, {}),
    "meeting_follow_up_done_says_what": (follow_up, change, {"done_at": timezone.now}),
}
OF_PARTS = "of its parts refused"
# To and from a signed meeting.
OUT, INTO = {"meeting_id": lambda: planned().pk}, {"meeting_id": lambda: signed().pk}
TRIGGERS = {
    "meetings_meeting.signed_stays": [
        (signed, change, {"decisions": "Lain"}, "is signed: UPDATE refused"),
        (signed, change, {"signed_at": None, "signed_by_id": None}, "is signed: UPDATE refused"),
        (signed, remove, {}, "is signed: DELETE refused"),
    ],
    "meetings_agendapoint.signed_stays": [
        (lambda: signed().agenda.first(), copy, {"position": 9}, f"INSERT {OF_PARTS}"),
        (lambda: signed().agenda.first(), change, {"notes": "Lain"}, f"UPDATE {OF_PARTS}"),
        (lambda: signed().agenda.first(), remove, {}, f"DELETE {OF_PARTS}"),
        (lambda: signed().agenda.first(), change, {**OUT, "position": 9}, f"UPDATE {OF_PARTS}"),
        (point, change, {**INTO, "position": 9}, f"UPDATE {OF_PARTS}"),
    ],
    "meetings_invitation.signed_stays": [
        (lambda: signed().invitations.get(), copy, {"person_id": lambda: UserFactory().pk}, f"INSERT {OF_PARTS}"),
        (lambda: signed().invitations.get(), change, {"represented_by": "Lain"}, f"UPDATE {OF_PARTS}"),
        (lambda: signed().invitations.get(), remove, {}, f"DELETE {OF_PARTS}"),
        (lambda: signed().invitations.get(), change, OUT, f"UPDATE {OF_PARTS}"),
        (invitation, change, INTO, f"UPDATE {OF_PARTS}"),
    ],
    "meetings_workinggroup.signed_stays": [
        (lambda: signed().groups.get(), copy, {"name": "Lain"}, f"INSERT {OF_PARTS}"),
        (lambda: signed().groups.get(), change, {"result": "Lain"}, f"UPDATE {OF_PARTS}"),
        (lambda: signed().groups.get(), remove, {}, f"DELETE {OF_PARTS}"),
        (lambda: signed().groups.get(), change, OUT, f"UPDATE {OF_PARTS}"),
        (group, change, INTO, f"UPDATE {OF_PARTS}"),
    ],
    "meetings_workinggroup_members.signed_stays": [
        (lambda: _member_of(signed()), copy, {}, "of a signed meeting: INSERT refused"),
        (lambda: _member_of(signed()), remove, {}, "of a signed meeting: DELETE refused"),
        (
            lambda: _member_of(signed()),
            change,
            {"workinggroup_id": lambda: group().pk},
            "of a signed meeting: UPDATE refused",
        ),
        (
            lambda: _member_of(group().meeting),
            change,
            {"workinggroup_id": lambda: signed().groups.get().pk},
            "of a signed meeting: UPDATE refused",
        ),
    ],
    "meetings_meetingfollowup.signed_stays": [
        (lambda: signed().follow_ups.get(), copy, {}, "INSERT of its follow-ups refused"),
        (lambda: signed().follow_ups.get(), change, {"title": "Lain"}, "UPDATE of its follow-ups refused"),
        (lambda: signed().follow_ups.get(), remove, {}, "DELETE of its follow-ups refused"),
        (done_after_signing, change, {"done_note": "Lain"}, "UPDATE of its follow-ups refused"),
        (lambda: signed().follow_ups.get(), change, OUT, "UPDATE of its follow-ups refused"),
        (follow_up, change, INTO, "UPDATE of its follow-ups refused"),
    ],
    "meetings_meetingmove.signed_stays": [
        (lambda: signed().moves.get(), copy, {}, f"INSERT {OF_PARTS}"),
        (lambda: signed().moves.get(), change, {"reason": "Lain"}, f"UPDATE {OF_PARTS}"),
        (lambda: signed().moves.get(), remove, {}, f"DELETE {OF_PARTS}"),
        (lambda: signed().moves.get(), change, OUT, f"UPDATE {OF_PARTS}"),
        (moved, change, INTO, f"UPDATE {OF_PARTS}"),
    ],
}


def _member_of(meeting: Meeting):
    return WorkingGroup.members.through.objects.get(workinggroup__meeting=meeting)
