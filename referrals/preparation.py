"""The preparation sheet of a review: what those who meet need to know, from the rows as they stand today. Read only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from atensi.clock import date_words
from cases.models import CarePlan, CarePlanAction, CarePlanGoal, ServiceRecord

from .models import Placement, PlacementReview, Referral, ReviewGoalFinding
from .states import Attendee, ReferralKind, ReviewOutcome, Title
from .stays import Evidence, evidence_for

CONTACT_COMPONENT = "FAMILY_SUPPORT"  # visits, meetings of child and family (domain.md 4.1)


@dataclass(frozen=True, slots=True)
class GoalLine:
    """One goal of the plan with its actions, and what the last review found about it (None: nothing)."""

    goal: CarePlanGoal
    actions: Sequence[CarePlanAction]
    last: ReviewGoalFinding | None


@dataclass(frozen=True, slots=True)
class Preparation:
    """What a review prepares from. contacts, last_contact_on: services for the family since the last review.
    days_in_care: over every placement of the case. followed: what became of the last review's outcome, "" without one.
    limit: what the end of the title says, "" when it has none."""

    evidence: Evidence
    goals: Sequence[GoalLine]
    contacts: int
    last_contact_on: date | None
    days_in_care: int
    stays: int
    followed: str
    limit: str
    is_over: bool


def goals_of(plan: CarePlan | None) -> QuerySet[CarePlanGoal]:
    """The goals of the plan with their actions: two queries, none without a plan."""
    return plan.goals.prefetch_related("actions__component") if plan else CarePlanGoal.objects.none()


def preparation_for(review: PlacementReview) -> Preparation:
    """The sheet of `review`, in a fixed number of queries (at most 13)."""
    evidence = evidence_for(review)
    last = evidence.earlier[0] if evidence.earlier else None
    found = {row.goal_id: row for row in last.goal_findings.all()} if last else {}
    contacts = _contacts(review, evidence.since)
    days, stays = _days_in_care(review.placement)
    limit, is_over = _limit(review.placement)
    return Preparation(
        evidence=evidence,
        goals=[GoalLine(goal, goal.actions.all(), found.get(goal.pk)) for goal in goals_of(evidence.plan)],
        contacts=contacts["number"],
        last_contact_on=contacts["latest"],
        days_in_care=days,
        stays=stays,
        followed=_followed(last, evidence.plan) if last else "",
        limit=limit,
        is_over=is_over,
    )


def _contacts(review: PlacementReview, since: date) -> dict:
    """Services for the family between the last review and today: one query."""
    rows = ServiceRecord.objects.filter(case=review.placement.case_id, component__code=CONTACT_COMPONENT)
    return rows.filter(provided_on__gte=since).aggregate(number=Count("pk"), latest=Max("provided_on"))


def _days_in_care(placement: Placement) -> tuple[int, int]:
    """Days in residential care and the number of stays, over all placements of the case: one query."""
    stays = list(Placement.objects.filter(case=placement.case_id).only("base", "starts_on", "ended_on"))
    away = [stay for stay in stays if stay.is_residential]
    return sum(stay.days_away() for stay in away), len(away)


def _limit(placement: Placement) -> tuple[str, bool]:
    """What the emergency's limit or the decision's end says today."""
    today = timezone.localdate()
    if placement.title == Title.EMERGENCY:
        words, end = _("Batas darurat %(date)s; tidak dapat diperpanjang."), placement.emergency_ends_on
    else:
        words, end = _("Keputusan berlaku sampai %(date)s."), placement.planned_end_on
    if end is None:
        return "", False
    return words % {"date": date_words(end)}, end < today


def _followed(last: PlacementReview, plan: CarePlan | None) -> str:
    """What became of the last review's outcome: at most one query."""
    if last.outcome == ReviewOutcome.CHANGE_PLAN:
        signed = plan is not None and plan.signed_at > last.recorded_at
        if not signed:
            return _("Rencana belum diubah sejak itu.")
        return _("Rencana baru ditandatangani %(date)s.") % {"date": date_words(plan.signed_at)}
    if last.outcome in {ReviewOutcome.MOVE, ReviewOutcome.SUBSTITUTE_FAMILY}:
        asked = Referral.objects.filter(case=last.placement.case_id, kind=ReferralKind.CARE_DECISION)
        sent = asked.filter(sent_at__gt=last.recorded_at).order_by("-sent_at").first()
        if sent is None:
            return _("Keputusan Dinas Sosial belum diminta sejak itu.")
        return _("Rujukan %(number)s: %(state)s.") % {"number": sent.number, "state": sent.get_state_display()}
    return ""


def invitee_names(review: PlacementReview) -> dict[str, str]:
    """Whom to invite by role, as far as the case knows: child, family, worker, home and Dinas. One query."""
    placement = review.placement
    case = placement.case
    family = case.beneficiary.family.able_to_receive().order_by("pk")
    names = {
        Attendee.CHILD: str(case.beneficiary),
        Attendee.FAMILY: ", ".join(member.name for member in family[:3]),
        Attendee.CASE_WORKER: str(case.worker),
        Attendee.INSTITUTION_HEAD: placement.institution.name if placement.institution else "",
        Attendee.SOCIAL_OFFICE: case.office.name,
    }
    return {role: name for role, name in names.items() if name}
