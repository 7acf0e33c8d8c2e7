"""Locking the meeting that an action is about."""

from ..models import Meeting


def locked_meeting(meeting: Meeting) -> Meeting:
    """The meeting as it stands now with its office and region, its own row locked until the transaction ends."""
    rows = Meeting.objects.select_for_update(of=("self",)).with_office()
    return rows.get(pk=meeting.pk)
