"""Bringing a review forward by hand, with a written reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atensi.audit.services import record_view
from atensi.clock import date_words
from atensi.errors import RuleViolation, require

from ..forms.date_changes import PullReviewForm
from ..permissions import can_pull_review
from ..reading import seen_review
from ..services.review_dates import pull_review_forward
from ..states import OPEN_REVIEWS, DateChangeReason
from .reviews import changes_of


@require_http_methods(["GET", "HEAD", "POST"])
def review_pull(request: HttpRequest, pk: int) -> HttpResponse:
    """The form and the move. A review that is no longer open is shown instead."""
    review = seen_review(request.user, pk)
    require(can_pull_review(request.actor, review), _("Hanya petugas kasus dan Dinas kasus ini yang memajukannya."))
    if review.state not in OPEN_REVIEWS:
        return redirect("referrals:review_detail", review.pk)
    form = PullReviewForm(request.POST or None)
    if form.is_valid():
        try:
            moved = pull_review_forward(
                review=review, reason=DateChangeReason.BY_HAND, by=request.actor, **form.cleaned_data
            )
        except RuleViolation as violation:
            form.add_problems(violation.problems)
        else:
            messages.success(request, _("Tinjauan dimajukan ke %(date)s.") % {"date": date_words(moved.due_on)})
            return redirect("referrals:review_detail", moved.pk)
    context = {"review": review, "placement": review.placement, "case": review.placement.case, "form": form}
    context["date_changes"] = changes_of(review)
    page = render(request, "referrals/review_pull.html", context, status=422 if form.is_bound else 200)
    record_view("review.view", review, by=request.actor)
    return page
