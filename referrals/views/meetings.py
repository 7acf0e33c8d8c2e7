"""Around the meeting of a review: the preparation sheet, the invitations, the paper of the held one."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from atensi.audit.services import record_view
from atensi.documents.serving import serve
from atensi.errors import RuleViolation, require

from ..forms.invitations import InvitationForm
from ..permissions import can_hold_review
from ..preparation import invitee_names, preparation_for
from ..reading import seen_review
from ..services.invitations import invite_to_review
from ..standing import standing_of
from ..states import OPEN_REVIEWS


@require_safe
def review_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The preparation sheet of an open review; a held one is shown as it was recorded."""
    review = seen_review(request.user, pk)
    if review.state not in OPEN_REVIEWS:
        return redirect("referrals:review_detail", review.pk)
    placement = review.placement
    context = {"review": review, "placement": placement, "case": placement.case}
    context |= {"sheet": preparation_for(review), "invitations": list(review.invitations.all())}
    context["may_hold"] = can_hold_review(request.actor, review)
    context["standing"] = standing_of(placement.case, placement.form) if placement.is_residential else None
    response = render(request, "referrals/review_sheet.html", context)
    record_view("review.view", review, by=request.actor)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def review_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Say when and where the review meets, and who is invited."""
    review = seen_review(request.user, pk)
    require(can_hold_review(request.actor, review), _("Hanya petugas kasus dan lembaga pengasuh yang mengundang."))
    if review.state not in OPEN_REVIEWS and request.method != "POST":
        return redirect("referrals:review_detail", review.pk)
    form = InvitationForm(request.POST or None, review=review, names=invitee_names(review))
    problems = []
    if form.is_valid():
        try:
            invite_to_review(review=review, by=request.actor, **form.asked())
        except RuleViolation as violation:
            problems = violation.problems
        else:
            messages.success(request, _("Undangan tersimpan. Pengguna ATENSI di antaranya diberi tahu."))
            return redirect("referrals:review_detail", review.pk)
    context = {"review": review, "case": review.placement.case, "form": form, "problems": problems}
    status = 409 if problems else 422 if form.is_bound else 200
    response = render(request, "referrals/review_invite.html", context, status=status)
    record_view("review.view", review, by=request.actor)
    return response


@require_safe
def review_pdf(request: HttpRequest, pk: int) -> FileResponse:
    """The paper of a held review as it was made. Raises Http404 for one without a paper."""
    review = seen_review(request.user, pk)
    if review.document is None:
        raise Http404
    response = serve(review.document)
    record_view("review.download", review, by=request.actor)
    return response
