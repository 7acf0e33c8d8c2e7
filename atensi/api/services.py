"""A request that is sent twice acts once; a change of what was read meanwhile is refused.

Both hold what the API does in one transaction, and neither acts itself: `act` calls a service of the field, which says
who may and keeps the trail.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from atensi.audit.actor import Actor
from atensi.audit.services import record_told
from atensi.errors import RuleViolation

from .models import KeptAnswer
from .problems import KeyUsed, Stale

Result = TypeVar("Result")


def whole(act: Callable[[], Result], *, by: Actor) -> Result:
    """Run `act` in one transaction. What a refusal has told stays in the trail although the rest is undone."""
    try:
        with transaction.atomic():
            return act()
    except RuleViolation as refusal:
        record_told(refusal, by=by)
        raise


def once(*, key: str, asked: str, by: Actor, act: Callable[[], tuple[int, str]]) -> tuple[int, str, bool]:
    """Status and body of what `act` answers, kept under `key`; the kept ones, and True, when it was asked before.

    asked: hash of the request. Of two at once the second waits for the first. What was refused is not kept: the key may
    be used again. Raises KeyUsed for another request under the same key.
    """

    def attempt() -> tuple[int, str, bool]:
        kept, is_new = _row(key, asked, by)
        if kept.asked != asked:
            raise KeyUsed
        if not is_new:
            return kept.status, kept.body, True
        kept.status, kept.body = act()
        kept.save(update_fields=["status", "body"])
        return kept.status, kept.body, False

    return whole(attempt, by=by)


def _row(key: str, asked: str, by: Actor) -> tuple[KeptAnswer, bool]:
    named = {"person_id": by.user_id, "membership_id": by.membership_id, "key": key}
    try:
        with transaction.atomic():
            return KeptAnswer.objects.create(**named, asked=asked), True
    except IntegrityError:
        return KeptAnswer.objects.get(**named), False


def if_unchanged(
    *,
    row: Model,
    wanted: str,
    tag_of: Callable[[Any], str],
    by: Actor,
    act: Callable[[Any], Result],
    under: Model | None = None,
) -> Result:
    """What `act` makes of `row`, if the row as it now stands still has the tag `wanted`; else raises Stale.

    The row is locked from before the look until after the change; `under` before it, where the service of `act` locks
    that one first: so two that change the same wait for each other and never in a circle.
    """

    def attempt() -> Result:
        [*_above, fresh] = [_locked(one) for one in (under, row) if one is not None]
        if wanted not in ("*", tag_of(fresh)):
            raise Stale
        return act(fresh)

    return whole(attempt, by=by)


def _locked(row: Model) -> Any:
    return type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)


def forget_answers(*, at: datetime | None = None) -> int:
    """Remove the answers whose time is over (`API_ANSWERS_KEPT_HOURS`); returns how many."""
    until = (at or timezone.now()) - timedelta(hours=settings.API_ANSWERS_KEPT_HOURS)
    count, _by_model = KeptAnswer.objects.filter(kept_at__lt=until).delete()
    return count
