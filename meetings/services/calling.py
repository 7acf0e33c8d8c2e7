"""Calling a meeting, asking people to it, moving it, and calling it off."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.clock import date_words, time_words
from atensi.documents.numbers import next_number
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.models import Region
from atensi.reference.workdays import local_day, today_in
from institutions.letterhead import code_of
from institutions.models import Institution, Membership

from .. import permissions
from ..eligibility import (
    ahead_problems,
    call_problems,
    guest_problems,
    planned_problems,
    reason_problems,
    withdrawal_problems,
)
from ..models import AgendaPoint, Invitation, Meeting, MeetingMove
from ..notifications import end_calls, tell_called, tell_cancelled, tell_moved, tell_withdrawn
from .locks import locked_meeting


@transaction.atomic
@in_record_language
def call_meeting(
    *, office: Institution, title: str, region: Region, meets_at: datetime, place: str, agenda: Sequence[str], by: Actor
) -> Meeting:
    """Call a meeting for a region; who shall come is asked with `invite`. agenda: its points in order.

    Raises NotAllowed, RuleViolation.
    """
    require(permissions.can_call(by, office))
    require_no_problems(call_problems(office, region, meets_at, agenda))
    code, year = code_of(office), today_in(office.region).year
    meeting = Meeting.objects.create(
        number=f"RK/{next_number(f'meeting:{code}:{year}'):04}/{code}/{year}",
        office=office,
        region=region,
        title=title.strip(),
        meets_at=meets_at,
        meets_on=local_day(meets_at, office.region),
        place=place.strip(),
        called_by_id=by.user_id,
    )
    points = [point.strip() for point in agenda if point.strip()]
    AgendaPoint.objects.bulk_create(
        AgendaPoint(meeting=meeting, position=n, text=text) for n, text in enumerate(points, 1)
    )
    Invitation.objects.create(meeting=meeting, institution=office, invited_by_id=by.user_id)
    record("meeting.call", meeting, by=by, data={"region": region.pk, "on": meeting.meets_on.isoformat()})
    return meeting


@transaction.atomic
@in_record_language
def invite(
    *, meeting: Meeting, by: Actor, institutions: Collection[Institution] = (), workers: Collection[Membership] = ()
) -> list[Invitation]:
    """Ask institutions and field workers to a meeting, who are told. workers: as members of their office.

    Raises NotAllowed, RuleViolation.
    """
    require(permissions.can_lead(by, meeting))
    meeting = locked_meeting(meeting)
    require_no_problems(planned_problems(meeting) + guest_problems(meeting, institutions, workers))
    rows = [Invitation(meeting=meeting, institution=one, invited_by_id=by.user_id) for one in institutions]
    rows += [
        Invitation(meeting=meeting, institution=one.institution, person=one.user, invited_by_id=by.user_id)
        for one in workers
    ]
    asked = Invitation.objects.bulk_create(rows)
    tell_called(meeting, asked, by=by)
    record("meeting.invite", meeting, by=by, data={"invitations": [one.pk for one in asked]})
    return asked


@transaction.atomic
@in_record_language
def withdraw_invitation(*, invitation: Invitation, by: Actor, reason: str = "") -> Meeting:
    """Take an invitation back before the meeting was held: who was asked is told and reads of it no more, and leaves
    the groups they were in. The trail says who had been asked. Raises NotAllowed, RuleViolation."""
    require(permissions.can_lead(by, invitation.meeting))
    meeting = locked_meeting(invitation.meeting)
    require_no_problems(withdrawal_problems(meeting, invitation))
    told = {"invitation": invitation.pk, "institution": invitation.institution_id, "person": invitation.person_id}
    tell_withdrawn(meeting, invitation, reason.strip(), by=by)
    invitation.groups.clear()
    meeting.invitations.filter(pk=invitation.pk).delete()
    record("meeting.withdraw", meeting, by=by, data=told, reason=reason)
    return meeting


@transaction.atomic
@in_record_language
def move_meeting(*, meeting: Meeting, meets_at: datetime, place: str, reason: str, by: Actor) -> Meeting:
    """Put a meeting to another time or place; who was asked is told. Raises NotAllowed, RuleViolation."""
    require(permissions.can_lead(by, meeting))
    meeting = locked_meeting(meeting)
    require_no_problems(planned_problems(meeting) + ahead_problems(meets_at) + reason_problems(reason))
    before = f"{date_words(meeting.meets_at)} {time_words(meeting.meets_at)}, {meeting.place}"
    meeting.meets_at, meeting.meets_on = meets_at, local_day(meets_at, meeting.office.region)
    meeting.place = place.strip()
    meeting.save(update_fields=["meets_at", "meets_on", "place"])
    move = MeetingMove.objects.create(
        meeting=meeting, from_moment=before, reason=reason.strip(), moved_by_id=by.user_id
    )
    end_calls(meeting, by=by)
    tell_moved(move, by=by)
    record("meeting.move", meeting, by=by, data={"on": meeting.meets_on.isoformat()}, reason=reason)
    return meeting


@transaction.atomic
@in_record_language
def cancel_meeting(*, meeting: Meeting, reason: str, by: Actor) -> Meeting:
    """Call a meeting off, with the reason; who was asked is told. Raises NotAllowed, RuleViolation."""
    require(permissions.can_lead(by, meeting))
    meeting = locked_meeting(meeting)
    require_no_problems(planned_problems(meeting) + reason_problems(reason))
    meeting.cancelled_at, meeting.cancelled_by_id = timezone.now(), by.user_id
    meeting.cancel_reason = reason.strip()
    meeting.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
    end_calls(meeting, by=by)
    tell_cancelled(meeting, by=by)
    record("meeting.cancel", meeting, by=by, reason=reason)
    return meeting
