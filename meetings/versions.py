"""What somebody read before they changed or signed it (`atensi.versions`)."""

from typing import Any

from atensi.versions import digest_of, version_of

from .models import Meeting, WorkingGroup

SEEN_OF_MINUTES = ("held_on", "attendees", "decisions", "recorded_at")


def version_of_group(group: WorkingGroup) -> str:
    """A digest of what the form of a group shows: its name, its topic, and who is in it."""
    return digest_of(repr(_told_of(group)))


def version_of_minutes(meeting: Meeting) -> str:
    """A digest of what the minutes tell and may still change: what was recorded, the groups, what was agreed. No query
    of its own for a meeting with its parts (`MeetingQuerySet.whole`)."""
    groups = sorted([*_told_of(group), group.result] for group in meeting.groups.all())
    agreed = sorted([row.pk, row.title, row.owner_id, row.due_on.isoformat()] for row in meeting.follow_ups.all())
    return digest_of(repr([version_of(meeting, SEEN_OF_MINUTES), groups, agreed]))


def _told_of(group: WorkingGroup) -> list[Any]:
    return [group.pk, group.name, group.topic, sorted(one.pk for one in group.members.all())]
