"""Pembahasan kasus: the multi-party meeting that gives recommendations (domain.md 9): called, held, followed up."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.deadlines.services.keeping import keep_deadlines
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language
from atensi.reference.workdays import local_day

from .. import permissions
from ..eligibility.case_tasks import task_problems
from ..eligibility.common import open_problems
from ..eligibility.conferences import call_problems, cancel_problems, held_problems
from ..event_states import EventKind
from ..models import Case, CaseConference, ConferenceCall, ConferenceFollowUp, ConferenceGuest
from ..notifications import tell_called
from ..states import TaskKind
from .case_tasks import Hand, open_task
from .events import add_event
from .locks import locked, locked_case


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody from outside who is asked to come: "Ibu Contoh", "guru"."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What somebody shall do until when."""

    title: str
    due_on: date
    hand: Hand


@transaction.atomic
@in_record_language
def call_conference(
    *,
    case: Case,
    by: Actor,
    meets_at: datetime,
    place: str,
    agenda: str,
    people: Collection[User] = (),
    guests: Sequence[Guest] = (),
) -> ConferenceCall:
    """Ask people to a conference; those of them who use the system are told. people: of `hands.invitable`.

    Raises NotAllowed, RuleViolation.
    """
    require(permissions.can_confer(by, case))
    case = locked_case(case)
    problems = call_problems(case, meets_at=meets_at, people=people, guests=[guest.name for guest in guests])
    require_no_problems(open_problems(case) + problems)
    call = ConferenceCall.objects.create(
        case=case,
        meets_at=meets_at,
        meets_on=local_day(meets_at, case.office.region),
        place=place.strip(),
        agenda=agenda.strip(),
        called_by_id=by.user_id,
    )
    asked = [ConferenceGuest(call=call, user=person) for person in people]
    asked += [ConferenceGuest(call=call, name=guest.name.strip(), role=guest.role.strip()) for guest in guests]
    ConferenceGuest.objects.bulk_create(asked)
    tell_called(call, people, by=by)
    add_event(case=case, kind=EventKind.CONFERENCE_CALLED, by=by)
    record("conference.call", case, by=by, data={"call": call.pk, "people": [person.pk for person in people]})
    keep_deadlines(subjects={"conference": [call.pk]}, by=by)
    return call


@transaction.atomic
@in_record_language
def cancel_conference(*, call: ConferenceCall, reason: str, by: Actor) -> ConferenceCall:
    """Call a conference off, with the reason; who was asked is told. Raises NotAllowed, RuleViolation."""
    require(permissions.can_confer(by, call.case))
    case = locked_case(call.case)
    call = locked(call)
    require_no_problems(open_problems(case) + cancel_problems(call, reason))
    call.cancelled_at, call.cancelled_by_id, call.cancel_reason = timezone.now(), by.user_id, reason.strip()
    call.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
    tell_called(call, User.objects.filter(pk__in=call.guests.values("user_id")), by=by)
    record("conference.cancel", case, by=by, data={"call": call.pk}, reason=reason)
    keep_deadlines(subjects={"conference": [call.pk]}, by=by)
    return call


@transaction.atomic
@in_record_language
def hold_conference(
    *,
    case: Case,
    by: Actor,
    held_on: date,
    options: str,
    recommendation: str,
    attendees: str = "",
    child_view: str = "",
    child_not_heard_reason: str = "",
    dissent: str = "",
    came: Collection[ConferenceGuest] = (),
    follow_ups: Sequence[FollowUp] = (),
) -> CaseConference:
    """Record a conference that was held: who came, the child's view, what was weighed, what was decided, dissent, and
    what follows, which becomes tasks. came: of the guests of the case's open call, which this one answers; attendees:
    who else.

    Raises NotAllowed, RuleViolation. Source: domain.md 9 "Case conference", 5.3 (child takes part, hard).
    """
    require(permissions.can_confer(by, case))
    case = locked_case(case)
    call = case.conference_calls.open().select_for_update(of=("self",)).first()
    there = [*map(str, came), *filter(None, (line.strip() for line in attendees.splitlines()))]
    problems = held_problems(case, held_on, child_view, child_not_heard_reason, there=there, call=call, came=came)
    for each in follow_ups:
        problems += task_problems(case, each.title, each.due_on, each.hand)
    require_no_problems(open_problems(case) + problems)
    conference = CaseConference.objects.create(
        case=case,
        held_on=held_on,
        attendees="\n".join(there),
        options=options,
        recommendation=recommendation,
        child_view=child_view.strip(),
        child_not_heard_reason=child_not_heard_reason.strip(),
        dissent=dissent,
        recorded_by_id=by.user_id,
    )
    if call is not None:
        _answer(call, conference, came)
    for each in follow_ups:
        _follow(conference, each, by)
    add_event(case=case, kind=EventKind.CONFERENCE_HELD, by=by)
    record("conference.hold", case, by=by, data={"conference": conference.pk})
    keep_deadlines(cases=[case.pk], by=by)
    return conference


@transaction.atomic
@in_record_language
def add_follow_up(*, conference: CaseConference, title: str, due_on: date, hand: Hand, by: Actor) -> ConferenceFollowUp:
    """Give somebody something to do that the conference agreed. Raises NotAllowed, RuleViolation."""
    require(permissions.can_confer(by, conference.case))
    case = locked_case(conference.case)
    conference.case = case
    require_no_problems(open_problems(case) + task_problems(case, title, due_on, hand))
    return _follow(conference, FollowUp(title, due_on, hand), by)


def _answer(call: ConferenceCall, conference: CaseConference, came: Collection[ConferenceGuest]) -> None:
    there = {guest.pk for guest in came}
    for guest in call.guests.all():
        guest.came = guest.pk in there
        guest.save(update_fields=["came"])
    call.conference = conference
    call.save(update_fields=["conference"])


def _follow(conference: CaseConference, asked: FollowUp, by: Actor) -> ConferenceFollowUp:
    task = open_task(
        case=conference.case,
        kind=TaskKind.FOLLOW_UP,
        title=asked.title,
        due_on=asked.due_on,
        hand=asked.hand,
        by=by,
    )
    return ConferenceFollowUp.objects.create(conference=conference, task=task)
