from django.db import models

from institutions.rights import memberships_of

from .places import Place


class DraftQuerySet(models.QuerySet):
    """Which drafts: those of a place, those somebody may read, those that have outlived their time."""

    def visible_to(self, user):
        """One's own, under memberships that stand today."""
        return self.filter(owner=user.pk, membership__in=memberships_of(user))

    def at(self, place: Place):
        return self.filter(
            owner_id=place.owner_id, membership_id=place.membership_id, form=place.form, subject=place.subject
        )
