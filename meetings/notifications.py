"""Who is told what about meetings."""

from collections.abc import Collection, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import subject_of
from atensi.clock import date_words, time_words
from atensi.notices.kinds import NoticeKind, register_kind
from atensi.notices.models import Notice
from atensi.notices.services import mark_many_acted, notify
from institutions.reaching import who_holds
from institutions.rights import FIELD
from institutions.states import OFFICE_ROLES, RECEIVING_ROLES

from .models import Invitation, Meeting, MeetingFollowUp, MeetingMove
from .states import ATTENDING_ROLES

CALLED, MOVED, CANCELLED, FOLLOW_UP = "meeting:called", "meeting:moved", "meeting:cancelled", "meeting:follow_up"
WITHDRAWN, WITHDRAWN_BECAUSE = "meeting:withdrawn", "meeting:withdrawn_because"


def register_kinds() -> None:
    called = _("Undangan rapat koordinasi {reference}: {when}, {place}.")
    register_kind(NoticeKind(CALLED, called, _("Undangan rapat koordinasi: {reference}")))
    moved = _("Rapat koordinasi {reference} dipindahkan: {when}, {place}.")
    register_kind(NoticeKind(MOVED, moved, _("Rapat koordinasi dipindahkan: {reference}")))
    cancelled = _("Rapat koordinasi dibatalkan: {reference}")
    register_kind(NoticeKind(CANCELLED, cancelled, cancelled, is_news=True))
    withdrawn = _("Undangan rapat koordinasi ditarik: {reference}")
    register_kind(NoticeKind(WITHDRAWN, withdrawn, withdrawn, is_news=True))
    because = _("Undangan rapat koordinasi {reference} ditarik: {reason}")
    register_kind(NoticeKind(WITHDRAWN_BECAUSE, because, withdrawn, is_news=True))
    given = _("Tindak lanjut rapat koordinasi untuk Anda: {reference}")
    register_kind(NoticeKind(FOLLOW_UP, given, given, has_limit=True))


def people_of(invitations: Iterable[Invitation]) -> set[int]:
    """Those asked by name who still work there; of an institution its heads and who answers for it. Two queries."""
    rows = list(invitations)
    held = who_holds({row.institution_id for row in rows}, ATTENDING_ROLES)
    named = [row for row in rows if row.person_id is not None]
    found = {row.person_id for row in named if row.person_id in held.of(row.institution_id, FIELD)}
    for place in {row.institution_id for row in rows if row.person_id is None}:
        found |= held.of(place, RECEIVING_ROLES | OFFICE_ROLES) | set(held.heads[place])
    return found


def end_calls(meeting: Meeting, *, by: Actor) -> None:
    """When and where it meets is said anew, or matters no more: what was said before asks for nothing."""
    mark_many_acted(_calls_of(meeting), kinds=(CALLED, MOVED), by=by)


def _calls_of(meeting: Meeting) -> list[str]:
    """The subjects of what was said of when and where: the meeting, its moves, and those who are asked once more."""
    return [subject_of(row) for row in (meeting, *meeting.moves.all(), *meeting.invitations.all())]


def tell_called(meeting: Meeting, invitations: Collection[Invitation], *, by: Actor) -> None:
    """Who is asked learns when and where; also who was asked before, and not any more, and now is again."""
    told = Notice.objects.filter(subject=subject_of(meeting), kind=CALLED, acted_at__isnull=False)
    before = set(told.values_list("recipient", flat=True))
    _tell(CALLED, meeting, invitations, by, subject=subject_of(meeting), data=_when(meeting))
    for guest in invitations if before else ():
        again = people_of([guest]) & before
        _tell_people(CALLED, meeting, again, by, subject=subject_of(guest), data=_when(meeting))


def tell_moved(move: MeetingMove, *, by: Actor) -> None:
    """Everybody asked learns the new time and place."""
    meeting = move.meeting
    _tell(MOVED, meeting, meeting.invitations.all(), by, subject=subject_of(move), data=_when(meeting))


def tell_cancelled(meeting: Meeting, *, by: Actor) -> None:
    _tell(CANCELLED, meeting, meeting.invitations.all(), by, subject=subject_of(meeting), data={})


def tell_withdrawn(meeting: Meeting, guest: Invitation, reason: str, *, by: Actor) -> None:
    """Who is asked no more learns so, and is asked for nothing; not whoever another invitation reaches."""
    left = people_of([guest]) - people_of(meeting.invitations.exclude(pk=guest.pk))
    if not left:
        return
    mark_many_acted(_calls_of(meeting), kinds=(CALLED, MOVED), recipients=left, by=by)
    notify(
        kind=WITHDRAWN_BECAUSE if reason else WITHDRAWN,
        subject=subject_of(guest),
        recipients=sorted(left - {by.user_id}),
        due_on=meeting.meets_on,
        reference=meeting.number,
        path=reverse("meetings:list"),
        data={"reason": reason} if reason else {},
    )


def tell_follow_up(follow_up: MeetingFollowUp, *, by: Actor) -> None:
    """Who shall do something learns what and until when."""
    notify(
        kind=FOLLOW_UP,
        subject=subject_of(follow_up),
        recipients=sorted(people_of([follow_up.owner]) - {by.user_id}),
        due_on=follow_up.due_on,
        reference=follow_up.meeting.number,
        path=reverse("meetings:follow_up", args=[follow_up.pk]),
    )


def _when(meeting: Meeting) -> dict[str, str]:
    return {"when": f"{date_words(meeting.meets_at)} {time_words(meeting.meets_at)}", "place": meeting.place}


def _tell(
    kind: str, meeting: Meeting, invitations: Iterable[Invitation], by: Actor, *, subject: str, data: dict[str, str]
) -> None:
    _tell_people(kind, meeting, people_of(invitations), by, subject=subject, data=data)


def _tell_people(
    kind: str, meeting: Meeting, people: set[int], by: Actor, *, subject: str, data: dict[str, str]
) -> None:
    notify(
        kind=kind,
        subject=subject,
        recipients=sorted(people - {by.user_id}),
        due_on=meeting.meets_on,
        reference=meeting.number,
        path=reverse("meetings:detail", args=[meeting.pk]),
        data=data,
    )


def meeting_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    """The titles of meetings, for notices about them."""
    return dict(Meeting.objects.visible_to(user).filter(pk__in=ids).values_list("pk", "title"))


def invitation_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    rows = Invitation.objects.visible_to(user).filter(pk__in=ids)
    return dict(rows.values_list("pk", "meeting__title"))


def move_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    rows = MeetingMove.objects.visible_to(user).filter(pk__in=ids)
    return dict(rows.values_list("pk", "meeting__title"))


def follow_up_words(user: Any, ids: Collection[int]) -> dict[int, str]:
    """What is to be done, for notices about it."""
    return dict(MeetingFollowUp.objects.visible_to(user).filter(pk__in=ids).values_list("pk", "title"))
