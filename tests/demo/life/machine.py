"""The demo's offices, homes and children in a transaction of their own, a clock that moves, and hands that try."""

from collections import Counter
from datetime import datetime, timedelta
from unittest import mock

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from atensi.audit.models import AuditEvent
from atensi.demo.steps import justified
from atensi.errors import RuleViolation
from institutions.middleware import actor_for
from institutions.models import Membership
from referrals.models import Referral, ReferralQuestion
from referrals.services.closures import plan_moves
from referrals.services.silence import lapse_silent
from referrals.services.sweep import sweep

INDEX = st.integers(min_value=0, max_value=999)


def pick(rows, index):
    """One of `rows`, whatever their number; None when there is none."""
    found = list(rows.order_by("pk"))
    return found[index % len(found)] if found else None


class Machine(RuleBasedStateMachine):
    """The demo's offices, homes and children, in a transaction that is rolled back at the end."""

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.moment: datetime = timezone.now()
        self.clock = mock.patch.object(timezone, "now", lambda: self.moment)
        self.clock.start()
        self.done: Counter[str] = Counter()

    def teardown(self):
        self.clock.stop()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @property
    def today(self):
        return timezone.localdate(self.moment)

    def attempt(self, who, service, **wish):
        """Let somebody try; while they may not, the next hand tries, until the rules have spoken.

        Refused with its reasons, or done and told in the trail with actor and time; what follows by itself is told as
        the system's. No two hands try at the same moment.
        """
        self.moment += timedelta(seconds=1)
        hands = list(Membership.objects.order_by("pk"))
        for membership in (hands[(who + step) % len(hands)] for step in range(len(hands))):
            actor = actor_for(membership.user, membership, "life")
            last = AuditEvent.objects.order_by("-pk").first()
            try:
                with transaction.atomic():
                    justified(service, by=actor, **wish)
            except PermissionDenied:
                continue
            except RuleViolation:
                return
            told = AuditEvent.objects.filter(pk__gt=last.pk if last else 0)
            assert told.filter(user_id=actor.user_id).exists(), service
            assert all(event.at == self.moment and event.user_id in {actor.user_id, None} for event in told)
            self.done[service.__name__] += 1
            return

    @rule(days=st.integers(min_value=1, max_value=40))
    def days_pass(self, days):
        """The work of the night is done; nobody waits for an answer longer than the limit says."""
        self.moment += timedelta(days=days)
        sweep()
        lapse_silent()
        plan_moves()
        asked = ReferralQuestion.objects.filter(answered_at=None)
        waiting = Referral.objects.awaiting_answer().filter(lapses_on__lt=self.today)
        assert not waiting.exclude(questions__in=asked).exists()
