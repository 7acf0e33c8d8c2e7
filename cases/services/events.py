"""The timeline of a case."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from guardian.utils import get_group_obj_perms_model

from atensi.audit.actor import Actor
from atensi.webhooks.services.announcing import announce, anybody_listens
from institutions.models import Institution

from ..models import Case, CaseEvent
from ..querysets import SHARE_PERMISSION, WORK_PERMISSION


def add_event(*, case: Case, kind: str, by: Actor, text: str = "", at: datetime | None = None) -> CaseEvent:
    """Add one line to the case's timeline (for people; the audit trail is a different record), and tell the programs
    of the institutions that may see the case that there is one."""
    event = CaseEvent.objects.create(
        case=case, kind=kind, text=text, happened_at=at or timezone.now(), by_id=by.user_id
    )
    announce_event(event)
    return event


def announce_event(event: CaseEvent) -> None:
    """Tell the webhooks of the case's office and of those it is shared with now; of a restricted case of those alone
    that work on it. The words of the event stay here."""
    case = event.case
    announce(
        kind=event.kind,
        case_id=case.pk,
        number=case.number,
        event=event.pk,
        happened_at=event.happened_at,
        institutions=_told(case),
    )


def announce_events(events: Sequence[CaseEvent]) -> None:
    """The same for rows written in bulk: one query where no program listens, else two for each event."""
    if not anybody_listens():
        return
    cases = Case.objects.in_bulk({event.case_id for event in events})
    for event in events:
        event.case = cases[event.case_id]
        announce_event(event)


def _told(case: Case) -> QuerySet[Institution]:
    codename = WORK_PERMISSION if case.restricted else SHARE_PERMISSION
    shares = get_group_obj_perms_model(Case).objects.filter(content_object=case, permission__codename=codename)
    return Institution.objects.filter(Q(pk=case.office_id) | Q(group__in=shares.values("group_id")))
