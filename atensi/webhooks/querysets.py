from django.db import models

from institutions.rights import institutions_of
from institutions.states import Role

from .states import DeliveryState

KEEPER = frozenset({Role.ADMINISTRATOR})


class WebhookQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the institutions whose administrator `user` is."""
        return self.filter(institution_id__in=institutions_of(user, KEEPER))

    def on(self):
        return self.filter(off_at=None)


class WebhookDeliveryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """With the webhook."""
        return self.filter(webhook__institution_id__in=institutions_of(user, KEEPER))

    def parked(self):
        return self.filter(state=DeliveryState.PARKED)
