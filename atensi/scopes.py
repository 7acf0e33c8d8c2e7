"""Querysets that know what a user may see as named sets."""

from django.db import models
from django.db.models import Q


class ScopedQuerySet(models.QuerySet):
    """Rows whose model names the sets a user may see: `scopes(user)`, each one index walk, for lists."""

    def in_scopes(self, user) -> Q:
        """The condition that a row is in one of `scopes`. For single rows and checks, not for long lists."""
        condition = Q()
        for scope in self.model._default_manager.all().scopes(user).values():
            condition |= Q(pk__in=scope.values("pk"))
        return condition
