"""What stands against keeping a file with a case, and against taking one back."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from atensi.documents.uploads import is_too_large, kind_of, most_megabytes
from atensi.errors import Problem

from ..models import Attachment, Case, CaseConference, CaseResponse
from .common import past_problems


def attachment_problems(
    case: Case, *, title: str, dated_on: date | None, belongs_to: Any, content: bytes
) -> list[Problem]:
    """A file is of a kind and a size that are kept, has a title, and belongs to something of this case."""
    problems = file_problems(content)
    if not title.strip():
        problems.append(Problem("attachment_without_title", _("Tuliskan judul berkas."), field="title"))
    if dated_on is not None:
        problems.extend(past_problems(dated_on, "dated_on", case))
    if belongs_to is not None and case_of(belongs_to) != case.pk:
        text = _("Berkas hanya dapat dilekatkan pada bagian dari kasus ini.")
        problems.append(Problem("attachment_of_another_case", text, field="belongs_to"))
    return problems


def file_problems(content: bytes) -> list[Problem]:
    """The kind is told by the content, never by the name."""
    if is_too_large(len(content)):
        text = _("Berkas paling besar %(n)d MB.") % {"n": most_megabytes()}
        return [Problem("file_too_large", text, field="file")]
    if kind_of(content):
        return []
    return [Problem("file_kind_unknown", _("Unggah berkas PDF, JPEG, atau PNG."), field="file")]


def case_of(belongs_to: Any) -> int | None:
    """The case (id) of a report, a conference or a step of the search for kin."""
    if isinstance(belongs_to, (CaseResponse, CaseConference)):
        return belongs_to.case_id
    return belongs_to.tracing.case_id


def withdrawal_problems(attachment: Attachment, reason: str) -> list[Problem]:
    """A file is taken back once, with a reason."""
    if not attachment.is_kept:
        return [Problem("attachment_withdrawn", _("Berkas ini sudah ditarik."))]
    if not reason.strip():
        return [Problem("attachment_reason_missing", _("Tuliskan mengapa berkas ditarik."), field="reason")]
    return []
