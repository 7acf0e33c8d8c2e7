"""What became of a notice: opened by its recipient, and the matter done."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection
from django.utils import timezone

from atensi.audit.actor import Actor

from ..kinds import NOTICE_KINDS
from ..models import Notice
from ..states import DeliveryState

# One statement: whoever sees the notices as done finds no mail of them waiting.
ACTED = """
WITH done AS (
    UPDATE notices_notice SET acted_at = %(at)s, acted_by_id = %(by)s
     WHERE id IN (SELECT id FROM notices_notice WHERE subject = ANY(%(subjects)s) AND acted_at IS NULL
                     AND NOT kind = ANY(%(news)s) AND (%(kinds)s = '{}' OR kind = ANY(%(kinds)s))
                     AND (%(recipients)s::bigint[] = '{}' OR recipient_id = ANY(%(recipients)s::bigint[]))
                   ORDER BY id FOR UPDATE)
    RETURNING id
), dropped AS (
    UPDATE notices_delivery SET state = %(dropped)s
     WHERE notice_id IN (SELECT id FROM done) AND state IN (%(pending)s, %(parked)s)
)
SELECT count(*) FROM done
"""


def mark_opened(*, notice: Notice, by: Actor) -> None:
    """The recipient opened it; the first time counts. Somebody else's notice stays as it is."""
    Notice.objects.filter(pk=notice.pk, recipient_id=by.user_id, opened_at=None).update(opened_at=timezone.now())


def mark_all_opened(*, by: Actor, among: Collection[int] | None = None) -> int:
    """Mark every unread notice of the person as opened, or those of the ids `among`; returns how many."""
    unread = Notice.objects.filter(recipient_id=by.user_id).unread()
    unread = unread if among is None else unread.filter(pk__in=among)
    return unread.update(opened_at=timezone.now())


def mark_acted(subject: str, *, by: Actor | None = None, at: datetime | None = None) -> int:
    """The matter of `subject` is done: nobody is told of it any more, and no mail leaves late. News of it stay.

    by: who did it, None for the clock. at: when (now). Part of the caller's transaction. Returns how many notices.
    """
    return mark_many_acted([subject], by=by, at=at)


def mark_many_acted(
    subjects: Collection[str],
    *,
    kinds: Collection[str] = (),
    recipients: Collection[int] = (),
    by: Actor | None = None,
    at: datetime | None = None,
) -> int:
    """`mark_acted` for many subjects in one statement. kinds: only notices of these, where a subject has several
    matters; recipients: only theirs, whom alone it asks for nothing any more; without any, all."""
    given = {
        "kinds": sorted(kinds),
        "recipients": sorted(recipients),
        "subjects": sorted(subjects),
        "news": sorted(kind.code for kind in NOTICE_KINDS.values() if kind.is_news),
        "at": at or timezone.now(),
        "by": by.user_id if by else None,
        "dropped": DeliveryState.DROPPED,
        "pending": DeliveryState.PENDING,
        "parked": DeliveryState.PARKED,
    }
    with connection.cursor() as cursor:
        cursor.execute(ACTED, given)
        [(count,)] = cursor.fetchall()
    return count
