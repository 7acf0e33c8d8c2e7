"""Pages that read across rooms. They write nothing but the trail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atensi.access import may_open
from atensi.audit.services import record_view, subject_of
from atensi.guides import guide_of
from atensi.navigation import url_of
from atensi.paging import page_by
from institutions.parameters import value_for
from institutions.states import SHARE_ROLES, Role

from . import figures, reentries, trail, work

ELSEWHERE = "lain"  # in the address: those whom another office sent home


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The work of today for the acting membership: what is late, due and has come in."""
    if request.membership is None:
        return render(request, "reports/home_without_membership.html")
    now, role = timezone.now(), request.actor.role
    tasks = work.tasks_for(request.user, request.actor, now=now)
    page = {
        "groups": work.grouped(tasks, now=now),
        "today": timezone.localdate(now),
        "figures": figures.figures_for(request.user, request.actor),
        "may_log": role in {Role.FIELD_SOCIAL_WORKER, Role.SUPERVISOR},
        "may_take": role == Role.HOTLINE_OPERATOR,
        "has_children": role in SHARE_ROLES and request.membership.institution.is_residence,
        "reads_numbers": role == Role.ANALYST,
        "numbers_url": url_of("reports:numbers") if may_open("reports:numbers", role, signed_in=True) else "",
        "guide": guide_of(role),
    }
    if tasks:
        seen = {subject_of(row): row for task in tasks if (row := task.case or task.shown)}
        record_view("home.view", f"user:{request.user.pk}", by=request.actor, shown=seen.values())
    return render(request, "reports/home.html", page)


@require_safe
def reentry_list(request: HttpRequest) -> HttpResponse:
    """Children who went home and came back, the latest first: those the office sent home, or those who came to it."""
    elsewhere = request.GET.get("dari") == ELSEWHERE
    rows = reentries.returns_of(request.user, request.actor, from_elsewhere=elsewhere)
    page = page_by("came_back_on", rows, request.GET, newest_first=True)
    lines = reentries.lines_of(request.user, page.rows)
    context = {
        "page": page,
        "lines": lines,
        "elsewhere": elsewhere,
        "office": request.membership.institution,
        "months": value_for("reentry_watch_months", request.membership.institution),
        "words": page.words(_("kali masuk kembali")),
    }
    response = render(request, "reports/reentry_list.html", context)
    seen = {case.pk: case for line in lines for case in line.cases}
    record_view("reentry.list", "list:reentries", by=request.actor, shown=seen.values())
    return response


@require_safe
def case_trail(request: HttpRequest, pk: int) -> HttpResponse:
    """Who saw or changed a case, newest first, for the overseers of its office; looking is recorded, too."""
    case = trail.investigated(request.user, request.actor, pk)
    events = trail.events_of(case)
    page = page_by("at", events, request.GET, newest_first=True)
    context = {
        "case": case,
        "page": page,
        "lines": trail.lines_of(page.rows),
        "readers": trail.readers_of(events),
        "words": page.words(_("catatan")),
    }
    response = render(request, "reports/case_trail.html", context)
    record_view("case.view_trail", case, by=request.actor)
    return response
