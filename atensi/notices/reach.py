"""By which channels a person is reached, and not before when: facts of higher rooms, their own choices, quiet hours."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from .hooks import RECIPIENT_FACTS, Facts
from .kinds import NoticeKind
from .models import NoticeChoice
from .states import Channel


@dataclass(frozen=True, slots=True)
class Reach:
    """How one person is reached. switched_off: the channels they do not want."""

    facts: Facts
    switched_off: frozenset[str] = field(default_factory=frozenset)

    def address(self, channel: str) -> str:
        return self.facts.email if channel == Channel.EMAIL else self.facts.phone

    @property
    def offered(self) -> list[str]:
        """Channels that lead to the person at all."""
        return [channel for channel in channels_configured() if self.address(channel)]

    def channels(self, *, is_required: bool) -> list[str]:
        """Channels for a notice. What the law requires always goes by mail, or by phone where there is no mail."""
        wanted = [channel for channel in self.offered if channel not in self.switched_off]
        if is_required and self.offered and self.offered[0] not in wanted:
            wanted.insert(0, self.offered[0])
        return wanted

    def not_before(self, at: datetime, kind: NoticeKind) -> datetime:
        """`at`, or the end of the quiet hours that it falls into."""
        return at if kind.urgent else after_quiet(at, self.facts)


def channels_configured() -> list[str]:
    """Mail always; the gateway when it has an address."""
    return [Channel.EMAIL, Channel.GATEWAY] if settings.GATEWAY_URL else [Channel.EMAIL]


def reach_of(people: Collection[int]) -> dict[int, Reach]:
    """How the people with these ids are reached; without those who get nothing outside."""
    facts: dict[int, Facts] = {}
    for load in RECIPIENT_FACTS:
        facts |= load(people)
    off: dict[int, set[str]] = {}
    for user, channel in NoticeChoice.objects.filter(user__in=facts, is_on=False).values_list("user_id", "channel"):
        off.setdefault(user, set()).add(channel)
    return {user: Reach(known, frozenset(off.get(user, ()))) for user, known in facts.items()}


def after_quiet(at: datetime, facts: Facts) -> datetime:
    """`at`, or, in the person's quiet hours, the moment they end."""
    start, end = facts.quiet_from % 24, facts.quiet_until % 24
    local = at.astimezone(ZoneInfo(facts.zone))
    over_midnight = start > end
    quiet = (local.hour >= start or local.hour < end) if over_midnight else start <= local.hour < end
    if not quiet:
        return at
    wakes = local.replace(hour=end, minute=0, second=0, microsecond=0)
    return wakes if wakes > local else wakes + timedelta(days=1)
