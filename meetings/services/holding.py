"""What came of a meeting: who was there, what was said and decided, the groups, and the minutes."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from atensi.audit.actor import Actor
from atensi.audit.services import record, subject_of
from atensi.documents.models import OfficialPaper
from atensi.documents.official import issue_official
from atensi.documents.states import PaperKind
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.workdays import today_in
from atensi.versions import refuse_other, refuse_other_version
from institutions.letterhead import office_of

from .. import permissions
from ..eligibility import group_problems, held_already_problems, record_problems
from ..minutes import minutes_of
from ..models import AgendaPoint, Invitation, Meeting, WorkingGroup
from ..notifications import end_calls
from ..versions import SEEN_OF_MINUTES, version_of_group, version_of_minutes
from .locks import locked_meeting


@transaction.atomic
@in_record_language
def record_meeting(
    *,
    meeting: Meeting,
    by: Actor,
    held_on: date,
    decisions: str,
    came: Mapping[Invitation, str],
    attendees: str = "",
    notes: Mapping[AgendaPoint, str] | None = None,
    results: Mapping[WorkingGroup, str] | None = None,
    seen: str = "",
) -> Meeting:
    """Record what came of a meeting; until its minutes are signed it may be recorded anew. came: who of those asked was
    there, and who came for the institution ("" of a person). notes, results: by point of the agenda and by group.

    Raises NotAllowed, RuleViolation, StaleWrite when it is no longer the version (`version_of`) that was read.
    """
    require(permissions.can_lead(by, meeting))
    meeting = locked_meeting(meeting)
    refuse_other_version(meeting, SEEN_OF_MINUTES, seen)
    notes, results = notes or {}, results or {}
    require_no_problems(record_problems(meeting, held_on, came, [*notes, *results]))
    there = {guest.pk: name.strip()[:200] for guest, name in came.items()}
    meeting.held_on, meeting.attendees, meeting.decisions = held_on, attendees.strip(), decisions.strip()
    meeting.recorded_at, meeting.recorded_by_id = timezone.now(), by.user_id
    meeting.save(update_fields=["held_on", "attendees", "decisions", "recorded_at", "recorded_by"])
    _note_attendance(meeting, there)
    for point, text in notes.items():
        AgendaPoint.objects.filter(pk=point.pk).update(notes=text.strip())
    for group, text in results.items():
        WorkingGroup.objects.filter(pk=group.pk).update(result=text.strip())
    end_calls(meeting, by=by)
    record("meeting.record", meeting, by=by, data={"held": held_on.isoformat(), "came": len(there)})
    return meeting


def _note_attendance(meeting: Meeting, there: Mapping[int, str]) -> None:
    guests = list(meeting.invitations.all())
    for guest in guests:
        guest.came = guest.pk in there
        guest.represented_by = "" if guest.person_id else there.get(guest.pk, "")
    Invitation.objects.bulk_update(guests, ["came", "represented_by"])


@transaction.atomic
@in_record_language
def set_group(
    *,
    meeting: Meeting,
    name: str,
    topic: str,
    members: Collection[Invitation],
    by: Actor,
    group: WorkingGroup | None = None,
    seen: str = "",
) -> WorkingGroup:
    """Make a working group of those asked, or change `group`, until the minutes are signed.

    Raises NotAllowed, RuleViolation, StaleWrite when it is no longer the version (`version_of_group`) that was read.
    """
    require(permissions.can_lead(by, meeting))
    meeting = locked_meeting(meeting)
    require_no_problems(group_problems(meeting, name, members, group=group))
    row = meeting.groups.get(pk=group.pk) if group else WorkingGroup(meeting=meeting)
    if group:
        refuse_other(version_of_group(row), seen)
    row.name, row.topic = name.strip(), topic.strip()
    row.save(update_fields=["name", "topic"] if group else None)  # what came of it is recorded elsewhere
    row.members.set(members)
    record("meeting.group", meeting, by=by, data={"group": row.pk, "members": [one.pk for one in members]})
    return row


@transaction.atomic
@in_record_language
def sign_minutes(*, meeting: Meeting, by: Actor, seen: str = "") -> OfficialPaper:
    """Sign what was recorded and issue it as a numbered PDF; from then on all of it stays as it is.

    Raises NotAllowed, RuleViolation, StaleWrite when it is no longer the version (`version_of_minutes`) that was read.
    """
    require(permissions.can_lead(by, meeting))
    meeting = locked_meeting(meeting)
    require_no_problems(held_already_problems(meeting))
    refuse_other(version_of_minutes(meeting), seen)
    meeting.signed_at, meeting.signed_by_id = timezone.now(), by.user_id
    meeting.save(update_fields=["signed_at", "signed_by"])
    paper = issue_official(
        kind=PaperKind.MEETING_MINUTES,
        about=subject_of(meeting),
        holder=subject_of(meeting),
        office=office_of(meeting.office),
        content=minutes_of(meeting),
        dated_on=today_in(meeting.office.region),
        by=by,
    )
    record("meeting.sign", meeting, by=by, data={"paper": paper.pk})
    return paper
