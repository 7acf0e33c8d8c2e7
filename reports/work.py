"""What a person has to do today: one list of tasks out of every clock, for the first page of each role.

Reads everything, writes nothing. Each source is one query with a limit; the page's number of queries is fixed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.clock import date_words
from atensi.deadlines.clocks import Clock
from atensi.deadlines.models import Deadline
from cases.clocks import AFTERCARE, ASSESSMENT, FIRST_CONTACT, TASK
from cases.masking import task_title
from cases.models import AftercareVisit, CarePlanAction, Case, CaseResponse, CaseTask
from cases.permissions import SOCIAL_WORKER_ROLES
from cases.plan_states import OPEN_ACTIONS
from institutions.states import OFFICE_ROLES, SHARE_ROLES, Role
from meetings.models import MeetingFollowUp
from referrals.clocks import EMERGENCY, EXISTING, MOVE, REVIEW
from referrals.models import CareDecision, MovePlan, Placement, PlacementReview
from referrals.states import PlacementState

from .answering import questions, referrals_in, transfers
from .carers import carer_permits, carers_waiting
from .closing import closures_proposed, closures_running
from .deciding import decisions, extensions, recommendations, unused_decisions
from .desks import incoming, incoming_above, incoming_own, incoming_waiting, requests_waiting
from .keeping import (
    idle_accounts,
    offices_lacking_people,
    own_permits,
    parked_mail,
    permits,
    registrations,
    sentra_lacking_intake,
)
from .living import admission_sheets, incidents_above, incidents_of_children, incidents_owing, leaves_late
from .rows import AHEAD_DAYS, DECISION, LIMIT, PLANNED, SAFETY, Task, grouped, who

__all__ = ["SOURCES", "Task", "cases_of", "due", "grouped", "tasks_for"]


def cases_of(user, actor: Actor) -> QuerySet[Case]:
    """The open cases the acting membership is about: own, the office's, or those shared with the institution."""
    scopes = Case.objects.open().scopes(user)
    if actor.role == Role.FIELD_SOCIAL_WORKER:
        return scopes["mine"].filter(office_id=actor.institution_id)
    if actor.role in {Role.SUPERVISOR, Role.SOCIAL_OFFICE_DECIDER}:
        return scopes["office"].filter(office_id=actor.institution_id)
    return scopes["shared"]


def due(user, actor: Actor, clock: Clock) -> QuerySet[Deadline]:
    """Whatever the acting membership has to do with that is late by `clock`, or will be in two weeks."""
    rows = Deadline.objects.of_membership(user, actor.role, actor.institution_id)
    if actor.role in SHARE_ROLES:
        rows = rows.filter(case_id__in=cases_of(user, actor).values("pk"))
    return rows.filter(clock=clock.code).ahead(AHEAD_DAYS + 1)


def first_due(rows: QuerySet[Deadline]) -> QuerySet[Deadline]:
    """Ids of what they are about, soonest first: the deadlines are walked by index, and their rows read by id."""
    return rows.order_by("due_at", "pk").values("subject_id")[:LIMIT]


def first_contacts(user, actor: Actor, today: date) -> Iterable[Task]:
    """Responses still without first contact (domain.md 9)."""
    responses = (
        CaseResponse.objects.awaiting_contact()
        .filter(pk__in=first_due(due(user, actor, FIRST_CONTACT)))
        .select_related("beneficiary", "case__beneficiary", "region")
        .order_by("first_contact_due_at")
    )
    verb = _("Catat kontak") if actor.role in SOCIAL_WORKER_ROLES else _("Lihat")
    for response in responses:
        yield Task(
            response.first_contact_due_at,
            _("Kontak pertama: %(who)s") % {"who": who(response.case, response.beneficiary)},
            f"{response.get_channel_display()}, {_('Kec.')} {response.region}",
            reverse("cases:response", args=[response.pk]),
            verb,
            response.case,
            SAFETY,
        )


def assessments(user, actor: Actor, today: date) -> Iterable[Task]:
    """Cases whose first assessment is due and not yet signed."""
    cases = (
        Case.objects.filter(pk__in=first_due(due(user, actor, ASSESSMENT)))
        .select_related("beneficiary")
        .order_by("assessment_due_on")
    )
    for case in cases:
        yield Task(
            case.assessment_due_on,
            _("Asesmen: %(who)s") % {"who": who(case)},
            case.number,
            reverse("cases:assessments", args=[case.pk]),
            _("Lengkapi"),
            case,
        )


def plan_actions(user, actor: Actor, today: date) -> Iterable[Task]:
    """Actions of signed plans that are due."""
    actions = (
        CarePlanAction.objects.filter(
            goal__plan__case__in=cases_of(user, actor),
            goal__plan__signed_at__isnull=False,
            state__in=OPEN_ACTIONS,
            due_on__lte=today + timedelta(days=7),
        )
        .select_related("goal__plan__case__beneficiary")
        .order_by("due_on")
    )
    for action in actions[:LIMIT]:
        case = action.goal.plan.case
        yield Task(
            action.due_on,
            f"{action.text}: {who(case)}",
            _("Oleh %(who)s") % {"who": action.responsible},
            reverse("cases:plan", args=[case.pk]),
            _("Buka rencana"),
            case,
            PLANNED,
        )


def reviews(user, actor: Actor, today: date) -> Iterable[Task]:
    """Placement reviews that are late or near (domain.md 5.3)."""
    rows = (
        PlacementReview.objects.open()
        .filter(pk__in=first_due(due(user, actor, REVIEW)))
        .select_related("placement__case__beneficiary", "placement__case__office__region", "placement__institution")
        .order_by("due_on", "pk")
    )
    verb = _("Lihat") if actor.role == Role.SOCIAL_OFFICE_DECIDER else _("Tinjau")
    for review in rows:
        case = review.placement.case
        yield Task(
            review.due_on,
            _("Tinjauan ke‑%(n)s: %(who)s") % {"n": review.sequence, "who": who(case)},
            str(review.placement.institution or review.placement.get_form_display()),
            reverse("referrals:review_detail", args=[review.pk]),
            verb,
            case,
            DECISION,
            case.office.region.time_zone,
        )


def aftercare(user, actor: Actor, today: date) -> Iterable[Task]:
    """Follow-up visits after a homecoming."""
    visits = (
        AftercareVisit.objects.open()
        .filter(pk__in=first_due(due(user, actor, AFTERCARE)))
        .select_related("case__beneficiary")
        .order_by("due_on")
    )
    for visit in visits:
        yield Task(
            visit.due_on,
            _("Kunjungan bulan ke‑%(n)s: %(who)s") % {"n": visit.month, "who": who(visit.case)},
            _("Kembali ke keluarga %(day)s") % {"day": date_words(visit.home_on)},
            reverse("cases:aftercare_visit", args=[visit.pk]),
            _("Catat kunjungan"),
            visit.case,
        )


def tasks(user, actor: Actor, today: date) -> Iterable[Task]:
    """Tasks of cases: a worker's own, what the home has in hand, and what the office's people are late with or an
    overseer has taken on."""
    rows = due(user, actor, TASK)
    if actor.role in OFFICE_ROLES:
        rows = rows.filter(Q(worker_id=user.pk) | Q(due_at__lte=timezone.now()))
    found = (
        CaseTask.objects.open().filter(pk__in=first_due(rows)).select_related("case__beneficiary", "assignee", "holder")
    )
    for task in found.order_by("due_on", "pk"):
        yield Task(
            task.due_on,
            f"{task_title(task, sees_names=False) or task.get_kind_display()}: {who(task.case)}",
            str(task.holder or task.assignee),
            reverse("cases:task", args=[task.pk]),
            _("Kerjakan"),
            task.case,
            PLANNED,
        )


def meeting_follow_ups(user, actor: Actor, today: date) -> Iterable[Task]:
    """What meetings of the region agreed that one does oneself, or for the own institution."""
    seen = MeetingFollowUp.objects.visible_to(user)
    rows = seen.owned_by(user, actor.role, actor.institution_id).open().with_owner()
    for row in rows.filter(due_on__lte=today + timedelta(days=AHEAD_DAYS)).order_by("due_on", "pk")[:LIMIT]:
        yield Task(
            row.due_on,
            row.title,
            _("Rapat %(number)s") % {"number": row.meeting.number},
            reverse("meetings:follow_up", args=[row.pk]),
            _("Kerjakan"),
            weight=PLANNED,
            zone=row.owner.institution.region.time_zone,
        )


def approved_placements(user, actor: Actor, today: date) -> Iterable[Task]:
    """Signed decisions for care in a family whose placement has not begun."""
    decisions = (
        CareDecision.objects.startable(today)
        .filter(case__in=cases_of(user, actor))
        .select_related("case__beneficiary")
        .order_by("starts_on")
    )
    for decision in decisions[:LIMIT]:
        yield Task(
            decision.starts_on,
            _("Mulai penempatan: %(who)s") % {"who": who(decision.case)},
            f"{decision.get_form_display()}, {decision.number}",
            reverse("referrals:placement_start", args=[decision.pk]),
            _("Mulai"),
            decision.case,
        )


def overstays(user, actor: Actor, today: date) -> Iterable[Task]:
    """Emergency placements past their limit: on every list until they have a title, never silently extended."""
    # A Sentra that works on the case has to know wherever the child is; the home alone has to act.
    shown = (
        {"case__in": cases_of(user, actor)}
        if actor.role in SHARE_ROLES
        else {"pk__in": due(user, actor, EMERGENCY).late().values("subject_id")}
    )
    late = (
        Placement.objects.filter(state=PlacementState.OVERSTAYED, **shown)
        .select_related("case__beneficiary", "case__office__region", "institution")
        .order_by("emergency_ends_on")
    )
    for placement in late[:LIMIT]:
        yield Task(
            placement.emergency_ends_on,
            _("Batas darurat lewat: %(who)s") % {"who": who(placement.case)},
            str(placement.institution or ""),
            reverse("cases:placements", args=[placement.case_id]),
            _("Buka"),
            placement.case,
            SAFETY,
            placement.case.office.region.time_zone,
        )


def existing_residents(user, actor: Actor, today: date) -> Iterable[Task]:
    """Children who lived in a home already and have not been put to Dinas yet (design.md 4): soon, and until done."""
    owing = (
        Placement.objects.owing_referral()
        .filter(pk__in=first_due(due(user, actor, EXISTING)))
        .select_related("case__beneficiary", "case__office__region", "institution")
        .order_by("referral_due_on")
    )
    for placement in owing:
        yield Task(
            placement.referral_due_on,
            _("Minta keputusan Dinas: %(who)s") % {"who": who(placement.case)},
            str(placement.institution or ""),
            reverse("cases:placements", args=[placement.case_id]),
            _("Buka"),
            placement.case,
            zone=placement.case.office.region.time_zone,
        )


def moves(user, actor: Actor, today: date) -> Iterable[Task]:
    """Children who must leave a home that stops."""
    rows = (
        MovePlan.objects.open()
        .filter(pk__in=first_due(due(user, actor, MOVE)))
        .select_related("placement__case__beneficiary", "placement__case__office__region", "closure__institution")
        .order_by("due_on", "pk")
    )
    for row in rows:
        case = row.placement.case
        yield Task(
            row.due_on,
            _("Pindahkan dari lembaga yang berhenti: %(who)s") % {"who": who(case)},
            str(row.closure.institution),
            reverse("referrals:move", args=[row.pk]),
            _("Rencanakan"),
            case,
            SAFETY,
            case.office.region.time_zone,
        )


Source = Callable[[object, Actor, date], Iterable[Task]]

SOURCES: dict[str, list[Source]] = {
    Role.FIELD_SOCIAL_WORKER: [
        incoming,
        incidents_of_children,
        leaves_late,
        transfers,
        questions,
        first_contacts,
        overstays,
        moves,
        existing_residents,
        reviews,
        aftercare,
        assessments,
        approved_placements,
        unused_decisions,
        tasks,
        meeting_follow_ups,
        carer_permits,
        plan_actions,
    ],
    Role.SUPERVISOR: [
        incoming_waiting,
        questions,
        incoming_above,
        incidents_owing,
        incidents_above,
        first_contacts,
        overstays,
        moves,
        closures_running,
        referrals_in,
        recommendations,
        transfers,
        extensions,
        existing_residents,
        reviews,
        aftercare,
        assessments,
        tasks,
        meeting_follow_ups,
        carer_permits,
    ],
    Role.SOCIAL_OFFICE_DECIDER: [
        incoming_waiting,
        incoming_above,
        incidents_owing,
        incidents_above,
        decisions,
        recommendations,
        transfers,
        extensions,
        carers_waiting,
        unused_decisions,
        overstays,
        closures_proposed,
        closures_running,
        existing_residents,
        reviews,
        first_contacts,
        tasks,
        meeting_follow_ups,
        carer_permits,
    ],
    Role.INTAKE_OFFICER: [
        requests_waiting,
        leaves_late,
        admission_sheets,
        referrals_in,
        questions,
        overstays,
        existing_residents,
        reviews,
        tasks,
        meeting_follow_ups,
    ],
    Role.LKSA_STAFF: [
        leaves_late,
        admission_sheets,
        referrals_in,
        questions,
        overstays,
        existing_residents,
        reviews,
        tasks,
        meeting_follow_ups,
        own_permits,
    ],
    Role.HOTLINE_OPERATOR: [incoming_own],
    Role.ANALYST: [],
    Role.ADMINISTRATOR: [
        parked_mail,
        sentra_lacking_intake,
        permits,
        registrations,
        offices_lacking_people,
        idle_accounts,
    ],
}


def tasks_for(user, actor: Actor, *, now: datetime | None = None) -> list[Task]:
    """Every task of the acting membership, most urgent first."""
    today = timezone.localdate(now)
    found = [task for source in SOURCES.get(actor.role, []) for task in source(user, actor, today)]
    return sorted(found, key=lambda task: task.sort_key)
