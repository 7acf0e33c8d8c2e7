"""The real addresses, and some that misbehave on purpose."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_POST

from atensi import views
from atensi.errors import NotAllowed, Problem, RuleViolation
from atensi.urls import handler400, handler403, handler404, handler429, handler500

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500"]


def broken_rule(request):
    raise RuleViolation(
        [
            Problem("licence", "Izin lembaga contoh berakhir.", source="Standar LKSA"),
            Problem("siblings", "Saudara kandung akan terpisah.", "soft"),
        ]
    )


def not_allowed(request):
    raise NotAllowed("Hanya pejabat pemutus yang menandatangani.")


def too_big(request):
    raise RequestDataTooBig


def suspicious(request):
    raise SuspiciousOperation


def bug(request):
    raise ZeroDivisionError


@require_POST
def only_post(request):
    return HttpResponse("ya")


TRIALS = {
    "broken_rule": broken_rule,
    "not_allowed": not_allowed,
    "too_big": too_big,
    "suspicious": suspicious,
    "bug": bug,
    "only_post": only_post,
}
urlpatterns = [
    *[path(f"coba/{name}/", login_not_required(view), name=f"trial_{name}") for name, view in TRIALS.items()],
    path("", include("atensi.urls")),
    # Until a room has its own first page, and for tests that need nothing of it.
    path("", views.help_page, name="home"),
]
