"""The deadlines and the held tasks that a board is about: one scope at a time, each narrowed along its index."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.deadlines.models import Deadline
from atensi.deadlines.querysets import DeadlineQuerySet
from cases.clocks import AFTERCARE, FIRST_CONTACT, TASK
from cases.models import AftercareVisit, Case, CaseResponse, CaseTask
from cases.states import TaskState
from institutions.states import OFFICE_ROLES, Role

from ..clocks import ANSWER, REVIEW
from ..models import PlacementReview, Referral
from .asking import HELD_BY_US, LATE, LATER, MONTH, NEAR, SHARED, WEEK, Asked

NEAR_DAYS = 14
# A day ends first in WIT and last in WIB: bounds for the index; the day itself is compared besides.
FIRST_ZONE, LAST_ZONE = ZoneInfo("Asia/Jayapura"), ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the rows of a clock keep the day they were done. day: the field. case, holder: paths from the row."""

    rows: Callable[[], QuerySet[Any]]
    day: str
    case: str
    holder: str = ""

    @property
    def by_day(self) -> str:
        """How a condition names the calendar day of `day`."""
        return self.day if self.day.endswith("_on") else f"{self.day}__date"


# Other clocks end without a day of their own on one row: what ended them (a signature, a certificate) stands elsewhere.
KEPT: dict[str, Kept] = {
    REVIEW.code: Kept(
        lambda: PlacementReview.objects.held(), "held_on", "placement__case", holder="placement__institution"
    ),
    ANSWER.code: Kept(
        lambda: Referral.objects.filter(answered_at__isnull=False), "answered_at", "case", holder="to_institution"
    ),
    FIRST_CONTACT.code: Kept(
        lambda: CaseResponse.objects.filter(first_contact_at__isnull=False, case__isnull=False),
        "first_contact_at",
        "case",
    ),
    TASK.code: Kept(lambda: CaseTask.objects.filter(state=TaskState.DONE), "ended_at", "case"),
    AFTERCARE.code: Kept(lambda: AftercareVisit.objects.filter(done_on__isnull=False), "done_on", "case"),
}


def open_rows(user: User, actor: Actor, question: Asked) -> DeadlineQuerySet:
    """The open deadlines of the question, whatever their day."""
    rows = _scope(user, actor, question.scope)
    if question.clock:
        rows = rows.filter(clock=question.clock)
    if question.home:
        rows = rows.filter(holder_id=question.home)
    return rows


def _scope(user: User, actor: Actor, scope: str) -> DeadlineQuerySet:
    """Named sets of `Deadline.scopes`; what is held by a home is shown while the case is shared with it, except the
    requests that wait for its answer: those open with acceptance (design.md 3)."""
    rows = Deadline.objects.all()
    shared = Case.objects.scopes(user)["shared"].values("pk")
    if actor.role in OFFICE_ROLES and scope == SHARED:
        return rows.filter(case_id__in=shared)
    if actor.role in OFFICE_ROLES and scope == HELD_BY_US:
        return rows.scopes(user)["holder"].filter(holder_id=actor.institution_id)
    mine = rows.of_membership(user, actor.role, actor.institution_id)
    if actor.role in OFFICE_ROLES | {Role.FIELD_SOCIAL_WORKER}:
        return mine
    return mine.filter(Q(case_id=None) | Q(clock=ANSWER.code) | Q(case_id__in=shared))


def of_status(rows: DeadlineQuerySet, status: str, at: datetime) -> DeadlineQuerySet:
    """Those of `rows` that are late, near, or due in one stretch of time; stretches follow each other without a gap."""
    if status == LATE:
        return rows.late(at)
    if status == NEAR:
        return rows.ahead(NEAR_DAYS + 1, at)  # the day that is 14 days away ends a day later
    today = timezone.localdate(at)
    sunday = today + timedelta(days=6 - today.weekday())
    month_end = max(sunday, (today.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1))
    ahead = rows.filter(due_at__gt=at)
    if status == WEEK:
        return until(ahead, sunday)
    if status == MONTH:
        return until(beyond(ahead, sunday), month_end)
    return beyond(ahead, month_end) if status == LATER else rows


def until(rows: DeadlineQuerySet, day: date) -> DeadlineQuerySet:
    """Those whose last day is `day` or before."""
    return rows.filter(due_on__lte=day, due_at__lte=_over(day, LAST_ZONE))


def beyond(rows: DeadlineQuerySet, day: date) -> DeadlineQuerySet:
    """Those whose last day is after `day`."""
    # An hour counts by itself, so that a deadline of some hour of the next day is not lost.
    return rows.filter(due_on__gt=day, due_at__gt=_over(day, FIRST_ZONE))


def _over(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, zone)


def kept_for(question: Asked) -> Kept | None:
    """Where the clock of the question keeps what was done; None where nothing is kept, and for all clocks at once."""
    return KEPT.get(question.clock)


def held_rows(user: User, actor: Actor, question: Asked, kept: Kept) -> QuerySet[Any]:
    """What was done of the question's clock, by the scopes of cases."""
    scopes = Case.objects.scopes(user)
    rows = kept.rows()
    if kept.holder and question.home:
        rows = rows.filter(**{kept.holder: question.home})
    if actor.role == Role.FIELD_SOCIAL_WORKER:
        return rows.filter(**{f"{kept.case}__in": scopes["mine"].filter(office_id=actor.institution_id)})
    if actor.role in OFFICE_ROLES and not question.scope:
        return rows.filter(**{f"{kept.case}__in": scopes["office"].filter(office_id=actor.institution_id)})
    if actor.role in OFFICE_ROLES and question.scope == SHARED:
        return rows.filter(**{f"{kept.case}__in": scopes["shared"]})
    if not kept.holder:
        return rows.none()
    cases = Case.objects.visible_to(user) if actor.role in OFFICE_ROLES else scopes["shared"]
    return rows.filter(**{f"{kept.case}__in": cases, kept.holder: actor.institution_id})
