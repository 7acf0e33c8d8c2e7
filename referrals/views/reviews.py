"""Reviews of placements: the list of what is due, one review, holding it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from atensi.audit.services import record_view
from atensi.errors import RuleViolation, require
from atensi.forms import reasons_from
from atensi.paging import page_by
from cases.masking import cases_with_names, display_name, sees_names
from institutions.states import OFFICE_ROLES, Role

from ..forms.reviews import HoldReviewForm
from ..models import PlacementReview, ReviewDateChange
from ..permissions import can_hold_review, can_pull_review
from ..services.reviews import hold_review
from ..states import OPEN_REVIEWS
from ..stays import evidence_for

SOON_DAYS = 14
RELATED = (
    *("placement__case__beneficiary", "placement__case__worker", "placement__case__office__region"),
    *("placement__institution", "placement__carer"),
)


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter of the list."""

    label: str | Promise
    url: str
    current: bool


# Value of `keadaan` -> label; the first is what the page opens with.
STATUSES = {
    "": gettext_lazy("Semua yang belum"),
    "lewat": gettext_lazy("Lewat waktu"),
    "dekat": gettext_lazy("14 hari ke depan"),
    "selesai": gettext_lazy("Sudah dilaksanakan"),
}
SCOPES = {"": gettext_lazy("Kantor saya"), "dibagikan": gettext_lazy("Dibagikan kepada kami")}


def in_scope(request: HttpRequest, shared: bool = False) -> QuerySet[PlacementReview]:
    """The reviews that are the acting role's work: own cases, the office's, or those of children in the institution."""
    scopes = PlacementReview.objects.scopes(request.user)
    actor = request.actor
    if actor.role == Role.FIELD_SOCIAL_WORKER:
        return scopes["mine"].filter(placement__case__office_id=actor.institution_id)
    if actor.role in OFFICE_ROLES and not shared:
        return scopes["office"].filter(placement__case__office_id=actor.institution_id)
    if actor.role in OFFICE_ROLES:
        return scopes["shared"]
    return scopes["shared"].filter(placement__institution_id=actor.institution_id)


def waiting_count(request: HttpRequest) -> int:
    """How many reviews are late or due today, for the navigation; one query."""
    if request.actor is None or request.actor.institution_id is None:
        return 0
    return in_scope(request).due_within(0)[:100].count()


def _of_status(rows: QuerySet[PlacementReview], status: str) -> QuerySet[PlacementReview]:
    if status == "selesai":
        return rows.held()
    if status == "lewat":
        return rows.overdue()
    return rows.due_within(SOON_DAYS) if status == "dekat" else rows.open()


def _chips(query: QueryDict, name: str, options: dict[str, Any]) -> list[Chip]:
    chosen = query.get(name, "") if query.get(name, "") in options else ""
    kept = {key: query[key] for key in ("keadaan", "lingkup") if key in query and key != name}
    return [Chip(label, _link(kept, name, value), value == chosen) for value, label in options.items()]


def _link(kept: dict[str, str], name: str, value: str) -> str:
    query = QueryDict(mutable=True)
    query.update(kept | ({name: value} if value else {}))
    return f"?{query.urlencode()}"


@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    """What is due, soonest first, so that the overdue stand on top; and what was held, newest first."""
    status = request.GET.get("keadaan", "")
    shared = request.GET.get("lingkup") == "dibagikan"
    rows = _of_status(in_scope(request, shared), status).select_related(*RELATED)
    field = "held_on" if status == "selesai" else "due_on"
    page = page_by(field, rows, request.GET, newest_first=status == "selesai")
    named = cases_with_names(request.user, [review.placement.case for review in page.rows])
    context = {
        "page": page,
        "rows": [
            {"review": review, "name": _name(review, named), "named": review.placement.case_id in named}
            for review in page.rows
        ],
        "statuses": _chips(request.GET, "keadaan", STATUSES),
        "scopes": _chips(request.GET, "lingkup", SCOPES) if request.actor.role in OFFICE_ROLES else [],
        "words": page.words(_("tinjauan")),
        "held": status == "selesai",
        "may_hold": request.actor.role != Role.SOCIAL_OFFICE_DECIDER and not shared,
    }
    response = render(request, "referrals/review_list.html", context)
    record_view("review.list", "list:reviews", by=request.actor, shown=page.rows)
    return response


def _name(review: PlacementReview, named: set[int]) -> str:
    case = review.placement.case
    return display_name(case, sees_names=case.pk in named)


def review_for(request: HttpRequest, pk: int) -> PlacementReview:
    """A review the user may see. Raises Http404; PermissionDenied when the case is restricted to its team."""
    rows = PlacementReview.objects.visible_to(request.user)
    related = (*RELATED, "placement__decision", "recorded_by")
    review = get_object_or_404(rows.select_related(*related), pk=pk)
    if not sees_names(request.user, review.placement.case):
        raise PermissionDenied(_("Isi kasus terbatas hanya terlihat oleh tim kasus."))
    return review


def show_review(
    request: HttpRequest, review: PlacementReview, template: str, status: int = 200, **more: Any
) -> HttpResponse:
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
    review = review_for(request, pk)
    open_ = review.state in OPEN_REVIEWS
    return show_review(
        request,
        review,
        "referrals/review_detail.html",
        is_open=open_,
        may_hold=open_ and can_hold_review(request.actor, review),
        date_changes=changes_of(review),
        may_pull=open_ and can_pull_review(request.actor, review),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def review_hold(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a review and holding it. A review that is no longer open is shown instead."""
    review = review_for(request, pk)
    require(can_hold_review(request.actor, review), _("Hanya petugas kasus dan lembaga pengasuh yang mencatatnya."))
    if review.state not in OPEN_REVIEWS:
        return redirect("referrals:review_detail", review.pk)
    form = HoldReviewForm(request.POST or None, review=review)
    problems, reasons = [], reasons_from(request.POST)
    if form.is_valid():
        try:
            held = hold_review(review=review, by=request.actor, reasons=reasons, **form.cleaned_data)
        except RuleViolation as violation:
            problems = violation.problems
        else:
            return _after(request, held)
    status = 409 if problems else 422 if form.is_bound else 200
    return show_review(
        request, review, "referrals/review_hold.html", status, form=form, problems=problems, reasons=reasons
    )


def _after(request: HttpRequest, held: PlacementReview) -> HttpResponse:
    """Onward from a held review: its page, or the list when the outcome has taken the case out of sight."""
    messages.success(request, _("Tinjauan tersimpan: %(outcome)s.") % {"outcome": held.get_outcome_display()})
    if PlacementReview.objects.visible_to(request.user).filter(pk=held.pk).exists():
        return redirect("referrals:review_detail", held.pk)
    return redirect("referrals:review_list")
