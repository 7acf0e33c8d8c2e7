from datetime import date

from django.db import models
from django.db.models import CharField, F, Func, Q, Value
from django.utils import timezone

from .states import SOCIAL_OFFICES, Role


class InstitutionQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def visible_to(self, user):
        """Institutions are public to every signed-in person; the people in them are not (`Membership.visible_to`)."""
        return self.all() if user.is_authenticated else self.none()

    def of_members(self, user, roles=None):
        """Institutions where `user` holds a current membership (of one of `roles`)."""
        memberships = user.memberships.current()
        if roles is not None:
            memberships = memberships.filter(role__in=roles)
        return self.filter(pk__in=memberships.values("institution_id"))

    def kept_by(self, user):
        """Institutions that `user` administers: their own, and those of its region when it is a Dinas Sosial.

        The same rule as `permissions.keeps`; one query for the user's offices.
        """
        offices = user.memberships.current().filter(role=Role.ADMINISTRATOR)
        condition = Q(pk__in=[])
        for pk, kind, region in offices.values_list("institution_id", "institution__kind", "institution__region_id"):
            condition |= Q(pk=pk)
            if kind in SOCIAL_OFFICES:
                condition |= Q(region__code__startswith=region)
        return self.filter(condition)

    def search(self, words: str):
        """Institutions whose present or former name holds every word of `words`."""
        found = self.annotate(
            former=Func(F("former_names"), Value(" "), function="array_to_string", output_field=CharField())
        )
        for word in words.split():
            found = found.filter(Q(name__icontains=word) | Q(former__icontains=word))
        return found

    def in_region(self, code: str):
        """Institutions in region `code` or a part of it; a code's prefix is its parent."""
        return self.filter(region__code__startswith=code)


class MembershipQuerySet(models.QuerySet):
    def running(self, day: date | None = None):
        """Memberships that are not over on `day` (today): current ones and those that begin later."""
        day = day or timezone.localdate()
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), ended_at=None)

    def current(self, day: date | None = None):
        """Memberships in force on `day` (today), both ends included, of active users and institutions."""
        day = day or timezone.localdate()
        return self.running(day).filter(valid_from__lte=day, user__is_active=True, institution__is_active=True)

    def visible_to(self, user):
        """Memberships, past ones too, in the institutions that `user` administers: who works where is personal data."""
        institutions = self.model._meta.get_field("institution").related_model.objects.kept_by(user)
        return self.filter(institution__in=institutions)
