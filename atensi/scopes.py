"""Querysets that know what a user may see as named sets."""

from collections.abc import Collection, Iterable

from django.db import models
from django.db.models import Q


class ScopedQuerySet(models.QuerySet):
    """Rows whose model names the sets a user may see: `scopes(user)`, each one index walk, for lists."""

    def in_scopes(self, user) -> Q:
        """The condition that a row is in one of `scopes`. For single rows and checks, not for long lists."""
        return self._in_any(self.model._default_manager.all().scopes(user).values())

    def visible_among(self, user, ids: Collection[int]):
        """Those of the few rows `ids` that `user` may see, for a page of a list. Narrowed inside each scope: PostgreSQL
        would read the whole scope, all cases of an office, to look a few up in it."""
        narrowed = (scope.filter(pk__in=ids) for scope in self.model._default_manager.all().scopes(user).values())
        return self.filter(self._in_any(narrowed), pk__in=ids)

    @staticmethod
    def _in_any(scopes: Iterable[models.QuerySet]) -> Q:
        condition = Q()
        for scope in scopes:
            condition |= Q(pk__in=scope.values("pk"))
        return condition
