"""What a person made for a program of theirs, whose secret was told once, and takes back: tokens, calendar links."""

from typing import Any

from django.db import models
from django.utils import timezone

from atensi.audit.actor import Actor
from atensi.errors import require


class OwnQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A person's own; nobody else knows of them. By a token those of its membership."""
        own = self.filter(user=user.pk)
        bound = [membership.pk for membership in user.standings] if getattr(user, "is_bound", False) else None
        return own if bound is None else own.filter(membership__in=bound)


def take_back(row: Any, *, by: Actor) -> bool:
    """Revoke `row`, within the transaction of its service: from now on it opens nothing. Whether it did until now.

    Raises NotAllowed for another person's, and where a token asks for another membership's.
    """
    require(by.keeps(row.user_id, row.membership_id))
    row = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if row.revoked_at is not None:
        return False
    row.revoked_at = timezone.now()
    row.save(update_fields=["revoked_at"])
    return True
