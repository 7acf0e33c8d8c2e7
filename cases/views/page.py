"""What every page of one case shares: the case or 404, the rights or 403, its header, and the trace of who saw it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from atensi.audit.services import record_view
from atensi.errors import Problem, attempt, require
from atensi.forms import reasons_from
from atensi.navigation import CASES, url_of

from ..forms.base import CaseForm
from ..masking import ONLY_THE_TEAM, display_person, display_place, sees_names
from ..models import Case
from ..overview import case_for
from ..permissions import Rights, rights
from ..service_states import FlagKind
from ..states import NikStatus, Stage

TABS = [
    ("case", _("Ringkasan"), ""),
    ("beneficiary", _("Data diri"), ""),
    ("family", _("Keluarga"), ""),
    ("assessments", _("Asesmen"), "assessments_n"),
    ("plan", _("Rencana"), ""),
    ("services", _("Layanan"), "services_n"),
    ("tasks", _("Tugas"), "tasks_n"),
    ("justice", _("Hukum"), ""),
    ("placements", _("Penempatan"), ""),
    ("documents", _("Dokumen"), "documents_n"),
    ("timeline", _("Riwayat"), ""),
]


@dataclass(frozen=True, slots=True)
class Tab:
    """One section of the case page, a page of its own."""

    url: str
    label: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case as one person sees it now. named: whether names and contents show; may: what the actor may do."""

    case: Case
    named: bool
    may: Rights
    tab: str

    @property
    def name(self) -> str:
        return display_person(self.case, sees_names=self.named)

    @property
    def place(self) -> str:
        return display_place(self.case, sees_names=self.named)

    @property
    def stages(self) -> list:
        return Stage.choices

    @property
    def of_child(self) -> bool:
        """Whether the page speaks of a child; somebody whose age is unknown is presumed one."""
        return self.case.beneficiary.is_child

    @property
    def flags(self) -> list:
        """What whoever opens the case must know at once, in words."""
        return [FlagKind(kind).label for kind in self.case.flag_kinds] if self.named else []

    @property
    def nik(self) -> str:
        return NikStatus(self.case.beneficiary.nik_status).label if self.named else ""

    @property
    def url(self) -> str:
        """The tab that the page belongs to."""
        return reverse(f"cases:{self.tab}", args=[self.case.pk])

    @property
    def tabs(self) -> list[Tab]:
        shown = [tab for tab in TABS if tab[0] != "justice" or self.case.is_justice] if self.named else TABS[:1]
        return [
            Tab(
                reverse(f"cases:{name}", args=[self.case.pk]),
                label,
                getattr(self.case, count) if count else 0,
                name == self.tab,
            )
            for name, label, count in shown
        ]


def open_case(request: HttpRequest, pk: int, *, tab: str, right: str = "") -> CasePage:
    """The case page's frame. right: name of a `Rights` field that the page needs.

    Raises Http404 for an invisible case; PermissionDenied without the right, or when the contents of a restricted case
    are not the person's to read.
    """
    case = get_object_or_404(case_for(request.user, pk))
    page = CasePage(case, sees_names(request.user, case), rights(request.actor, case), tab)
    if tab != "case" or right:
        require(page.named, ONLY_THE_TEAM)
    if right and not getattr(page.may, right):
        reason = _("Hanya yang menangani kasus ini.") if case.is_open else _("Kasus ini sudah ditutup.")
        raise PermissionDenied(str(reason))
    return page


def show(
    request: HttpRequest,
    page: CasePage,
    template: str,
    context: dict[str, Any] | None = None,
    status: int = 200,
    *,
    shown: Iterable[Model] = (),
) -> HttpResponse:
    """Render a page of the case and record that it was seen: the only write a GET makes, and its last query. shown:
    rows of others that the page tells of."""
    context = {"page": page, "case": page.case, "list_url": url_of(CASES), "may_sign": False, **(context or {})}
    response = render(request, template, context, status=status)
    record_view(f"case.view_{page.tab}", page.case, by=request.actor, shown=shown)
    return response


def show_form(
    request: HttpRequest,
    page: CasePage,
    form: CaseForm,
    problems: Sequence[Problem],
    *,
    shown: Iterable[Model] = (),
    **context,
) -> HttpResponse:
    """The page of a form: with its errors (422), or the problems against it (409); the typed text is kept."""
    if not page.of_child:
        form.speak_of_adult()
    status = 409 if problems else 422 if form.errors else 200
    context = {"form": form, "hint": "", "problems": problems, "reasons": reasons_from(request.POST), **context}
    context.setdefault("back", page.url)
    context.setdefault("template", "cases/case_form.html")
    return show(request, page, context.pop("template"), {"differences": [], **context}, status, shown=shown)


def number_of(text: str | None) -> int:
    """The number in a query string; 0 when it is none."""
    return int(text) if text and text.isascii() and text.isdecimal() else 0


def take_step(
    request: HttpRequest,
    page: CasePage,
    form: CaseForm,
    service: Callable[..., Any],
    done: str,
    *,
    leads_to: str = "",
    **context,
) -> HttpResponse:
    """Ask what a step needs, take it with what the form says, and lead to `leads_to`, "" for the page's tab.
    context: as of `show_form`, which leads back to the same unless it says otherwise."""
    if leads_to:
        context.setdefault("back", leads_to)
    problems: Sequence[Problem] = []
    if form.is_valid():
        made, problems = attempt(lambda: service(by=request.actor, **form.cleaned_data))
        if made:
            messages.success(request, done)
            return redirect(leads_to or page.url)
    return show_form(request, page, form, problems, **context)
