"""The gate before care away from home: how a case stands, and one answer more written down."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from atensi.errors import Problem, attempt
from atensi.forms import sent
from cases.models import Case
from cases.states import CARE_FORMS, CareForm
from cases.views.page import open_case, show, show_form

from ..forms.inquiries import InquiryForm
from ..ladder import evidence_items
from ..models import Inquiry
from ..permissions import can_send
from ..services.inquiries import record_inquiry
from ..standing import standing_of

OFFERED = CARE_FORMS[1:]  # nearer to home than birth family there is nothing to ask


@require_safe
def gate(request: HttpRequest, pk: int) -> HttpResponse:
    """`?bentuk=`: the form of care that is thought of; without it what was asked for last, else LKSA."""
    page = open_case(request, pk, tab="placements")
    form = request.GET.get("bentuk", "")
    standing = standing_of(page.case, form if form in OFFERED else "")
    rows = [
        {
            "rank": rank,
            "is_first": rank == standing.first,
            "items": evidence_items(rank.entry, standing.on, standing.max_age, links=True) if rank.entry else [],
            "others": [inquiry for inquiry in rank.inquiries if inquiry != rank.speaks],
        }
        for rank in standing.ranks
    ]
    context = {
        "standing": standing,
        "rows": rows,
        "offered": [{"value": each, "label": CareForm(each).label} for each in OFFERED],
        "label": CareForm(standing.form).label,
        "may_send": page.case.is_open and can_send(request.actor, page.case),
    }
    return show(request, page, "referrals/gate.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def inquiry_create(request: HttpRequest, pk: int) -> HttpResponse:
    """`?bentuk=`: the rank that was asked about; `?betulkan=`: the answer that this one is written in place of."""
    page = open_case(request, pk, tab="placements", right="work")
    corrects, back = _corrected(request, page.case), reverse("referrals:gate", args=[pk])
    form = InquiryForm(sent(request), case=page.case, rank=request.GET.get("bentuk", ""), corrects=corrects)
    problems: list[Problem] = []
    if form.is_valid():
        said = form.said() | {"case": page.case, "corrects": corrects}
        made, problems = attempt(lambda: record_inquiry(by=request.actor, **said))
        if made:
            messages.success(request, _("Jawaban dicatat."))
            return redirect(back)
    return show_form(request, page, form, problems, back=back)


def _corrected(request: HttpRequest, case: Case) -> Inquiry | None:
    """The answer that the query string names. Raises Http404 for one of another case, or corrected already."""
    text = request.GET.get("betulkan", "")
    if not text:
        return None
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
    return get_object_or_404(case.inquiries.standing(), pk=number)
