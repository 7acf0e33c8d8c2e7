from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone


class InstitutionQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def of_members(self, user, roles=None):
        """Institutions where `user` holds a current membership (of one of `roles`)."""
        memberships = user.memberships.current()
        if roles is not None:
            memberships = memberships.filter(role__in=roles)
        return self.filter(pk__in=memberships.values("institution_id"))


class MembershipQuerySet(models.QuerySet):
    def current(self, day: date | None = None):
        """Memberships in force on `day` (today), both ends included, of active users and institutions."""
        day = day or timezone.localdate()
        return self.filter(
            Q(valid_until=None) | Q(valid_until__gte=day),
            valid_from__lte=day,
            user__is_active=True,
            institution__is_active=True,
        )
