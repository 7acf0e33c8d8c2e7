"""What came of a meeting: recorded, worked out in groups, signed, and handed out as PDF."""

from functools import partial

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atensi.audit.services import record_view
from atensi.documents.serving import serve
from atensi.errors import RuleViolation, StaleWrite, attempt, require
from atensi.forms import sent
from atensi.versions import beside

from ..forms import GroupForm, RecordForm
from ..minutes import paper_of
from ..models import WorkingGroup
from ..permissions import can_lead
from ..services.holding import record_meeting, set_group, sign_minutes
from .page import open_meeting, show_form, take_step


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was there, what was said and decided; open to correction until it is signed."""
    row = open_meeting(request, pk, leading=True)
    form, problems, differences = RecordForm(sent(request), meeting=row), [], []
    if form.is_valid():
        try:
            record_meeting(meeting=row, by=request.actor, **form.content)
        except StaleWrite as violation:
            row = open_meeting(request, pk, leading=True)
            form, differences = beside(form, lambda data: RecordForm(data, meeting=row))
            form.add_problems(violation.problems)
        except RuleViolation as violation:
            problems = violation.problems
        else:
            messages.success(request, _("Hasil rapat tersimpan. Tambah tindak lanjutnya, lalu tanda tangani notulen."))
            return redirect("meetings:detail", row.pk)
    back = reverse("meetings:detail", args=[row.pk])
    return show_form(request, form, problems, back=back, of=row.title, differences=differences)


@require_http_methods(["GET", "HEAD", "POST"])
def group_add(request: HttpRequest, pk: int) -> HttpResponse:
    row = open_meeting(request, pk, leading=True)
    form = GroupForm(sent(request), meeting=row)
    return take_step(request, row, form, partial(set_group, meeting=row), _("Kelompok tersimpan."))


@require_http_methods(["GET", "HEAD", "POST"])
def group_edit(request: HttpRequest, pk: int) -> HttpResponse:
    rows = WorkingGroup.objects.visible_to(request.user).select_related("meeting")
    group = get_object_or_404(rows, pk=pk)
    require(can_lead(request.actor, group.meeting))
    form = GroupForm(sent(request), meeting=group.meeting, group=group)
    service = partial(set_group, meeting=group.meeting, group=group)
    return take_step(request, group.meeting, form, service, _("Kelompok tersimpan."))


@require_POST
def minutes_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign what was recorded; it never changes afterwards."""
    row = open_meeting(request, pk, leading=True)
    paper, problems = attempt(lambda: sign_minutes(meeting=row, by=request.actor))
    if paper is None:
        for problem in problems:
            messages.warning(request, str(problem.text))
    else:
        messages.success(request, _("Notulen %(number)s terbit.") % {"number": paper.number})
    return redirect("meetings:detail", row.pk)


@require_safe
def minutes(request: HttpRequest, pk: int) -> FileResponse:
    """The PDF as it was made."""
    row = open_meeting(request, pk)
    paper = paper_of(row)
    if paper is None:
        raise Http404
    response = serve(paper.document)
    record_view("meeting.open_minutes", row, by=request.actor, shown=[paper])
    return response
