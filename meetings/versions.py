"""What somebody read before they changed or signed it (`atensi.versions`)."""

from atensi.versions import digest_of

from .models import WorkingGroup

SEEN_OF_MINUTES = ("held_on", "attendees", "decisions", "recorded_at")


def version_of_group(group: WorkingGroup) -> str:
    """A digest of what the form of a group shows: its name, its topic, and who is in it."""
    members = sorted(one.pk for one in group.members.all())
    return digest_of(repr([group.pk, group.name, group.topic, members]))
