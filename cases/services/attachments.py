"""Files that are kept with a case: added, and taken back when they should not be there."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from atensi.audit.actor import Actor
from atensi.audit.services import record, subject_of
from atensi.documents.models import Document
from atensi.documents.services import store_document
from atensi.documents.uploads import kind_of
from atensi.errors import require, require_no_problems
from atensi.language import in_record_language

from .. import permissions
from ..eligibility.attachments import attachment_problems, withdrawal_problems
from ..eligibility.common import open_problems
from ..event_states import EventKind
from ..models import Attachment, Case, CaseConference, CaseResponse, TracingStep
from ..portraits import TYPE, drawn_anew
from ..states import AttachmentKind
from .events import add_event
from .locks import locked, locked_case

LONGEST_SIDE = 2400  # of a photographed page: its small print can be read
BelongsTo = CaseResponse | CaseConference | TracingStep


@transaction.atomic
@in_record_language
def add_attachment(
    *,
    case: Case,
    kind: str,
    title: str,
    content: bytes,
    by: Actor,
    dated_on: date | None = None,
    belongs_to: BelongsTo | None = None,
) -> Attachment:
    """Keep a file with the case, and with the part of it that `belongs_to` names. A picture is drawn anew: upright, of
    bearable size, and without what the camera wrote of place and device (UU 27/2022: no more than is needed).

    Raises NotAllowed, RuleViolation.
    """
    require(permissions.can_work_on(by, case))
    case = locked_case(case)
    about = {"title": title, "dated_on": dated_on, "belongs_to": belongs_to}
    require_no_problems(open_problems(case) + attachment_problems(case, content=content, **about))
    attachment = Attachment(case=case, kind=kind, title=title.strip(), dated_on=dated_on, added_by_id=by.user_id)
    attachment.response = belongs_to if isinstance(belongs_to, CaseResponse) else None
    attachment.conference = belongs_to if isinstance(belongs_to, CaseConference) else None
    attachment.step = belongs_to if isinstance(belongs_to, TracingStep) else None
    attachment.document = _stored(case, content, by)
    attachment.save()
    add_event(case=case, kind=EventKind.FILE_ADDED, by=by, text=str(AttachmentKind(kind).label))
    record("attachment.add", case, by=by, data={"attachment": attachment.pk, "kind": kind})
    return attachment


@transaction.atomic
@in_record_language
def withdraw_attachment(*, attachment: Attachment, reason: str, by: Actor) -> Attachment:
    """Take a file back: nobody opens it any more. Raises NotAllowed, RuleViolation."""
    require(permissions.can_work_on(by, attachment.case))
    case = locked_case(attachment.case)
    attachment = locked(attachment)
    require_no_problems(open_problems(case) or withdrawal_problems(attachment, reason))
    attachment.withdrawn_at, attachment.withdrawn_by_id = timezone.now(), by.user_id
    attachment.withdrawn_reason = reason.strip()
    attachment.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    add_event(case=case, kind=EventKind.FILE_WITHDRAWN, by=by, text=str(attachment.get_kind_display()))
    record("attachment.withdraw", case, by=by, data={"attachment": attachment.pk}, reason=reason)
    return attachment


def _stored(case: Case, content: bytes, by: Actor) -> Document:
    """The file under a name that tells no more than the case's number."""
    kind = kind_of(content)
    if kind.startswith("image/"):
        limit = settings.PAPER_MAX_BYTES
        content, kind = drawn_anew(content, most_bytes=limit, longest=LONGEST_SIDE, field="file"), TYPE
    title = f"berkas {case.number}"
    return store_document(subject=subject_of(case), title=title, content=content, content_type=kind, by=by)
