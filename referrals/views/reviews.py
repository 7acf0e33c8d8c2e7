"""Reviews of placements: one review, holding it. The list of what is due: `boards`."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from atensi.audit.services import record_view
from atensi.errors import RuleViolation, require
from atensi.forms import reasons_from

from ..forms.reviews import HoldReviewForm
from ..models import PlacementReview, ReviewDateChange
from ..permissions import can_hold_review, can_pull_review
from ..preparation import goals_of
from ..reading import seen_review
from ..services.reviews import hold_review
from ..states import OPEN_REVIEWS
from ..stays import evidence_for, plan_in_force

RECORDED = ["state", "held_on", "outcome", "number", "recorded_at", "recorded_by"]


def _show(request: HttpRequest, review: PlacementReview, template: str, status: int = 200, **more: Any) -> HttpResponse:
    """Render with what the review looks back on, and record that it was seen."""
    placement = review.placement
    context = {"review": review, "placement": placement, "case": placement.case, "evidence": evidence_for(review)}
    response = render(request, template, context | more, status=status)
    record_view("review.view", review, by=request.actor)
    return response


def changes_of(review: PlacementReview) -> list[ReviewDateChange]:
    """Why its day is what it is: one query."""
    return list(review.date_changes.select_related("changed_by"))


@require_safe
def review_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One review to read: a held one as it was recorded, an open one with what stands around it."""
    review = seen_review(request.user, pk)
    open_ = review.state in OPEN_REVIEWS
    return _show(
        request,
        review,
        "referrals/review_detail.html",
        is_open=open_,
        may_hold=open_ and can_hold_review(request.actor, review),
        invitations=list(review.invitations.all()),
        date_changes=changes_of(review),
        may_pull=open_ and can_pull_review(request.actor, review),
        goal_findings=list(review.goal_findings.select_related("goal")),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def review_hold(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a review and holding it. A review that is no longer open is shown instead; what somebody wrote for it
    meanwhile stays on the page, to be read beside what was kept."""
    review = seen_review(request.user, pk)
    require(can_hold_review(request.actor, review), _("Hanya petugas kasus dan lembaga pengasuh yang mencatatnya."))
    if review.state not in OPEN_REVIEWS and request.method != "POST":
        return redirect("referrals:review_detail", review.pk)
    goals = goals_of(plan_in_force(review.placement.case))
    form = HoldReviewForm(request.POST or None, review=review, goals=goals)
    problems, reasons = [], reasons_from(request.POST)
    if form.is_valid():
        try:
            held = hold_review(review=review, by=request.actor, reasons=reasons, **form.said())
        except RuleViolation as violation:
            problems = violation.problems
            review.refresh_from_db(fields=RECORDED)  # somebody may have held it meanwhile
        else:
            return _after(request, held)
    more = {"form": form, "problems": problems, "reasons": reasons, "is_open": review.state in OPEN_REVIEWS}
    status = 409 if problems or not more["is_open"] else 422 if form.is_bound else 200
    return _show(request, review, "referrals/review_hold.html", status, **more)


def _after(request: HttpRequest, held: PlacementReview) -> HttpResponse:
    """Onward from a held review: its page, or the list when the outcome has taken the case out of sight."""
    messages.success(request, _("Tinjauan tersimpan: %(outcome)s.") % {"outcome": held.get_outcome_display()})
    if PlacementReview.objects.visible_to(request.user).filter(pk=held.pk).exists():
        return redirect("referrals:review_detail", held.pk)
    return redirect("referrals:review_list")
