"""The timeline of a case."""

from datetime import datetime

from django.utils import timezone

from atensi.audit.actor import Actor

from ..models import Case, CaseEvent


def add_event(*, case: Case, kind: str, by: Actor, text: str = "", at: datetime | None = None) -> CaseEvent:
    """Add one line to the case's timeline (for people; the audit trail is a different record)."""
    return CaseEvent.objects.create(case=case, kind=kind, text=text, happened_at=at or timezone.now(), by_id=by.user_id)
