"""Two files that may be of one person: looking for them, comparing both sides, merging, and taking that back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atensi.errors import require
from atensi.forms import reasons_from
from atensi.versions import CHOICE, STORED

from .. import permissions
from ..duplicates import Found, candidates
from ..forms.merging import DistinctForm, LikeFilesForm, MergeForm, UndoMergeForm
from ..masking import cases_with_names, require_names
from ..merging import chosen_of, counts_of, differences, sees_private_of, sides_of
from ..models import BeneficiaryMerge, Case
from ..overview import case_for
from ..person import person_of
from ..search import search_cases
from ..services.merging import find_distinct, merge_files, undo_merge
from ..undoing import after_merge
from .page import CasePage, attempt, open_case, show, show_form
from .papers import is_stale

TAB = "beneficiary"
SHOWN = 8
both = require_http_methods(["GET", "POST"])


@both
def duplicates(request: HttpRequest, pk: int) -> HttpResponse:
    """Like files, or those that a search names; and the merges of this one. A button asks for the search: it tells of
    files out of sight, which is counted and audited."""
    page = _comparing(request, pk)
    person = page.case.beneficiary
    posted = request.method == "POST"
    form, found, hits = LikeFilesForm(request.POST if posted else None), Found(), []
    if posted and form.is_valid():
        text = form.cleaned_data["q"]
        hits = _found_cases(request, page.case, text) if text else []
        found = Found() if text else candidates(person=person_of(person), by=request.actor, apart_from=person)
    context = {
        "form": form,
        "found": found,
        "hits": hits,
        "searched": posted and form.is_valid(),
        "merges": person.merges.filter(undone_at=None).select_related("merged", "merged_by"),
        "may_undo": permissions.is_supervisor_of(request.actor, page.case),
    }
    return show(request, page, "cases/duplicates.html", context, shown=hits)


def _found_cases(request: HttpRequest, case: Case, text: str) -> list[Case]:
    cases = [hit.case for hit in search_cases(request.user, text)]
    named = cases_with_names(request.user, cases)
    return [one for one in cases if one.pk in named and one.beneficiary_id != case.beneficiary_id][:SHOWN]


@both
def merge(request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
    """Both sides, field by field: what is kept of each. Whoever works on the case compares, a supervisor merges."""
    page, other = _pair(request, pk, other_pk)
    if other.beneficiary_id == page.case.beneficiary_id:
        messages.info(request, _("Kedua kasus sudah dalam satu berkas."))
        return redirect(page.url)
    may_merge = permissions.is_supervisor_of(request.actor, page.case)
    require(may_merge or request.method == "GET", _("Berkas digabung oleh penyelia kantor."))
    people = page.case.beneficiary, other.beneficiary
    private, sides = sees_private_of(request.actor, people), sides_of(*people)
    form, problems = MergeForm.of(page.case, other, request.POST or None), []
    shown = differences(sides, private=private)
    if form.is_valid():
        made, problems = attempt(
            lambda: merge_files(
                kept=page.case,
                merged=other,
                by=request.actor,
                reason=form.cleaned_data["reason"],
                choices=chosen_of(sides, _answers(request, [row.name for row in shown])),
                going_on=form.chosen,
                reasons=reasons_from(request.POST),
                seen=form.cleaned_data["seen"],
            )
        )
        if made:
            messages.success(request, _("Berkas digabung. Penggabungan bisa dibatalkan di Berkas serupa."))
            return redirect(page.url)
        if is_stale(problems):
            messages.error(request, str(problems[0].text))
            return redirect(request.path)
    context = _sides_context(page, other, may_merge=may_merge, private=private)
    context |= {"template": "cases/merge.html", "differences": shown}
    return show_form(request, page, form, problems, shown=[other], **context)


def _answers(request: HttpRequest, names: list[str]) -> dict[str, bool]:
    """Field -> whether the other file's words were chosen, for each that the page showed."""
    return {name: request.POST.get(f"{CHOICE}{name}") == STORED for name in names}


def _sides_context(page: CasePage, other: Case, *, may_merge: bool, private: bool) -> dict[str, Any]:
    return {
        "other": other,
        "may_merge": may_merge,
        "private": private,
        "own_counts": counts_of(page.case.beneficiary),
        "other_counts": counts_of(other.beneficiary),
        "back": reverse("cases:duplicates", args=[page.case.pk]),
    }


@both
def distinct(request: HttpRequest, pk: int, other_pk: int) -> HttpResponse:
    page, other = _pair(request, pk, other_pk)
    form, problems = DistinctForm(request.POST or None), []
    back = reverse("cases:duplicates", args=[pk])
    if form.is_valid():
        made, problems = attempt(
            lambda: find_distinct(one=page.case, other=other, by=request.actor, **form.cleaned_data)
        )
        if made:
            messages.success(request, _("Dicatat. Keduanya tidak diusulkan lagi."))
            return redirect(back)
    return show_form(request, page, form, problems, hint=str(other.beneficiary), back=back, shown=[other])


@both
def merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """What goes back and what stays, before the merge is taken back. pk: the merge's."""
    rows = BeneficiaryMerge.objects.visible_to(request.user).select_related("kept", "merged", "merged_by")
    row = get_object_or_404(rows, pk=pk)
    case = Case.objects.visible_to(request.user).filter(beneficiary=row.kept).order_by("-closed_at", "-pk").first()
    page = open_case(request, case.pk if case else 0, tab=TAB)
    require(permissions.can_undo_merge(request.actor, row), _("Penggabungan dibatalkan oleh penyelia kantor."))
    form, problems = UndoMergeForm(request.POST or None), []
    back = reverse("cases:duplicates", args=[page.case.pk])
    if form.is_valid():
        done, problems = attempt(lambda: undo_merge(merge=row, by=request.actor, **form.cleaned_data))
        if done:
            messages.success(request, _("Penggabungan dibatalkan. Kedua berkas terpisah lagi."))
            return redirect(page.url)
    after = after_merge(row)
    return show_form(request, page, form, problems, template="cases/merge_undo.html", merge=row, after=after, back=back)


def _comparing(request: HttpRequest, pk: int) -> CasePage:
    page = open_case(request, pk, tab=TAB)
    require(permissions.can_compare(request.actor, page.case))
    return page


def _pair(request: HttpRequest, pk: int, other_pk: int) -> tuple[CasePage, Case]:
    """The page of the case, and the other case, both with names that the reader may read."""
    page = _comparing(request, pk)
    other = get_object_or_404(case_for(request.user, other_pk))
    require_names(request.user, other)
    return page, other
