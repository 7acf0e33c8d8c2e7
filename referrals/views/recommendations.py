"""The regency's desk: the evidence of a request that the province decides on, and the word on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atensi.audit.services import record_view
from atensi.errors import attempt, require
from cases.masking import require_names

from ..decision_files import advice_of
from ..forms.decisions import RecommendationForm
from ..models import Referral
from ..permissions import can_recommend
from ..services.recommendations import give_recommendation
from ..states import ReferralState
from .decisions import SIGN_RELATED, evidence


@require_http_methods(["GET", "HEAD", "POST"])
def recommendation(request: HttpRequest, pk: int) -> HttpResponse:
    """Evidence left, recommendation right. One that was given, or is needed no more, leads to the request."""
    rows = Referral.objects.visible_to(request.user).select_related(*SIGN_RELATED)
    referral = get_object_or_404(rows, pk=pk)
    allowed = can_recommend(request.actor, referral)
    require(allowed, _("Rekomendasi diberikan pejabat atau penyelia Dinas kabupaten/kota kasus ini."))
    require_names(request.user, referral.case)
    advice = advice_of(referral)
    if request.method != "POST" and (advice or referral.state != ReferralState.SENT):
        return redirect("referrals:detail", referral.pk)
    form, problems = RecommendationForm(request.POST or None), []
    if form.is_valid():
        given, problems = attempt(lambda: give_recommendation(referral=referral, by=request.actor, **form.cleaned_data))
        if given is not None:
            messages.success(request, _("Rekomendasi %(number)s tersimpan.") % {"number": given.number})
            return redirect("referrals:detail", referral.pk)
    context = evidence(referral, request.actor, timezone.localdate()) | {"form": form, "problems": problems}
    status = 409 if problems else 422 if form.is_bound else 200
    response = render(request, "referrals/recommendation.html", context, status=status)
    record_view("recommendation.view_request", referral, by=request.actor)
    return response
