"""Pages of the frame: help, data protection, and the error pages, which ask nothing of the database."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.csrf import requires_csrf_token

from atensi.access import may_open
from atensi.api.problems import is_api, refused
from atensi.errors import RuleViolation
from atensi.guides import GUIDES, guide_named


@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    """What the marks and words of every page mean, and whom to ask."""
    return render(request, "help.html", {"guides": GUIDES})


@login_not_required
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    """What one role sees and does each day. Its steps are links for those who may open the pages."""
    found = guide_named(slug)
    if found is None:
        raise Http404
    membership = getattr(request, "membership", None)
    role = membership.role if membership else ""
    signed_in = request.user.is_authenticated
    steps = [(text, reverse(name) if may_open(name, role, signed_in=signed_in) else "") for text, name in found.morning]
    return render(request, "guide.html", {"guide": found, "steps": steps})


@login_not_required
def data_protection(request: HttpRequest) -> HttpResponse:
    """What is kept about people, who sees it, what is recorded (domain.md 12)."""
    return render(request, "data_protection.html")


def error_page(code: str, status: int, **context) -> HttpResponse:
    """The page errors/<code>.html, rendered without a request: no context processor runs, nothing is queried."""
    return HttpResponse(render_to_string(f"errors/{code}.html", context), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_api(request):
        return refused(413 if isinstance(exception, RequestDataTooBig) else 400)
    if isinstance(exception, RequestDataTooBig):
        return error_page("413", 413)
    return error_page("400", 400)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with the reason that `NotAllowed` carries."""
    return refused(403, str(exception)) if is_api(request) else error_page("403", 403, reason=str(exception))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return refused(404) if is_api(request) else error_page("404", 404)


def method_not_allowed(request: HttpRequest, allow: str = "") -> HttpResponse:
    response = error_page("405", 405)
    response.headers["Allow"] = allow
    return response


def conflict(request: HttpRequest, exception: RuleViolation) -> HttpResponse:
    """409: the problems that stand against the action, for views that do not show them beside their form."""
    return error_page("409", 409, problems=exception.problems)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page("429", 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, with the id by which the failure is found in the log."""
    if is_api(request):
        return refused(500)
    return error_page("500", 500, request_id=getattr(request, "request_id", ""))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403; a form that names a draft has its words kept, and its page is one tap away."""
    kept = getattr(request, "draft", None)
    return error_page("csrf", 403, page=kept.place.subject if kept else "")
