"""All clocks in one place; secret links for a person's own calendar, and the file behind them."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atensi.forms import told_once
from atensi.limits import count, count_so_far
from atensi.views import too_many_requests
from institutions.states import Role

from .forms import FeedForm
from .ical import calendar
from .models import CalendarFeed
from .overview import rules_for, sweeps
from .permissions import can_make_feed
from .services.feeds import feed_behind, make_feed, read_feed, revoke_feed

# Calendar programs of many people come from one address; whoever tries links that do not exist soon gets no answer.
MISSES, WINDOW_SECONDS = 20, 60


@require_http_methods(["GET", "HEAD", "POST"])
def feeds(request: HttpRequest) -> HttpResponse:
    """A person's links; a new one is shown on the answer to the form that makes it, and never again."""
    form, token = told_once(FeedForm(request.POST or None), partial(make_feed, by=request.actor))
    own = CalendarFeed.objects.visible_to(request.user)
    context = {
        "form": form,
        "address": address_of(request, token) if token else "",
        "may_make": can_make_feed(request.actor),
        "running": own.running().select_related("membership__institution"),
    }
    response = render(request, "deadlines/feeds.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


def address_of(request: HttpRequest, token: str) -> str:
    """Where a calendar program reads the link with this secret."""
    return request.build_absolute_uri(reverse("deadlines:feed", args=[token]))


@require_POST
def feed_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    revoke_feed(feed=get_object_or_404(CalendarFeed.objects.visible_to(request.user), pk=pk), by=request.actor)
    messages.success(request, _("Tautan dicabut. Kalender yang memakainya tidak diperbarui lagi."))
    return redirect("deadlines:feeds")


@login_not_required
@require_safe
def calendar_file(request: HttpRequest, token: str) -> HttpResponse:
    """The file of a link, for whoever has it. 404 for one that is unknown, has ended or was taken back."""
    key = f"calendar-misses:{request.META.get('REMOTE_ADDR', '')}"
    if count_so_far(key) >= MISSES:
        return too_many_requests(request)
    found = feed_behind(token, request.request_id)
    if found is None:
        count(key, seconds=WINDOW_SECONDS)
        raise Http404
    feed, by = found
    rows = read_feed(feed=feed, by=by)
    response = HttpResponse(calendar(rows), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="atensi.ics"'
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def clocks(request: HttpRequest) -> HttpResponse:
    """Every clock with its rule, settings in force for the office acted for, ladder, and when the sweeps last ran."""
    membership = request.membership
    context = {
        "rules": rules_for(membership.institution if membership else None),
        "sweeps": sweeps(),
        "office": membership.institution if membership else "",
        "may_change": request.actor.role == Role.ADMINISTRATOR,
    }
    return render(request, "deadlines/clocks.html", context)
