"""Secret links to a person's deadlines: made, read by a calendar program, taken back."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import require
from atensi.revoking import take_back
from institutions.middleware import actor_for
from institutions.models import Institution, Membership
from institutions.parameters import value_for

from ..hooks import clock_named
from ..models import CalendarFeed, Deadline
from ..permissions import can_make_feed

LIFE = "calendar_feed_life_days"
MOST = 1000  # deadlines of one feed, the soonest first


@transaction.atomic
def make_feed(*, name: str, by: Actor) -> tuple[CalendarFeed, str]:
    """A link to the deadlines of the membership that `by` acts under, and its secret, which is told this once.

    Raises NotAllowed without a membership that works on cases.
    """
    require(can_make_feed(by), _("Tautan kalender memuat tenggat dari peran Anda di suatu lembaga."))
    token, now = secrets.token_urlsafe(32), timezone.now()
    life = value_for(LIFE, Institution.objects.get(pk=by.institution_id))
    feed = CalendarFeed.objects.create(
        user_id=by.user_id,
        membership_id=by.membership_id,
        name=name,
        token_hash=hash_of(token),
        life_days=life,
        created_at=now,
        expires_at=now + timedelta(days=life),
    )
    record("calendarfeed.make", feed, by=by, data={"membership": by.membership_id, "days": life})
    return feed, token


@transaction.atomic
def revoke_feed(*, feed: CalendarFeed, by: Actor) -> CalendarFeed:
    """Its address shows nothing from now on. Raises NotAllowed (`take_back`)."""
    feed, opened = take_back(feed, by=by)
    if opened:
        record("calendarfeed.revoke", feed, by=by)
    return feed


def feed_behind(token: str, request_id: str = "") -> tuple[CalendarFeed, Actor] | None:
    """The feed whose secret is `token`, and who reads it: its person under its membership. None for an unknown, ended
    or revoked one, and as soon as the membership or mandate behind it has ended.

    Only the hash is looked up, by its index: how long the answer takes says nothing of a secret.
    """
    feed = CalendarFeed.objects.running().select_related("user").filter(token_hash=hash_of(token)).first()
    if feed is None or not feed.user.is_active:
        return None
    rights = Membership.objects.rights_of(feed.user).with_mandate(feed.user)
    membership = rights.filter(pk=feed.membership_id).first()
    return (feed, actor_for(feed.user, membership, request_id)) if membership else None


@transaction.atomic
def read_feed(*, feed: CalendarFeed, by: Actor) -> list[Deadline]:
    """The deadlines of `feed`, the soonest first; that they were read, and when, is recorded.

    Raises NotAllowed for anybody but the feed's person under its membership.
    """
    require(by.user_id == feed.user_id and by.membership_id == feed.membership_id)
    feed = CalendarFeed.objects.select_for_update(of=("self",)).select_related("user").get(pk=feed.pk)
    mine = Deadline.objects.of_membership(feed.user, by.role, by.institution_id)
    rows = list(mine.order_by("due_at", "pk")[:MOST])
    feed.last_used_at = timezone.now()
    feed.save(update_fields=["last_used_at"])
    record(
        "calendarfeed.read", feed, by=by, seen=[f"{clock_named(row.clock).subject}:{row.subject_id}" for row in rows]
    )
    return rows


def hash_of(token: str) -> str:
    """What is kept of a secret. It has 256 random bits, so that a plain hash cannot be turned back."""
    return sha256(token.encode()).hexdigest()
