"""Assessments: list, begin, answer, read, sign, compare; a correction begins as a copy."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from atensi.instruments.answers import shown, told
from atensi.instruments.comparing import Side, changes, grouped, steps
from atensi.instruments.drawing import bars_of
from atensi.instruments.forms.questionnaire import name_of
from atensi.instruments.scoring import scores, scores_of
from atensi.versions import CHOICE, STORED

from ..eligibility.papers import assessment_problems
from ..forms.papers import AssessmentForm, AssessmentStartForm, CorrectionForm, first_words
from ..models import Assessment
from ..services.assessments import draft_assessment, edit_assessment, sign_assessment
from .page import CasePage, attempt, number_of, open_case, show, show_form
from .papers import is_stale, read_paper, reread, sign_paper

TAB = "assessments"
RELATED = ("author", "signed_by", "case__office", "version__instrument", "corrects")
STAY = "stay"
# Read at no time that a draft may have: always stale.
NEVER = datetime.min.replace(tzinfo=UTC)


def _paper(page: CasePage, pk: int) -> Assessment:
    return get_object_or_404(page.case.assessments.select_related(*RELATED), pk=pk)


@require_safe
def assessments(request: HttpRequest, pk: int) -> HttpResponse:
    page = open_case(request, pk, tab=TAB)
    papers = page.case.assessments.select_related("author", "signed_by").defer("answers")
    signed = [paper for paper in papers if paper.is_signed]
    context = {"papers": papers, "newest": signed[0] if len(signed) > 1 else None}
    return show(request, page, "cases/case_assessments.html", context)


def assessment_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin one; `?koreksi=` takes over the questionnaire and the words of a signed one."""
    page = open_case(request, pk, tab=TAB, right="sign")
    signed = page.case.assessments.filter(signed_at__isnull=False).select_related("version__instrument")
    source = signed.filter(pk=number_of(request.GET.get("koreksi"))).first()
    if source:
        form, given = (
            CorrectionForm(request.POST or None, initial={"assessed_on": source.assessed_on}),
            {"kind": source.kind},
        )
    else:
        form, given = AssessmentStartForm(request.POST or None), {}
    problems = []
    if form.is_valid():
        draft, problems = attempt(
            lambda: draft_assessment(
                case=page.case, by=request.actor, content={**given, **form.content}, corrects=source
            )
        )
        if draft:
            return redirect("cases:assessment_edit", pk=pk, paper_pk=draft.pk)
    return show_form(request, page, form, problems)


def assessment_edit(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    """The questions. Saving leads on to the paper; it stays here when asked to, or when an answer asks more."""
    page = open_case(request, pk, tab=TAB, right="sign")
    paper = _paper(page, paper_pk)
    kind = AssessmentForm.of(paper.questionnaire)
    form, problems, differences = kind(request.POST or None, initial=first_words(paper)), [], []
    if form.is_valid():
        read_at = form.cleaned_data["read_at"] if form.was_asked else NEVER
        edited, problems = attempt(
            lambda: edit_assessment(assessment=paper, by=request.actor, content=form.content, read_at=read_at)
        )
        if edited:
            return _lead_on(request, paper, edited)
        if is_stale(problems):
            form, differences = reread(form, paper, _again(form, paper))
    context = {"paper": paper, "heading": paper.get_kind_display(), "template": "cases/case_assessment_form.html"}
    return show_form(request, page, form, problems, differences=differences, **context)


def _again(form: AssessmentForm, paper: Assessment) -> Callable[[Any], AssessmentForm]:
    """The form over the draft as it stands now. A page that asked none of its questions changes none of its answers."""
    kept = [] if form.was_asked else [name_of(one.code) for one in form.definition.questions]

    def build(data: Any) -> AssessmentForm:
        for name in form.fields:
            data.pop(f"{CHOICE}{name}", None)
        data.update({f"{CHOICE}{name}": STORED for name in kept})
        return type(form)(data, initial=first_words(paper))

    return build


def _lead_on(request: HttpRequest, before: Assessment, after: Assessment) -> HttpResponse:
    """After saving: to the paper, or back to the questions."""
    address = {"pk": after.case_id, "paper_pk": after.pk}
    old = {question.code for question in shown(before.questionnaire, before.answers)}
    new = [one for one in shown(after.questionnaire, after.answers) if one.code not in old]
    if any(one.code not in after.answers for one in new):
        messages.success(request, _("Draf disimpan. Jawaban Anda memunculkan pertanyaan baru; lengkapi di bawah."))
    elif request.POST.get("next") == STAY:
        messages.success(request, _("Draf disimpan."))
    else:
        messages.success(request, _("Draf disimpan."))
        return redirect("cases:assessment", **address)
    return redirect("cases:assessment_edit", **address)


@require_safe
def assessment(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    page = open_case(request, pk, tab=TAB)
    paper = _paper(page, paper_pk)
    return _read(request, page, paper, problems=_problems(request, page, paper))


def _read(request: HttpRequest, page: CasePage, paper: Assessment, **kwargs) -> HttpResponse:
    """The answers that count, by domain, and the scores as they are or were signed."""
    asked = paper.questionnaire
    found = scores(asked, paper.answers) if paper.scores is None else scores_of(asked, paper.scores)
    more = {"told": told(asked, paper.answers), "scores": found, "earlier": _earlier(page, paper).first()}
    return read_paper(request, page, paper, name="assessment", more=more, **kwargs)


def _earlier(page: CasePage, paper: Assessment):
    """The signed assessments of this case that are older than `paper`, newest first."""
    signed = page.case.assessments.filter(signed_at__isnull=False, created_at__lt=paper.created_at)
    return signed.select_related("version__instrument").order_by("-assessed_on", "-pk")


def _problems(request: HttpRequest, page: CasePage, paper: Assessment) -> list:
    return [] if paper.is_signed or not page.may.sign else assessment_problems(paper, request.actor)


@require_POST
def assessment_sign(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    page = open_case(request, pk, tab=TAB, right="sign")
    paper = _paper(page, paper_pk)
    return sign_paper(
        request,
        paper,
        lambda **kwargs: sign_assessment(assessment=paper, **kwargs),
        name="assessment",
        again=lambda **kwargs: _read(request, page, _paper(page, paper_pk), **kwargs),
    )


@require_safe
def assessment_compare(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    """This assessment beside an earlier signed one (`?dengan=`, the last one unless it says which)."""
    page = open_case(request, pk, tab=TAB)
    paper = _paper(page, paper_pk)
    choices = list(_earlier(page, paper))
    wanted = number_of(request.GET.get("dengan"))
    other = next((one for one in choices if one.pk == wanted), choices[0] if choices else None)
    context = {"paper": paper, "other": other, "choices": choices, "groups": [], "steps": [], "bars": None}
    if other:
        before, after = Side(other.questionnaire, other.answers), Side(paper.questionnaire, paper.answers)
        moved = steps(before, after)
        context |= {"groups": grouped(changes(before, after)), "steps": moved, "bars": bars_of(moved)}
    return show(request, page, "cases/case_assessment_compare.html", context)
