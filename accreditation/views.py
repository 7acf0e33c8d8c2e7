from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atensi.errors import RuleViolation, StaleWrite, require
from atensi.versions import beside
from institutions.models import Institution
from institutions.views.institutions import can_keep

from .forms import CertificateForm
from .models import Certificate
from .services import add_certificate, update_certificate


@require_http_methods(["GET", "POST"])
def certificate_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a certificate of an institution."""
    institution = get_object_or_404(Institution.objects.visible_to(request.user), pk=pk)
    require(can_keep(request, institution))
    form = CertificateForm(request.POST or None)
    if form.is_valid():
        try:
            add_certificate(institution=institution, by=request.actor, **form.facts)
        except RuleViolation as violation:
            form.add_problems(violation.problems)
        else:
            messages.success(request, _("Sertifikat tercatat."))
            return redirect("institutions:detail", institution.pk)
    context = {"form": form, "institution": institution, "certificate": None, "differences": []}
    return render(request, "accreditation/certificate_form.html", context)


@require_http_methods(["GET", "POST"])
def certificate_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a certificate."""
    certificate = get_object_or_404(Certificate.objects.visible_to(request.user).select_related("institution"), pk=pk)
    require(can_keep(request, certificate.institution))
    form, differences = CertificateForm(request.POST or None, certificate=certificate), []
    if form.is_valid():
        try:
            update_certificate(certificate=certificate, by=request.actor, **form.cleaned_data)
        except StaleWrite as violation:
            certificate.refresh_from_db()
            form, differences = beside(form, lambda data: CertificateForm(data, certificate=certificate))
            form.add_problems(violation.problems)
        except RuleViolation as violation:
            form.add_problems(violation.problems)
        else:
            messages.success(request, _("Perubahan tersimpan."))
            return redirect("institutions:detail", certificate.institution_id)
    context = {
        "form": form,
        "institution": certificate.institution,
        "certificate": certificate,
        "differences": differences,
    }
    return render(request, "accreditation/certificate_form.html", context)
