"""Keeping, finding and dropping drafts. A draft is nobody's record, so the trail does not tell of it."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from institutions.models import Membership
from institutions.parameters import values_by_office

from .models import Draft
from .places import TOKEN, Place

RETENTION = "draft_retention_days"
# Longer than any form of ours: 20 notes of 10,000 characters, in an alphabet of three bytes.
LONGEST = 600_000
NOT_KEPT = frozenset({TOKEN, "csrfmiddlewaretoken"})


def keep_draft(*, place: Place, values: Iterable[tuple[str, list[str]]]) -> datetime | None:
    """Keep what was typed (name -> texts) in place of what was kept there. When; None for more than a form can hold."""
    content = json.dumps({name: texts for name, texts in values if name not in NOT_KEPT})
    if len(content) > LONGEST:
        return None
    draft = Draft(
        owner_id=place.owner_id,
        membership_id=place.membership_id,
        form=place.form,
        subject=place.subject,
        content=content,
        saved_at=timezone.now(),
    )
    Draft.objects.bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["owner", "membership", "form", "subject"],
        update_fields=["content", "saved_at"],
    )
    return draft.saved_at


def typed(draft: Draft) -> Mapping[str, list[str]]:
    """The texts of a draft by name, as they were posted."""
    return json.loads(draft.content)


def drop_draft(*, place: Place) -> None:
    """The form has done its work, or its owner wants it no more."""
    Draft.objects.at(place).delete()


def prune_drafts(*, now: datetime) -> int:
    """Remove drafts that nobody touched for their office's `draft_retention_days` (domain.md 13), and those whose
    membership has ended, mandates included. How many."""
    institutions = dict(_kept().values_list("pk", "institution_id"))
    days = values_by_office([RETENTION], set(institutions.values()))
    gone = 0
    for pk, institution in institutions.items():
        oldest = now - timedelta(days=days[institution][RETENTION])
        gone += Draft.objects.filter(membership=pk, saved_at__lt=oldest).delete()[0]
    return gone + Draft.objects.exclude(membership__in=Membership.objects.current()).delete()[0]


def _kept() -> QuerySet[Membership]:
    """The memberships that anybody has drafts under."""
    return Membership.objects.filter(pk__in=Draft.objects.values("membership"))
