"""Files that are kept with a case: the list, adding one, opening one, taking one back."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atensi.audit.services import record_view
from atensi.documents.serving import serve
from atensi.paging import page_by

from ..forms.attachments import AttachmentForm, WithdrawAttachmentForm
from ..models import Attachment, Case
from ..permissions import sees_private_files
from ..querysets import AttachmentQuerySet
from ..services.attachments import add_attachment, withdraw_attachment
from ..states import AttachmentKind
from .page import attempt, open_case, show, show_form

TAB = "documents"


@require_safe
def attachments(request: HttpRequest, pk: int) -> HttpResponse:
    """The files of the case, newest first, of one kind where it is asked for."""
    page = open_case(request, pk, tab=TAB)
    kind = request.GET.get("jenis", "")
    found = files_of(request, page.case).of_kind(kind).select_related("document", "added_by", "withdrawn_by")
    found = found.select_related("response", "conference", "step")
    rows = page_by("added_at", found, request.GET, newest_first=True)
    context = {"rows": rows, "words": rows.words(_("berkas")), "kinds": AttachmentKind.choices, "kind": kind}
    return show(request, page, "cases/case_attachments.html", context)


def files_of(request: HttpRequest, case: Case) -> AttachmentQuerySet:
    """The files of the case that the reader may know of: at most one query before them."""
    return case.attachments.told(private=sees_private_files(request.actor, case))


def attachment_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a file; `untuk` in the address names what of the case it belongs to."""
    page = open_case(request, pk, tab=TAB, right="work")
    initial = {"belongs_to": request.GET.get("untuk", "")}
    form = AttachmentForm(request.POST or None, request.FILES or None, case=page.case, initial=initial)
    problems = []
    if form.is_valid():
        made, problems = attempt(lambda: add_attachment(case=page.case, by=request.actor, **form.content))
        if made:
            messages.success(request, _("Berkas disimpan."))
            return redirect("cases:attachments", pk)
    return show_form(request, page, form, problems, back=reverse("cases:attachments", args=[pk]))


@require_safe
def attachment(request: HttpRequest, pk: int, paper_pk: int) -> FileResponse:
    """The file itself, to take away; one that was taken back is not there."""
    page = open_case(request, pk, tab=TAB)
    row = get_object_or_404(files_of(request, page.case).kept().select_related("document"), pk=paper_pk)
    response = serve(row.document, title=f"{row.document.title} {row.pk}")
    record_view("attachment.open", page.case, by=request.actor, shown=[row])
    return response


def attachment_withdraw(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    page = open_case(request, pk, tab=TAB, right="work")
    row: Attachment = get_object_or_404(page.case.attachments, pk=paper_pk)
    form, problems = WithdrawAttachmentForm(request.POST or None), []
    if form.is_valid():
        gone, problems = attempt(
            lambda: withdraw_attachment(attachment=row, by=request.actor, reason=form.cleaned_data["reason"])
        )
        if gone:
            messages.success(request, _("Berkas ditarik."))
            return redirect("cases:attachments", pk)
    back = reverse("cases:attachments", args=[pk])
    return show_form(request, page, form, problems, hint=row.title, back=back)
