"""What this room shows on a case's page: where the child lives, since when, by what title, and what is due.

Each function runs a fixed number of queries besides the two of `stays_of`, which the first to ask runs.
`referrals.apps` adds them to the lists of `cases.hooks`.
"""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.clock import date_words
from atensi.errors import Problem
from atensi.language import counted
from atensi.parts import rungs
from atensi.reference.workdays import today_in
from cases.hooks import CaseAction, ChildView, Due, Panel
from cases.models import Case
from cases.permissions import can_close
from cases.states import CareForm, rank_of
from institutions.parameters import value_for

from .eligibility.reviews import LAW_TITLE
from .eligibility.titles import MOVING_OUTCOMES
from .models import CareDecision, Placement, PlacementReview, Referral
from .permissions import can_place_in_family, can_send
from .states import OPEN_PLACEMENTS, OPEN_REVIEWS, PlacementState, ReferralKind, ReviewState, Title
from .stays import away, past_stays, plan_in_force, stays_elsewhere, stays_of

STANDARD = _("Permensos 30/HUK/2011, tinjauan penempatan")
PAST_SHOWN = 3


def _current(placements: Sequence[Placement]) -> Placement | None:
    return next((placement for placement in placements if placement.is_open), None)


def _reviews(placement: Placement) -> tuple[PlacementReview | None, PlacementReview | None]:
    """The open review of one of `stays_of` and the last one held."""
    coming = next((review for review in placement.reviews.all() if review.state in OPEN_REVIEWS), None)
    return coming, next((review for review in placement.reviews.all() if review.state == ReviewState.HELD), None)


def _needs_decision(placement: Placement, last: PlacementReview | None) -> bool:
    """Whether the child's next step is a care decision: an emergency past its limit, an earlier stay without a title,
    a review that decided to move or to find a substitute family (domain.md 5.3; design.md 4)."""
    if placement.state == PlacementState.OVERSTAYED or placement.title == Title.EXISTING:
        return True
    return _moves(last)


def _moves(last: PlacementReview | None) -> bool:
    """Whether the last review decided to move the child or to find a substitute family."""
    return last is not None and last.outcome in MOVING_OUTCOMES


def unused_family_decision(case: Case) -> CareDecision | None:
    """An approved decision for a family that no placement has taken up yet, and that has not run out."""
    today = today_in(case.office.region)
    rows = CareDecision.objects.startable(today).filter(case=case)
    return rows.order_by("-signed_at", "-pk").first()


# --- panels --------------------------------------------------------------------------------------------------------


def days_away(case: Case, user: Any) -> dict[str, Any]:
    """How long the child has been away from family, and where."""
    placements = stays_of(case)
    return {"placement": _current(placements), "away": away(placements)}


def continuum(case: Case, user: Any) -> dict[str, Any]:
    """Where on the care continuum the child lives now and should live (domain.md 5.1): one query. Nothing for an adult:
    the continuum is of children."""
    if not case.beneficiary.is_child:
        return {"rungs": None}
    placement, plan = _current(stays_of(case)), plan_in_force(case)
    now = rank_of(placement.form) if placement else None
    goal = rank_of(plan.permanency_goal) if plan else None
    return {"rungs": rungs(list(CareForm.labels), now=now, goal=goal), "placement": placement, "plan": plan}


def current_place(case: Case, user: Any) -> dict[str, Any]:
    """Where the child lives now and until when it may, what comes next, and where it lived before: one query, another
    while it lives nowhere."""
    placement, past = _current(stays_of(case)), past_stays(case, user)
    found = {"past": past[:PAST_SHOWN], "more": len(past) > PAST_SHOWN}
    if placement is None:
        return found | {"placement": None, "decision": unused_family_decision(case)}
    coming, last = _reviews(placement)
    return found | {
        "placement": placement,
        "review": coming,
        "last": last,
        "moves": _moves(last),
        "needs_decision": _needs_decision(placement, last),
    }


def history(case: Case, user: Any) -> dict[str, Any]:
    """The placement tab: every placement with its reviews, extensions, decisions and referrals, and those by other
    cases of the child: four queries."""
    prefetch_related_objects(placements := stays_of(case), "extensions")
    decisions = CareDecision.objects.filter(case=case).select_related("deciding_office", "institution", "carer")
    referrals = Referral.objects.filter(case=case).select_related("to_institution")
    return {
        "placements": placements,
        "elsewhere": list(stays_elsewhere(case, user)),
        "decisions": list(decisions.prefetch_related("revisions").order_by("-signed_at", "-pk")),
        "referrals": list(referrals.order_by("-sent_at", "-pk")),
    }


DAYS_AWAY = Panel("days_away", "head", "referrals/_panel_days_away.html", days_away)
CONTINUUM = Panel("continuum", "main", "referrals/_panel_continuum.html", continuum)
CURRENT_PLACE = Panel("current_place", "side", "referrals/_panel_place.html", current_place)
HISTORY = Panel("placement_history", "placement", "referrals/_panel_history.html", history)


def living_places(people: Collection[int]) -> dict[int, str]:
    """Where or with whom each of `people` (beneficiaries) is placed now, in words: one query."""
    rows = Placement.objects.filter(beneficiary_id__in=people, state__in=OPEN_PLACEMENTS)
    rows = rows.select_related("institution", "carer")
    return {row.beneficiary_id: _lives(row) for row in rows}


def _lives(placement: Placement) -> str:
    if placement.is_residential:
        return gettext("di %(place)s") % {"place": placement.institution}
    return gettext("bersama %(who)s") % {"who": placement.carer}


# --- what is due, what stands in the way ---------------------------------------------------------------------------


def dues(case: Case) -> list[Due]:
    """The next review, the end of an emergency, the referral owed for who lived there already: one query where
    somebody lived there already."""
    running = [placement for placement in stays_of(case) if placement.is_open]
    found = [
        Due(str(review), review.due_on, reverse("referrals:review_detail", args=[review.pk]))
        for placement in stays_of(case)
        for review in placement.reviews.all()
        if review.state in OPEN_REVIEWS
    ]
    found += [
        Due(_("Batas penempatan darurat"), placement.emergency_ends_on, reverse("cases:placements", args=[case.pk]))
        for placement in running
        if placement.emergency_ends_on is not None
    ]
    found += [
        Due(_("Pindah dari lembaga yang berhenti"), move.due_on, reverse("referrals:move", args=[move.pk]))
        for placement in running
        for move in placement.open_moves
    ]
    if not any(placement.title == Title.EXISTING for placement in running):
        return found
    asks = f"{reverse('referrals:referral_create')}?kasus={case.pk}&jenis={ReferralKind.CARE_DECISION}"
    found += [
        Due(_("Minta keputusan Dinas Sosial"), placement.referral_due_on, asks)
        for placement in Placement.objects.owing_referral().filter(case=case)
    ]
    return found


def closing_problems(case: Case) -> list[Problem]:
    """Closing while a placement is active or a review is overdue needs a reason (domain.md 4.2, soft): two queries."""
    found = []
    placement = Placement.objects.open().filter(case=case).select_related("institution", "carer").first()
    if placement is not None:
        text = _("Penempatan masih berjalan: %(place)s.") % {"place": placement.place_name}
        found.append(Problem("placement_open", text, "soft", _("PP 39/2012 pasal 7")))
    review = PlacementReview.objects.overdue().filter(placement__case=case).first()
    if review is not None:
        text = _("Tinjauan penempatan terlambat sejak %(date)s.") % {"date": date_words(review.due_on)}
        found.append(Problem("review_overdue", text, "soft", STANDARD))
    return found


def plan_problems(case: Case) -> list[Problem]:
    """No new plan items while a review is overdue for too long, or after the placement's title has run out (domain.md
    5.3; design.md 4, hard): at most four queries."""
    days = value_for("review_overdue_block_days", case.office)
    review = PlacementReview.objects.overdue(days=days).filter(placement__case=case).first()
    if review is None:
        return _title_problems(case)
    text = counted(
        "Tinjauan penempatan terlambat lebih dari %(days)s hari. Laksanakan tinjauan sebelum menambah rencana.",
        days=days,
    )
    return [Problem("review_blocks_plan", text, source=STANDARD)]


def _title_problems(case: Case) -> list[Problem]:
    """What is decided next stands on a title: an extension, a new decision, or the way home comes first."""
    rows = Placement.objects.open().filter(case=case, planned_end_on__lt=today_in(case.office.region))
    ended = rows.exclude(title=Title.EMERGENCY).values_list("planned_end_on", flat=True).first()
    if ended is None:
        return []
    text = _("Dasar penempatan habis %(date)s. Minta perpanjangan atau keputusan baru sebelum menambah rencana.")
    return [Problem("title_ended", text % {"date": date_words(ended)}, source=LAW_TITLE)]


def actions(actor: Actor, case: Case) -> list[CaseAction]:
    """Begin the placement in a family that Dinas has approved; ask for the decision that the placement needs next."""
    found = []
    decision = unused_family_decision(case) if can_place_in_family(actor, case) else None
    if decision is not None:
        url = reverse("referrals:placement_start", args=[decision.pk])
        found.append(CaseAction(_("Mulai penempatan keluarga"), url))
    placement = _current(stays_of(case)) if can_send(actor, case) else None
    if placement is not None and _needs_decision(placement, _reviews(placement)[1]):
        url = f"{reverse('referrals:referral_create')}?kasus={case.pk}&jenis={ReferralKind.CARE_DECISION}"
        found.append(CaseAction(_("Minta keputusan pengasuhan"), url))
    if case.is_open and case.beneficiary.died_on is not None and can_close(actor, case):
        found.append(CaseAction(_("Tutup kasus: meninggal"), f"{reverse('cases:close', args=[case.pk])}?alasan=DIED"))
    return found


def child_view(case: Case) -> ChildView | None:
    """The child's newest words in a held review."""
    reviews = [review for placement in stays_of(case) for review in placement.reviews.all()]
    spoken = [review for review in reviews if review.state == ReviewState.HELD and review.child_view]
    review = max(spoken, key=lambda review: (review.held_on, review.pk), default=None)
    return ChildView(review.child_view, review.held_on, str(review.recorded_by)) if review else None
