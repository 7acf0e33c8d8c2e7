"""What the pages of assessments, social reports and plans share: read and sign, and a draft that went stale."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from atensi.errors import Problem
from atensi.forms import reasons_from

from ..forms.base import PaperForm, StampField
from ..models.reports import Signed
from .page import CasePage, attempt, show

STALE = "stale_write"


def read_paper(
    request: HttpRequest,
    page: CasePage,
    paper: Signed,
    *,
    name: str,
    problems: Sequence[Problem],
    status: int = 200,
    template: str = "",
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """The paper as it will be or was signed. name: of its URLs, "assessment". problems: what stands against signing.
    more: what its template needs besides."""
    args = [page.case.pk, paper.pk]
    may_sign = page.may.sign and not paper.is_signed
    context = {
        "paper": paper,
        "may_sign": may_sign,
        "problems": problems if may_sign else [],
        "reasons": reasons_from(request.POST),
        "stamp": StampField().prepare_value(paper.updated_at),
        "edit_url": reverse(f"cases:{name}_edit", args=args),
        "sign_url": reverse(f"cases:{name}_sign", args=args),
        "correct_url": f"{reverse(f'cases:{name}_new', args=args[:1])}?koreksi={paper.pk}" if page.may.sign else "",
        **(more or {}),
    }
    return show(request, page, template or f"cases/case_{name}.html", context, status)


def sign_paper(
    request: HttpRequest, paper: Signed, sign: Callable[..., Signed], *, name: str, again: Callable[..., HttpResponse]
) -> HttpResponse:
    """Sign what the user has read; else show the paper again with what stands against it (409)."""
    read_at = StampField().to_python(request.POST.get("read_at", ""))
    reasons = reasons_from(request.POST)
    signed, problems = attempt(lambda: sign(read_at=read_at, reasons=reasons, by=request.actor))
    if signed is None:
        return again(problems=problems, status=409)
    messages.success(request, _("Ditandatangani."))
    return redirect(f"cases:{name}", pk=paper.case_id, paper_pk=paper.pk)


def reread(form: PaperForm, paper: Any, build: Callable[[Any], PaperForm]) -> tuple[PaperForm, list]:
    """After a stale save: the same form with its typed text and the newest stamp, and where the two versions differ.

    Saving once more then overwrites knowingly.
    """
    paper.refresh_from_db()
    data = form.data.copy()
    data["read_at"] = StampField().prepare_value(paper.updated_at)
    fresh = build(data)
    fresh.is_valid()
    return fresh, fresh.against(paper)


def is_stale(problems: Sequence[Problem]) -> bool:
    return any(problem.code == STALE for problem in problems)
