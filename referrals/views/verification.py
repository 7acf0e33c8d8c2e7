"""The public page that says whether a paper is genuine."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from atensi.documents.services import read_code
from atensi.limits import count
from atensi.views import too_many_requests

from ..verification import genuine_paper

# Enough for a person with a pile of papers, too few to try codes by machine.
TRIES, WINDOW_SECONDS = 30, 60


def too_often(request: HttpRequest) -> bool:
    """Count this look-up; whether the address has asked too often within the window."""
    return count(f"verification:{request.META.get('REMOTE_ADDR', '')}", seconds=WINDOW_SECONDS) > TRIES


@login_not_required
@require_safe
def verification_form(request: HttpRequest) -> HttpResponse:
    """Type the code of a paper."""
    typed = request.GET.get("kode", "").strip()
    code = read_code(typed)
    if code:
        return redirect("verification:check", code)
    return render(request, "referrals/verification.html", {"typed": typed, "paper": None, "checked": bool(typed)})


@login_not_required
@require_safe
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Genuine or not; of a genuine paper its number, date, office and whether it is in force."""
    if too_often(request):
        return too_many_requests(request)
    paper = genuine_paper(code)
    context = {"typed": code, "paper": paper, "checked": True}
    return render(request, "referrals/verification.html", context, status=200 if paper else 404)
