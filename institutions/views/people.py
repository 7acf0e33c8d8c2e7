"""Pages about the people of the institutions that an administrator keeps."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from atensi.accounts.invitations import send_password_link
from atensi.accounts.models import User
from atensi.audit.services import record_view
from atensi.errors import RuleViolation, StaleWrite, require
from atensi.paging import page_by_name
from atensi.versions import beside

from .. import permissions
from ..acting import acting_office, can_keep
from ..forms.people import PersonEditForm, PersonFilterForm, PersonForm, ReasonForm
from ..models import Institution
from ..people import find_people, people_visible_to, with_memberships
from ..services.people import (
    activate_person,
    create_person,
    deactivate_person,
    keeps_all,
    record_password_link,
    update_person,
)


@require_GET
def person_list(request: HttpRequest) -> HttpResponse:
    """The people of the institutions one keeps; seeing them is recorded."""
    form = PersonFilterForm(request.GET)
    people = find_people(request.user, words=form.value["q"], status=form.value["status"])
    page = page_by_name(with_memberships(people, request.user), request.GET)
    record_view("person.list", request.user, by=request.actor, shown=page.rows)
    context = {
        "filters": form,
        "page": page,
        "words": page.words(_("orang")),
        "is_filtered": any(form.value.values()),
    }
    return render(request, "institutions/person_list.html", context)


def _person_or_404(request: HttpRequest, pk: int) -> User:
    return get_object_or_404(with_memberships(people_visible_to(request.user), request.user), pk=pk)


@require_GET
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: account and roles, as far as they concern the institutions one keeps."""
    person = _person_or_404(request, pk)
    office = acting_office(request)
    roles = [(row, permissions.can_keep(request.actor, office, row.institution)) for row in person.shown]
    record_view("person.view", person, by=request.actor)
    context = {
        "person": person,
        "running": [(row, kept) for row, kept in roles if not row.is_over()],
        "over": [row for row, _kept in roles if row.is_over()],
        "keeps_all": keeps_all(request.actor, person),
        "is_self": person.pk == request.user.pk,
    }
    return render(request, "institutions/person_detail.html", context)


def _send_link(request: HttpRequest, person: User) -> None:
    """Send the password mail and say how it went."""
    if send_password_link(request, person):
        messages.success(request, _("Surel untuk membuat kata sandi terkirim."))
    else:
        messages.error(request, _("Surel tidak terkirim. Periksa alamatnya, lalu kirim lagi dari halaman ini."))


@require_http_methods(["GET", "POST"])
def person_create(request: HttpRequest) -> HttpResponse:
    """A new account with its first role, in `?lembaga=` or the own institution."""
    wanted = request.GET.get("lembaga", "")
    pk = int(wanted) if wanted.isascii() and wanted.isdecimal() else request.actor.institution_id
    institution = get_object_or_404(Institution.objects.visible_to(request.user), pk=pk)
    require(can_keep(request, institution))
    form = PersonForm(request.POST or None, institution=institution)
    if form.is_valid():
        try:
            person = create_person(institution=institution, by=request.actor, **form.cleaned_data)
        except RuleViolation as violation:
            form.add_problems(violation.problems)
        else:
            _send_link(request, person)
            return redirect("institutions:person_detail", person.pk)
    return render(request, "institutions/person_form.html", {"form": form, "institution": institution})


@require_http_methods(["GET", "POST"])
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a person's name and ways to reach them."""
    person = _person_or_404(request, pk)
    require(keeps_all(request.actor, person))
    form, differences = PersonEditForm(request.POST or None, person=person), []
    if form.is_valid():
        try:
            update_person(user=person, by=request.actor, **form.cleaned_data)
        except StaleWrite as violation:
            person.refresh_from_db()
            form, differences = beside(form, lambda data: PersonEditForm(data, person=person))
            form.add_problems(violation.problems)
        except RuleViolation as violation:
            form.add_problems(violation.problems)
        else:
            messages.success(request, _("Perubahan tersimpan."))
            return redirect("institutions:person_detail", person.pk)
    return render(
        request, "institutions/person_edit.html", {"form": form, "person": person, "differences": differences}
    )


@require_http_methods(["GET", "POST"])
def person_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account, with the reason."""
    person = _person_or_404(request, pk)
    require(keeps_all(request.actor, person))
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            deactivate_person(user=person, by=request.actor, reason=form.cleaned_data["reason"])
        except RuleViolation as violation:
            form.add_problems(violation.problems)
        else:
            messages.success(request, _("Akun dinonaktifkan."))
            return redirect("institutions:person_detail", person.pk)
    return render(request, "institutions/person_deactivate.html", {"form": form, "person": person})


@require_POST
def person_activate(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed account again."""
    person = activate_person(user=_person_or_404(request, pk), by=request.actor)
    messages.success(request, _("Akun diaktifkan lagi. Kirim surel kata sandi supaya orang ini bisa masuk."))
    return redirect("institutions:person_detail", person.pk)


@require_POST
def person_password_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the mail for setting a password once more."""
    person = _person_or_404(request, pk)
    record_password_link(user=person, by=request.actor)
    _send_link(request, person)
    return redirect("institutions:person_detail", person.pk)
