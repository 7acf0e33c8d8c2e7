"""Pages that read across rooms. They write nothing but the trail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from atensi.audit.services import record_view
from institutions.states import Role

from . import figures, work


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The work of today for the acting membership: what is late, due and has come in."""
    if request.membership is None:
        return render(request, "reports/home_without_membership.html")
    now = timezone.now()
    tasks = work.tasks_for(request.user, request.actor, now=now)
    page = {
        "groups": work.grouped(tasks, now=now),
        "today": timezone.localdate(now),
        "figures": figures.figures_for(request.user, request.actor),
        "may_log": request.actor.role in {Role.FIELD_SOCIAL_WORKER, Role.SUPERVISOR},
    }
    if tasks:
        cases = {task.case.pk: task.case for task in tasks if task.case}
        record_view("home.view", f"user:{request.user.pk}", by=request.actor, shown=cases.values())
    return render(request, "reports/home.html", page)
