"""Tokens of programs: made, used, taken back."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.accounts.models import User
from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.errors import Problem, require, require_no_problems
from atensi.language import counted
from atensi.revoking import take_back

from .models import ApiToken

USE_NOTED = timedelta(minutes=10)


@transaction.atomic
def make_token(*, name: str, days: int, by: Actor) -> tuple[ApiToken, str]:
    """A token of the membership that `by` acts under, for `days` days, and its secret, which is told this once.

    Raises NotAllowed without a membership of one's own: a mandate is exercised by a person; RuleViolation.
    """
    require(
        by.membership_id is not None and by.mandate_id is None,
        _("Token bertindak atas satu peran Anda sendiri di suatu lembaga."),
    )
    require_no_problems(_problems(days))
    user = User.objects.get(pk=by.user_id)
    token, secret = ApiToken.objects.create(
        user, expiry=timedelta(days=days), membership_id=by.membership_id, name=name.strip()
    )
    record("apitoken.make", token, by=by, data={"membership": by.membership_id, "days": days})
    return token, secret


def _problems(days: int) -> list[Problem]:
    if 1 <= days <= settings.API_TOKEN_MOST_DAYS:
        return []
    text = counted("Token berlaku paling lama %(days)s hari.", days=settings.API_TOKEN_MOST_DAYS)
    return [Problem("token_lives_too_long", text, field="days")]


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Actor) -> ApiToken:
    """From now on it opens nothing. Raises NotAllowed (`take_back`)."""
    token, opened = take_back(token, by=by)
    if opened:
        record("apitoken.revoke", token, by=by)


def note_use(token: ApiToken) -> None:
    """That the token was used, to within ten minutes: its person sees which one is idle or in strange hands."""
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > USE_NOTED:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
