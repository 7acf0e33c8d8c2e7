from django.db import models
from django.utils.translation import gettext_lazy as _


class DeliveryState(models.TextChoices):
    """Where one event stands on its way to one address."""

    PENDING = "PENDING", _("menunggu")
    SENT = "SENT", _("diterima")
    PARKED = "PARKED", _("tertahan")
    DROPPED = "DROPPED", _("dibatalkan")


# What may still go out: a share that ends, or a switch, takes it back.
UNSENT = frozenset({DeliveryState.PENDING, DeliveryState.PARKED})
