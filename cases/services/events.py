"""The timeline of a case."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from atensi.audit.actor import Actor
from atensi.webhooks.models import Webhook
from atensi.webhooks.services.announcing import Happening, announce

from ..event_states import KINDS_KEPT_INSIDE, OTHER_STEP
from ..hands import shares
from ..models import Case, CaseEvent
from ..querysets import SHARE_PERMISSION, WORK_PERMISSION


def add_event(*, case: Case, kind: str, by: Actor, text: str = "", at: datetime | None = None) -> CaseEvent:
    """Add one line to the case's timeline (for people; the audit trail is a different record), and tell the programs
    of the institutions that may see the case that there is one."""
    event = CaseEvent.objects.create(
        case=case, kind=kind, text=text, happened_at=at or timezone.now(), by_id=by.user_id
    )
    announce_events([event])
    return event


def announce_events(events: Sequence[CaseEvent]) -> None:
    """Tell the webhooks that may hear of each event. The words of the events stay here, and so does a kind that tells
    the case's category (docs/adr/0025).

    One query where no program listens, else two, for one event and for a batch.
    """
    numbers, webhooks = {}, defaultdict(list)
    for case_id, number, webhook_id in _listening({event.case_id for event in events}):
        numbers[case_id] = number
        webhooks[case_id].append(webhook_id)
    happenings = [
        Happening(_outside(event.kind), event.case_id, numbers[event.case_id], event.pk, event.happened_at)
        for event in events
        if event.case_id in numbers
    ]
    announce(happenings, webhooks=webhooks)


def _outside(kind: str) -> str:
    return OTHER_STEP if kind in KINDS_KEPT_INSIDE else kind


def _listening(cases: set[int]) -> QuerySet:
    """Case id, case number and webhook id: the webhooks of a case's office and of those it is shared with now; of a
    restricted case of those alone that work on it."""
    on = Webhook.objects.on()
    offices = Case.objects.filter(pk__in=cases, office__webhooks__in=on).order_by()
    held = Q(content_object__restricted=False, permission__codename=SHARE_PERMISSION) | Q(
        content_object__restricted=True, permission__codename=WORK_PERMISSION
    )
    rows = shares(SHARE_PERMISSION, WORK_PERMISSION).filter(
        held, content_object__in=cases, group__institution__webhooks__in=on
    )
    shared = rows.values_list("content_object_id", "content_object__number", "group__institution__webhooks")
    return offices.values_list("pk", "number", "office__webhooks").union(shared)
