"""A meeting of the demo's kind, told step by step through the services."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from institutions.models import Membership
from meetings.models import Invitation, Meeting, MeetingFollowUp, WorkingGroup
from meetings.services.calling import call_meeting, invite
from meetings.services.following import agree_follow_up
from meetings.services.holding import record_meeting, set_group
from tests.institutions.factories import actor_of


def called(leader: Membership, **more: Any) -> Meeting:
    """A meeting in three days for the whole region of the office."""
    told = {
        "title": "Rapat koordinasi pengasuhan (contoh)",
        "region": leader.institution.region,
        "meets_at": timezone.now() + timedelta(days=3),
        "place": "Aula Dinas (contoh)",
        "agenda": ["Laporan tiap lembaga", "Pembagian wilayah"],
        "by": actor_of(leader),
    }
    return call_meeting(office=leader.institution, **told | more)


def asked(meeting: Meeting, leader: Membership, *, homes: Any = (), workers: Any = ()) -> list[Invitation]:
    return invite(
        meeting=meeting, institutions=[one.institution for one in homes], workers=list(workers), by=actor_of(leader)
    )


def its_day_comes(meeting: Meeting) -> None:
    """A meeting that was not held yet meets today."""
    planned = Meeting.objects.filter(pk=meeting.pk, held_on=None)
    planned.update(meets_at=timezone.now(), meets_on=timezone.localdate())


def recorded(meeting: Meeting, leader: Membership, **more: Any) -> Meeting:
    """It was held today, when its day had come; the office that called was there."""
    its_day_comes(meeting)
    host = meeting.invitations.earliest("pk")
    told = {"held_on": timezone.localdate(), "decisions": "Pertemuan tiap triwulan.", "came": {host: "Ibu Misal"}}
    return record_meeting(meeting=meeting, by=actor_of(leader), **told | more)


def grouped(meeting: Meeting, leader: Membership, members: Any, **more: Any) -> WorkingGroup:
    told = {"name": "Kelompok 1", "topic": "Data anak"}
    return set_group(meeting=meeting, members=list(members), by=actor_of(leader), **told | more)


def agreed(meeting: Meeting, leader: Membership, owner: Invitation, **more: Any) -> MeetingFollowUp:
    told = {"title": "Data anak per LKSA dikirim", "due_on": timezone.localdate() + timedelta(days=9)}
    return agree_follow_up(meeting=meeting, owner=owner, by=actor_of(leader), **told | more)
