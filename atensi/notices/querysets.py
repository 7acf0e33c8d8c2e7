from django.db import models
from django.db.models import Q

from .hooks import KEPT_RECIPIENTS
from .states import DeliveryState


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A notice is for its recipient and nobody else."""
        return self.filter(recipient=user.pk)

    def unread(self):
        """Neither opened nor done by anybody: what the bell counts."""
        return self.filter(opened_at=None, acted_at=None)


class DeliveryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Deliveries to the people that `user` keeps; higher rooms say who that is."""
        condition = Q(pk__in=[])
        for kept in KEPT_RECIPIENTS:
            condition |= Q(notice__recipient__in=kept(user))
        return self.filter(condition)

    def parked(self):
        return self.filter(state=DeliveryState.PARKED)
