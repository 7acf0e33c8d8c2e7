"""What a meeting agreed that somebody does."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from atensi.audit.actor import Actor
from atensi.audit.services import record, subject_of
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.notices.services import mark_acted

from .. import permissions
from ..clocks import FOLLOW_UP
from ..eligibility import finish_problems, follow_up_problems
from ..models import Invitation, Meeting, MeetingFollowUp
from ..notifications import tell_follow_up
from .locks import locked_meeting


@transaction.atomic
@in_record_language
def agree_follow_up(*, meeting: Meeting, title: str, owner: Invitation, due_on: date, by: Actor) -> MeetingFollowUp:
    """Give one of those asked something to do that the meeting agreed; they are told.

    Raises NotAllowed, RuleViolation.
    """
    require(permissions.can_lead(by, meeting))
    meeting = locked_meeting(meeting)
    require_no_problems(follow_up_problems(meeting, owner, due_on))
    made = MeetingFollowUp.objects.create(
        meeting=meeting, title=title.strip(), owner=owner, due_on=due_on, agreed_by_id=by.user_id
    )
    tell_follow_up(made, by=by)
    keep_deadlines(subjects={FOLLOW_UP.code: [made.pk]}, by=by)
    record("meeting.follow_up", meeting, by=by, data={"follow_up": made.pk, "owner": owner.pk})
    return made


@transaction.atomic
@in_record_language
def finish_follow_up(*, follow_up: MeetingFollowUp, note: str, by: Actor) -> MeetingFollowUp:
    """Say that it was done, and what was done. Raises NotAllowed, RuleViolation."""
    rows = MeetingFollowUp.objects.select_for_update(of=("self",)).with_owner()
    require(permissions.can_finish(by, follow_up))
    row = rows.get(pk=follow_up.pk)
    require_no_problems(finish_problems(row, note))
    row.done_at, row.done_by_id, row.done_note = timezone.now(), by.user_id, note.strip()
    row.save(update_fields=["done_at", "done_by", "done_note"])
    mark_acted(subject_of(row), by=by)
    keep_deadlines(subjects={FOLLOW_UP.code: [row.pk]}, by=by)
    record("meeting.follow_up_done", row.meeting, by=by, data={"follow_up": row.pk})
    return row
