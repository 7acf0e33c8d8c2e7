"""Roles: act under another of one's own, give one, end one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from atensi.errors import RuleViolation, require
from atensi.navigation import url_of

from ..acting import can_keep
from ..forms.people import MembershipEndForm, MembershipForm
from ..middleware import SESSION_KEY, actor_for
from ..models import Institution, Membership
from ..services.memberships import add_membership, end_membership, record_switch


@require_POST
def switch_membership(request: HttpRequest) -> HttpResponse:
    """Act under another of one's own current memberships, or one held by a mandate, from now on."""
    wanted = request.POST.get("membership", "")
    membership = next((one for one in request.memberships if str(one.pk) == wanted), None)
    if membership is None:
        raise Http404
    record_switch(membership=membership, by=actor_for(request.user, membership, request.request_id))
    request.session[SESSION_KEY] = membership.pk
    messages.success(request, _("Anda sekarang bertindak sebagai %(membership)s.") % {"membership": membership})
    return redirect(url_of("home") or "/")


@require_http_methods(["GET", "POST"])
def membership_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody who has an account already a role in an institution."""
    institution = get_object_or_404(Institution.objects.visible_to(request.user), pk=pk)
    require(can_keep(request, institution))
    form = MembershipForm(request.POST or None, institution=institution)
    if form.is_valid():
        try:
            membership = add_membership(institution=institution, by=request.actor, **form.facts())
        except RuleViolation as violation:
            form.add_problems(violation.problems)
        else:
            messages.success(request, _("Peran tercatat."))
            return redirect("institutions:person_detail", membership.user_id)
    return render(request, "institutions/membership_form.html", {"form": form, "institution": institution})


@require_http_methods(["GET", "POST"])
def membership_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role, at once or after a day."""
    rows = Membership.objects.visible_to(request.user).select_related("user", "institution")
    membership = get_object_or_404(rows, pk=pk)
    require(can_keep(request, membership.institution))
    form = MembershipEndForm(request.POST or None)
    if form.is_valid():
        try:
            end_membership(membership=membership, by=request.actor, **form.cleaned_data)
        except RuleViolation as violation:
            form.add_problems(violation.problems)
        else:
            messages.success(request, _("Peran diakhiri."))
            return redirect("institutions:person_detail", membership.user_id)
    return render(request, "institutions/membership_end.html", {"form": form, "membership": membership})
