"""Whether a review may be recorded as held, with this outcome (domain.md 5.3)."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.clock import date_words
from atensi.errors import Problem
from atensi.reference.workdays import today_in
from cases.models import CarePlanGoal

from ..models import Placement, PlacementReview
from ..review_rules import latest_next
from ..states import (
    INDEPENDENT_ATTENDEES,
    STAYING_OUTCOMES,
    Attendee,
    ExtensionState,
    PlacementState,
    ReviewOutcome,
    ReviewState,
    Title,
)
from ..stays import plan_in_force
from .homecoming import homecoming_problems
from .revoking import is_revoked, revoked_problems

LAW_TITLE = _("UU 23/2002 pasal 57–58")
STANDARD = _("Permensos 30/HUK/2011, tinjauan penempatan")


@dataclass(frozen=True, slots=True)
class GoalFinding:
    """What a review says about one goal of the plan: a code of GoalProgress, and words."""

    goal: CarePlanGoal
    progress: str
    findings: str = ""


@dataclass(frozen=True, slots=True)
class HeldReview:
    """A review as somebody wants to record it."""

    review: PlacementReview
    held_on: date
    attendees: Collection[str]
    child_view: str
    child_not_heard_reason: str
    findings: str
    recommendation: str
    outcome: str
    next_due_on: date | None
    family_view: str = ""
    family_not_heard_reason: str = ""
    goal_findings: Sequence[GoalFinding] = ()
    by: Actor | None = None

    @property
    def placement(self) -> Placement:
        return self.review.placement

    @property
    def stays(self) -> bool:
        return self.outcome in STAYING_OUTCOMES


def review_problems(
    *,
    review: PlacementReview,
    held_on: date,
    attendees: Collection[str],
    child_view: str,
    child_not_heard_reason: str,
    findings: str,
    recommendation: str,
    outcome: str,
    next_due_on: date | None,
    family_view: str = "",
    family_not_heard_reason: str = "",
    goal_findings: Sequence[GoalFinding] = (),
    by: Actor | None = None,
) -> list[Problem]:
    """What stands against recording `review` as held like this, hard first. next_due_on: None takes the rule's day."""
    held = HeldReview(
        review=review,
        held_on=held_on,
        attendees=attendees,
        child_view=child_view.strip(),
        child_not_heard_reason=child_not_heard_reason.strip(),
        findings=findings.strip(),
        recommendation=recommendation.strip(),
        outcome=outcome,
        next_due_on=next_due_on,
        family_view=family_view.strip(),
        family_not_heard_reason=family_not_heard_reason.strip(),
        goal_findings=goal_findings,
        by=by,
    )
    found = [problem for rule in RULES for problem in rule(held)]
    return sorted(found, key=lambda problem: not problem.is_hard)


def day_problems(held: HeldReview) -> Iterator[Problem]:
    if held.held_on > today_in(held.placement.case.office.region):
        yield Problem("held_in_future", _("Tanggal tinjauan belum tiba."), field="held_on")
    if held.held_on < held.placement.starts_on:
        yield Problem("held_before_placement", _("Tanggal tinjauan sebelum anak masuk."), field="held_on")
    last = held.placement.reviews.filter(state=ReviewState.HELD).order_by("-sequence").first()
    if last is not None and held.held_on < last.held_on:
        text = _("Tanggal tinjauan sebelum tinjauan terakhir, %(date)s.") % {"date": date_words(last.held_on)}
        yield Problem("held_before_last_review", text, field="held_on")
    if held.held_on > held.review.due_on:
        text = _("Tinjauan ini terlambat, batasnya %(date)s. Tulis alasannya.")
        yield Problem("held_late", text % {"date": date_words(held.review.due_on)}, "soft", STANDARD)


def content_problems(held: HeldReview) -> Iterator[Problem]:
    """Child and family take part: own words, or why not heard; findings, a recommendation and exactly one outcome (5.3,
    hard)."""
    if not held.child_view and not held.child_not_heard_reason:
        text = _("Catat suara anak, atau mengapa anak belum didengar.")
        yield Problem("child_not_heard", text, source=STANDARD, field="child_view")
    if not held.family_view and not held.family_not_heard_reason:
        text = _("Catat suara orang tua atau keluarga, atau mengapa mereka belum didengar.")
        yield Problem("family_not_heard", text, source=STANDARD, field="family_view")
    if not held.findings:
        yield Problem("no_findings", _("Tulis temuan tinjauan."), source=STANDARD, field="findings")
    if not held.recommendation:
        yield Problem("no_recommendation", _("Tulis rekomendasi tinjauan."), source=STANDARD, field="recommendation")
    if held.outcome not in ReviewOutcome.values:
        yield Problem("no_outcome", _("Pilih satu hasil tinjauan."), source=STANDARD, field="outcome")


def goal_problems(held: HeldReview) -> Iterator[Problem]:
    """Every goal of the plan in force is looked at, and no other (domain.md 5.3; 5.4)."""
    plan = plan_in_force(held.placement.case)
    goals = {goal.pk: goal for goal in plan.goals.all()} if plan else {}
    said = {finding.goal.pk for finding in held.goal_findings}
    if said - goals.keys():
        text = _("Temuan menyebut tujuan yang bukan dari rencana yang berlaku.")
        yield Problem("goal_of_other_plan", text, field="findings")
    silent = [goal.text for pk, goal in goals.items() if pk not in said]
    if silent:
        text = _("Tujuan rencana belum ditinjau: %(goals)s.") % {"goals": "; ".join(silent)}
        yield Problem("goal_not_reviewed", text, "soft", STANDARD)


def attendance_problems(held: HeldReview) -> Iterator[Problem]:
    """Fewer than child or advocate + case worker + one person independent of the residence (domain.md 5.3, soft)."""
    there = set(held.attendees)
    independent = there & INDEPENDENT_ATTENDEES
    if Attendee.CHILD not in there:
        independent = independent - {Attendee.ADVOCATE}  # the advocate stands for the child, not for both
    if not there & {Attendee.CHILD, Attendee.ADVOCATE} or Attendee.CASE_WORKER not in there or not independent:
        text = _("Yang hadir kurang: anak atau pendampingnya, pekerja sosial kasus, dan satu orang di luar lembaga.")
        yield Problem("too_few_attendees", text, "soft", STANDARD, "attendees")


def next_day_problems(held: HeldReview) -> Iterator[Problem]:
    """While the child stays, the next review is set, never later than the placement's rule needs (domain.md 5.3)."""
    if not held.stays or held.next_due_on is None:
        return
    latest, today = latest_next(held.placement, held.held_on), today_in(held.placement.case.office.region)
    if held.next_due_on > latest:
        over = _("Batas tinjauan berikutnya, %(date)s, sudah lewat. Kosongkan isian ini: ia langsung jatuh tempo.")
        text = _("Tinjauan berikutnya paling lambat %(date)s.") if latest >= today else over
        text %= {"date": date_words(latest)}
        yield Problem("next_review_too_late", text, source=STANDARD, field="next_due_on")
    elif held.next_due_on <= held.held_on:
        text = _("Tinjauan berikutnya harus sesudah tinjauan ini.")
        yield Problem("next_review_not_ahead", text, source=STANDARD, field="next_due_on")
    elif held.next_due_on < min(latest, today):
        text = _("Hari itu sudah lewat. Pilih hari yang akan datang.")
        yield Problem("next_review_not_ahead", text, source=STANDARD, field="next_due_on")


def title_problems(held: HeldReview) -> Iterator[Problem]:
    """Staying on never lengthens a title that has run out (design.md 4): to continue needs an extension that Dinas
    Sosial signed (hard; an emergency gets none), by another person than records this; otherwise it says why."""
    placement = held.placement
    if held.outcome == ReviewOutcome.CONTINUE:
        yield from continuing_problems(held)
        return
    over = placement.planned_end_on is not None and placement.planned_end_on < held.held_on
    if held.stays and (over or is_revoked(placement.decision) or placement.state == PlacementState.OVERSTAYED):
        text = _("Dasar penempatan ini sudah berakhir. Tinjauan tidak memperpanjangnya: minta keputusan Dinas Sosial.")
        yield Problem("title_ended", text, "soft", LAW_TITLE, "outcome")


def continuing_problems(held: HeldReview) -> Iterator[Problem]:
    """The outcome CONTINUE stands on a title that goes on (hard)."""
    placement = held.placement
    end = placement.planned_end_on
    if placement.title == Title.EMERGENCY:
        end = placement.emergency_ends_on
        text = _("Batas darurat berakhir %(date)s dan tidak diperpanjang. Minta keputusan Dinas Sosial.")
    else:
        text = _("Keputusan berlaku sampai %(date)s. Lanjutkan hanya dengan perpanjangan yang ditandatangani Dinas.")
    if end is not None and end <= held.held_on:
        yield Problem("title_not_extended", text % {"date": date_words(end)}, source=LAW_TITLE, field="outcome")
    yield from revoked_problems(placement.decision, field="outcome")
    signed = placement.extensions.filter(state=ExtensionState.SIGNED).first()
    if held.by is not None and signed is not None and held.by.user_id in {signed.answered_by_id, signed.signed_for_id}:
        text = _("Penanda tangan perpanjangan tidak mencatat tinjauan yang melanjutkan penempatan.")
        yield Problem("extension_four_eyes", text, source=LAW_TITLE)


def reunification_problems(held: HeldReview) -> Iterator[Problem]:
    """Home only to a family found ready, prepared and agreed, and after the hand-over (domain.md 5.3, hard)."""
    if held.outcome == ReviewOutcome.REUNIFY:
        yield from homecoming_problems(placement=held.placement, on=held.held_on)


RULES: list[Callable[[HeldReview], Iterator[Problem]]] = [
    day_problems,
    content_problems,
    goal_problems,
    attendance_problems,
    next_day_problems,
    title_problems,
    reunification_problems,
]
