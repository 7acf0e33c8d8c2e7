"""What came of a meeting: recorded, worked out in groups, signed, and handed out as PDF."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atensi.audit.services import record_view
from atensi.documents.serving import serve
from atensi.errors import attempt, require
from atensi.versions import SEEN

from ..forms import GroupForm, RecordForm
from ..minutes import paper_of
from ..models import WorkingGroup
from ..permissions import can_lead
from ..services.holding import record_meeting, set_group, sign_minutes
from .page import open_meeting, write_version

NOTHING = "-"  # is no version: who signs says which one they read


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was there, what was said and decided; open to correction until it is signed."""
    row = open_meeting(request, pk, leading=True)
    done = _("Hasil rapat tersimpan. Tambah tindak lanjutnya, lalu tanda tangani notulen.")

    def build(data: Any) -> RecordForm:
        return RecordForm(data, meeting=open_meeting(request, pk, leading=True))

    return write_version(request, row, build, partial(record_meeting, meeting=row), done)


@require_http_methods(["GET", "HEAD", "POST"])
def group_add(request: HttpRequest, pk: int) -> HttpResponse:
    row = open_meeting(request, pk, leading=True)
    build = partial(GroupForm, meeting=row)
    return write_version(request, row, build, partial(set_group, meeting=row), _("Kelompok tersimpan."))


@require_http_methods(["GET", "HEAD", "POST"])
def group_edit(request: HttpRequest, pk: int) -> HttpResponse:
    rows = WorkingGroup.objects.visible_to(request.user).select_related("meeting")
    group = get_object_or_404(rows, pk=pk)
    require(can_lead(request.actor, group.meeting))

    def build(data: Any) -> GroupForm:
        return GroupForm(data, meeting=group.meeting, group=rows.get(pk=pk))

    service = partial(set_group, meeting=group.meeting, group=group)
    return write_version(request, group.meeting, build, service, _("Kelompok tersimpan."))


@require_POST
def minutes_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign what was read; it never changes afterwards."""
    row = open_meeting(request, pk, leading=True)
    seen = request.POST.get(SEEN) or NOTHING
    paper, problems = attempt(lambda: sign_minutes(meeting=row, by=request.actor, seen=seen))
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
